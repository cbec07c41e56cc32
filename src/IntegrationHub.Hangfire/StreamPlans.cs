using System.Collections.Concurrent;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>What this process has seen of the plans, and the signal that something has changed. The plans themselves are in Hangfire's storage. Refers to no hub, so that a hub may refer to it.</summary>
sealed class StreamPlans : IStreamSchedule
{
    readonly ConcurrentDictionary<StreamName, (RunSchedule Schedule, PlannedRun? Next)> plans = new();
    readonly ChangeSignal changed = new();

    /// <summary>Held while a plan is decided and stored, so that a run that ends does not write over what a look has just found. Between processes the next look mends that.</summary>
    public Lock Planning { get; } = new();

    public IReadOnlyCollection<StreamName> Streams => [.. plans.Keys];

    /// <summary>The streams as they were at the last look; empty before the first. For the tiles of the dashboard, which cannot wait.</summary>
    public IReadOnlyList<StreamOverview> LastSeen { get; set; } = [];

    public DateTimeOffset? NextRunAt(StreamName stream) => plans.TryGetValue(stream, out var plan) ? plan.Next?.At : null;

    /// <summary>The schedule that the stream was planned by; null when it was not.</summary>
    public RunSchedule? ScheduleOf(StreamName stream) => plans.TryGetValue(stream, out var plan) ? plan.Schedule : null;

    public void Set(StreamName stream, RunSchedule schedule, PlannedRun? next) => plans[stream] = (schedule, next);

    public bool Remove(StreamName stream) => plans.TryRemove(stream, out _);

    public void LookAgain() => changed.Set();

    /// <summary>Returns when something changed, and after this time anyhow.</summary>
    public Task WaitForChangeAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => changed.WaitAsync(atMost, time, cancellationToken);
}
