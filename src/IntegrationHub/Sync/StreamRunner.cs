using System.Diagnostics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Drift;
using IntegrationHub.History;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Runs a stream once: leases it, reads what is to be read, and writes down how it ended.</summary>
/// <remarks>Whoever decides when (a timer, a job engine, a person) calls this; checkpoints, history and fencing are here, so no job engine can lose or double anything.</remarks>
public sealed class StreamRunner(
    IStreamStore store, CaseProtector protector, SyncOptions options, TimeProvider time, ILogger<StreamRunner> logger, Func<RunnableStream, CancellationToken, Task>? afterSuccess = null,
    Func<RunnableStream, ISource, Func<bool>, CancellationToken, Task>? beforeRead = null, ReadClocks? clocks = null)
{
    readonly ReadClocks clocks = clocks ?? new ReadClocks(time);

    /// <summary>Where it is written down what runs have seen of their records; nowhere unless set.</summary>
    internal DriftBook? Drift { get; init; }

    /// <summary>Where the course of a long run is written down while it goes on; nowhere unless set. With its end it is written down in any case.</summary>
    internal IRunHistoryStore? History { get; init; }

    /// <summary>Runs the stream now.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="trigger">Why.</param>
    /// <param name="full">Whether to read everything, whatever the schedule says.</param>
    /// <param name="cancellationToken">Ends the run at the next point where nothing is lost.</param>
    /// <returns>The run as it ended; null while another run has the stream.</returns>
    public Task<RunRecord?> RunAsync(RunnableStream stream, RunTrigger trigger, bool full, CancellationToken cancellationToken) =>
        RunAsync(stream, trigger, full ? RunOrder.Everything : RunOrder.Due, cancellationToken);

    /// <summary>Runs the stream now.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="trigger">Why.</param>
    /// <param name="order">What is to be read.</param>
    /// <param name="cancellationToken">Ends the run at the next point where nothing is lost.</param>
    /// <returns>The run as it ended; null while another run has the stream.</returns>
    public async Task<RunRecord?> RunAsync(RunnableStream stream, RunTrigger trigger, RunOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(order);

        var lease = await store.TryLeaseAsync(stream.Key, options.Owner, options.LeaseDuration, cancellationToken);
        if (lease is null) return null;

        try
        {
            await RunLeasedAsync(stream, lease, trigger, order, cancellationToken);
        }
        finally
        {
            // Also when the caller has cancelled: otherwise the stream would stand still until the lease runs out.
            await store.ReleaseAsync(lease, CancellationToken.None);
        }

        if (StreamMetrics.Wanted) StreamMetrics.Note((await store.GetStatesAsync(stream.Key.Tenant, CancellationToken.None)).Where(state => state.Stream == stream.Key), time);
        var runs = await store.GetRunsAsync(stream.Key.Tenant, stream.Key.Stream, limit: 1, CancellationToken.None);
        var ended = runs.Count > 0 ? runs[0] : null;
        if (afterSuccess is not null && ended?.Outcome == RunOutcome.Succeeded) await afterSuccess(stream, cancellationToken);
        return ended;
    }

    async Task RunLeasedAsync(RunnableStream stream, StreamLease lease, RunTrigger trigger, RunOrder order, CancellationToken cancellationToken)
    {
        var checkpoint = await store.GetCheckpointAsync(stream.Key, cancellationToken);
        var plan = ReadPlan.Decide(stream.Definition.Reading, checkpoint, time.GetUtcNow(), order, NewSweepId);
        if (checkpoint.Unfinished is { Rebuild: true } && plan.Kind is not (RunKind.Rebuild or RunKind.Backfill)) SyncLog.RebuildGivenUp(logger, stream.Key, ReadPlan.ResumeWithin);
        var run = await store.BeginRunAsync(lease, trigger, plan.Kind, time.GetUtcNow(), cancellationToken);
        using var span = HubTraces.Begin(HubSpan.Run, stream.Key)?.SetTag(HubMeter.Kind, EnumNames.Of(plan.Kind)).SetTag("trigger", EnumNames.Of(trigger)).SetTag("run", run);
        SyncLog.RunBegan(logger, stream.Key, run, plan.Kind, lease.Epoch);

        var began = time.GetTimestamp();
        var course = new CourseRecorder(time);
        var meter = new RunMeter(stream.Key) { Course = course };
        var progress = new RunTotals();
        await using var keeper = new LeaseKeeper(store, lease, options.LeaseDuration, time, cancellationToken);
        var watch = Drift is null ? null : await Drift.OpenAsync(stream, cancellationToken);
        var book = new CourseBook(History, lease, run, course, time, logger);
        var end = await EndOfAsync(stream, lease, run, checkpoint, plan, meter, progress, book, watch, keeper, cancellationToken);
        if (watch is not null) await Drift!.CloseAsync(stream, watch);

        var c = progress.Counters;
        SyncLog.RunEnded(logger, stream.Key, run, end.Outcome, c.Read, c.Written, c.Unchanged, c.Skipped, c.Quarantined, c.Tombstoned);
        SyncMetrics.RunEnded(stream.Key, end, time.GetElapsedTime(began));
        span?.SetTag(HubTraces.Records, c.Read).EndedAs(EnumNames.Of(end.Outcome), end.Fault?.Code);
        await store.EndRunAsync(lease, run, end with { Course = course.Course }, CancellationToken.None);
    }

    // Every way a run can end becomes a value here, so that history always has a last word.
    async Task<RunEnd> EndOfAsync(
        RunnableStream stream, StreamLease lease, long run, Checkpoint checkpoint, ReadPlan plan, RunMeter meter, RunTotals totals, CourseBook book, DriftWatch? watch, LeaseKeeper keeper, CancellationToken cancellationToken)
    {
        var runTime = new RunTime(stream.Definition.Limits.MaxRunTime, time);
        try
        {
            await using var open = stream.Open(meter);
            var translator = new RecordTranslator(stream.Definition, stream.Mapping, protector, watch);
            var reads = clocks.Of(stream.Key, checkpoint.LastReadAt);
            var writer = new BatchWriter(stream, lease, run, checkpoint, translator, store, meter, totals, reads, time, logger) { Book = book };
            var verdict = await ReadAllAsync(stream, open.Source, translator, writer, checkpoint, plan, meter, runTime, reads, keeper.Token);
            if (verdict is { NeedsAPerson: true }) SyncLog.SweepNeedsAPerson(logger, stream.Key, run, verdict.InWords());
            return new RunEnd(verdict is { NeedsAPerson: true } ? RunOutcome.Incomplete : RunOutcome.Succeeded, time.GetUtcNow(), null, verdict);
        }
        catch (StreamFencedException)
        {
            SyncLog.RunFenced(logger, stream.Key, run);
            return new RunEnd(RunOutcome.Fenced, time.GetUtcNow(), null, null);
        }
        catch (OperationCanceledException) when (keeper.IsLost)
        {
            SyncLog.RunFenced(logger, stream.Key, run);
            return new RunEnd(RunOutcome.Fenced, time.GetUtcNow(), null, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RunEnd(RunOutcome.Stopped, time.GetUtcNow(), null, null);
        }
        catch (RunTimeExceededException)
        {
            return new RunEnd(RunOutcome.Stopped, time.GetUtcNow(), null, null);
        }
#pragma warning disable CA1031 // Whatever a source or an adapter throws must end in the run's history, and leave the other streams alone.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var fault = RunFaults.Of(exception);
            SyncLog.RunFailed(logger, stream.Key, run, fault.Kind, fault.Code, fault.Message);
            if (fault.Code == RunFaults.Unexpected)
                SyncLog.Unexpected(logger, stream.Key, run, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            return new RunEnd(RunOutcome.Failed, time.GetUtcNow(), fault, null);
        }
    }

    async Task<SweepVerdict?> ReadAllAsync(
        RunnableStream stream, ISource source, RecordTranslator translator, BatchWriter writer, Checkpoint checkpoint, ReadPlan plan, RunMeter meter, RunTime runTime, ReadClock reads,
        CancellationToken cancellationToken)
    {
        if (beforeRead is not null) await beforeRead(stream, source, () => runTime.IsHalfOver, cancellationToken);
        // A rebuild shows nothing of a new mapping before it shows all of it.
        if (plan.Kind != RunKind.Rebuild) checkpoint = await new HeldRecords(stream, store, protector, logger).MapAgainAsync(checkpoint, writer, cancellationToken);
        var read = new StreamRead(stream, source, store, translator, options, meter, runTime, reads, time, logger);
        return await new RunReads(stream, read, writer, time).ReadAsync(plan, checkpoint, cancellationToken);
    }

    static string NewSweepId() => Guid.NewGuid().ToString("n");
}
