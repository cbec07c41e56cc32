namespace IntegrationHub.Storage.Writing;

/// <summary>Where a write stands, for those who break it off on purpose: the torture suite kills a process there.</summary>
internal enum WriteMoment
{
    /// <summary>It has its turn; nothing is open yet.</summary>
    Begun,

    /// <summary>A statement has changed rows; the transaction is open.</summary>
    RowWritten,

    /// <summary>Everything is written; <c>COMMIT</c> follows.</summary>
    BeforeCommit,

    /// <summary>It is committed; who waits for it has no answer yet.</summary>
    Committed,
}

/// <summary>How the writes of a rebuild are told apart from those of other reads.</summary>
internal static class RebuildWrites
{
    /// <summary>A batch is put into the shadow.</summary>
    public const string Gather = "GatherAsync";

    /// <summary>What was gathered takes the place of what is there.</summary>
    public const string Swap = "SwapAsync";
}

/// <summary>Hears of every write as it goes on, on the thread that writes. What it throws is what the write meets there.</summary>
/// <param name="write">The store's operation, for instance <c>CommitAsync</c>.</param>
/// <param name="moment">Where it stands.</param>
internal delegate void WriteWatch(string write, WriteMoment moment);
