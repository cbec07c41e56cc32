using System.Threading.Channels;
using IntegrationHub.Faults;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>One read of a stream from its first page to its last: reading, mapping and writing overlap, and the slowest of the three sets the pace.</summary>
/// <remarks>What was read before a fault is committed before the fault is told, so that the next run begins behind it.</remarks>
internal sealed class StreamRead(
    RunnableStream stream, ISource source, IStreamStore store, CaseProtector protector, SyncOptions options, RunMeter meter, TimeProvider time, ILogger logger)
{
    sealed record ReadPage(SourcePage Page, DateTimeOffset StartedAt);

    sealed record TranslatedPage(SourcePage Page, IReadOnlyList<BatchItem> Items);

    readonly PageTranslator translator = new(stream.Key, new RecordTranslator(stream.Definition, stream.Mapping, protector), store);
    readonly long begun = time.GetTimestamp();

    /// <summary>Reads what the plan says, commits it, and ends a complete read with its verdict.</summary>
    /// <returns>The checkpoint after it, and the verdict of a complete read.</returns>
    public async Task<(Checkpoint After, SweepVerdict? Verdict)> ReadAsync(ReadPlan plan, Checkpoint checkpoint, BatchWriter writer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<ReadPage>(new BoundedChannelOptions(options.PagesAhead) { SingleReader = true, SingleWriter = true });
        var translated = Channel.CreateBounded<TranslatedPage>(new BoundedChannelOptions(options.PagesAhead) { SingleReader = true, SingleWriter = true });
        var progress = new ReadProgress(plan, checkpoint, stream.Definition.Reading);

        var reading = Task.Run(() => ReadPagesAsync(plan, pages.Writer, stop.Token), CancellationToken.None);
        var translating = Task.Run(() => TranslatePagesAsync(pages.Reader, translated.Writer, stop.Token), CancellationToken.None);
        try
        {
            await WriteBatchesAsync(translated.Reader, progress, writer, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading, translating);
        }

        await AskAgainAsync(progress, writer, cancellationToken);
        var verdict = await EndAsync(progress, writer, cancellationToken);
        await PutAwayAsync(progress.Checkpoint.Position, cancellationToken);
        return (progress.Checkpoint, verdict);
    }

    async Task ReadPagesAsync(ReadPlan plan, ChannelWriter<ReadPage> pages, CancellationToken cancellationToken)
    {
        try
        {
            var guard = new PagingGuard(stream.Definition.Limits);
            var position = plan.Position;
            do
            {
                guard.Enter(position);
                if (time.GetElapsedTime(begun) > stream.Definition.Limits.MaxRunTime) throw new RunTimeExceededException();

                var startedAt = time.GetUtcNow();
                var page = await source.ReadPageAsync(RequestFor(plan, position), cancellationToken);
                PagingGuard.Check(page);
                meter.Page();
                await pages.WriteAsync(new ReadPage(page, startedAt), cancellationToken);
                position = page.Next;
            }
            while (position is not null);

            pages.Complete();
        }
#pragma warning disable CA1031 // The fault travels through the channel behind the pages that were read before it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            pages.Complete(fault);
        }
    }

    // A complete read has no upper bound: a case that changed a moment ago would be left out, and taken for vanished.
    PageRequest RequestFor(ReadPlan plan, string? position) => new()
    {
        ChangedAfter = plan.Read.ChangedAfter,
        ChangedUntil = plan.Kind == RunKind.Full ? null : plan.Read.ChangedUntil,
        Position = position,
        PageSize = stream.Definition.Reading.PageSize,
    };

    async Task TranslatePagesAsync(ChannelReader<ReadPage> pages, ChannelWriter<TranslatedPage> translated, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (page, startedAt) in pages.ReadAllAsync(cancellationToken))
            {
                var items = await translator.TranslateAsync(page.Records, page.Deletions, startedAt, cancellationToken);
                // The records' bytes are let go here: only what is to be written waits for the writer.
                await translated.WriteAsync(new TranslatedPage(page with { Records = [], Deletions = [] }, items), cancellationToken);
            }

            translated.Complete();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            translated.Complete(fault);
        }
    }

    async Task WriteBatchesAsync(ChannelReader<TranslatedPage> pages, ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        var batch = new List<BatchItem>();
        var gathered = false;
        var since = 0L;
        while (true)
        {
            var wait = await MorePagesAsync(pages, gathered ? stream.Definition.Reading.BatchTime - time.GetElapsedTime(since) : null, cancellationToken);
            if (wait is null)
            {
                await FlushAsync();
                continue;
            }

            // Faulted, cancelled or at the end: nothing more comes.
            if (!wait.IsCompletedSuccessfully || !await wait)
            {
                if (!wait.IsCanceled && gathered) await FlushAsync();
                await wait;
                return;
            }

            while (pages.TryRead(out var page))
            {
                if (!gathered) (gathered, since) = (true, time.GetTimestamp());
                batch.AddRange(page.Items);
                progress.Read(page.Page, page.Items);
                if (batch.Count >= stream.Definition.Reading.BatchSize || time.GetElapsedTime(since) >= stream.Definition.Reading.BatchTime) await FlushAsync();
            }
        }

        async Task FlushAsync()
        {
            await writer.CommitAsync(batch, progress.Checkpoint, progress.SweepId, options.MaxTies, cancellationToken);
            translator.Committed(batch);
            batch = [];
            gathered = false;
        }
    }

    Task<bool>? waiting;

    // The finished wait for more pages; null when it took longer than the gathered records may wait. A wait that took too long
    // goes on in the next call: a channel has one reader and one wait.
    async Task<Task<bool>?> MorePagesAsync(ChannelReader<TranslatedPage> pages, TimeSpan? within, CancellationToken cancellationToken)
    {
        waiting ??= pages.WaitToReadAsync(cancellationToken).AsTask();
        if (!waiting.IsCompleted)
        {
            if (within is { } limit)
            {
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var first = await Task.WhenAny(waiting, Task.Delay(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, time, enough.Token));
                await enough.CancelAsync();
                if (first != waiting) return null;
            }
            else
            {
                await Task.WhenAny(waiting);
            }
        }

        var finished = waiting;
        waiting = null;
        return finished;
    }

    // Records as old as what was stored, and different: the source itself says which stands.
    async Task AskAgainAsync(ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        var ties = writer.TakeTies();
        if (ties.Count == 0 || stream.Mapping.Target != MappingTarget.Case || source is not IReadsByKey byKey) return;

        foreach (var keys in ties.Chunk(50))
        {
            var startedAt = writer.Now;
            var records = await byKey.ReadByKeysAsync(keys, cancellationToken);
            var items = await translator.TranslateAsync(records, [], startedAt, cancellationToken);
            await writer.CommitAsync(items, progress.Checkpoint, progress.SweepId, maxTies: 0, cancellationToken);
            translator.Committed(items);
        }
    }

    static async Task<SweepVerdict?> EndAsync(ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        if (progress.SweepId is not { } sweep)
        {
            await writer.CommitAsync([], progress.Finish(verdict: null), sweepId: null, maxTies: 0, cancellationToken);
            return null;
        }

        var facts = progress.Facts(await writer.CountUnseenAsync(sweep, cancellationToken));
        return await writer.EndSweepAsync(facts, sweep, progress.Finish, cancellationToken);
    }

    async Task PutAwayAsync(string? position, CancellationToken cancellationToken)
    {
        if (position is null || source is not IPutsAway putsAway) return;

        try
        {
            await putsAway.PutAwayAsync(position, cancellationToken);
        }
        catch (SourceException fault)
        {
            // Everything is committed; what stays where it was is recognised by the next run.
            SyncLog.NotPutAway(logger, stream.Key, fault.Code, fault.Message);
        }
    }
}
