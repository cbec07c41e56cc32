using System.Threading.Channels;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>A page as it was read.</summary>
/// <param name="Page">What the source sent.</param>
/// <param name="StartedAt">When it was asked for, by the hub's clock.</param>
/// <param name="Step">How far the run has come with it.</param>
internal sealed record ReadPage(SourcePage Page, DateTimeOffset StartedAt, PageStep Step);

/// <summary>Takes pages from their source into the store: reading, mapping and writing overlap, and the slowest of the three sets the pace.</summary>
/// <remarks>What was read before a fault is committed before the fault is told, so that the next run begins behind it.</remarks>
internal sealed class PagePipeline(
    StreamReading reading, PageTranslator translator, ReadProgress progress, BatchWriter writer, int pagesAhead, int maxTies, TimeProvider time)
{
    // A batch keeps the vendor's bytes of what it writes, compressed, until they are committed.
    const long BatchBytes = 8 * 1024 * 1024;

    sealed record TranslatedPage(SourcePage Page, PageStep Step, IReadOnlyList<BatchItem> Items, KeptRecords? Kept);

    Task<bool>? waiting;

    /// <summary>Takes in all pages; whatever ends them early is thrown when those before it are committed.</summary>
    public async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<ReadPage>> source, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<ReadPage>(new BoundedChannelOptions(pagesAhead) { SingleReader = true, SingleWriter = true });
        var translated = Channel.CreateBounded<TranslatedPage>(new BoundedChannelOptions(pagesAhead) { SingleReader = true, SingleWriter = true });

        var readingPages = Task.Run(() => ReadPagesAsync(source, pages.Writer, stop.Token), CancellationToken.None);
        var translating = Task.Run(() => TranslatePagesAsync(pages.Reader, translated.Writer, stop.Token), CancellationToken.None);
        try
        {
            await WriteBatchesAsync(translated.Reader, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(readingPages, translating);
        }
    }

    static async Task ReadPagesAsync(Func<CancellationToken, IAsyncEnumerable<ReadPage>> source, ChannelWriter<ReadPage> pages, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in source(cancellationToken)) await pages.WriteAsync(page, cancellationToken);
            pages.Complete();
        }
#pragma warning disable CA1031 // The fault travels through the channel behind the pages that were read before it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            pages.Complete(fault);
        }
    }

    async Task TranslatePagesAsync(ChannelReader<ReadPage> pages, ChannelWriter<TranslatedPage> translated, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (page, startedAt, step) in pages.ReadAllAsync(cancellationToken))
            {
                var items = step.Of(await translator.TranslateAsync(page.Records, page.Deletions, startedAt, cancellationToken));
                // The page's bytes are let go here: only what is to be written waits for the writer, with its records compressed.
                await translated.WriteAsync(new TranslatedPage(page with { Records = [], Deletions = [] }, step, items, KeptRecords.Take(items)), cancellationToken);
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

    async Task WriteBatchesAsync(ChannelReader<TranslatedPage> pages, CancellationToken cancellationToken)
    {
        var batch = new List<BatchItem>();
        var kept = new List<KeptRecords>();
        var gathered = false;
        var since = 0L;
        while (true)
        {
            var wait = await MorePagesAsync(pages, gathered ? reading.BatchTime - time.GetElapsedTime(since) : null, cancellationToken);
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
                if (page.Kept is { } records) kept.Add(records);
                progress.Take(page.Page, page.Step, page.Items);
                if (batch.Count >= reading.BatchSize || kept.Sum(records => records.Bytes) >= BatchBytes || time.GetElapsedTime(since) >= reading.BatchTime) await FlushAsync();
            }
        }

        async Task FlushAsync()
        {
            progress.Committed(await writer.CommitAsync(batch, kept, progress.Checkpoint, progress.SeenBy, maxTies, cancellationToken));
            translator.Committed(batch);
            batch = [];
            kept.Clear();
            gathered = false;
        }
    }

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
}
