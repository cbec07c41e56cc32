using System.Collections.Concurrent;
using System.Threading.Channels;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>What this process has seen of the plans, and the signal that something has changed. The plans themselves are in Hangfire's storage. Refers to no hub, so that a hub may refer to it.</summary>
sealed class StreamPlans : IStreamSchedule
{
    readonly ConcurrentDictionary<StreamName, (RunSchedule Schedule, PlannedRun? Next)> plans = new();
    // A wait that is given up takes nothing out, so that no signal is lost with it.
    readonly Channel<bool> changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

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

    public void LookAgain() => changed.Writer.TryWrite(true);

    /// <summary>Returns when something changed, and after this time anyhow.</summary>
    public async Task WaitForChangeAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed.Reader.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
        // Taken before the look: whatever changes during it is another signal.
        changed.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
