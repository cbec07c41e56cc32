using IntegrationHub.Faults;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Lookup;

/// <summary>Decides what an answer says of a source's completeness and freshness. Pure: a stream, what is known of it, and the time.</summary>
public static class CoverageDecision
{
    /// <summary>What is to be said of one stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="state">What the store knows of it; null when it never ran.</param>
    /// <param name="now">The hub's time.</param>
    public static SourceCoverage Decide(StreamDefinition stream, StreamState? state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stream);

        var (verdict, since, reason) = Judge(stream, state, now);
        return new SourceCoverage
        {
            Source = stream.Source.Value,
            Title = stream.Title,
            State = verdict,
            Since = since,
            AsOf = state is { Checkpoint.FirstReadDone: true } ? state.LastSuccessStartedAt : null,
            CoveredFrom = stream.Reading.From,
            MayBeGone = verdict == CoverageState.Partial && state is { Quarantined: 0, HeldDeletes: > 0 and var held } ? held : null,
            Reason = reason,
        };
    }

    /// <summary>What is to be said of a source: its worst stream's state; the oldest of what its streams know and the latest of where they begin.</summary>
    /// <param name="streams">What is to be said of each of its streams; at least one.</param>
    public static SourceCoverage Worst(IReadOnlyList<SourceCoverage> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        if (streams.Count == 0) throw new ArgumentException("A source has at least one stream.", nameof(streams));

        var worst = streams.MaxBy(coverage => coverage.State)!;
        var equallyBad = streams.Where(coverage => coverage.State == worst.State).ToList();
        return worst with
        {
            Title = streams[0].Title,
            Since = equallyBad.Min(coverage => coverage.Since),
            AsOf = streams.Any(coverage => coverage.AsOf is null) ? null : streams.Min(coverage => coverage.AsOf),
            CoveredFrom = streams.Max(coverage => coverage.CoveredFrom),
        };
    }

    static (CoverageState State, DateTimeOffset? Since, string? Reason) Judge(StreamDefinition stream, StreamState? state, DateTimeOffset now)
    {
        if (state?.LastRun is not { } run) return (CoverageState.NotConnected, null, "Nothing has been read from it yet.");

        if (run.Outcome == RunOutcome.Failed || state.FailuresInARow > 0)
        {
            var since = state.FailingSince ?? run.StartedAt;
            // While the next try runs, its own fault is not known yet; what is known is that the last one failed.
            return run.Fault?.Kind switch
            {
                FaultKind.Refused => (CoverageState.Refused, since, $"It refuses to answer ({run.Fault.Code})."),
                FaultKind.Misconfigured => (CoverageState.Failing, since, $"Its connection is set up wrongly ({run.Fault.Code})."),
                FaultKind.Unreadable => (CoverageState.Failing, since, $"Its answers make no sense ({run.Fault.Code})."),
                FaultKind.Unavailable => (CoverageState.Failing, since, $"It does not answer ({run.Fault.Code})."),
                _ => (CoverageState.Failing, since, "The last read failed."),
            };
        }

        if (!state.Checkpoint.FirstReadDone) return (CoverageState.Loading, state.Checkpoint.Unfinished?.StartedAt ?? run.StartedAt, "Its first read is not finished.");
        if (state.Quarantined > 0) return (CoverageState.Partial, null, state.Quarantined == 1 ? "A record of it could not be read." : $"{state.Quarantined} records of it could not be read.");
        if (state.HeldDeletes > 0)
            return (CoverageState.Partial, null, state.HeldDeletes == 1 ? "A case of it may be gone: somebody must decide." : $"{state.HeldDeletes} cases of it may be gone: somebody must decide.");
        if (run is { Outcome: RunOutcome.Incomplete, Sweep: not { Complete: true } }) return (CoverageState.Partial, run.StartedAt, "Its last complete read could not be verified.");
        if (state.LastSuccessStartedAt is not { } asOf || now - asOf > stream.FreshnessGoal)
            return (CoverageState.Stale, state.LastSuccessStartedAt, "What is known of it is older than it should be.");

        return (CoverageState.Complete, null, null);
    }
}
