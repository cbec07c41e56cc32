using IntegrationHub.Cases;

namespace IntegrationHub.Sync;

/// <summary>Leases, checkpoints, run history, and the one transaction per batch.</summary>
public interface IStreamStore
{
    /// <summary>How long one transaction of a run may keep others from writing now: a batch that would take longer is committed in parts, of which the last moves the checkpoint. Null where writers do not wait for each other.</summary>
    TimeSpan? LongestTurn => null;

    /// <summary>Leases a stream and raises its epoch; null while somebody else's lease runs. The store's clock decides, never the caller's.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="owner">Who asks: a node's name, for people.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<StreamLease?> TryLeaseAsync(StreamKey stream, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Makes the lease last <paramref name="duration"/> from now; false when it was lost.</summary>
    ValueTask<bool> RenewAsync(StreamLease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lease back. Harmless when it was lost.</summary>
    ValueTask ReleaseAsync(StreamLease lease, CancellationToken cancellationToken);

    /// <summary>Where the stream's next run goes on.</summary>
    ValueTask<Checkpoint> GetCheckpointAsync(StreamKey stream, CancellationToken cancellationToken);

    /// <summary>Writes down that a run began, and closes an earlier run of the stream that never ended as <see cref="RunOutcome.Interrupted"/>.</summary>
    ValueTask<long> BeginRunAsync(StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>What is known of these keys of the stream. Keys that nothing is known of are left out.</summary>
    ValueTask<IReadOnlyDictionary<string, KnownRecord>> GetKnownAsync(StreamKey stream, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Records of the stream that are in quarantine, with their contents, in the order of their ids. Those whose contents have expired are left out.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="which">Which of them.</param>
    /// <param name="afterId">Only those after this id; null begins.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<HeldRecord>> GetHeldAsync(StreamKey stream, HeldFilter which, string? afterId, int limit, CancellationToken cancellationToken);

    /// <summary>Which of these bytes a person has edited, by their bytes hash in hexadecimal: the key under which the edited version stands. Others are left out.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> GetEditedAsync(StreamKey stream, IReadOnlyCollection<byte[]> bytesHashes, CancellationToken cancellationToken);

    /// <summary>
    /// Commits a batch: cases, keys, timelines, tombstones, quarantine, counters and the checkpoint in one transaction that compares the epoch.
    /// An item that fails rolls the whole batch back. The items of a rebuild (<see cref="Batch.Shadow"/>) are put beside what is there, counted and applied when its read ends.
    /// </summary>
    /// <exception cref="StreamFencedException">The lease was lost: another run has the stream.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what the batch holds.</exception>
    ValueTask<BatchResult> CommitAsync(StreamLease lease, long run, Batch batch, CancellationToken cancellationToken);

    /// <summary>Commits records that came out of quarantine in one transaction that compares the epoch. It moves no checkpoint and counts for no run.</summary>
    /// <exception cref="StreamFencedException">The lease was lost.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what the items hold.</exception>
    ValueTask<BatchResult> CommitHeldAsync(StreamLease lease, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken);

    /// <summary>
    /// Applies records that were read by their keys outside a run, in one transaction without a lease: it moves no checkpoint and counts for no run.
    /// The order of the records and the start of their read keep an older version from standing, as in a run.
    /// </summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what the items hold.</exception>
    ValueTask<BatchResult> ApplyAsync(StreamKey stream, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken);

    /// <summary>The live cases of the stream that are to be read again by their keys, in the store's order of keys.</summary>
    ValueTask<IReadOnlyList<CaseToReread>> GetCasesToRereadAsync(StreamKey stream, RereadQuery query, CancellationToken cancellationToken);

    /// <summary>What the index has of a complete read that is about to end; what its verdict rests on is counted again when it ends.</summary>
    ValueTask<SweepCount> CountUnseenAsync(StreamKey stream, string sweepId, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a complete read in one transaction that compares the epoch: the verdict (<see cref="SweepVerdict.Decide"/>) is found over the rows as they stand in it, and written down
    /// with the run. Every live case that the read did not see, and that nobody decided to keep, becomes a tombstone (<see cref="TombstoneReason.Vanished"/>) or is held, as the verdict
    /// says; a complete read takes the place of what an earlier one held. What a rebuild has gathered is applied in the same transaction when the verdict calls it complete, and dropped
    /// otherwise: readers see the old or the new, never a mixture and never less. The read's marks are dropped; the checkpoint is stored.
    /// </summary>
    /// <exception cref="StreamFencedException">The lease was lost.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<SweepResult> EndSweepAsync(StreamLease lease, long run, SweepEnd end, CancellationToken cancellationToken);

    /// <summary>Makes the stream's next run begin from the beginning, as if it had never been read. Nothing is removed; a read that was broken off is given up.</summary>
    /// <exception cref="StreamFencedException">The lease was lost.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask ResetAsync(StreamLease lease, CancellationToken cancellationToken);

    /// <summary>Writes down how a run ended. Does nothing when the lease was lost and the run was closed by its successor.</summary>
    ValueTask EndRunAsync(StreamLease lease, long run, RunEnd end, CancellationToken cancellationToken);

    /// <summary>The latest runs, newest first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<RunRecord>> GetRunsAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken);

    /// <summary>One run; null when the tenant has none of this number.</summary>
    ValueTask<RunRecord?> GetRunAsync(TenantId tenant, long id, CancellationToken cancellationToken);

    /// <summary>What the runs that began since then brought, by stream. Streams without such a run are left out.</summary>
    ValueTask<IReadOnlyDictionary<StreamKey, RecentRuns>> GetRecentRunsAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Pauses a stream, also one that never ran; false when it was paused already: then the first pause stands.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<bool> PauseAsync(StreamKey stream, StreamPause pause, CancellationToken cancellationToken);

    /// <summary>Ends a stream's pause; false when it was not paused.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<bool> ResumeAsync(StreamKey stream, CancellationToken cancellationToken);

    /// <summary>The streams that are paused.</summary>
    ValueTask<IReadOnlyDictionary<StreamKey, StreamPause>> GetPausesAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>What is known of each stream that ever ran.</summary>
    ValueTask<IReadOnlyList<StreamState>> GetStatesAsync(TenantId tenant, CancellationToken cancellationToken);
}

/// <summary>The right to write for a stream, as long as nobody took it over: every commit compares the epoch.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Epoch">Raised by one each time the stream is leased.</param>
/// <param name="Owner">Who has it, for people.</param>
public sealed record StreamLease(StreamKey Stream, long Epoch, string Owner);

/// <summary>What change detection knows of a record.</summary>
/// <param name="RawHash">The hash of the vendor's bytes and the mapping when it was last applied or held.</param>
/// <param name="Held">Whether that hash is of a quarantine entry: then reading the same again holds it again.</param>
/// <param name="Order">The stored order.</param>
public sealed record KnownRecord(ReadOnlyMemory<byte> RawHash, bool Held, long? Order);

/// <summary>A record in quarantine, with its contents encrypted.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Key">The record's key, when it could be read.</param>
/// <param name="RawHash">The raw hash that its contents are bound to.</param>
/// <param name="Raw">Its contents.</param>
/// <param name="ReadStartedAt">When the read that brought it started.</param>
public sealed record HeldRecord(string Id, string? Key, byte[] RawHash, byte[] Raw, DateTimeOffset ReadStartedAt);

/// <summary>Which records of a stream in quarantine are meant: all unless something is set.</summary>
public sealed record HeldFilter
{
    /// <summary>All of the stream.</summary>
    public static HeldFilter All { get; } = new();

    /// <summary>Only the entry with this public id.</summary>
    public string? Id { get; init; }

    /// <summary>Only those whose first fault has this code.</summary>
    public string? Code { get; init; }

    /// <summary>Only those whose first fault is in this field.</summary>
    public string? Field { get; init; }
}

/// <summary>Why a run was started.</summary>
public enum RunTrigger
{
    /// <summary>Its time had come.</summary>
    Schedule,

    /// <summary>A person asked.</summary>
    Manual,
}

/// <summary>What a run reads.</summary>
public enum RunKind
{
    /// <summary>What changed.</summary>
    Changes,

    /// <summary>Everything.</summary>
    Full,

    /// <summary>Everything, into a shadow that takes the place of what is there in one commit.</summary>
    Rebuild,

    /// <summary>A period, beside the live read.</summary>
    Backfill,
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>It is going on.</summary>
    Running,

    /// <summary>It read what it was to read.</summary>
    Succeeded,

    /// <summary>It read everything, but its sweep was not verified: nothing was deleted, and somebody should look.</summary>
    Incomplete,

    /// <summary>A fault ended it; what it had committed stays.</summary>
    Failed,

    /// <summary>It was asked to stop at a batch's end.</summary>
    Stopped,

    /// <summary>Another run took the stream over.</summary>
    Fenced,

    /// <summary>Its process ended without a word.</summary>
    Interrupted,
}

/// <summary>How a run ended, as it is written down.</summary>
/// <param name="Outcome">How.</param>
/// <param name="At">When, by the hub's clock.</param>
/// <param name="Fault">What ended it, if anything did.</param>
/// <param name="Verdict">What a complete read proved; null when it was none.</param>
public sealed record RunEnd(RunOutcome Outcome, DateTimeOffset At, RunFault? Fault, SweepVerdict? Verdict)
{
    /// <summary>The run's course, written down with its end; null leaves what was written before.</summary>
    public History.RunCourse? Course { get; init; }
}

/// <summary>A fault as run history keeps it.</summary>
/// <param name="Kind">What can be done about it.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Message">What, where and what to do; no personal data.</param>
public sealed record RunFault(Faults.FaultKind Kind, string Code, string Message);

/// <summary>One run in the history.</summary>
public sealed record RunRecord
{
    /// <summary>Its number, unique in the store.</summary>
    public required long Id { get; init; }

    /// <summary>The stream.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>Its epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>Why it was started.</summary>
    public required RunTrigger Trigger { get; init; }

    /// <summary>What it read.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>What became of its records.</summary>
    public required RunCounters Counters { get; init; }

    /// <summary>Pages, requests and retries.</summary>
    public required RunProgress Progress { get; init; }

    /// <summary>How many transactions it committed.</summary>
    public required int Commits { get; init; }

    /// <summary>What ended it, if anything did.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>What was found of a complete read, in words.</summary>
    public string? Verdict { get; init; }

    /// <summary>What a complete read proved, with its facts; null when it was none, and of runs from before it was written down.</summary>
    public SweepVerdict? Sweep { get; init; }
}

/// <summary>A stream's pause: it is not run by schedule until somebody resumes it; a person may still run it.</summary>
/// <param name="Since">Since when.</param>
/// <param name="By">Who paused it, for people.</param>
public sealed record StreamPause(DateTimeOffset Since, string By);

/// <summary>What the runs of a stream brought that began since a time.</summary>
/// <param name="Since">The time.</param>
/// <param name="Runs">How many runs began.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Counters">What became of their records.</param>
public sealed record RecentRuns(DateTimeOffset Since, long Runs, long Failed, RunCounters Counters);

/// <summary>What is known of a stream: the ground of what an answer says on completeness and freshness.</summary>
public sealed record StreamState
{
    /// <summary>The stream.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>Where it goes on.</summary>
    public required Checkpoint Checkpoint { get; init; }

    /// <summary>Its current epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>The run that goes on or was the last.</summary>
    public RunRecord? LastRun { get; init; }

    /// <summary>When a run last succeeded; it began then, and what was visible before is in the index.</summary>
    public DateTimeOffset? LastSuccessStartedAt { get; init; }

    /// <summary>How many records are in quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>How many cases a complete read did not hold, and that stay in the index until somebody decides.</summary>
    public long HeldDeletes { get; init; }

    /// <summary>How many runs in a row have failed.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>When the first of them began.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>The stream was taken over by another run; what this one has not committed is not written.</summary>
public sealed class StreamFencedException(StreamKey stream, long epoch)
    : Exception($"The lease of stream '{stream}' with epoch {epoch} was lost: another run has taken it over. Nothing of this batch was written.");

/// <summary>The store does not take something that the batch holds: a constraint, an encoding, a size. Nothing of the batch was written. One of its items may be the reason: without it the others are taken.</summary>
/// <param name="message">What the store says, without values.</param>
/// <param name="inner">What was caught, if anything.</param>
public sealed class BatchRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store could not write. The message says why and what to do; nothing of the batch was written.</summary>
public sealed class CommitFailedException(string message, Exception inner) : Exception(message, inner);
