using System.Xml;
using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Scheduling;
using IntegrationHub.Sources;

namespace IntegrationHub.AspNetCore;

/// <summary>The streams of the hub.</summary>
/// <param name="Streams">By name.</param>
/// <param name="Refused">What is wrong with files that no stream in force is made of, a new stream file for instance; null when nothing is.</param>
public sealed record StreamsBody(IReadOnlyList<StreamItem> Streams, RefusedBody? Refused);

/// <summary>A change of files that is refused because it is wrong: what was in force before stays.</summary>
/// <param name="Since">When it was first seen.</param>
/// <param name="Errors">What is wrong: <c>file:line:column: error IHnnnn: what, and what to do</c>. Files are named from the folder of <c>hub.yaml</c> on.</param>
public sealed record RefusedBody(DateTimeOffset Since, IReadOnlyList<string> Errors)
{
    internal static RefusedBody? Of(RefusedChange? change) => change is null ? null : new RefusedBody(change.Since, [.. change.Errors.Select(error => error.ToString())]);
}

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

    /// <summary>When.</summary>
    public required ScheduleBody Schedule { get; init; }

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

    /// <summary>How many cases a complete read did not hold, and that stay until somebody decides: see <c>GET /api/v1/deletes</c>.</summary>
    public required long HeldDeletes { get; init; }

    /// <summary>How many runs in a row have failed.</summary>
    public required int FailuresInARow { get; init; }

    /// <summary>When the first of them began.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The change of its files that is refused, so that their last good version stays in force; null when there is none.</summary>
    public RefusedBody? Refused { get; init; }

    /// <summary>Its pause; null when it is not paused.</summary>
    public PauseBody? Pause { get; init; }

    /// <summary>The vendor's notifications that wait or could not be read; null when the stream takes none.</summary>
    public NotificationQueueBody? Notifications { get; init; }

    /// <summary>How far a changed mapping has come through what is stored; null before the stream was looked at.</summary>
    public RemappingBody? Remapping { get; init; }

    /// <summary>When it runs next by its schedule; null while it is paused, and where nothing runs the schedules.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>What the runs that began in the last 24 hours brought.</summary>
    public required RecentRunsBody Recent { get; init; }

    internal static StreamItem Of(StreamOverview stream) => new()
    {
        Name = stream.Definition.Name.Value,
        Source = stream.Definition.Source.Value,
        Title = stream.Definition.Title,
        Adapter = stream.Definition.Adapter,
        Strategy = stream.Definition.Reading.Strategy,
        Schedule = ScheduleBody.Of(stream.Definition.Schedule),
        FreshnessGoal = XmlConvert.ToString(stream.Definition.FreshnessGoal),
        Coverage = stream.Coverage,
        LastRun = stream.State?.LastRun is { } run ? RunBody.Of(run) : null,
        LastSuccessStartedAt = stream.State?.LastSuccessStartedAt,
        Quarantined = stream.State?.Quarantined ?? 0,
        HeldDeletes = stream.State?.HeldDeletes ?? 0,
        FailuresInARow = stream.State?.FailuresInARow ?? 0,
        FailingSince = stream.State?.FailingSince,
        Refused = RefusedBody.Of(stream.Refused),
        Pause = stream.Pause is { } pause ? new PauseBody(pause.Since, pause.By) : null,
        Notifications = stream.Notifications is { } queue ? new NotificationQueueBody(queue.Waiting, queue.OldestAt, queue.Dead) : null,
        Remapping = stream.Remapping is { } remapping ? RemappingBody.Of(remapping) : null,
        NextRunAt = stream.NextRunAt,
        Recent = new RecentRunsBody(stream.Recent.Since, stream.Recent.Runs, stream.Recent.Failed, RunCountersBody.Of(stream.Recent.Counters)),
    };
}

/// <summary>When a stream is read.</summary>
/// <param name="Every">How often, as an ISO 8601 duration (<c>PT5M</c>); null when <paramref name="Cron"/> says when.</param>
/// <param name="Cron">At which local times, as a cron expression.</param>
/// <param name="Jitter">Up to how much later a run begins, as an ISO 8601 duration.</param>
/// <param name="Windows">The local times within which runs may begin; at any time when there are none.</param>
/// <param name="Misfire">What becomes of runs whose time passed.</param>
public sealed record ScheduleBody(string? Every, string? Cron, string Jitter, IReadOnlyList<string> Windows, MisfirePolicy Misfire)
{
    internal static ScheduleBody Of(RunSchedule schedule) => new(
        schedule.Every is { } every ? XmlConvert.ToString(every) : null,
        schedule.Cron?.Text,
        XmlConvert.ToString(schedule.Jitter),
        [.. schedule.Windows.Select(window => window.Text)],
        schedule.Misfire);
}

/// <summary>A stream's pause.</summary>
/// <param name="Since">Since when.</param>
/// <param name="By">Who paused it.</param>
public sealed record PauseBody(DateTimeOffset Since, string By);

/// <summary>What the runs that began since a time brought.</summary>
/// <param name="Since">The time.</param>
/// <param name="Runs">How many runs began.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Counters">What became of their records.</param>
public sealed record RecentRunsBody(DateTimeOffset Since, long Runs, long Failed, RunCountersBody Counters);

/// <summary>A stream's notifications.</summary>
/// <param name="Waiting">How many wait for their case to be read.</param>
/// <param name="OldestAt">When the oldest of them came; null when none waits.</param>
/// <param name="Dead">How many were put aside, because their case could not be read again and again.</param>
public sealed record NotificationQueueBody(long Waiting, DateTimeOffset? OldestAt, long Dead);
