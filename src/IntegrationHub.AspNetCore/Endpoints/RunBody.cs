using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

/// <summary>One run of a stream.</summary>
public sealed record RunBody
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Why it was started.</summary>
    public required RunTrigger Trigger { get; init; }

    /// <summary>What it reads.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, or <c>running</c>.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>What became of its records: read = written + unchanged + skipped + quarantined.</summary>
    public required RunCountersBody Counters { get; init; }

    /// <summary>What it asked of the vendor.</summary>
    public required RunProgressBody Progress { get; init; }

    /// <summary>How many transactions it committed.</summary>
    public required int Commits { get; init; }

    /// <summary>What ended it, if anything did.</summary>
    public RunFaultBody? Fault { get; init; }

    /// <summary>What was found of a complete read, in words.</summary>
    public string? Verdict { get; init; }

    /// <summary>What a complete read proved, with what that rests on; null when it was none.</summary>
    public SweepBody? Sweep { get; init; }

    internal static RunBody Of(RunRecord run) => new()
    {
        Id = run.Id,
        Stream = run.Stream.Value,
        Trigger = run.Trigger,
        Kind = run.Kind,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Outcome = run.Outcome,
        Counters = RunCountersBody.Of(run.Counters),
        Progress = new RunProgressBody(run.Progress.Pages, run.Progress.Requests, run.Progress.Retries),
        Commits = run.Commits,
        Fault = run.Fault is { } fault ? new RunFaultBody(fault.Kind, fault.Code, fault.Message) : null,
        Verdict = run.Verdict,
        Sweep = run.Sweep is { } verdict ? SweepBody.Of(verdict) : null,
    };
}

/// <summary>What became of the records of a run.</summary>
public sealed record RunCountersBody(long Read, long Written, long Unchanged, long Skipped, long Quarantined, long Tombstoned)
{
    internal static RunCountersBody Of(RunCounters counters) =>
        new(counters.Read, counters.Written, counters.Unchanged, counters.Skipped, counters.Quarantined, counters.Tombstoned);
}

/// <summary>What a run asked of its vendor.</summary>
/// <param name="Pages">How many pages it read.</param>
/// <param name="Requests">How many requests it sent, repeated ones included.</param>
/// <param name="Retries">How many of them were repeats.</param>
public sealed record RunProgressBody(int Pages, int Requests, int Retries);

/// <summary>What ended a run.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Message">What, where and what to do.</param>
public sealed record RunFaultBody(FaultKind Kind, string Code, string Message);
