using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;

namespace IntegrationHub.WriteBack;

/// <summary>Keeps commands from before they are answered until they are finished, and lets one node at a time have each.</summary>
/// <remarks>
/// What is written here is on the disk when it returns. A command is taken under a lease with an epoch, by the store's clock; whoever was replaced cannot write of it any more.
/// </remarks>
public interface IOutboxStore
{
    /// <summary>Stores a command, once for each request.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<NewCommand>> AddAsync(StreamKey stream, NewCommand command, OnceWrite<NewCommand>? once, CancellationToken cancellationToken);

    /// <summary>A command whose case is told in full; null when there is none.</summary>
    ValueTask<StoredCommand?> GetAsync(TenantId tenant, WriteCommandId id, AccessFilter filter, CancellationToken cancellationToken);

    /// <summary>A command for who sees none of its case; null when there is none.</summary>
    ValueTask<StoredCommand?> GetForOperatorAsync(TenantId tenant, WriteCommandId id, CancellationToken cancellationToken);

    /// <summary>The newest commands about a case that is told in full, the newest first.</summary>
    ValueTask<IReadOnlyList<StoredCommand>> OfCaseAsync(TenantId tenant, CaseId id, AccessFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the command that has been due for longest: of each case only the oldest that is not finished, of each source only so many at a time, and none that somebody else has.
    /// </summary>
    /// <returns>The command; null when there is none to take.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<TakenCommand?> TakeAsync(TenantId tenant, CommandTake take, CancellationToken cancellationToken);

    /// <summary>Keeps a command for longer; false when somebody else has it.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<bool> RenewAsync(CommandLease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Writes down that a command is about to be sent, and keeps it for longer; false when somebody else has it.</summary>
    /// <param name="lease">The command.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="at">When.</param>
    /// <param name="unknownAt">Since when an earlier attempt may have been carried out; null when none can have been.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<bool> MarkSendingAsync(CommandLease lease, TimeSpan duration, DateTimeOffset at, DateTimeOffset? unknownAt, CancellationToken cancellationToken);

    /// <summary>Writes down what became of a command and gives it back; false when somebody else has it.</summary>
    /// <param name="lease">The command.</param>
    /// <param name="settled">What became of it.</param>
    /// <param name="told">What is to be read again, in the same transaction; null when nothing is.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<bool> SettleAsync(CommandLease lease, CommandSettled settled, CommandTold? told, CancellationToken cancellationToken);

    /// <summary>Changes a command that nobody has, if it still stands in this version; false when it does not.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<bool> ChangeAsync(TenantId tenant, WriteCommandId id, long version, CommandChange change, CancellationToken cancellationToken);

    /// <summary>How many commands stand where, by stream. Streams without any that is not finished are left out.</summary>
    ValueTask<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Commands that wait for a person, or that are on their way, the oldest first.</summary>
    ValueTask<IReadOnlyList<StoredCommand>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken);

    /// <summary>Erases commands that were finished before then.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset finishedBefore, int atMost, CancellationToken cancellationToken);
}

/// <summary>A command that is to be stored.</summary>
public sealed record NewCommand
{
    /// <summary>Its public id; towards the vendor too, until its text is written anew.</summary>
    public required WriteCommandId Id { get; init; }

    /// <summary>The key of its case at the source; null for a new case.</summary>
    public string? Key { get; init; }

    /// <summary>What kind of thing is written.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Whether its text is cut towards the vendor.</summary>
    public bool Cut { get; init; }

    /// <summary>What is written, and by whom, encrypted.</summary>
    public required byte[] Private { get; init; }

    /// <summary>The bytes of its file, encrypted; null when it has none.</summary>
    public byte[]? Attachment { get; init; }
}

/// <summary>A command as a store keeps it, without its file.</summary>
public sealed record StoredCommand
{
    /// <summary>Its public id.</summary>
    public required WriteCommandId Id { get; init; }

    /// <summary>Its id towards the vendor.</summary>
    public required WriteCommandId SentAs { get; init; }

    /// <summary>The stream of its case.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>The id of its case; null where the index does not have it.</summary>
    public CaseId? Case { get; init; }

    /// <summary>The key of its case at the source; null for a new case.</summary>
    public string? Key { get; init; }

    /// <summary>What kind of thing is written.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required WriteState State { get; init; }

    /// <summary>Why it waits for a person; null when it does not.</summary>
    public WriteReason? Reason { get; init; }

    /// <summary>How often it was tried, and failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Raised by one with each change; the store sets it.</summary>
    public required long Version { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>From when its time counts.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it came to where it stands.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it was last about to be sent; null when it never was.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Since when an attempt may have been carried out; null when none can have been.</summary>
    public DateTimeOffset? UnknownAt { get; init; }

    /// <summary>The vendor's name for what was written; null when it told none.</summary>
    public string? Reference { get; init; }

    /// <summary>The kind of what was wrong at last; null when nothing was.</summary>
    public Faults.FaultKind? FaultKind { get; init; }

    /// <summary>The code of what was wrong at last; null when nothing was.</summary>
    public string? Code { get; init; }

    /// <summary>Whether its text is cut towards the vendor.</summary>
    public required bool Cut { get; init; }

    /// <summary>What is written, and by whom, encrypted.</summary>
    public required byte[] Private { get; init; }

    /// <summary>What the vendor and others said of it at last, encrypted; null when nothing was said.</summary>
    public byte[]? Outcome { get; init; }
}

/// <summary>How a command is taken.</summary>
/// <param name="Owner">The node.</param>
/// <param name="Duration">For how long.</param>
/// <param name="Now">The hub's time.</param>
/// <param name="PerSource">How many of one source may be taken at a time.</param>
/// <param name="Leave">Streams that nothing is sent to now.</param>
public sealed record CommandTake(string Owner, TimeSpan Duration, DateTimeOffset Now, int PerSource, IReadOnlyCollection<StreamKey> Leave)
{
    // A vendor is left alone for a day at most, so that what is put off for longer was put off by a clock that went wrong.
    static readonly TimeSpan NeverSoLong = TimeSpan.FromDays(2);

    // Nodes whose clocks are further apart than this say so, and are mended.
    static readonly TimeSpan AheadOfUs = TimeSpan.FromMinutes(5);

    /// <summary>What is due only after this counts as due now.</summary>
    public DateTimeOffset Never => Now + NeverSoLong;

    /// <summary>What was written down after this was written down by a clock that went wrong, so that when it is due says nothing: it counts as due now.</summary>
    public DateTimeOffset Ahead => Now + AheadOfUs;
}

/// <summary>A node's hold on a command.</summary>
/// <param name="Tenant">The municipality.</param>
/// <param name="Number">The command's number in the store.</param>
/// <param name="Epoch">Raised with each taking.</param>
public sealed record CommandLease(TenantId Tenant, long Number, long Epoch);

/// <summary>A command that was taken.</summary>
/// <param name="Lease">The hold on it.</param>
/// <param name="Command">The command, as it stood before.</param>
/// <param name="Attachment">The bytes of its file, encrypted; null when it has none.</param>
public sealed record TakenCommand(CommandLease Lease, StoredCommand Command, byte[]? Attachment);

/// <summary>What became of a command.</summary>
public sealed record CommandSettled
{
    /// <summary>Where it stands.</summary>
    public required WriteState State { get; init; }

    /// <summary>How often it was tried, and failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it came to this.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Since when an attempt may have been carried out; null when none can have been.</summary>
    public DateTimeOffset? UnknownAt { get; init; }

    /// <summary>Why it waits for a person; null when it does not.</summary>
    public WriteReason? Reason { get; init; }

    /// <summary>The vendor's name for what was written.</summary>
    public string? Reference { get; init; }

    /// <summary>The kind of what was wrong; null when nothing was.</summary>
    public Faults.FaultKind? FaultKind { get; init; }

    /// <summary>The code of what was wrong; null when nothing was.</summary>
    public string? Code { get; init; }

    /// <summary>What the vendor and others said of it, encrypted; null when nothing was said.</summary>
    public byte[]? Outcome { get; init; }
}

/// <summary>A case that is to be read again because the hub wrote to it.</summary>
/// <param name="Notification">As if the vendor had told of it.</param>
/// <param name="MaxWaiting">How many of the stream may wait; above that the stream's next run reads it.</param>
public sealed record CommandTold(NewNotification Notification, int MaxWaiting);

/// <summary>What a person makes of a command.</summary>
/// <param name="Settled">Where it stands then.</param>
/// <param name="Since">From when its time counts; null leaves it.</param>
/// <param name="SentAs">Its id towards the vendor from now on; null leaves it.</param>
/// <param name="Private">What is written now, encrypted; null leaves it.</param>
/// <param name="Cut">Whether that is cut towards the vendor.</param>
public sealed record CommandChange(CommandSettled Settled, DateTimeOffset? Since, WriteCommandId? SentAs, byte[]? Private, bool Cut);
