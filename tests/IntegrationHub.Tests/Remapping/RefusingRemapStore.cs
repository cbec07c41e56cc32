using IntegrationHub.Mapping;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Remapping;

/// <summary>A store that does not take the version of one key.</summary>
sealed class RefusingRemapStore(IRemapStore store, string key) : IRemapStore
{
    public ValueTask<IReadOnlyDictionary<StreamKey, RemapProgress>> GetProgressAsync(TenantId tenant, CancellationToken cancellationToken) => store.GetProgressAsync(tenant, cancellationToken);

    public ValueTask<MappedCount> CountAsync(StreamKey stream, MappedWith now, MappingTarget target, CancellationToken cancellationToken) => store.CountAsync(stream, now, target, cancellationToken);

    public ValueTask<IReadOnlyList<OldRecord>> GetOldAsync(StreamKey stream, MappedWith now, string? afterKey, int limit, CancellationToken cancellationToken) =>
        store.GetOldAsync(stream, now, afterKey, limit, cancellationToken);

    public ValueTask<RemapProgress> CommitAsync(StreamLease lease, IReadOnlyList<BatchItem> items, Func<RunCounters, RemapProgress> after, CancellationToken cancellationToken) =>
        items.OfType<BatchItem.Remap>().Any(item => item.OldKey == key && item.Now is BatchItem.StoreCase)
            ? throw new BatchRefusedException("The store does not take it (a constraint).")
            : store.CommitAsync(lease, items, after, cancellationToken);

    public ValueTask<int> DropAsync(StreamKey stream, int limit, CancellationToken cancellationToken) => store.DropAsync(stream, limit, cancellationToken);
}
