using System.Collections.Concurrent;
using IntegrationHub.Operation;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Quartz;

/// <summary>A stream's schedule as it is in force, and the run that comes next by it.</summary>
sealed record PlannedStream(RunSchedule Schedule, PlannedRun Next);

/// <summary>What is planned for each stream, and the signal that something has changed. Refers to no hub, so that a hub may refer to it.</summary>
sealed class PlannedRuns : IStreamSchedule, IDisposable
{
    readonly ConcurrentDictionary<StreamName, PlannedStream> streams = new();
    readonly SemaphoreSlim changed = new(0);

    public IReadOnlyCollection<StreamName> Streams => [.. streams.Keys];

    public DateTimeOffset? NextRunAt(StreamName stream) => Find(stream)?.Next.At;

    public PlannedStream? Find(StreamName stream) => streams.GetValueOrDefault(stream);

    public void Set(StreamName stream, PlannedStream plan) => streams[stream] = plan;

    public bool Remove(StreamName stream) => streams.TryRemove(stream, out _);

    public void LookAgain() => changed.Release();

    /// <summary>Returns when something changed, and after this time anyhow.</summary>
    public async Task WaitForChangeAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed.WaitAsync(enough.Token), Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
        // One look is enough for whatever has changed until now.
        while (changed.Wait(0, CancellationToken.None)) { }
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => changed.Dispose();
}
