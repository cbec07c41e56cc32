using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Held deletes and tombstones, on SQLite.</summary>
internal sealed class SqliteRemovalStore(IndexFile index, TimeProvider time) : IRemovalStore
{
    readonly RemovalReads reads = new(index, time);

    public ValueTask<IReadOnlyList<HeldDelete>> GetHeldAsync(TenantId tenant, StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken) =>
        reads.HeldAsync(tenant, stream, waitingOnly, limit, cancellationToken);

    public ValueTask<HeldDelete?> GetHeldAsync(TenantId tenant, long id, CancellationToken cancellationToken) => reads.HeldAsync(tenant, id, cancellationToken);

    public ValueTask<IReadOnlyList<HeldCase>> GetHeldCasesAsync(TenantId tenant, long id, int limit, CancellationToken cancellationToken) =>
        reads.HeldCasesAsync(tenant, id, limit, cancellationToken);

    public async ValueTask<long?> ApproveAsync(StreamLease lease, long id, HeldDeleteDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(decision);

        return await index.WriteAsync<long?>(Urgency.Batch, connection =>
        {
            var stream = index.Names.Stream(connection, lease.Stream) ?? throw new StreamFencedException(lease.Stream, lease.Epoch);
            Leases.Check(connection, stream, lease);
            var scope = Scope(connection, stream) with { Run = connection.Prepare("SELECT run FROM held_deletes WHERE id = ?").Bind(id).First(row => (long?)row.Int64(0)) };
            var held = new HeldDeleteRows(scope);
            if (held.Left(id) is not { } gone) return null;

            var removed = new BatchCommit(scope, lease.Stream).Vanish(gone);
            held.Decide(id, HeldDeleteState.Approved, decision, removed);
            return removed;
        }, cancellationToken);
    }

    public async ValueTask<long?> RejectAsync(TenantId tenant, long id, HeldDeleteDecision decision, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);

        return await index.WriteAsync<long?>(Urgency.Interactive, connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number || StreamOf(connection, number, id) is not { } stream) return null;

            var held = new HeldDeleteRows(Scope(connection, stream));
            if (held.Left(id) is not { } kept) return null;

            var since = connection.Prepare("SELECT read_started FROM held_deletes WHERE id = ?").Bind(id).First(row => row.Time(0));
            foreach (var key in kept) held.Keep(key, since, keepUntil);
            held.Decide(id, HeldDeleteState.Rejected, decision, kept.Count);
            return kept.Count;
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyList<RemovedCase>> GetRemovedAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        reads.RemovedAsync(tenant, stream, limit, cancellationToken);

    public async ValueTask<long> RestoreAsync(StreamKey stream, RestoreChoice which, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(which);

        return await index.WriteAsync(Urgency.Batch, connection =>
            index.Names.Stream(connection, stream) is { } numbers ? new Tombstones(Scope(connection, numbers)).Restore(which, keepUntil) : 0, cancellationToken);
    }

    public async ValueTask<int> EmptyTombstonesAsync(TenantId tenant, DateTimeOffset removedBefore, int limit, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return 0;

            var old = connection.Prepare("""
                SELECT source, stream, key, keys, merged_into FROM cases INDEXED BY cases_restorable
                WHERE tenant = ? AND removed_at <= ? AND removed_at IS NOT NULL AND private IS NOT NULL ORDER BY removed_at LIMIT ?
                """)
                .Bind(number).Bind(removedBefore).Bind(limit)
                .All(row => (Stream: new StreamNumbers(number, row.Int64(0), row.Int64(1)), Key: row.Text(2), Keys: row.IsNull(3) ? null : row.Blob(3), Into: row.TextOrNull(4)));
            foreach (var (stream, key, keys, into) in old) new Tombstones(Scope(connection, stream)).Empty(key, keys, into);
            return old.Count;
        }, cancellationToken);

    public async ValueTask<IReadOnlyList<HeldDelete>> ExpireAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var expired = await index.WriteAsync(Urgency.Batch, connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            var now = time.GetUtcNow();
            index.Rows.Add(Table.KeptCases, connection.Prepare("DELETE FROM kept_cases WHERE tenant = ? AND until <= ?").Bind(number).Bind(now).Run());
            var ids = connection.Prepare("UPDATE held_deletes SET state = ?, decided_at = ? WHERE tenant = ? AND state = 0 AND expires_at <= ? RETURNING id")
                .Bind((long)HeldDeleteState.Expired).Bind(now).Bind(number).Bind(now).All(row => row.Int64(0));
            foreach (var id in ids) index.Rows.Add(Table.HeldDeletes, connection.Prepare("DELETE FROM held_delete_cases WHERE held = ?").Bind(id).Run());
            return ids;
        }, cancellationToken);

        var told = new List<HeldDelete>();
        foreach (var id in expired)
            if (await GetHeldAsync(tenant, id, cancellationToken) is { } held) told.Add(held);
        return told;
    }

    static StreamNumbers? StreamOf(Connection connection, long tenant, long held) =>
        connection.Prepare("SELECT s.tenant, s.source, s.id FROM held_deletes h CROSS JOIN streams s ON s.id = h.stream WHERE h.id = ? AND h.tenant = ?")
            .Bind(held).Bind(tenant).First(row => (StreamNumbers?)new StreamNumbers(row.Int64(0), row.Int64(1), row.Int64(2)));

    WriteScope Scope(Connection connection, StreamNumbers stream) => new(connection, index.Rows, stream, time.GetUtcNow());
}
