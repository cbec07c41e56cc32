using IntegrationHub.Protection;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Remapping;

/// <summary>Maps a portion of what is stored of a stream again, from the records that were kept, in a turn of the stream between its runs.</summary>
internal sealed class StreamRemapper(IRemapStore store, IStreamStore streams, CaseProtector protector, SyncOptions sync, TimeProvider time, ILogger logger)
{
    /// <summary>How many records one turn maps: a run that comes meanwhile waits for no more.</summary>
    internal const int AtOnce = 200;

    const int DroppedAtOnce = 1000;

    readonly StreamTurn turn = new(streams, sync, TimeSpan.Zero, time);

    /// <summary>Does the stream's next portion.</summary>
    /// <returns>How far it is now; null when a run has the stream, or a rebuild of it goes on: then nothing was done.</returns>
    public async Task<RemapProgress?> StepAsync(RunnableStream stream, CancellationToken cancellationToken)
    {
        RemapProgress? after = null;
        await turn.TakeAsync(stream.Key, async (lease, token) => after = await StepAsync(stream, lease, token), cancellationToken);
        return after;
    }

    /// <summary>What is to be done with the stream next.</summary>
    public RemapStep NextOf(RunnableStream stream, RemapProgress? progress) =>
        RemapRule.Next(progress, MappedWith.Of(stream.Definition, stream.Mapping), stream.Definition.QuarantineStopAbove, stream.Definition.KeepsRecords, time.GetUtcNow());

    async Task<RemapProgress?> StepAsync(RunnableStream stream, StreamLease lease, CancellationToken cancellationToken)
    {
        // A rebuild shows nothing of a new mapping before it shows all of it.
        if (await streams.GetCheckpointAsync(stream.Key, cancellationToken) is { Unfinished.Rebuild: true }) return null;

        // Read under the lease: another process may have come further.
        var known = (await store.GetProgressAsync(stream.Key.Tenant, cancellationToken)).GetValueOrDefault(stream.Key);
        var after = NextOf(stream, known) switch
        {
            RemapStep.Begin => await BeginAsync(stream, lease, known, cancellationToken),
            RemapStep.GoOn => await PortionAsync(stream, lease, known! with { StoppedAbove = null }, cancellationToken),
            RemapStep.Settle => await EndAsync(stream, lease, known!, cancellationToken),
            _ => known!,
        };
        RemapMetrics.Note(stream.Key, known, after);
        return after;
    }

    async Task<RemapProgress> BeginAsync(RunnableStream stream, StreamLease lease, RemapProgress? before, CancellationToken cancellationToken)
    {
        var with = MappedWith.Of(stream.Definition, stream.Mapping);
        var count = await store.CountAsync(stream.Key, with, stream.Mapping.Target, cancellationToken);
        var begun = RemapRule.Begin(before, with, count, time.GetUtcNow());
        if (count.Waiting == 0) return await EndAsync(stream, lease, begun, cancellationToken);

        RemapLog.Began(logger, stream.Key, count.Waiting, count.Total, with);
        return await PortionAsync(stream, lease, begun, cancellationToken);
    }

    async Task<RemapProgress> PortionAsync(RunnableStream stream, StreamLease lease, RemapProgress progress, CancellationToken cancellationToken)
    {
        var old = await store.GetOldAsync(stream.Key, progress.To, progress.AfterKey, AtOnce, cancellationToken);
        if (old.Count == 0) return await EndAsync(stream, lease, progress, cancellationToken);

        var portion = new RemapPortion(stream, protector, logger);
        var items = old.Select(portion.Map).ToList();
        var stopAbove = stream.Definition.QuarantineStopAbove;
        var (held, done) = (progress.Held + portion.Held, progress.Done + items.Count);
        if (!RemapRule.Stops(held, done, stopAbove))
        {
            var after = await CommitAsync(stream, lease, items, progress, portion.AddTo(progress) with { AfterKey = old[^1].Key }, cancellationToken);
            return old.Count < AtOnce ? await EndAsync(stream, lease, after, cancellationToken) : after;
        }

        // Nothing of this portion is written: what a wrong mapping cannot read would make case after case call itself outdated.
        RemapLog.Stopped(logger, stream.Key, held, done, stopAbove);
        return await store.CommitAsync(lease, [], _ => progress with { StoppedAbove = stopAbove }, cancellationToken);
    }

    // Each part is counted where it is committed; only the last moves the key, as only the last of a batch moves a checkpoint.
    async Task<RemapProgress> CommitAsync(
        RunnableStream stream, StreamLease lease, IReadOnlyList<BatchItem.Remap> items, RemapProgress before, RemapProgress after, CancellationToken cancellationToken)
    {
        var counted = default(RunCounters);
        var stored = before;
        var bisection = new BatchBisection(
            async (part, last) => stored = await store.CommitAsync(lease, part, some => (last ? after : before).Plus(counted += some), cancellationToken),
            new RefusedRecords(new RecordTranslator(stream.Definition, stream.Mapping, protector)).HoldsOf);
        await bisection.CommitAsync(items);
        return stored;
    }

    async Task<RemapProgress> EndAsync(RunnableStream stream, StreamLease lease, RemapProgress progress, CancellationToken cancellationToken)
    {
        var keeps = stream.Definition.KeepsRecords;
        if (!keeps) await DropAsync(stream.Key, cancellationToken);
        var ended = progress with { EndedAt = progress.EndedAt ?? time.GetUtcNow(), KeepsRecords = keeps };
        await store.CommitAsync(lease, [], _ => ended, cancellationToken);
        if (progress.EndedAt is null && ended.Done > 0) RemapLog.Ended(logger, stream.Key, ended.Done, ended.Changed, ended.Same, ended.Held, ended.LeftOut + ended.OtherKey, ended.NotOpened);
        return ended;
    }

    async Task DropAsync(StreamKey stream, CancellationToken cancellationToken)
    {
        var dropped = 0L;
        int some;
        do
        {
            some = await store.DropAsync(stream, DroppedAtOnce, cancellationToken);
            dropped += some;
        }
        while (some == DroppedAtOnce);

        if (dropped > 0) RemapLog.Dropped(logger, stream, dropped);
    }
}
