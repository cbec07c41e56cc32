using System.Diagnostics;
using System.Reflection;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Nodes;

/// <summary>Shows the other nodes that this one lives, from when its hub is ready to the application's end.</summary>
/// <remarks>Who may write for a stream, the leases say; this is for people, and sets the clock by which nodes tell what the others compare.</remarks>
internal sealed class NodePresence(IHub hub, IHubStore store, IOptions<HubOptions> options, StoreClock clock, TimeProvider time, ILogger<NodePresence> logger, IStreamSchedule? schedule = null) : BackgroundService
{
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    static readonly string Version = typeof(NodePresence).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    readonly SyncOptions sync = options.Value.Sync;
    readonly DateTimeOffset startedAt = StartOf(time);
    readonly NodeSchedule times = schedule switch { null => NodeSchedule.None, { IsShared: true } => NodeSchedule.Shared, _ => NodeSchedule.Own };
    bool clockIsOff;
    bool runsApart;
    bool isSeen = true;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The application starts the hub when it likes.
            while (!hub.IsReady) await Task.Delay(LookAgain, time, stoppingToken);
            while (true)
            {
                await BeatAsync(stoppingToken);
                await Task.Delay(NodeRule.BeatEvery(sync), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (hub.IsReady) await LeaveAsync();
        }
    }

    /// <summary>Shows once that this node lives.</summary>
    internal async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (offset, asking) = await clock.SetAsync(store.Nodes, cancellationToken);
            await store.Nodes.BeatAsync(hub.Tenant, new NodeBeat(sync.Owner, startedAt, Version, offset, times), NodeRule.KeepFor, cancellationToken);
            Compare(offset, asking);
            // Who shares the schedules, or has none, need not ask who else is there.
            if (times == NodeSchedule.Own) Compare(await store.Nodes.GetAsync(hub.Tenant, cancellationToken));
            if (!isSeen) NodeLog.SeenAgain(logger, sync.Owner);
            isSeen = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store that cannot be written now must not end this for good.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Said once: what is wrong with the store, the runs say.
            if (isSeen) NodeLog.NotSeen(logger, sync.Owner, exception.GetType().FullName ?? "");
            isSeen = false;
        }
    }

    void Compare(TimeSpan offset, TimeSpan asking)
    {
        var isOff = NodeRule.IsOff(offset, asking);
        if (isOff && !clockIsOff) NodeLog.ClockIsOff(logger, sync.Owner, offset.TotalSeconds);
        else if (!isOff && clockIsOff) NodeLog.ClockIsRight(logger, sync.Owner);
        clockIsOff = isOff;
    }

    void Compare(NodeFacts facts)
    {
        var others = NodeRule.Besides(facts, sync, sync.Owner).ToList();
        if (others.Count > 0 && !runsApart) NodeLog.RunsApart(logger, sync.Owner, others[0]);
        runsApart = others.Count > 0;
    }

    async Task LeaveAsync()
    {
        try
        {
            await store.Nodes.LeaveAsync(hub.Tenant, sync.Owner, startedAt, CancellationToken.None);
        }
#pragma warning disable CA1031 // The application ends anyhow; the others see after a moment that this node is gone.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NodeLog.NotSeen(logger, sync.Owner, exception.GetType().FullName ?? "");
        }
    }

    // By the hub's clock, which need not be the machine's.
    static DateTimeOffset StartOf(TimeProvider time)
    {
        using var self = Process.GetCurrentProcess();
        var ago = TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime);
        return time.GetUtcNow() - (ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
    }
}

/// <summary>What is said of nodes, by numbers that an operator can look up.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(2360, LogLevel.Warning, "The clock of node {Node} is {Seconds:0.0} seconds ahead of the store's (behind it, if less than 0)")]
    public static partial void ClockIsOff(ILogger logger, string node, double seconds);

    [LoggerMessage(2361, LogLevel.Information, "The clock of node {Node} is right again")]
    public static partial void ClockIsRight(ILogger logger, string node);

    [LoggerMessage(2362, LogLevel.Warning, "Node {Node} could not show that it lives, {ExceptionType}; the others call it gone until it can")]
    public static partial void NotSeen(ILogger logger, string node, string exceptionType);

    [LoggerMessage(2363, LogLevel.Information, "Node {Node} is seen by the others again")]
    public static partial void SeenAgain(ILogger logger, string node);

    [LoggerMessage(2364, LogLevel.Warning, "Node {Node} runs the streams by a schedule of its own, and node {Other} runs them too: each stream is run more often than its file says. Let them share the schedules: UseQuartz(quartz => quartz.PostgreSql = ...)")]
    public static partial void RunsApart(ILogger logger, string node, string other);
}
