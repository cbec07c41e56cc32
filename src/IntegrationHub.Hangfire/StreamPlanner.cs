using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Hangfire;

/// <summary>Keeps one recurring job per stream: follows files, pauses, and what other processes and people do to the jobs.</summary>
/// <remarks>When a run comes is decided by <see cref="Scheduling.NextRun"/>, what becomes of a recurring job by <see cref="PlanDecision"/>, and that it is run by Hangfire.</remarks>
sealed class StreamPlanner(
    IHub hub, RecurringStreams recurring, StreamPlans plans, HangfireScheduleOptions options, IOptions<HubOptions> hubOptions, TimeProvider time, ILogger<StreamPlanner> logger,
    IHostApplicationLifetime? lifetime = null) : BackgroundService
{
    readonly TimeZoneInfo zone = hubOptions.Value.TimeZone;
    bool leftoversRemoved;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await hub.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ApplicationStart.WaitAsync(lifetime, stoppingToken);
            await Task.WhenAll(KeepLookingAsync(stoppingToken), hub.Remapping.KeepRemappingAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; the recurring jobs stay, and whoever is there next goes on with them.
        }
    }

    async Task KeepLookingAsync(CancellationToken cancellationToken)
    {
        // Hangfire's storage is asked without waiting elsewhere: no caller may be held up by it.
        await Task.Yield();
        while (true)
        {
            await LookAsync(cancellationToken);
            await plans.WaitForChangeAsync(options.LookForChangesEvery, time, cancellationToken);
        }
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var streams = await hub.GetStreamsAsync(cancellationToken);
            var running = streams.Where(stream => stream.Pause is null).ToList();
            foreach (var gone in plans.Streams.Except(running.Select(stream => stream.Definition.Name))) Forget(gone);
            // Also what another process planned, before the stream was paused or while its file was there.
            foreach (var paused in streams.Where(stream => stream.Pause is not null && recurring.Find(stream.Definition.Name) is not null)) recurring.Remove(paused.Definition.Name);
            if (!leftoversRemoved) foreach (var old in recurring.Streams.Except(streams.Select(stream => stream.Definition.Name))) recurring.Remove(old);
            leftoversRemoved = true;
            foreach (var stream in running)
                lock (plans.Planning) Plan(stream);
            plans.LastSeen = streams;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store that cannot be read now, or a storage of Hangfire that is away, must not end the schedules.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ScheduleLog.NotLookedAt(logger, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
        }
    }

    void Forget(StreamName stream)
    {
        lock (plans.Planning)
        {
            plans.Remove(stream);
            recurring.Remove(stream);
        }

        ScheduleLog.NotPlanned(logger, stream);
    }

    void Plan(StreamOverview stream)
    {
        var (name, schedule) = (stream.Definition.Name, stream.Definition.Schedule);
        var entry = recurring.Find(name);
        switch (PlanDecision.Decide(stream, plans.ScheduleOf(name), entry, zone, time.GetUtcNow()))
        {
            case PlanDecision.Plan { Run: { } run }:
                plans.Set(name, schedule, run);
                recurring.Set(name, run, during: null);
                ScheduleLog.Planned(logger, name, run.At);
                break;
            case PlanDecision.Plan:
                plans.Set(name, schedule, null);
                recurring.Remove(name);
                break;
            default:
                plans.Set(name, schedule, entry?.Planned);
                break;
        }
    }
}
