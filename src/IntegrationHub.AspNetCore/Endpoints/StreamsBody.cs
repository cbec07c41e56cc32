using System.Xml;
using IntegrationHub.Faults;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

/// <summary>The streams of the hub.</summary>
/// <param name="Streams">By name.</param>
public sealed record StreamsBody(IReadOnlyList<StreamItem> Streams);

/// <summary>One stream: what it reads, how complete and fresh it is, and its last run.</summary>
public sealed record StreamItem
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The source it reads.</summary>
    public required string Source { get; init; }

    /// <summary>What people call the source.</summary>
    public required string Title { get; init; }

    /// <summary>The adapter that reads it.</summary>
    public required string Adapter { get; init; }

    /// <summary>How it is read.</summary>
    public required ReadStrategy Strategy { get; init; }

    /// <summary>How often, as an ISO 8601 duration: <c>PT5M</c>.</summary>
    public required string Every { get; init; }

    /// <summary>How old its data may get before an answer calls it stale, as an ISO 8601 duration.</summary>
    public required string FreshnessGoal { get; init; }

    /// <summary>How complete and fresh an answer from it is now.</summary>
    public required SourceCoverage Coverage { get; init; }

    /// <summary>The run that goes on or was the last; null before the first.</summary>
    public RunBody? LastRun { get; init; }

    /// <summary>When the last run that succeeded began: what was visible before is in the index.</summary>
    public DateTimeOffset? LastSuccessStartedAt { get; init; }

    /// <summary>How many records are in quarantine.</summary>
    public required long Quarantined { get; init; }

    /// <summary>How many runs in a row have failed.</summary>
    public required int FailuresInARow { get; init; }

    /// <summary>When the first of them began.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    internal static StreamItem Of(StreamOverview stream) => new()
    {
        Name = stream.Definition.Name.Value,
        Source = stream.Definition.Source.Value,
        Title = stream.Definition.Title,
        Adapter = stream.Definition.Adapter,
        Strategy = stream.Definition.Reading.Strategy,
        Every = XmlConvert.ToString(stream.Definition.Every),
        FreshnessGoal = XmlConvert.ToString(stream.Definition.FreshnessGoal),
        Coverage = stream.Coverage,
        LastRun = stream.State?.LastRun is { } run ? RunBody.Of(run) : null,
        LastSuccessStartedAt = stream.State?.LastSuccessStartedAt,
        Quarantined = stream.State?.Quarantined ?? 0,
        FailuresInARow = stream.State?.FailuresInARow ?? 0,
        FailingSince = stream.State?.FailingSince,
    };
}

/// <summary>One run of a stream.</summary>
public sealed record RunBody
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

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

    /// <summary>How many transactions it committed.</summary>
    public required int Commits { get; init; }

    /// <summary>What ended it, if anything did.</summary>
    public RunFaultBody? Fault { get; init; }

    /// <summary>What was found of a complete read, in words.</summary>
    public string? Verdict { get; init; }

    internal static RunBody Of(RunRecord run) => new()
    {
        Id = run.Id,
        Trigger = run.Trigger,
        Kind = run.Kind,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Outcome = run.Outcome,
        Counters = new RunCountersBody(run.Counters.Read, run.Counters.Written, run.Counters.Unchanged, run.Counters.Skipped, run.Counters.Quarantined, run.Counters.Tombstoned),
        Commits = run.Commits,
        Fault = run.Fault is { } fault ? new RunFaultBody(fault.Kind, fault.Code, fault.Message) : null,
        Verdict = run.Verdict,
    };
}

/// <summary>What became of the records of a run.</summary>
public sealed record RunCountersBody(long Read, long Written, long Unchanged, long Skipped, long Quarantined, long Tombstoned);

/// <summary>What ended a run.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Message">What, where and what to do.</param>
public sealed record RunFaultBody(FaultKind Kind, string Code, string Message);
