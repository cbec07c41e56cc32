using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Held deletes and tombstones, on PostgreSQL.</summary>
internal sealed class PostgresRemovalStore(Database database, TimeProvider time) : IRemovalStore
{
    readonly RemovalReads reads = new(database, time);

    public ValueTask<IReadOnlyList<HeldDelete>> GetHeldAsync(TenantId tenant, StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken) =>
        reads.HeldAsync(tenant, stream, waitingOnly, limit, cancellationToken);

    public ValueTask<HeldDelete?> GetHeldAsync(TenantId tenant, long id, CancellationToken cancellationToken) => reads.HeldAsync(tenant, id, cancellationToken);

    public ValueTask<IReadOnlyList<HeldCase>> GetHeldCasesAsync(TenantId tenant, long id, int limit, CancellationToken cancellationToken) =>
        reads.HeldCasesAsync(tenant, id, limit, cancellationToken);

    public async ValueTask<long?> ApproveAsync(StreamLease lease, long id, HeldDeleteDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(decision);

        return await database.WriteAsync<long?>(write =>
        {
            var stream = write.Names.Stream(write.Connection, lease.Stream) ?? throw new StreamFencedException(lease.Stream, lease.Epoch);
            var run = write.Connection.Prepare("SELECT run FROM held_deletes WHERE tenant = $1 AND id = $2").Bind(stream.Tenant).Bind(id).First(row => (long?)row.Int64(0));
            var scope = write.Scope(stream, time.GetUtcNow(), run);
            Leases.Check(write.Connection, stream, lease);
            var held = scope.Rows().HeldDeletes;
            if (held.Left(id) is not { } gone) return null;

            var removed = new BatchCommit(scope, lease.Stream).Vanish(gone);
            held.Decide(id, HeldDeleteState.Approved, decision, removed);
            return removed;
        }, cancellationToken);
    }

    public async ValueTask<long?> RejectAsync(TenantId tenant, long id, HeldDeleteDecision decision, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);

        return await database.WriteAsync<long?>(write =>
        {
            if (write.Names.Tenant(write.Connection, tenant) is not { } number || StreamOf(write.Connection, number, id) is not { } stream) return null;

            var held = write.Scope(stream, time.GetUtcNow()).Rows().HeldDeletes;
            if (held.Left(id) is not { } kept) return null;

            var since = write.Connection.Prepare("SELECT read_started FROM held_deletes WHERE tenant = $1 AND id = $2").Bind(number).Bind(id).First(row => row.Time(0));
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

        return await database.WriteBatchAsync(write => write.Names.Stream(write.Connection, stream) is { } numbers
            ? new Tombstones(write.Scope(numbers, time.GetUtcNow())).Restore(which, keepUntil) : 0, cancellationToken);
    }

    public async ValueTask<int> EmptyTombstonesAsync(TenantId tenant, DateTimeOffset removedBefore, int limit, CancellationToken cancellationToken)
    {
        var left = limit;
        await database.WritePerSourceAsync(tenant, (write, number, source) =>
        {
            var old = write.Connection.Prepare("""
                SELECT stream, key, keys, merged_into FROM cases
                WHERE tenant = $1 AND removed_at <= $2 AND removed_at IS NOT NULL AND private IS NOT NULL AND source = $3 ORDER BY removed_at LIMIT $4
                """)
                .Bind(number).Bind(removedBefore).Bind(source).Bind(left)
                .All(row => (Stream: new StreamNumbers(number, source, row.Int64(0)), Key: row.Text(1), Keys: row.BlobOrNull(2), Into: row.TextOrNull(3)));
            foreach (var (stream, key, keys, into) in old)
            {
                var scope = write.Scope(stream, time.GetUtcNow());
                new Tombstones(scope).Empty(key, keys, into);
                // Another stream's scope may write rows of the same case.
                scope.Flush();
            }

            return left -= old.Count;
        }, cancellationToken);
        return limit - left;
    }

    public async ValueTask<IReadOnlyList<HeldDelete>> ExpireAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var expired = (await database.WritePerSourceAsync(tenant, (write, number, source) =>
        {
            const string OfSource = "tenant = $1 AND stream IN (SELECT id FROM streams WHERE tenant = $1 AND source = $2)";
            var now = time.GetUtcNow();
            write.Rows.Add(Table.KeptCases, write.Connection.Prepare($"DELETE FROM kept_cases WHERE {OfSource} AND until <= $3").Bind(number).Bind(source).Bind(now).Run());
            var ids = write.Connection.Prepare($"UPDATE held_deletes SET state = $4, decided_at = $3 WHERE {OfSource} AND state = 0 AND expires_at <= $3 RETURNING id")
                .Bind(number).Bind(source).Bind(now).Bind((long)HeldDeleteState.Expired).All(row => row.Int64(0));
            if (ids.Count > 0) write.Rows.Add(Table.HeldDeletes, write.Connection.Prepare("DELETE FROM held_delete_cases WHERE tenant = $1 AND held = ANY($2)").Bind(number).BindAll(ids).Run());
            return ids;
        }, cancellationToken)).SelectMany(ids => ids);

        var told = new List<HeldDelete>();
        foreach (var id in expired)
            if (await GetHeldAsync(tenant, id, cancellationToken) is { } held) told.Add(held);
        return told;
    }

    static StreamNumbers? StreamOf(Connection connection, long tenant, long held) =>
        connection.Prepare("SELECT s.tenant, s.source, s.id FROM held_deletes h JOIN streams s ON s.tenant = h.tenant AND s.id = h.stream WHERE h.tenant = $1 AND h.id = $2")
            .Bind(tenant).Bind(held).First(row => (StreamNumbers?)new StreamNumbers(row.Int64(0), row.Int64(1), row.Int64(2)));
}
