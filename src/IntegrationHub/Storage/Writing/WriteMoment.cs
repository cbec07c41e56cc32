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

/// <summary>How the writes of the outbox are told apart from those of notifications and of leases, which are called alike.</summary>
internal static class OutboxWrites
{
    /// <summary>A command is taken in.</summary>
    public const string Add = "AddCommandAsync";

    /// <summary>A node takes a command to carry it out.</summary>
    public const string Take = "TakeCommandAsync";

    /// <summary>A node keeps a command for longer.</summary>
    public const string Renew = "RenewCommandAsync";

    /// <summary>It is written down that a command is about to be sent.</summary>
    public const string Mark = "MarkSendingAsync";

    /// <summary>It is written down what became of a command.</summary>
    public const string Settle = "SettleCommandAsync";

    /// <summary>It is written down what a person decided.</summary>
    public const string Change = "ChangeCommandAsync";
}

/// <summary>Hears of every write as it goes on, on the thread that writes. What it throws is what the write meets there.</summary>
/// <param name="write">The store's operation, for instance <c>CommitAsync</c>.</param>
/// <param name="moment">Where it stands.</param>
internal delegate void WriteWatch(string write, WriteMoment moment);
