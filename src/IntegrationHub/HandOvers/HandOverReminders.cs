using IntegrationHub.Audit;
using IntegrationHub.Idempotency;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>Reminds of what is due, once at each of its times, and counts what is open.</summary>
/// <remarks>Several processes may: a step is written on the one before it, so one of them writes it.</remarks>
sealed class HandOverReminders(TenantId tenant, IHubStore store, HandOverProtector protector, HandOverOptions options, TimeProvider time, ILogger logger)
{
    const int AtOnce = 100;

    public async Task KeepWatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception failed) when (failed is CommitFailedException or AuditUnavailableException)
            {
                HandOverLog.NotReminded(logger, failed.Message);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // A store that cannot be read now must not end the watch for good.
                HandOverLog.NotLooked(logger, failed.GetType().FullName ?? "", failed.StackTrace ?? "");
            }

            await Task.Delay(options.LookEvery, time, cancellationToken);
        }
    }

    /// <summary>Reminds of what is due now, and counts.</summary>
    /// <returns>Of how many it was reminded.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reminded = 0;
        IReadOnlyList<FoundHandOver> due;
        do
        {
            due = await store.HandOvers.ListAsync(tenant, new HandOverQuery { RemindBy = now, Limit = AtOnce }, filter: null, cancellationToken);
            var written = 0;
            foreach (var found in due)
                if (await RemindAsync(found, now, cancellationToken)) written++;
            reminded += written;
            // Another process reminds of the rest.
            if (written == 0) break;
        }
        while (due.Count == AtOnce);

        if (reminded > 0) HandOverLog.Reminded(logger, reminded);
        HandOverMetrics.Note(tenant, await store.HandOvers.CountAsync(tenant, now, filter: null, cancellationToken), options);
        return reminded;
    }

    async ValueTask<bool> RemindAsync(FoundHandOver found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (TryOpen(found) is not { } opened) return false;

        var course = opened.Course;
        if (HandOverDecision.Decide(course, HandOverActor.Hub, new HandOverOrder(HandOverStepKind.Reminded)) is not { } holder) return false;

        var step = new HandOverStep { Number = course.Version + 1, Kind = HandOverStepKind.Reminded, At = now, By = HandOverActor.Hub.Name, From = holder, To = holder };
        var standing = protector.StandingOf(course.After(step), RemindAfter(opened.HandOver, now), endedAt: null, found.HandOver.Standing.Out);
        return await store.HandOvers.AppendAsync(tenant, found.HandOver.Id, standing, protector.Protect(found.HandOver.Id, step), once: null, cancellationToken) is Written<HandOverDone>.Done;
    }

    // One that does not open keeps no other from being reminded of.
    OpenedHandOver? TryOpen(FoundHandOver found)
    {
        try
        {
            return protector.Open(found);
        }
        catch (ProtectedValueException)
        {
            HandOverLog.NotOpened(logger, found.HandOver.Id);
            return null;
        }
    }

    // Before it is due, and once more when it is.
    static DateTimeOffset? RemindAfter(HandOver handOver, DateTimeOffset now) => handOver.DueAt > now ? handOver.DueAt : null;
}
