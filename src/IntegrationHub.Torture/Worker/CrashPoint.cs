using IntegrationHub.Sqlite;

namespace IntegrationHub.Torture.Worker;

/// <summary>A named place at which a worker dies, or is told that a write failed.</summary>
internal sealed record CrashPoint(string Name, string? Write, WriteMoment Moment)
{
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

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
        [PageRead, MidBatch, BeforePageCommit, AfterCommitBeforeAnswer, DuringTombstones, BeforeSweepCommit, AfterSweepCommit, LeaseRenew, LeaseRenewed, RunEnd];

    /// <summary>The point of this name; null when there is none.</summary>
    public static CrashPoint? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
