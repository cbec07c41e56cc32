using IntegrationHub.Mapping;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>The records that versions in the index were made of, on SQLite.</summary>
internal sealed class SqliteRemapStore(IndexFile index, TimeProvider time) : IRemapStore
{
    readonly RemapReads reads = new(index);

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

        return await index.WriteAsync(Urgency.Batch, connection =>
        {
            var stream = index.Names.Stream(connection, lease.Stream) ?? throw new StreamFencedException(lease.Stream, lease.Epoch);
            Leases.Check(connection, stream, lease);
            var result = new BatchCommit(new WriteScope(connection, index.Rows, stream, time.GetUtcNow()), lease.Stream).Apply(items, sweepId: null);
            var progress = after(result.Counters);
            connection.Prepare("UPDATE streams SET remapping = ? WHERE id = ?").Bind(RemapJson.Write(progress)).Bind(stream.Stream).Run();
            return progress;
        }, cancellationToken);
    }

    public async ValueTask<int> DropAsync(StreamKey stream, int limit, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection => index.Names.Stream(connection, stream) is { } numbers
            ? index.Rows.Add(Table.LastRecords, connection.Prepare("""
                DELETE FROM last_records WHERE id IN (SELECT id FROM last_records INDEXED BY last_records_by_key WHERE tenant = ? AND stream = ? LIMIT ?)
                """).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(limit).Run())
            : 0, cancellationToken);
}
