namespace IntegrationHub.Cases;

/// <summary>
/// Which version stands when a rebuild is applied: the one that was read later, whatever its order says, because an order that an earlier mapping made is part of what is rebuilt. What was read
/// while the rebuild went on has its order from the same mapping: a lower one does not overwrite it, since a vendor's list may lag behind what it answers for one case.
/// </summary>
public static class RebuildDecision
{
    /// <summary>Decides. Pure, so that all stores and the tests share it. A case that somebody had read while the rebuild went on stays.</summary>
    /// <param name="stored">What is held, or null.</param>
    /// <param name="order">The rebuilt version's order; null when the mapping has none.</param>
    /// <param name="readStartedAt">When the read of the rebuilt version started.</param>
    /// <param name="began">When the rebuild began.</param>
    public static UpsertAction Decide(StoredVersion? stored, long? order, DateTimeOffset readStartedAt, DateTimeOffset began) => stored switch
    {
        null => UpsertAction.Insert,
        { Erased: true } => UpsertAction.Older,
        { } held when held.ReadStartedAt >= began && order < held.Order => UpsertAction.Older,
        { } held => readStartedAt >= held.ReadStartedAt ? UpsertAction.Update : UpsertAction.Older,
    };
}
