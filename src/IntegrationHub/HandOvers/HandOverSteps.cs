using IntegrationHub.Idempotency;
using IntegrationHub.Storage;

namespace IntegrationHub.HandOvers;

/// <summary>A step that the hub takes by itself.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">What there is to tell of it.</param>
/// <param name="After">What is on its way out of the house then.</param>
sealed record HubStep(HandOverStepKind Kind, string? Text, Func<HandOverOut, HandOverOut> After);

/// <summary>Takes the hub's own steps: decided on what stands now, and written only on that.</summary>
sealed class HandOverSteps(TenantId tenant, IHubStore store, HandOverProtector protector, TimeProvider time)
{
    /// <summary>Takes a step in one hand-over; null when there is none to take.</summary>
    /// <param name="query">The hand-over.</param>
    /// <param name="decide">Which step, of the hand-over as it stands.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    public async ValueTask<Written<HandOverDone>?> TakeAsync(HandOverQuery query, Func<OpenedHandOver, HubStep?> decide, CancellationToken cancellationToken)
    {
        if (await store.HandOvers.ListAsync(tenant, query, filter: null, cancellationToken) is not [var found]) return null;

        var opened = protector.Open(found);
        if (decide(opened) is not { } step || HandOverDecision.Decide(opened.Course, HandOverActor.Hub, new HandOverOrder(step.Kind, step.Text)) is not { } to) return null;

        return await WriteAsync(opened, new HandOverStep
        {
            Number = opened.Course.Version + 1,
            Kind = step.Kind,
            At = time.GetUtcNow(),
            By = HandOverActor.Hub.Name,
            From = opened.Course.Holder,
            To = to,
            Text = step.Text,
        }, step.After, cancellationToken);
    }

    /// <summary>Writes a step on the one before it.</summary>
    public ValueTask<Written<HandOverDone>> WriteAsync(OpenedHandOver opened, HandOverStep step, Func<HandOverOut, HandOverOut> after, CancellationToken cancellationToken)
    {
        var course = opened.Course.After(step);
        var standing = opened.Stored.Standing;
        var goesOut = standing.Out is { } current && step.To.IsSameAs(step.From) ? after(current) : null;
        return store.HandOvers.AppendAsync(
            tenant, opened.Stored.Id, protector.StandingOf(course, standing.RemindNext, course.IsOpen ? null : step.At, goesOut), protector.Protect(opened.Stored.Id, step), once: null, cancellationToken);
    }
}
