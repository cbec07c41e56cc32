using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Commits batches of one run, and stops the run when too much of it cannot be mapped.</summary>
internal sealed class BatchWriter(
    RunnableStream stream, StreamLease lease, long run, IStreamStore store, RunMeter meter, RunTotals totals, TimeProvider time, ILogger logger)
{
    // Below this many records a share says nothing: one bad record of three is no reason to stop.
    const int ShareCountsFrom = 20;

    long held;
    long read;

    /// <summary>Commits the items with the checkpoint that follows them.</summary>
    /// <exception cref="TooManyQuarantinedException">The run is to stop; this batch was not written.</exception>
    public async Task<BatchResult> CommitAsync(IReadOnlyList<BatchItem> items, Checkpoint checkpoint, string? sweepId, int maxTies, CancellationToken cancellationToken)
    {
        held += items.Count(i => i is BatchItem.Hold);
        read += items.Count;
        var stopAbove = stream.Definition.QuarantineStopAbove;
        if (read >= ShareCountsFrom && held > read * stopAbove) throw new TooManyQuarantinedException(held, read, stopAbove);

        var began = time.GetTimestamp();
        var batch = new Batch { Items = items, Checkpoint = checkpoint, SweepId = sweepId, Shadow = sweepId is not null && checkpoint.Unfinished is { Rebuild: true }, Progress = meter.Take() };
        var result = await store.CommitAsync(lease, run, batch, cancellationToken);
        SyncMetrics.Committed(stream.Key, result.Counters, time.GetElapsedTime(began));
        totals.Add(result, maxTies);
        SyncLog.BatchCommitted(logger, stream.Key, items.Count, checkpoint.Watermark);
        return result;
    }

    /// <summary>Commits records that came out of quarantine to be mapped again. They say nothing of what the vendor sends now, so they do not stop a run.</summary>
    public async Task CommitHeldAsync(IReadOnlyList<BatchItem> items, IReadOnlyList<byte[]> replaced, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var result = await store.CommitAsync(lease, run, new Batch { Items = items, Replaced = replaced, Checkpoint = checkpoint, Progress = meter.Take() }, cancellationToken);
        SyncMetrics.Committed(stream.Key, result.Counters, time.GetElapsedTime(began));
        totals.Add(result, maxTies: 0);
    }

    /// <summary>Ends a complete read with its verdict.</summary>
    public async Task<SweepVerdict> EndSweepAsync(SweepEnd end, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var result = await store.EndSweepAsync(lease, run, end, cancellationToken);
        if (end.Rebuild) SyncMetrics.Committed(stream.Key, result.Applied, time.GetElapsedTime(began));
        SyncMetrics.Judged(stream.Key, result);
        totals.Add(result.Applied);
        if (result.HeldDelete is { } held) SyncLog.DeletesHeld(logger, stream.Key, run, result.Verdict.Count.Gone, result.Verdict.Count.Live, held);
        totals.AddTombstones(result.Removed);
        return result.Verdict;
    }

    /// <summary>The keys that are to be asked for again.</summary>
    public IReadOnlyList<string> TakeTies() => totals.TakeTies();

    /// <summary>The clock's time, for items that are read now.</summary>
    public DateTimeOffset Now => time.GetUtcNow();
}
