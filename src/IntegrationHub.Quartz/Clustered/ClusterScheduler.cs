using System.Collections.Concurrent;
using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Quartz;

/// <summary>Runs the streams on their schedules on several nodes together: each turn on one of them, and on another when that one dies.</summary>
/// <remarks>When a run comes is decided by <see cref="NextRun"/>, what is planned by <see cref="LookDecision"/> and <see cref="FiredDecision"/>, what a run does by the hub, and on which node it comes by Quartz.</remarks>
sealed class ClusterScheduler : BackgroundService
{
    readonly IHub hub;
    readonly PlannedRuns planned;
    readonly QuartzScheduleOptions options;
    readonly HubOptions hubOptions;
    readonly ClusterTimings timings;
    readonly TimeZoneInfo zone;
    readonly IHostApplicationLifetime? lifetime;
    readonly TimeProvider time;
    readonly ILoggerFactory loggers;
    readonly ILogger logger;
    readonly ConcurrentDictionary<StreamName, string> seen = new();
    readonly ConcurrentDictionary<Task, bool> runs = new();
    ClusterTimers timers = null!;
    CancellationToken stopping;

    public ClusterScheduler(IHub hub, PlannedRuns planned, QuartzScheduleOptions options, IOptions<HubOptions> hubOptions, TimeProvider time, ILoggerFactory loggers, IHostApplicationLifetime? lifetime = null)
    {
        this.hub = hub;
        this.planned = planned;
        this.options = options;
        this.hubOptions = hubOptions.Value;
        timings = ClusterTimings.Of(this.hubOptions.Sync.LeaseDuration, options.TryAgainAfter);
        zone = this.hubOptions.TimeZone;
        this.lifetime = lifetime;
        this.time = time;
        this.loggers = loggers;
        logger = loggers.CreateLogger<StreamScheduler>();
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await hub.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stopping = stoppingToken;
        try
        {
            await ApplicationStart.WaitAsync(lifetime, stoppingToken);
            var connection = ConnectionText.Resolve(options.PostgreSql!, hubOptions.Settings);
            using var watched = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            // First of all: what a frozen node holds keeps a node that starts waiting too.
            var watching = KeepWatchingAsync(ClusterTimers.Watch(hub.Tenant, connection, timings), watched.Token);
            try
            {
                await KeepFiringAsync(connection, stoppingToken);
            }
            finally
            {
                await watched.CancelAsync();
                await watching;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops, and the runs with it: each at a point where nothing is lost.
        }
    }

    async Task KeepFiringAsync(string connection, CancellationToken cancellationToken)
    {
        await using (timers = await OpenAsync(connection, cancellationToken))
        {
            try
            {
                await Task.WhenAll(KeepLookingAsync(cancellationToken), hub.Remapping.KeepRemappingAsync(cancellationToken));
            }
            finally
            {
                // What goes on here is stopped, and handed over while the tables can still be written.
                await timers.PauseAsync();
                await Task.WhenAll(runs.Keys);
            }
        }
    }

    // A database that is away when the application starts comes back; the hub's own store has answered before.
    async Task<ClusterTimers> OpenAsync(string connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ClusterTimers.StartAsync(hub.Tenant, connection, new FirePlanned(FireAsync), timings, options.MaxRunsAtOnce, loggers, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ScheduleLog.NotLookedAt(logger, TypeOf(exception), exception.StackTrace ?? "");
                await Task.Delay(options.LookForChangesEvery, time, cancellationToken);
            }
        }
    }

    async Task KeepLookingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await LookAsync(cancellationToken);
            await planned.WaitForChangeAsync(options.LookForChangesEvery, time, cancellationToken);
        }
    }

    // Beside the look at the plans, which waits for the locks that a frozen node holds. Ends when it is told to.
    async Task KeepWatchingAsync(ClusterWatch watch, CancellationToken cancellationToken)
    {
        var failing = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var sight = await watch.LookAsync(time, cancellationToken);
                if (sight.Ended > 0) ScheduleLog.StoodStill(logger, sight.Ended);
                foreach (var node in sight.GivenUp) ScheduleLog.GivenUp(logger, node);
                failing = false;
            }
#pragma warning disable CA1031 // A database that is away must not end the schedules.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (cancellationToken.IsCancellationRequested) return;
                // Once: it looks so often that a database that is away would fill the log.
                if (!failing) ScheduleLog.NotLookedAt(logger, TypeOf(exception), exception.StackTrace ?? "");
                failing = true;
            }

            await Task.Delay(timings.Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Streams that appear, vanish, change their schedule, are paused or resumed, here or on another node.
    async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var streams = await hub.GetStreamsAsync(cancellationToken);
            var stored = (await timers.ReadAsync(cancellationToken)).ToLookup(plan => plan.Stream);
            foreach (var gone in seen.Keys.Except(streams.Select(stream => stream.Definition.Name)))
            {
                seen.TryRemove(gone, out _);
                await ForgetAsync(gone, stored[gone], cancellationToken);
            }

            foreach (var stream in streams)
            {
                var name = stream.Definition.Name;
                await ActAsync(stream, [.. stored[name]], LookDecision.Decide(stream, [.. stored[name]], seen.GetValueOrDefault(name), zone, time.GetUtcNow()), cancellationToken);
                seen[name] = StoredPlan.Of(stream.Definition.Schedule);
            }
        }
#pragma warning disable CA1031 // A store that cannot be read now, or a folder that is away, must not end the schedules.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Quartz calls it a fault of its tables when a question is broken off by a stop.
            cancellationToken.ThrowIfCancellationRequested();
            ScheduleLog.NotLookedAt(logger, TypeOf(exception), exception.StackTrace ?? "");
        }
    }

    async Task ActAsync(StreamOverview stream, IReadOnlyList<StoredPlan> stored, LookDecision decision, CancellationToken cancellationToken)
    {
        var (name, schedule) = (stream.Definition.Name, stream.Definition.Schedule);
        var stands = decision switch
        {
            LookDecision.Keep keep => keep.Stands,
            LookDecision.Plan plan => plan.New,
            _ => null,
        };
        if (stands is null)
        {
            await ForgetAsync(name, stored, cancellationToken);
            return;
        }

        if (decision is LookDecision.Plan && await timers.AddAsync(stands, cancellationToken)) ScheduleLog.Planned(logger, name, stands.Next.At);
        planned.Set(name, new PlannedStream(schedule, stands.Next, stands.Waits));
        foreach (var old in stored.Where(old => old.Name != stands.Name)) await timers.RemoveAsync(old, cancellationToken);
    }

    async Task ForgetAsync(StreamName stream, IEnumerable<StoredPlan> stored, CancellationToken cancellationToken)
    {
        foreach (var plan in stored) await timers.RemoveAsync(plan, cancellationToken);
        if (planned.Remove(stream)) ScheduleLog.NotPlanned(logger, stream);
    }

    async Task FireAsync(StoredPlan plan, bool recovered)
    {
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        runs[run.Task] = true;
        try
        {
            await RunAndPlanAsync(plan, recovered);
        }
#pragma warning disable CA1031 // Whatever it is, the schedule goes on, and Quartz never hears of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ScheduleLog.RunBroke(logger, plan.Stream, TypeOf(exception), exception.StackTrace ?? "");
        }
        finally
        {
            runs.TryRemove(run.Task, out _);
            run.SetResult();
        }
    }

    async Task RunAndPlanAsync(StoredPlan plan, bool recovered)
    {
        if (hub.Streams.FirstOrDefault(stream => stream.Name == plan.Stream) is not { } definition)
        {
            // Here is no such file. Whoever has it plans it anew at the next look.
            await timers.RemoveAsync(plan, CancellationToken.None);
            return;
        }

        var fired = FiredDecision.Decide(plan, definition.Schedule, recovered, zone, time.GetUtcNow());
        if (fired.Following is { } following) await PlanAsync(definition, following);
        if (!fired.Runs)
        {
            ScheduleLog.LeftOut(logger, plan.Stream, plan.Next.At);
            if (fired.Following is { } then) ScheduleLog.PlannedAgain(logger, plan.Stream, then.Next.At);
            return;
        }

        var end = await RunAsync(plan.Stream);
        if (fired.After(plan, definition.Schedule, end, zone, timings.TryAgain, time.GetUtcNow()) is { } after) await PlanAsync(definition, after);
        Tell(plan, end);
    }

    void Tell(StoredPlan before, FiredEnd end)
    {
        if (planned.NextRunAt(before.Stream) is not { } at || end == FiredEnd.HandedOver) return;

        if (end == FiredEnd.Ended) ScheduleLog.PlannedAgain(logger, before.Stream, at);
        else if (before.Waits) ScheduleLog.StillTriedAgain(logger, before.Stream, at);
        else ScheduleLog.TriedAgain(logger, before.Stream, at);
    }

    // What was paused or changed meanwhile is not planned any more, and stays so.
    async Task PlanAsync(StreamDefinition definition, StoredPlan plan)
    {
        if (await timers.ReplaceAsync(plan, CancellationToken.None) && planned.Find(plan.Stream) is { } known)
            planned.Replace(plan.Stream, known, new PlannedStream(definition.Schedule, plan.Next, plan.Waits));
    }

    async Task<FiredEnd> RunAsync(StreamName stream)
    {
        try
        {
            var run = await hub.RunAsync(stream, RunTrigger.Schedule, stopping);
            return stopping.IsCancellationRequested && run is not { Outcome: RunOutcome.Succeeded } ? FiredEnd.HandedOver : run is null ? FiredEnd.Taken : FiredEnd.Ended;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return FiredEnd.HandedOver;
        }
        catch (KeyNotFoundException)
        {
            // Its file was taken away a moment ago; the next look forgets it.
            return FiredEnd.Ended;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A store that cannot be written, a setting that has no value: the next turn may find it mended.
            ScheduleLog.RunBroke(logger, stream, TypeOf(exception), exception.StackTrace ?? "");
            return FiredEnd.Ended;
        }
    }

    // Quartz wraps what the database said; its messages may hold anything, its types tell what kind of thing it was.
    static string TypeOf(Exception exception) => exception.InnerException is { } inner ? $"{exception.GetType().FullName} of {TypeOf(inner)}" : exception.GetType().FullName ?? "";
}
