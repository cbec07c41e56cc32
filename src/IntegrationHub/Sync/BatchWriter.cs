using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Commits batches of one run: a record that the store refuses goes to quarantine, and the run stops when too much of it cannot be mapped.</summary>
internal sealed class BatchWriter(
    RunnableStream stream, StreamLease lease, long run, Checkpoint begun, RecordTranslator translator, IStreamStore store, RunMeter meter, RunTotals totals, ReadClock reads, TimeProvider time, ILogger logger)
{
    // Below this many records a share says nothing: one bad record of three is no reason to stop.
    const int ShareCountsFrom = 20;

    /// <summary>Where the course of the run is written down while it goes on.</summary>
    internal History.CourseBook? Book { get; init; }

    readonly RefusedRecords refused = new(translator);
    readonly WriteTurns turns = new();
    // What the store has: while parts of a batch are not there, the checkpoint stays.
    Checkpoint stored = begun;
    RunProgress progress;
    long held;
    long read;

    /// <summary>Commits the items with the checkpoint that follows them.</summary>
    /// <param name="items">The items.</param>
    /// <param name="kept">The records of those that do not hold theirs themselves.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="sweepId">The complete read that they belong to; null when it is none.</param>
    /// <param name="maxTies">How many ties the run takes note of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The checkpoint that was stored with the last of them.</returns>
    /// <exception cref="TooManyQuarantinedException">The run is to stop; what of this batch was not committed yet is not written.</exception>
    public async Task<Checkpoint> CommitAsync(IReadOnlyList<BatchItem> items, IReadOnlyList<KeptRecords> kept, Checkpoint checkpoint, string? sweepId, int maxTies, CancellationToken cancellationToken)
    {
        read += items.Count;
        Count(items.Count(i => i is BatchItem.Hold { EditedAs: null }));
        progress = Sum(progress, meter.Take());
        var shadow = sweepId is not null && checkpoint.Unfinished is { Rebuild: true };
        var records = shadow ? RecordsOf(items, kept) : null;
        var whole = time.GetTimestamp();
        var at = 0;
        do
        {
            var count = turns.Next(items.Count - at, store.LongestTurn);
            var isEnd = at + count == items.Count;
            var bisection = new BatchBisection(
                (part, last) => CommitPartAsync(part, last && isEnd), (item, exception) => Refused(item, kept.Select(records => records.Find(item)).FirstOrDefault(record => record is not null), exception));
            var began = time.GetTimestamp();
            await bisection.CommitAsync([.. items.Skip(at).Take(count)]);
            turns.Took(count, time.GetElapsedTime(began));
            at += count;
        }
        while (at < items.Count);

        meter.Course?.Checkpoint(items.Count, stored.Watermark, time.GetElapsedTime(whole));
        SyncLog.BatchCommitted(logger, stream.Key, items.Count, checkpoint.Watermark);
        return stored;

        async Task CommitPartAsync(IReadOnlyList<BatchItem> part, bool last)
        {
            // A complete read cannot prove anything of a case whose record is held without its key.
            var keyless = part.Count(i => i is BatchItem.Hold { Key: null, Refused: true });
            if (checkpoint.Unfinished is { } unfinished) checkpoint = checkpoint with { Unfinished = unfinished with { Keyless = unfinished.Keyless + keyless } };
            await CommitAsync(
                new Batch
                {
                    Items = part,
                    Checkpoint = last ? checkpoint : stored,
                    SweepId = sweepId,
                    Shadow = shadow,
                    Records = records is null ? [] : [.. part.Select(item => records.GetValueOrDefault(item))],
                    Progress = progress,
                },
                maxTies, cancellationToken);
        }
    }

    /// <summary>Commits records that came out of quarantine to be mapped again. They say nothing of what the vendor sends now, so they do not stop a run.</summary>
    public async Task CommitHeldAsync(IReadOnlyList<BatchItem> items, Checkpoint checkpoint, HeldTally tally, CancellationToken cancellationToken)
    {
        progress = Sum(progress, meter.Take());
        var bisection = new BatchBisection(
            async (part, last) => tally.Add(part, await CommitAsync(new Batch { Items = part, Checkpoint = last ? checkpoint : stored, Progress = progress }, maxTies: 0, cancellationToken)),
            refused.HoldsOf);
        var whole = time.GetTimestamp();
        await bisection.CommitAsync(items);
        meter.Course?.Checkpoint(items.Count, stored.Watermark, time.GetElapsedTime(whole));
    }

    /// <summary>Ends a complete read with its verdict.</summary>
    public async Task<SweepVerdict> EndSweepAsync(SweepEnd end, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var span = HubTraces.Begin(HubSpan.Sweep, stream.Key);
        var result = await store.EndSweepAsync(
            lease, run,
            end with
            {
                After = verdict => stored = end.After(verdict) with { LastReadAt = reads.Latest },
                Refused = (item, kept, exception) => Refused(item, kept is null ? null : translator.Open(kept, item), exception),
            },
            cancellationToken);
        if (end.Rebuild) SyncMetrics.Committed(stream.Key, result.Applied, time.GetElapsedTime(began));
        SyncMetrics.Judged(stream.Key, result);
        span?.SetTag("removed", result.Removed).EndedAs(EnumNames.Of(result.Verdict.Reason));
        totals.Add(result.Applied);
        if (result.HeldDelete is { } held) SyncLog.DeletesHeld(logger, stream.Key, run, result.Verdict.Count.Gone, result.Verdict.Count.Live, held);
        totals.AddTombstones(result.Removed);
        return result.Verdict;
    }

    /// <summary>What the index has of a complete read that is about to end.</summary>
    public ValueTask<SweepCount> CountUnseenAsync(string sweepId, CancellationToken cancellationToken) => store.CountUnseenAsync(stream.Key, sweepId, cancellationToken);

    /// <summary>The keys that are to be asked for again.</summary>
    public IReadOnlyList<string> TakeTies() => totals.TakeTies();

    // When too many are refused, this throws: the run is to stop.
    IReadOnlyList<BatchItem> Refused(BatchItem item, Sources.SourceRecord? record, Exception exception)
    {
        SyncLog.RecordRefused(logger, stream.Key, run, RefusalRule.Why(exception));
        if (item is not BatchItem.Hold) Count(1);
        item.Record ??= record;
        return refused.HoldsOf(item, exception);
    }

    // A rebuild is applied when the pages that it came from are long gone.
    Dictionary<BatchItem, byte[]> RecordsOf(IReadOnlyList<BatchItem> items, IReadOnlyList<KeptRecords> kept)
    {
        var records = new Dictionary<BatchItem, byte[]>(ReferenceEqualityComparer.Instance);
        foreach (var (item, record) in kept.SelectMany(some => some.All()).Concat(items.Where(item => item.Record is not null).Select(item => (item, item.Record!))))
            if (item is not BatchItem.Hold) records[item] = translator.Keep(record);
        return records;
    }

    async Task<BatchResult> CommitAsync(Batch batch, int maxTies, CancellationToken cancellationToken)
    {
        batch = batch with { Checkpoint = batch.Checkpoint with { LastReadAt = reads.Latest } };
        var began = time.GetTimestamp();
        using var span = HubTraces.Begin(HubSpan.Commit, stream.Key)?.SetTag(HubTraces.Records, batch.Items.Count);
        BatchResult result;
        try
        {
            result = await store.CommitAsync(lease, run, batch, cancellationToken);
        }
        catch (Exception fault) when (span.EndedBy(fault))
        {
            throw;
        }

        span.EndedAs("committed");
        var took = time.GetElapsedTime(began);
        SyncMetrics.Committed(stream.Key, result.Counters, took);
        totals.Add(result, maxTies);
        (stored, progress) = (batch.Checkpoint, default);
        if (Book is { } book) await book.LookAsync(cancellationToken);
        return result;
    }

    void Count(long more)
    {
        held += more;
        var stopAbove = stream.Definition.QuarantineStopAbove;
        if (read >= ShareCountsFrom && held > read * stopAbove) throw new TooManyQuarantinedException(held, read, stopAbove);
    }

    static RunProgress Sum(RunProgress a, RunProgress b) => new(a.Pages + b.Pages, a.Requests + b.Requests, a.Retries + b.Retries);
}
