using IntegrationHub.Mapping;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>The records that versions in the index were made of, on PostgreSQL.</summary>
internal sealed class PostgresRemapStore(Database database, TimeProvider time) : IRemapStore
{
    readonly RemapReads reads = new(database);

    public ValueTask<IReadOnlyDictionary<StreamKey, RemapProgress>> GetProgressAsync(TenantId tenant, CancellationToken cancellationToken) => reads.ProgressAsync(tenant, cancellationToken);

    public ValueTask<MappedCount> CountAsync(StreamKey stream, MappedWith now, MappingTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(now);

        return reads.CountAsync(stream, now, target, cancellationToken);
    }

    public ValueTask<IReadOnlyList<OldRecord>> GetOldAsync(StreamKey stream, MappedWith now, string? afterKey, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(now);

        return reads.OldAsync(stream, now, afterKey, limit, cancellationToken);
    }

    public async ValueTask<RemapProgress> CommitAsync(StreamLease lease, IReadOnlyList<BatchItem> items, Func<RunCounters, RemapProgress> after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(after);
        if (items.FirstOrDefault(item => item is not BatchItem.Remap) is { } other) throw new ArgumentException($"A batch item of type {other.GetType().Name} was not mapped again.", nameof(items));

        return await database.WriteBatchAsync(write =>
        {
            var stream = write.Names.Stream(write.Connection, lease.Stream) ?? throw new StreamFencedException(lease.Stream, lease.Epoch);
            var scope = write.Scope(stream, time.GetUtcNow());
            Leases.Check(write.Connection, stream, lease);
            var progress = after(new BatchCommit(scope, lease.Stream).Apply(items, sweepId: null).Counters);
            write.Connection.Prepare("UPDATE streams SET remapping = $3 WHERE tenant = $1 AND id = $2").Bind(stream.Tenant).Bind(stream.Stream).Bind(RemapJson.Write(progress)).Run();
            return progress;
        }, cancellationToken);
    }

    public async ValueTask<int> DropAsync(StreamKey stream, int limit, CancellationToken cancellationToken) =>
        await database.WriteBatchAsync(write =>
        {
            if (write.Names.Stream(write.Connection, stream) is not { } numbers) return 0;

            write.LockSource(numbers.Tenant, numbers.Source);
            return write.Rows.Add(Table.LastRecords, write.Connection.Prepare("""
                DELETE FROM last_records WHERE tenant = $1 AND stream = $2 AND key IN (SELECT key FROM last_records WHERE tenant = $1 AND stream = $2 LIMIT $3)
                """).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(limit).Run());
        }, cancellationToken);
}
