using IntegrationHub;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;

namespace ModelMunicipality.Running;

/// <summary>Reads all streams once, or waits until their schedules have, and shows how it goes.</summary>
static class Reading
{
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestLease = new SyncOptions().LeaseDuration + TimeSpan.FromSeconds(5);

    /// <summary>Runs every stream once.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the runs at the end of their batches.</param>
    public static async Task<IReadOnlyList<StreamResult>> AllAsync(IHub hub, IReadingProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = await RunsUntilNowAsync(hub, cancellationToken);
        var runs = hub.Streams.Select(s => RunAsync(hub, s.Name, time, cancellationToken)).ToList();
        var all = Task.WhenAll(runs);
        while (!all.IsCompleted)
        {
            // What is shown must not stop what is read: only the reading is cancelled.
            progress.Show(await OfNowAsync(hub, before));
            await Task.WhenAny(all, Task.Delay(LookAgain, time, CancellationToken.None));
        }

        progress.Show(await OfNowAsync(hub, before));
        return await all;
    }

    /// <summary>The latest run of each stream.</summary>
    public static async Task<IReadOnlyDictionary<StreamName, long>> RunsUntilNowAsync(IHub hub, CancellationToken cancellationToken) =>
        (await hub.GetStreamsAsync(cancellationToken)).ToDictionary(s => s.Definition.Name, s => s.State?.LastRun?.Id ?? 0);

    /// <summary>Waits until every stream has been run by its schedule, or it is asked to stop.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="before">The latest run of each stream before the schedules began.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting; the runs are not its.</param>
    public static async Task<IReadOnlyList<StreamResult>> FollowAsync(IHub hub, IReadOnlyDictionary<StreamName, long> before, IReadingProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = new Dictionary<StreamName, RunRecord>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var streams = await OfNowAsync(hub, before);
            progress.Show(streams);
            // The first run of this start counts, whatever the next one comes to.
            foreach (var stream in streams)
                if (stream.State?.LastRun is { Outcome: not RunOutcome.Running } run) first.TryAdd(stream.Definition.Name, run);
            if (first.Count >= streams.Count) break;

            await Task.WhenAny(Task.Delay(LookAgain, time, cancellationToken));
        }

        return [.. first.Select(f => new StreamResult(f.Key, f.Value, (f.Value.EndedAt - f.Value.StartedAt) ?? TimeSpan.Zero, Fault(f.Value)))];
    }

    // A run of an earlier start is no progress of this one.
    static async Task<IReadOnlyList<StreamOverview>> OfNowAsync(IHub hub, IReadOnlyDictionary<StreamName, long> before)
    {
        var streams = await hub.GetStreamsAsync(CancellationToken.None);
        return [.. streams.Select(s => s.State?.LastRun?.Id > before.GetValueOrDefault(s.Definition.Name) ? s : s with { State = null })];
    }

    static async Task<StreamResult> RunAsync(IHub hub, StreamName stream, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var run = await Task.Run(() => RunWhenFreeAsync(hub, stream, time, cancellationToken), CancellationToken.None);
            return new StreamResult(stream, run, time.GetElapsedTime(started), run is null ? "another process runs this stream" : Fault(run));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new StreamResult(stream, null, time.GetElapsedTime(started), $"{e.GetType().Name}: {e.Message}");
        }
    }

    // A process that was killed still has its lease, until that runs out: a start right after it waits that long.
    static async Task<RunRecord?> RunWhenFreeAsync(IHub hub, StreamName stream, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await hub.RunAsync(stream, RunTrigger.Manual, cancellationToken) is { } run) return run;
            if (time.GetElapsedTime(began) > LongestLease) return null;

            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    static string? Fault(RunRecord run) => run switch
    {
        { Outcome: RunOutcome.Succeeded } => null,
        { Fault: { } fault } => $"{fault.Code}: {fault.Message}",
        { Verdict: { } verdict } => verdict,
        _ => $"the run is {run.Outcome}",
    };
}

/// <summary>What one run of a stream did.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Run">Its entry in the history; null when it did not begin.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Problem">What went wrong; null when it succeeded.</param>
sealed record StreamResult(StreamName Stream, RunRecord? Run, TimeSpan Took, string? Problem)
{
    public RunCounters Counters => Run?.Counters ?? default;
}
