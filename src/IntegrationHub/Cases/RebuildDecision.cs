namespace IntegrationHub.Cases;

/// <summary>Which version stands when a rebuild is applied: the one that was read later, whatever its order says. An order that an earlier mapping made is part of what is rebuilt.</summary>
public static class RebuildDecision
{
    /// <summary>Decides. Pure, so that all stores and the tests share it. A case that somebody had read while the rebuild went on stays.</summary>
    /// <param name="stored">What is held, or null.</param>
    /// <param name="readStartedAt">When the read of the rebuilt version started.</param>
    public static UpsertAction Decide(StoredVersion? stored, DateTimeOffset readStartedAt) => stored switch
    {
        null => UpsertAction.Insert,
        { Erased: true } => UpsertAction.Older,
        { } held => readStartedAt >= held.ReadStartedAt ? UpsertAction.Update : UpsertAction.Older,
    };
}
