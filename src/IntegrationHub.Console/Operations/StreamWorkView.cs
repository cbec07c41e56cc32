using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Shell;
using IntegrationHub.Disclosure;
using IntegrationHub.Operation;
using IntegrationHub.Removals;
using Microsoft.AspNetCore.Components;

namespace IntegrationHub.Console.Operations;

/// <summary>A page from which streams are run, paused, read again and decided about. Whatever is done stands in the audit first.</summary>
public abstract class StreamWorkView : SignedInView
{
    [Inject]
    private protected AskedRuns Runs { get; set; } = null!;

    /// <summary>What is read out after something was done.</summary>
    private protected string Spoken { get; private set; } = "";

    private protected override bool MayBeUsed(HubSession session) => session.Role is CallerRole.Operations or CallerRole.Administrator;

    /// <summary>Looks at what the page shows beside the streams.</summary>
    private protected abstract Task LookAsync();

    private protected override Task BeginAsync() => AskAsync(LookAsync);

    private protected async Task RunAsync(StreamName stream)
    {
        var begun = await Runs.StartAsync(Session!.Caller, stream, Closed);
        Begun(begun is not null, T.RunBegun, stream);
        await LookNowAsync();
    }

    private protected async Task PauseAsync(StreamName stream)
    {
        await Hub.PauseAsync(Session!.Caller, stream, Closed);
        Spoken = Words.Say(T.PausedSpoken, stream.Value);
        await LookNowAsync();
    }

    private protected async Task ResumeAsync(StreamName stream)
    {
        await Hub.ResumeAsync(Session!.Caller, stream, Closed);
        Spoken = Words.Say(T.ResumedSpoken, stream.Value);
        await LookNowAsync();
    }

    private protected async Task BackfillAsync(StreamName stream, DateTimeOffset from, DateTimeOffset until)
    {
        var caller = Session!.Caller;
        try
        {
            var begun = await Runs.StartAsync(stream, stop => Hub.BackfillAsync(caller, stream, from, until, stop), Closed);
            Begun(begun is not null, T.Operation.BackfillBegun, stream);
        }
        catch (OrderRefusedException)
        {
            Problem = T.Operation.RefusedPeriod;
        }

        await LookNowAsync();
    }

    private protected async Task RebuildAsync(StreamName stream)
    {
        var caller = Session!.Caller;
        var begun = await Runs.StartAsync(stream, stop => Hub.RebuildAsync(caller, stream, stop), Closed);
        Begun(begun is not null, T.Removals.RebuildBegun, stream);
        await LookNowAsync();
    }

    private protected async Task ResetAsync(StreamName stream, string confirmation)
    {
        try
        {
            Begun(await Hub.ResetAsync(Session!.Caller, stream, confirmation, Closed), T.Removals.ResetDone, stream);
        }
        catch (OrderRefusedException)
        {
            Problem = Words.Say(T.Removals.RefusedReset, stream.Value);
        }

        await LookNowAsync();
    }

    private protected async Task ApproveAsync(HeldDelete one)
    {
        Tell(await Hub.Removals.ApproveAsync(Session!.Caller, one.Id, reason: null, Closed), T.Removals.Approved);
        await LookNowAsync();
    }

    private protected async Task RejectAsync(HeldDelete one, string reason)
    {
        try
        {
            Tell(await Hub.Removals.RejectAsync(Session!.Caller, one.Id, reason, Closed), T.Removals.Rejected);
        }
        catch (OrderRefusedException)
        {
            Problem = T.Removals.RefusedReason;
        }

        await LookNowAsync();
    }

    private protected async Task RetryAsync(StreamName stream, string? id)
    {
        var count = await Hub.Notifications.ReplayAsync(Session!.Caller, stream, id, Closed);
        Spoken = count == 0 ? T.Operation.NothingLeft : Words.Say(T.Operation.Retried, count, stream.Value);
        await LookNowAsync();
    }

    private protected async Task DiscardAsync(StreamName stream, string? id)
    {
        var count = await Hub.Notifications.DiscardAsync(Session!.Caller, stream, id, Closed);
        Spoken = count == 0 ? T.Operation.NothingLeft : Words.Say(T.Operation.Discarded, count, stream.Value);
        await LookNowAsync();
    }

    private protected async Task LookNowAsync()
    {
        await SeeNowAsync();
        await LookAsync();
    }

    void Begun(bool begun, string said, StreamName stream)
    {
        Spoken = Words.Say(begun ? said : T.RunsAlready, stream.Value);
        if (!begun) Problem = Spoken;
    }

    void Tell(DecisionOutcome outcome, string done)
    {
        switch (outcome)
        {
            case DecisionOutcome.Done it:
                Spoken = Words.Say(done, it.Cases, it.Held.Stream.Value);
                break;
            case DecisionOutcome.StreamRuns runs:
                Problem = Words.Say(T.Removals.StreamRuns, runs.Held.Stream.Value);
                break;
            default:
                Problem = T.Removals.NotWaiting;
                break;
        }
    }
}
