using IntegrationHub.Mapping;
using IntegrationHub.Sync;

namespace IntegrationHub.Remapping;

/// <summary>The last record of each version in the index, and how far mapping them again has come.</summary>
public interface IRemapStore
{
    /// <summary>How far each stream of the tenant has come; streams of which nothing was ever mapped again are left out.</summary>
    ValueTask<IReadOnlyDictionary<StreamKey, RemapProgress>> GetProgressAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>How many versions of the stream stand in the index, and how many of them were made with another mapping.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="now">The mapping in force.</param>
    /// <param name="target">What the stream's records become.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<MappedCount> CountAsync(StreamKey stream, MappedWith now, MappingTarget target, CancellationToken cancellationToken);

    /// <summary>Records of the stream whose version in the index was made with another mapping, in the store's order of keys. What has left, and what another stream has taken over, is left out.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="now">The mapping in force; what was tried with it already is left out.</param>
    /// <param name="afterKey">Only those after this key; null begins.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<OldRecord>> GetOldAsync(StreamKey stream, MappedWith now, string? afterKey, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Commits records that were mapped again, with how far that has come, in one transaction that compares the epoch. It moves no checkpoint, counts for no run, and no complete read has
    /// seen anything by it. A version that its source has replaced meanwhile is left alone, and counts as unchanged.
    /// </summary>
    /// <param name="lease">The stream's lease.</param>
    /// <param name="items">What was mapped again; may be none.</param>
    /// <param name="after">How far it has come, by what became of the items.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <returns>How far it has come, as it is stored.</returns>
    /// <exception cref="StreamFencedException">The lease was lost.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what the items hold.</exception>
    ValueTask<RemapProgress> CommitAsync(StreamLease lease, IReadOnlyList<BatchItem> items, Func<RunCounters, RemapProgress> after, CancellationToken cancellationToken);

    /// <summary>Destroys records of a stream that keeps none any more.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">How many at most in this transaction.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> DropAsync(StreamKey stream, int limit, CancellationToken cancellationToken);
}
