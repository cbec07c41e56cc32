namespace IntegrationHub.Cases;

/// <summary>What is done with a version that was mapped again from the record that it was made of: what the new mapping says stands, its order too.</summary>
public static class RemapDecision
{
    /// <summary>Decides. Pure, so that all stores and the tests share it.</summary>
    /// <param name="stored">The version that was made of the same record.</param>
    /// <param name="order">The order that the mapping reads now.</param>
    /// <param name="contentHash">The content that it makes now.</param>
    public static UpsertAction Decide(StoredVersion? stored, long? order, ReadOnlySpan<byte> contentHash) => stored switch
    {
        null or { Tombstoned: true } or { Erased: true } => UpsertAction.Older,
        { } held => (order is null || order == held.Order) && held.ContentHash.Span.SequenceEqual(contentHash) ? UpsertAction.Same : UpsertAction.Update,
    };
}
