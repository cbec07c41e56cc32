namespace IntegrationHub.Cases;

/// <summary>What is to be done with an incoming version of a case or event.</summary>
public enum UpsertAction
{
    /// <summary>There is none yet: insert it.</summary>
    Insert,

    /// <summary>It is newer and different: update.</summary>
    Update,

    /// <summary>It is the same: write nothing but what change detection needs.</summary>
    Same,

    /// <summary>It is older than what is stored: leave it.</summary>
    Older,

    /// <summary>As old as what is stored, and different: the one whose read started later wins, and the source is asked again.</summary>
    TieTaken,

    /// <summary>As old as what is stored and different, but its read started earlier: leave it, and ask the source again.</summary>
    TieLeft,
}

/// <summary>What a store knows of the version it holds.</summary>
/// <param name="Order">The order value of the stored version.</param>
/// <param name="ReadStartedAt">When the read that brought it started, by the hub's clock.</param>
/// <param name="ContentHash">The stored content hash.</param>
/// <param name="Tombstoned">Whether it left the index.</param>
/// <param name="Erased">Whether its contents were destroyed: then it never comes back.</param>
public readonly record struct StoredVersion(long? Order, DateTimeOffset ReadStartedAt, ReadOnlyMemory<byte> ContentHash, bool Tombstoned, bool Erased);

/// <summary>Which of two versions stands: a lower order never overwrites a higher one, and the same content is no change.</summary>
public static class UpsertDecision
{
    /// <summary>Decides. Pure, so both stores and the tests share it.</summary>
    /// <param name="stored">What is held, or null.</param>
    /// <param name="order">The incoming order; null when the mapping has none: then only the start of the read decides.</param>
    /// <param name="readStartedAt">When the read that brought it started.</param>
    /// <param name="contentHash">The incoming content hash.</param>
    public static UpsertAction Decide(StoredVersion? stored, long? order, DateTimeOffset readStartedAt, ReadOnlySpan<byte> contentHash)
    {
        if (stored is not { } held) return UpsertAction.Insert;
        if (held.Erased) return UpsertAction.Older;

        var same = !held.Tombstoned && held.ContentHash.Span.SequenceEqual(contentHash);
        if (order is { } incoming && held.Order is { } known)
        {
            if (incoming < known) return UpsertAction.Older;
            if (same) return UpsertAction.Same;
            if (incoming > known) return UpsertAction.Update;
            return readStartedAt >= held.ReadStartedAt ? UpsertAction.TieTaken : UpsertAction.TieLeft;
        }

        if (same) return UpsertAction.Same;
        return readStartedAt >= held.ReadStartedAt ? UpsertAction.Update : UpsertAction.Older;
    }
}
