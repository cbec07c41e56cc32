using System.Runtime.CompilerServices;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>One read of a stream from its first page to its verdict.</summary>
internal sealed class StreamRead(
    RunnableStream stream, ISource source, IStreamStore store, RecordTranslator records, SyncOptions options, RunMeter meter, RunTime runTime, ReadClock reads, TimeProvider time, ILogger logger)
{
    readonly PageTranslator translator = new(stream.Key, records, store);
    CaseReread? reread;
    (string? SweepId, PagingGuard? Guard) sweepGuard;

    StreamReading Reading => stream.Definition.Reading;

    /// <summary>Reads what the plan says, commits it, and ends a complete read with its verdict.</summary>
    /// <param name="plan">What is read.</param>
    /// <param name="checkpoint">Where the stream stands.</param>
    /// <param name="writer">Commits it.</param>
    /// <param name="pauseAfter">Ends it between two pages once it has taken so long: then the checkpoint tells where it goes on. Null reads to the end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ReadEnd> ReadAsync(ReadPlan plan, Checkpoint checkpoint, BatchWriter writer, TimeSpan? pauseAfter, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress(plan, checkpoint, Reading);
        var course = new ReadCourse(plan, Reading, checkpoint.Window);
        translator.MapsAll = progress.Rebuild;
        var slice = new ReadSlice(GuardOf(plan), pauseAfter, time);
        // What the source did not know in an earlier read of the run is asked for anew in this one.
        reread = null;

        await Pipeline(progress, writer, options.MaxTies).RunAsync(stop => ReadPagesAsync(course, slice, stop), cancellationToken);
        if (slice.Paused) return new ReadEnd(progress.Checkpoint, null, Paused: true);

        await AskAgainAsync(progress, writer, cancellationToken);
        // A period that is read beside the live read moves nothing of it.
        if (plan.Kind != RunKind.Backfill) await RereadAsync(checkpoint, progress, writer, cancellationToken);
        var verdict = await EndAsync(progress, writer, cancellationToken);
        if (plan.Kind != RunKind.Backfill) await PutAwayAsync(progress.Checkpoint.Position, cancellationToken);
        return new ReadEnd(progress.Checkpoint, verdict, Paused: false);
    }

    // The slices of one complete read are one read: what goes round in it goes round across them too.
    PagingGuard GuardOf(ReadPlan plan)
    {
        if (plan.Read.SweepId is not { } sweep) return new PagingGuard(stream.Definition.Limits);
        if (sweepGuard.SweepId != sweep) sweepGuard = (sweep, new PagingGuard(stream.Definition.Limits));
        return sweepGuard.Guard!;
    }

    PagePipeline Pipeline(ReadProgress progress, BatchWriter writer, int maxTies) =>
        new(Reading, translator, progress, writer, options.PagesAhead, maxTies, time);

    async IAsyncEnumerable<ReadPage> ReadPagesAsync(ReadCourse course, ReadSlice slice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (course.Next is { } request)
        {
            if (slice.Pause()) yield break;

            slice.Guard.Enter(request.Position);
            runTime.StopWhenOver();
            var startedAt = reads.Next();
            var asked = time.GetTimestamp();
            var page = await ReadPageAsync(request, cancellationToken);
            meter.Page(page.Records.Count, time.GetElapsedTime(asked));
            var step = course.Take(page);
            slice.Take(step);
            if (step is { Cut: { } cut, Learned: { } next }) SyncLog.WindowCut(logger, stream.Key, cut.Width, cut.Records, next.Width);
            yield return new ReadPage(page, startedAt, step);
        }

        if (course.Fault is { } fault) throw fault;
    }

    // Apart from the loop: a span must not stay the current one while whoever takes the pages goes on.
    async Task<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        using var span = HubTraces.Begin(HubSpan.Page, stream.Key);
        try
        {
            var page = await source.ReadPageAsync(request, cancellationToken);
            PagingGuard.Check(page);
            span?.SetTag(HubTraces.Records, page.Records.Count).EndedAs("read");
            return page;
        }
        catch (Exception fault) when (span.EndedBy(fault))
        {
            throw;
        }
    }

    // The vendor tells what is new; what has changed since is seen only by asking for each case that still may change. Each batch of keys is committed with
    // the key it came to: a fault, a stop or the end of the run's time loses nothing, and the next run goes on behind it.
    async Task RereadAsync(Checkpoint before, ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        if (stream.Mapping.Target != MappingTarget.Case || source is not IReadsByKey byKey) return;
        if (RereadPlan.Decide(Reading, before, progress.SweepId, time.GetUtcNow()) is not { } plan) return;

        await Pipeline(progress, writer, maxTies: 0).RunAsync(stop => Reread(byKey).ReadAsync(plan, Reading.Reread.Batch, goesOn: true, runTime.StopWhenOver, stop), cancellationToken);
        progress.FinishReread(plan.StartedAt);
    }

    CaseReread Reread(IReadsByKey byKey) => reread ??= new CaseReread(stream.Key, byKey, store, translator, meter, reads, logger);

    // Records as old as what was stored, and different: the source itself says which stands.
    async Task AskAgainAsync(ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        var ties = writer.TakeTies();
        if (ties.Count == 0 || stream.Mapping.Target != MappingTarget.Case || source is not IReadsByKey byKey) return;

        foreach (var keys in ties.Chunk(50))
        {
            var startedAt = reads.Next();
            var records = await byKey.ReadByKeysAsync(keys, cancellationToken);
            var items = await translator.TranslateAsync(records, [], startedAt, cancellationToken);
            progress.Committed(await writer.CommitAsync(items, [], progress.Checkpoint, progress.SeenBy, maxTies: 0, cancellationToken));
            translator.Committed(items);
        }
    }

    async Task<SweepVerdict?> EndAsync(ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        if (progress.SweepId is not { } sweep)
        {
            await writer.CommitAsync([], [], progress.Finish(verdict: null), sweepId: null, maxTies: 0, cancellationToken);
            return null;
        }

        var forecast = SweepVerdict.Decide(progress.Facts(), await writer.CountUnseenAsync(sweep, cancellationToken), Reading.Guard);
        if (forecast.Removal == SweepRemoval.Remove) await AskForUnseenAsync(sweep, progress, writer, cancellationToken);
        return await writer.EndSweepAsync(new SweepEnd { SweepId = sweep, Facts = progress.Facts(), Guard = Reading.Guard, Rebuild = progress.Rebuild, After = progress.Finish }, cancellationToken);
    }

    // Pages move while they are read: what a complete read did not hold may have slipped from one page to another that was read already. The source itself says what it has.
    async Task AskForUnseenAsync(string sweep, ReadProgress progress, BatchWriter writer, CancellationToken cancellationToken)
    {
        if (stream.Mapping.Target != MappingTarget.Case || source is not IReadsByKey byKey || Reading is { Strategy: ReadStrategy.Windowed, Reread.Every: null }) return;

        var plan = RereadPlan.OfUnseen(Reading, sweep, time.GetUtcNow());
        await Pipeline(progress, writer, maxTies: 0).RunAsync(stop => Reread(byKey).ReadAsync(plan, Reading.Reread.Batch, goesOn: false, runTime.StopWhenOver, stop), cancellationToken);
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
