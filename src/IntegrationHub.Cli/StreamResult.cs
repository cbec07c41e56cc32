using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.Cli;

/// <summary>What one run of a stream did.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Outcome">How the run ended, as a word: <c>succeeded</c>, <c>failed</c> …, or <c>busy</c> when another process has the stream.</param>
/// <param name="Counters">What became of its records.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Fault">What was wrong; null when it succeeded.</param>
internal sealed record StreamResult(StreamName Stream, string Outcome, RunCounters Counters, TimeSpan Took, StreamFault? Fault)
{
    const string StoreFailed = "IH5901";
    const string Unexpected = "IH6999";

    /// <summary>Whether the stream was read as it should be.</summary>
    public bool Succeeded => Fault is null;

    /// <summary>Runs a stream once.</summary>
    public static async Task<StreamResult> RunAsync(IHub hub, StreamName stream, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var run = await hub.RunAsync(stream, RunTrigger.Manual, cancellationToken);
            return Of(stream, run, time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Broken(RunOutcome.Stopped, new StreamFault(null, "it was asked to stop"));
        }
        catch (Exception e) when (e is StoreUnusableException or CommitFailedException)
        {
            return Broken(RunOutcome.Failed, new StreamFault(StoreFailed, e.Message));
        }
        catch (Exception e)
        {
            return Broken(RunOutcome.Failed, new StreamFault(Unexpected, $"a fault that no code expects ({e.GetType().Name}); please report it"));
        }

        StreamResult Broken(RunOutcome outcome, StreamFault fault) => new(stream, EnumNames.Of(outcome), default, time.GetElapsedTime(started), fault);
    }

    static StreamResult Of(StreamName stream, RunRecord? run, TimeSpan took) => run is null
        ? new StreamResult(stream, "busy", default, took, new StreamFault(null, "another process runs this stream; a process that was killed keeps it for a minute or so"))
        : new StreamResult(stream, EnumNames.Of(run.Outcome), run.Counters, took, FaultOf(run));

    static StreamFault? FaultOf(RunRecord run) => run switch
    {
        { Outcome: RunOutcome.Succeeded } => null,
        { Fault: { } fault } => new StreamFault(fault.Code, fault.Message),
        { Verdict: { } verdict } => new StreamFault(null, verdict),
        _ => new StreamFault(null, $"the run was {Words.Spaced(run.Outcome)}"),
    };
}

/// <summary>What kept a stream from being read as it should be.</summary>
/// <param name="Code">The stable code, if there is one.</param>
/// <param name="Message">What, where and what to do.</param>
internal sealed record StreamFault(string? Code, string Message)
{
    /// <summary>The code, if there is one, and the message.</summary>
    public override string ToString() => Code is null ? Message : $"{Code}: {Message}";
}
