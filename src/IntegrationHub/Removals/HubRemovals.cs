using IntegrationHub.Disclosure;
using IntegrationHub.Operation;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Removals;

/// <summary>Carries out what operators decide of cases that leave or come back.</summary>
sealed class HubRemovals(TenantId tenant, IHubStore store, Func<StreamName, StreamKey> keyOf, SyncOptions sync, TimeProvider time, ILogger logger) : IRemovals
{
    readonly OperatorAudit audit = new(tenant, store, time);
    readonly StreamTurn turn = new(store.Streams, sync, TimeSpan.Zero, time);

    public async Task<IReadOnlyList<HeldDelete>> GetHeldAsync(StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken) =>
        await store.Removals.GetHeldAsync(tenant, stream, waitingOnly, limit, cancellationToken);

    public async Task<HeldDeleteDetail?> GetHeldAsync(long id, int cases, CancellationToken cancellationToken) =>
        await store.Removals.GetHeldAsync(tenant, id, cancellationToken) is { } held
            ? new HeldDeleteDetail(held, await store.Removals.GetHeldCasesAsync(tenant, id, cases, cancellationToken))
            : null;

    public async Task<DecisionOutcome> ApproveAsync(Caller caller, long id, string? reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);

        reason = StreamOrders.Reason(reason);
        var (held, outcome) = await FindWaitingAsync(id, cancellationToken);
        if (outcome is not null) return outcome;

        await audit.WriteAsync(caller, "deletes.approve", held!.Stream, Purpose(id, reason), cancellationToken);
        var key = new StreamKey(tenant, held.Source, held.Stream);
        long? removed = null;
        // Under the lease nothing of the stream is being read: what goes is exactly what has not been read again.
        if (!await turn.TakeAsync(key, async (lease, token) => removed = await store.Removals.ApproveAsync(lease, id, Decision(caller, reason), token), cancellationToken))
            return new DecisionOutcome.StreamRuns(held);

        if (removed is { } cases)
        {
            SyncMetrics.Removed(key, cases);
            RemovalLog.Approved(logger, caller.Name, id, held.Stream, cases);
        }

        return await OutcomeAsync(id, removed, cancellationToken);
    }

    public async Task<DecisionOutcome> RejectAsync(Caller caller, long id, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);

        var why = StreamOrders.Reason(reason) ?? throw new OrderRefusedException("reason", "Write why these cases stay; it stands in the audit.");
        var (held, outcome) = await FindWaitingAsync(id, cancellationToken);
        if (outcome is not null) return outcome;

        await audit.WriteAsync(caller, "deletes.reject", held!.Stream, Purpose(id, why), cancellationToken);
        var until = time.GetUtcNow() + RemovalRule.KeptFor;
        var kept = await store.Removals.RejectAsync(tenant, id, Decision(caller, why), until, cancellationToken);
        if (kept is { } cases) RemovalLog.Rejected(logger, caller.Name, id, held.Stream, cases, until);
        return await OutcomeAsync(id, kept, cancellationToken);
    }

    public async Task<IReadOnlyList<RemovedCase>> GetRemovedAsync(StreamName? stream, int limit, CancellationToken cancellationToken) =>
        await store.Removals.GetRemovedAsync(tenant, stream, limit, cancellationToken);

    public async Task<long> RestoreAsync(Caller caller, StreamName stream, RestoreChoice which, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(which);

        var key = keyOf(stream);
        await audit.WriteAsync(caller, "case.restore", stream, which is RestoreChoice.OfRun { Run: var run } ? $"all that run {run} removed" : null, cancellationToken);
        var restored = await store.Removals.RestoreAsync(key, which, time.GetUtcNow() + RemovalRule.KeptFor, cancellationToken);
        RemovalLog.Restored(logger, caller.Name, restored, stream);
        return restored;
    }

    async Task<(HeldDelete? Held, DecisionOutcome? Outcome)> FindWaitingAsync(long id, CancellationToken cancellationToken) =>
        await store.Removals.GetHeldAsync(tenant, id, cancellationToken) switch
        {
            null => (null, new DecisionOutcome.NotFound()),
            { State: HeldDeleteState.Waiting } held => (held, null),
            { } held => (held, new DecisionOutcome.NotWaiting(held)),
        };

    // Null cases: it was decided, replaced or settled a moment ago.
    async Task<DecisionOutcome> OutcomeAsync(long id, long? cases, CancellationToken cancellationToken)
    {
        var held = (await store.Removals.GetHeldAsync(tenant, id, cancellationToken))!;
        return cases is { } done ? new DecisionOutcome.Done(held, done) : new DecisionOutcome.NotWaiting(held);
    }

    HeldDeleteDecision Decision(Caller caller, string? reason) => new(time.GetUtcNow(), OperatorAudit.NameOf(caller), reason);

    static string Purpose(long id, string? reason) => reason is null ? $"held delete {id}" : $"held delete {id}: {reason}";
}
