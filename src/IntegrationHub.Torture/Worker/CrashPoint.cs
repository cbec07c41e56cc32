using IntegrationHub.Storage.Writing;

namespace IntegrationHub.Torture.Worker;

/// <summary>A named place at which a worker dies, or is told that a write failed.</summary>
internal sealed record CrashPoint(string Name, string? Write, WriteMoment Moment)
{
    /// <summary>The write that takes a notification in.</summary>
    public const string NotificationWrite = "AddAsync";

    /// <summary>A page has come from the vendor, and nothing of it was mapped.</summary>
    public static readonly CrashPoint PageRead = new("page-read", null, default);

    /// <summary>Some rows of a batch are written.</summary>
    public static readonly CrashPoint MidBatch = new("mid-batch", "CommitAsync", WriteMoment.RowWritten);

    /// <summary>All rows of a batch are written and nothing is committed.</summary>
    public static readonly CrashPoint BeforePageCommit = new("before-page-commit", "CommitAsync", WriteMoment.BeforeCommit);

    /// <summary>A batch is committed, and the run does not know yet.</summary>
    public static readonly CrashPoint AfterCommitBeforeAnswer = new("after-commit-before-answer", "CommitAsync", WriteMoment.Committed);

    /// <summary>Some of what vanished is a tombstone.</summary>
    public static readonly CrashPoint DuringTombstones = new("during-tombstones", "EndSweepAsync", WriteMoment.RowWritten);

    /// <summary>A complete read's end is written and not committed.</summary>
    public static readonly CrashPoint BeforeSweepCommit = new("before-sweep-commit", "EndSweepAsync", WriteMoment.BeforeCommit);

    /// <summary>A complete read's end is committed, and the run does not know yet.</summary>
    public static readonly CrashPoint AfterSweepCommit = new("after-sweep-commit", "EndSweepAsync", WriteMoment.Committed);

    /// <summary>A lease is being renewed.</summary>
    public static readonly CrashPoint LeaseRenew = new("lease-renew", "RenewAsync", WriteMoment.BeforeCommit);

    /// <summary>A lease was renewed.</summary>
    public static readonly CrashPoint LeaseRenewed = new("lease-renewed", "RenewAsync", WriteMoment.Committed);

    /// <summary>A run's end is written and not committed.</summary>
    public static readonly CrashPoint RunEnd = new("run-end", "EndRunAsync", WriteMoment.BeforeCommit);

    /// <summary>A notification is written and not committed.</summary>
    public static readonly CrashPoint NotificationStore = new("notification-store", NotificationWrite, WriteMoment.BeforeCommit);

    /// <summary>A notification is on the disk, and its sender has no answer yet.</summary>
    public static readonly CrashPoint NotificationStored = new("notification-stored", NotificationWrite, WriteMoment.Committed);

    /// <summary>What was read for notifications is written, the notifications are taken off, and nothing is committed.</summary>
    public static readonly CrashPoint NotificationSettle = new("notification-settle", "SettleAsync", WriteMoment.BeforeCommit);

    /// <summary>What was read for notifications is committed, and nobody knows yet.</summary>
    public static readonly CrashPoint NotificationSettled = new("notification-settled", "SettleAsync", WriteMoment.Committed);

    /// <summary>Some rows of a rebuild are in its shadow.</summary>
    public static readonly CrashPoint RebuildGather = new("rebuild-gather", RebuildWrites.Gather, WriteMoment.RowWritten);

    /// <summary>Some of what a rebuild has gathered stands in the place of what was there, in a transaction that is open.</summary>
    public static readonly CrashPoint RebuildSwap = new("rebuild-swap", RebuildWrites.Swap, WriteMoment.RowWritten);

    /// <summary>All that a rebuild has gathered is written, and not committed.</summary>
    public static readonly CrashPoint BeforeSwapCommit = new("before-swap-commit", RebuildWrites.Swap, WriteMoment.BeforeCommit);

    /// <summary>A rebuild's swap is committed, and the run does not know yet.</summary>
    public static readonly CrashPoint AfterSwapCommit = new("after-swap-commit", RebuildWrites.Swap, WriteMoment.Committed);

    /// <summary>A command is written into the outbox and not committed.</summary>
    public static readonly CrashPoint CommandStore = new("command-store", OutboxWrites.Add, WriteMoment.BeforeCommit);

    /// <summary>A command is on the disk, and who asked has no answer yet.</summary>
    public static readonly CrashPoint CommandStored = new("command-stored", OutboxWrites.Add, WriteMoment.Committed);

    /// <summary>A node takes a command, and nothing is committed.</summary>
    public static readonly CrashPoint CommandTake = new("command-take", OutboxWrites.Take, WriteMoment.BeforeCommit);

    /// <summary>A command is taken, and nothing was done with it.</summary>
    public static readonly CrashPoint CommandTaken = new("command-taken", OutboxWrites.Take, WriteMoment.Committed);

    /// <summary>That a command is about to be sent is written and not committed.</summary>
    public static readonly CrashPoint CommandMark = new("command-mark", OutboxWrites.Mark, WriteMoment.BeforeCommit);

    /// <summary>That a command is about to be sent is committed; the vendor has not heard of it.</summary>
    public static readonly CrashPoint CommandMarked = new("command-marked", OutboxWrites.Mark, WriteMoment.Committed);

    /// <summary>A command is on its way to the vendor, which may have it already; no answer has come.</summary>
    public static readonly CrashPoint CommandOnItsWay = new("command-on-its-way", null, default);

    /// <summary>The vendor has answered a command, and nobody but this process knows what.</summary>
    public static readonly CrashPoint CommandAnswered = new("command-answered", null, default);

    /// <summary>The vendor has been asked whether it has a command, and has answered.</summary>
    public static readonly CrashPoint CommandLookedFor = new("command-looked-for", null, default);

    /// <summary>What became of a command is written and not committed.</summary>
    public static readonly CrashPoint CommandSettle = new("command-settle", OutboxWrites.Settle, WriteMoment.BeforeCommit);

    /// <summary>What became of a command is committed, and the node does not know yet.</summary>
    public static readonly CrashPoint CommandSettled = new("command-settled", OutboxWrites.Settle, WriteMoment.Committed);

    /// <summary>What a person decided of a command is written and not committed.</summary>
    public static readonly CrashPoint CommandDecide = new("command-decide", OutboxWrites.Change, WriteMoment.BeforeCommit);

    /// <summary>What a person decided of a command is committed, and the person has no answer yet.</summary>
    public static readonly CrashPoint CommandDecided = new("command-decided", OutboxWrites.Change, WriteMoment.Committed);

    /// <summary>Those that only a command comes by.</summary>
    public static IReadOnlyList<CrashPoint> OfOutbox { get; } =
    [
        CommandStore, CommandStored, CommandTake, CommandTaken, CommandMark, CommandMarked, CommandOnItsWay, CommandAnswered, CommandLookedFor, CommandSettle, CommandSettled, CommandDecide, CommandDecided,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        PageRead, MidBatch, BeforePageCommit, AfterCommitBeforeAnswer, DuringTombstones, BeforeSweepCommit, AfterSweepCommit, LeaseRenew, LeaseRenewed, RunEnd,
        NotificationStore, NotificationStored, NotificationSettle, NotificationSettled, RebuildGather, RebuildSwap, BeforeSwapCommit, AfterSwapCommit,
        .. OfOutbox,
    ];

    /// <summary>Whether only a rebuild comes by it.</summary>
    public bool IsOfRebuild => Write is RebuildWrites.Gather or RebuildWrites.Swap;

    /// <summary>Whether only a command comes by it.</summary>
    public bool IsOfOutbox => OfOutbox.Contains(this);

    /// <summary>The point of this name; null when there is none.</summary>
    public static CrashPoint? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
