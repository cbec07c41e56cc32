using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Sync;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Quartz;

/// <summary>Runs the streams on their schedules: plans each from its file and its history, follows changes of files and pauses, and plans again after each run.</summary>
/// <remarks>When a run comes is decided by <see cref="NextRun"/>, what a run does by the hub, and that it comes on time by Quartz. Nothing that a run throws ends a schedule.</remarks>
sealed class StreamScheduler : BackgroundService
{
    readonly IHub hub;
    readonly PlannedRuns planned;
    readonly QuartzScheduleOptions options;
    readonly TimeZoneInfo zone;
    readonly IHostApplicationLifetime? lifetime;
    readonly TimeProvider time;
    readonly ILoggerFactory loggers;
    readonly ILogger logger;
    readonly SemaphoreSlim planning = new(1);
    StreamTimers timers = null!;
    CancellationToken stopping;

    public StreamScheduler(
        IHub hub, PlannedRuns planned, QuartzScheduleOptions options, IOptions<HubOptions> hubOptions, TimeProvider time, ILoggerFactory loggers, IHostApplicationLifetime? lifetime = null)
    {
        this.hub = hub;
        this.planned = planned;
        this.options = options;
        zone = hubOptions.Value.TimeZone;
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
            await using (timers = await StreamTimers.StartAsync(FireAsync, options, time, loggers, stoppingToken))
            {
                await Task.WhenAll(KeepLookingAsync(stoppingToken), hub.Remapping.KeepRemappingAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops, and the runs with it: each at a point where nothing is lost.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        planning.Dispose();
    }

    async Task KeepLookingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await LookAsync(cancellationToken);
            await planned.WaitForChangeAsync(options.LookForChangesEvery, time, cancellationToken);
        }
    }

    // Streams that appear, vanish, change their schedule, are paused or resumed.
    async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var streams = await hub.GetStreamsAsync(cancellationToken);
            var running = streams.Where(stream => stream.Pause is null).ToList();
            foreach (var gone in planned.Streams.Except(running.Select(stream => stream.Definition.Name))) await ForgetAsync(gone, cancellationToken);
            foreach (var stream in running) await PlanAsync(stream, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store that cannot be read now, or a folder that is away, must not end the schedules.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ScheduleLog.NotLookedAt(logger, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
        }
    }

    async Task ForgetAsync(StreamName stream, CancellationToken cancellationToken)
    {
        await planning.WaitAsync(cancellationToken);
        try
        {
            planned.Remove(stream);
            await timers.RemoveAsync(stream, cancellationToken);
        }
        finally
        {
            planning.Release();
        }

        ScheduleLog.NotPlanned(logger, stream);
    }

    async Task PlanAsync(StreamOverview stream, CancellationToken cancellationToken)
    {
        var (name, schedule) = (stream.Definition.Name, stream.Definition.Schedule);
        if (planned.Find(name)?.Schedule == schedule) return;

        await SetAsync(name, schedule, NextRun.First(schedule, name, zone, stream.State?.LastRun, time.GetUtcNow()), mustBeKnown: false, waits: false, cancellationToken);
        if (planned.NextRunAt(name) is { } at) ScheduleLog.Planned(logger, name, at);
    }

    async Task FireAsync(StreamName stream)
    {
        if (planned.Find(stream) is not { } plan) return;

        try
        {
            await RunAndPlanAgainAsync(stream, plan);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nothing more is planned.
        }
#pragma warning disable CA1031 // Whatever it is, the schedule goes on, and Quartz never hears of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ScheduleLog.RunBroke(logger, stream, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            // Planned anew from its history at the next look.
            planned.Remove(stream);
        }
    }

    async Task RunAndPlanAgainAsync(StreamName stream, PlannedStream plan)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? again = null;
        if (NextRun.IsLeftOut(plan.Schedule, plan.Next, zone, now))
        {
            ScheduleLog.LeftOut(logger, stream, plan.Next.At);
        }
        else
        {
            // While it runs, the next one is what people want to be told.
            if (NextRun.After(plan.Schedule, stream, zone, plan.Next.Turn, now) is { } following) planned.Replace(stream, plan, plan with { Next = following });
            if (!await RunAsync(stream)) again = time.GetUtcNow() + options.TryAgainAfter;
        }

        await PlanAgainAsync(stream, plan, again);
    }

    // False when somebody else has the stream.
    async Task<bool> RunAsync(StreamName stream)
    {
        try
        {
            return await hub.RunAsync(stream, RunTrigger.Schedule, stopping) is not null;
        }
        catch (KeyNotFoundException)
        {
            // Its file was taken away a moment ago; the next look forgets it.
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // A store that cannot be written, a setting that has no value: the next turn may find it mended.
            ScheduleLog.RunBroke(logger, stream, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            return true;
        }
    }

    async Task PlanAgainAsync(StreamName stream, PlannedStream before, DateTimeOffset? again)
    {
        // Paused or vanished while it ran; or its file says something else now.
        if (planned.Find(stream) is not { } plan) return;

        var turn = before.Next.Turn;
        var next = again is { } at ? new PlannedRun(turn, at) : NextRun.After(plan.Schedule, stream, zone, turn, time.GetUtcNow());
        await SetAsync(stream, plan.Schedule, next, mustBeKnown: true, waits: again is not null, stopping);
        if (again is { } tried)
        {
            if (before.Waits) ScheduleLog.StillTriedAgain(logger, stream, tried);
            else ScheduleLog.TriedAgain(logger, stream, tried);
            planned.LookAgain();
        }
        else if (next is { } then)
        {
            ScheduleLog.PlannedAgain(logger, stream, then.At);
        }
    }

    async Task SetAsync(StreamName stream, RunSchedule schedule, PlannedRun? next, bool mustBeKnown, bool waits, CancellationToken cancellationToken)
    {
        await planning.WaitAsync(cancellationToken);
        try
        {
            if (next is not { } run || (mustBeKnown && planned.Find(stream) is null)) return;

            planned.Set(stream, new PlannedStream(schedule, run, waits));
            await timers.SetAsync(stream, run.At, cancellationToken);
        }
        finally
        {
            planning.Release();
        }
    }
}
