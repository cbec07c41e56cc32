namespace IntegrationHub.Drift;

/// <summary>What is known of the records of each stream. It holds no value but codes that no row knew.</summary>
public interface IDriftStore
{
    /// <summary>What is known of each stream of the tenant; streams of which nothing is known are left out.</summary>
    ValueTask<IReadOnlyDictionary<StreamKey, DriftFacts>> GetAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>What is known of one stream.</summary>
    ValueTask<DriftFacts> GetAsync(StreamKey stream, CancellationToken cancellationToken);

    /// <summary>Puts what follows from what is known in its place, in one transaction: what another process adds meanwhile is not lost.</summary>
    /// <param name="stream">The stream, which has run.</param>
    /// <param name="change">Makes the new from the old.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <returns>What is known now.</returns>
    /// <exception cref="Sync.CommitFailedException">The store could not write.</exception>
    ValueTask<DriftFacts> ChangeAsync(StreamKey stream, Func<DriftFacts, DriftFacts> change, CancellationToken cancellationToken);
}
