using System.Collections.Concurrent;
using IntegrationHub.Operation;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Quartz;

/// <summary>A stream's schedule as it is in force, and the run that comes next by it.</summary>
/// <param name="Schedule">What its file says.</param>
/// <param name="Next">The run.</param>
/// <param name="Waits">Whether that run was tried already, and somebody else had the stream.</param>
sealed record PlannedStream(RunSchedule Schedule, PlannedRun Next, bool Waits = false);

/// <summary>What is planned for each stream, and the signal that something has changed. Refers to no hub, so that a hub may refer to it.</summary>
sealed class PlannedRuns(QuartzScheduleOptions options) : IStreamSchedule
{
    readonly ConcurrentDictionary<StreamName, PlannedStream> streams = new();
    readonly ChangeSignal changed = new();

    public IReadOnlyCollection<StreamName> Streams => [.. streams.Keys];

    public bool IsShared => options.PostgreSql is not null;

    public DateTimeOffset? NextRunAt(StreamName stream) => Find(stream)?.Next.At;

    public PlannedStream? Find(StreamName stream) => streams.GetValueOrDefault(stream);

    public void Set(StreamName stream, PlannedStream plan) => streams[stream] = plan;

    /// <summary>Sets the plan unless it was changed or removed meanwhile.</summary>
    public void Replace(StreamName stream, PlannedStream from, PlannedStream to) => streams.TryUpdate(stream, to, from);

    public bool Remove(StreamName stream) => streams.TryRemove(stream, out _);

    public void LookAgain() => changed.Set();

    /// <summary>Returns when something changed, and after this time anyhow.</summary>
    public Task WaitForChangeAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => changed.WaitAsync(atMost, time, cancellationToken);
}
