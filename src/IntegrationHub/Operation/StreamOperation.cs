using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Notifications;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Operation;

/// <summary>What operators see of the streams and do with them. What they do is in the audit before it is done.</summary>
sealed class StreamOperation(TenantId tenant, IHubStore store, IStreamSchedule? schedule, SyncOptions sync, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan RecentPast = TimeSpan.FromHours(24);

    readonly OperatorAudit audit = new(tenant, store, time);

    public async Task<IReadOnlyList<StreamOverview>> OverviewAsync(IReadOnlyList<StreamDefinition> streams, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var states = (await store.Streams.GetStatesAsync(tenant, cancellationToken)).ToDictionary(s => s.Stream);
        var pauses = await store.Streams.GetPausesAsync(tenant, cancellationToken);
        var recent = await store.Streams.GetRecentRunsAsync(tenant, now - RecentPast, cancellationToken);
        var notifications = await store.Notifications.CountAsync(tenant, cancellationToken);
        var outbox = await store.Outbox.CountAsync(tenant, cancellationToken);
        var remapping = await store.Remapping.GetProgressAsync(tenant, cancellationToken);
        return [.. streams.Select(definition =>
        {
            var key = KeyOf(definition);
            var state = states.GetValueOrDefault(key);
            var pause = pauses.GetValueOrDefault(key);
            return new StreamOverview(definition, state, CoverageDecision.Decide(definition, state, now))
            {
                Pause = pause,
                Notifications = notifications.GetValueOrDefault(key) ?? (definition.Notify is null ? null : NotificationQueue.Empty),
                Outbox = outbox.GetValueOrDefault(key),
                Remapping = remapping.GetValueOrDefault(key),
                NextRunAt = pause is null ? schedule?.NextRunAt(definition.Name) : null,
                Recent = recent.GetValueOrDefault(key) ?? new RecentRuns(now - RecentPast, 0, 0, default),
            };
        })];
    }

    public async Task<bool> IsPausedAsync(StreamKey stream, CancellationToken cancellationToken) =>
        (await store.Streams.GetPausesAsync(tenant, cancellationToken)).ContainsKey(stream);

    public async Task PauseAsync(Caller caller, StreamDefinition stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.pause", stream.Name, cancellationToken);
        if (await store.Streams.PauseAsync(KeyOf(stream), new StreamPause(time.GetUtcNow(), OperatorAudit.NameOf(caller)), cancellationToken))
            OperationLog.Paused(logger, caller.Name, stream.Name);
        schedule?.LookAgain();
    }

    public async Task ResumeAsync(Caller caller, StreamDefinition stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.resume", stream.Name, cancellationToken);
        if (await store.Streams.ResumeAsync(KeyOf(stream), cancellationToken)) OperationLog.Resumed(logger, caller.Name, stream.Name);
        schedule?.LookAgain();
    }

    public async Task AskForRunAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.run", stream, cancellationToken);
        OperationLog.RunAsked(logger, caller.Name, stream);
    }

    /// <summary>The order for a period, once it is in the audit.</summary>
    /// <exception cref="OrderRefusedException">It makes no sense.</exception>
    public async Task<RunOrder> AskForBackfillAsync(Caller caller, StreamDefinition stream, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var order = StreamOrders.Period(stream, from, until, time.GetUtcNow());
        await AuditAsync(caller, "stream.backfill", stream.Name, cancellationToken, $"{order.From:O}/{order.Until:O}");
        OperationLog.BackfillAsked(logger, caller.Name, stream.Name, order.From, order.Until);
        return order;
    }

    public async Task AskForRebuildAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.rebuild", stream, cancellationToken);
        OperationLog.RebuildAsked(logger, caller.Name, stream);
    }

    /// <summary>Resets the stream; false while a run of it goes on.</summary>
    /// <exception cref="OrderRefusedException">The confirmation is not the stream's name.</exception>
    public async Task<bool> ResetAsync(Caller caller, StreamDefinition stream, string? confirmation, CancellationToken cancellationToken)
    {
        StreamOrders.Confirm(stream.Name, confirmation);
        await AuditAsync(caller, "stream.reset", stream.Name, cancellationToken);
        var turn = new StreamTurn(store.Streams, sync, TimeSpan.Zero, time);
        if (!await turn.TakeAsync(KeyOf(stream), async (lease, token) => await store.Streams.ResetAsync(lease, token), cancellationToken)) return false;

        OperationLog.Reset(logger, caller.Name, stream.Name);
        schedule?.LookAgain();
        return true;
    }

    StreamKey KeyOf(StreamDefinition stream) => new(tenant, stream.Source, stream.Name);

    /// <summary>Writes down that somebody asked for something, before it is done.</summary>
    public ValueTask AuditAsync(Caller caller, string action, StreamName stream, CancellationToken cancellationToken, string? purpose = null) =>
        audit.WriteAsync(caller, action, stream, purpose, cancellationToken);
}
