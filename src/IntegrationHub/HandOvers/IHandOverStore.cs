using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.HandOvers;

/// <summary>Keeps hand-overs with their steps, and finds those that a caller may know of.</summary>
/// <remarks>What is written here is on the disk when it returns: no vendor would send it again.</remarks>
public interface IHandOverStore
{
    /// <summary>Stores a new hand-over with its first step.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<HandOverDone>> CreateAsync(TenantId tenant, StoredHandOver handOver, StoredStep step, OnceWrite<HandOverDone>? once, CancellationToken cancellationToken);

    /// <summary>Adds the next step, if the one before it is still the last.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="id">The hand-over.</param>
    /// <param name="standing">Where it stands with this step.</param>
    /// <param name="step">The step.</param>
    /// <param name="once">The request that it is part of; null when it has no key.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <param name="command">The command that is stored with the step, or not at all; null when there is none.</param>
    /// <param name="takenBack">The command that is taken back with the step if it still stands as it was seen and nobody has it; otherwise the step is taken without it. Null when there is none.</param>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<HandOverDone>> AppendAsync(
        TenantId tenant, HandOverId id, HandOverStanding standing, StoredStep step, OnceWrite<HandOverDone>? once, CancellationToken cancellationToken, HandOverCommand? command = null, CommandTakenBack? takenBack = null);

    /// <summary>Puts the mail of a hand-over off that is due then, and counts the attempt: of several nodes one may. False when it is not due then any more.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<bool> PutOffMailAsync(TenantId tenant, HandOverId id, DateTimeOffset due, DateTimeOffset until, int attempts, CancellationToken cancellationToken);

    /// <summary>The hand-overs that are asked for and may be told, each with all of its steps and those of its cases that may be told in full.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="query">Which.</param>
    /// <param name="filter">What the caller may know; null when the hub itself asks.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<FoundHandOver>> ListAsync(TenantId tenant, HandOverQuery query, HandOverFilter? filter, CancellationToken cancellationToken);

    /// <summary>How many open ones that may be told each unit has in hand; units that have none are left out.</summary>
    ValueTask<IReadOnlyList<UnitCount>> CountAsync(TenantId tenant, DateTimeOffset now, HandOverFilter? filter, CancellationToken cancellationToken);

    /// <summary>Erases hand-overs that ended before then. Open ones stay, however old they are.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset endedBefore, int atMost, CancellationToken cancellationToken);
}

/// <summary>A command that makes a case of a hand-over.</summary>
/// <param name="Stream">The stream that writes to the system.</param>
/// <param name="Command">The command.</param>
public sealed record HandOverCommand(StreamKey Stream, NewCommand Command);

/// <summary>A command that is not wanted any more, because its hand-over goes another way.</summary>
/// <param name="Id">The command.</param>
/// <param name="Version">The version in which it was seen.</param>
/// <param name="Change">What it is then.</param>
public sealed record CommandTakenBack(WriteCommandId Id, long Version, CommandChange Change);

/// <summary>What of hand-overs a caller may know: those that pass by themselves and each of whose cases is told in full, and those that a unit of theirs has or had in hand.</summary>
/// <param name="Own">What is given of hand-overs by their departments and how closed they are; sources and types say nothing of them.</param>
/// <param name="Held">What is left of those that a unit of the caller's has or had in hand: everything that no limit takes away.</param>
/// <param name="Cases">What the caller may know of cases.</param>
/// <param name="Units">The units of the caller's.</param>
public sealed record HandOverFilter(AccessFilter Own, AccessFilter Held, AccessFilter Cases, IReadOnlyList<string> Units);

/// <summary>Which hand-overs are asked for. What is not set leaves none out.</summary>
public sealed record HandOverQuery
{
    /// <summary>Only this one.</summary>
    public HandOverId? Id { get; init; }

    /// <summary>Only those found by any of these keys.</summary>
    public IReadOnlyList<LookupKey>? Keys { get; init; }

    /// <summary>Only those about this case.</summary>
    public CaseId? Case { get; init; }

    /// <summary>Only those out of this contact.</summary>
    public ContactId? Contact { get; init; }

    /// <summary>Only those that this unit has in hand.</summary>
    public string? Unit { get; init; }

    /// <summary>Only those that one of these groups or persons has in hand.</summary>
    public IReadOnlyList<UInt128>? Holders { get; init; }

    /// <summary>Only those in one of these states.</summary>
    public IReadOnlyList<HandOverState>? States { get; init; }

    /// <summary>Only those of this kind.</summary>
    public HandOverKind? Kind { get; init; }

    /// <summary>Only open ones that were due before then.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Only open ones of which somebody is to be reminded by then.</summary>
    public DateTimeOffset? RemindBy { get; init; }

    /// <summary>Only that with this link to reply by.</summary>
    public UInt128? Reply { get; init; }

    /// <summary>Only those whose mail is to be tried by then.</summary>
    public DateTimeOffset? MailBy { get; init; }

    /// <summary>Only open ones of whose case in a system there is something to tell: its command has come to its end, or the case is closed.</summary>
    public bool CommandNews { get; init; }

    /// <summary>Only those behind this place in the order.</summary>
    public HandOverPlace? After { get; init; }

    /// <summary>Whether the newest come first; the oldest do unless it is set.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>How many at most.</summary>
    public required int Limit { get; init; }
}

/// <summary>A place in the order of age.</summary>
/// <param name="CreatedAt">When the last one of the page before was begun.</param>
/// <param name="Id">Its id.</param>
public sealed record HandOverPlace(DateTimeOffset CreatedAt, HandOverId Id);

/// <summary>A hand-over as a store keeps it, without its steps.</summary>
public sealed record StoredHandOver
{
    /// <summary>Its public id.</summary>
    public required HandOverId Id { get; init; }

    /// <summary>The number of its last step; the store sets it.</summary>
    public long Version { get; init; }

    /// <summary>What kind of promise it is.</summary>
    public required HandOverKind Kind { get; init; }

    /// <summary>The contact that it comes out of.</summary>
    public ContactId? Contact { get; init; }

    /// <summary>The number of the contact's question.</summary>
    public int? Question { get; init; }

    /// <summary>The cases that it is about, each once; of one that was read those only that may be told.</summary>
    public required IReadOnlyList<CaseId> Cases { get; init; }

    /// <summary>The department whose matter it is.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself.</summary>
    public required Confidentiality Confidentiality { get; init; }

    /// <summary>When it was begun, by the hub's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By when it is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When whoever holds it is reminded.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>The unit of who began it, when what it began is told to it; null otherwise.</summary>
    public string? OriginUnit { get; init; }

    /// <summary>Where it stands.</summary>
    public required HandOverStanding Standing { get; init; }

    /// <summary>Everything else, encrypted.</summary>
    public required byte[] Private { get; init; }

    /// <summary>What it is found by.</summary>
    public required IReadOnlyList<LookupKey> Keys { get; init; }
}

/// <summary>Where a hand-over stands, as far as queries need it.</summary>
/// <param name="State">Its state.</param>
/// <param name="Unit">The unit that has it in hand or answers for who has.</param>
/// <param name="Since">Since when it is in this hand.</param>
public sealed record HandOverStanding(HandOverState State, string Unit, DateTimeOffset Since)
{
    /// <summary>A keyed hash of the group or person; null for other holders.</summary>
    public UInt128? Holder { get; init; }

    /// <summary>When somebody is to be reminded next; null for never.</summary>
    public DateTimeOffset? RemindNext { get; init; }

    /// <summary>When it was done or withdrawn; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What of it is on its way out of the house; null when nothing is.</summary>
    public HandOverOut? Out { get; init; }
}

/// <summary>What of a hand-over is on its way out of the house, as far as queries need it.</summary>
public sealed record HandOverOut
{
    /// <summary>A hash of what stands in the link to reply by; null when there is no link.</summary>
    public UInt128? Reply { get; init; }

    /// <summary>Until when the link can be replied by.</summary>
    public DateTimeOffset? ReplyUntil { get; init; }

    /// <summary>What the link is made of, together with a key that the store does not have; null once the mail was taken, so that nobody can make the link again.</summary>
    public UInt128? Mail { get; init; }

    /// <summary>When the mail is tried next; null when it is not.</summary>
    public DateTimeOffset? MailDue { get; init; }

    /// <summary>How often it was tried.</summary>
    public int MailAttempts { get; init; }

    /// <summary>The command that makes a case of it; null when there is none.</summary>
    public WriteCommandId? Command { get; init; }

    /// <summary>Whether it is known that the system has taken it.</summary>
    public bool CommandTaken { get; init; }
}

/// <summary>A step as a store keeps it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, by the hub's clock.</param>
/// <param name="Private">Everything else, encrypted.</param>
public sealed record StoredStep(int Number, HandOverStepKind Kind, DateTimeOffset At, byte[] Private);

/// <summary>A hand-over that was found.</summary>
/// <param name="HandOver">The hand-over.</param>
/// <param name="Steps">Its steps, by number.</param>
public sealed record FoundHandOver(StoredHandOver HandOver, IReadOnlyList<StoredStep> Steps);

/// <summary>Where a hand-over stands that was written.</summary>
/// <param name="HandOver">The hand-over.</param>
/// <param name="Version">The number of its last step.</param>
/// <param name="State">Its state.</param>
public sealed record HandOverDone(HandOverId HandOver, long Version, HandOverState State);

/// <summary>What a unit has in hand.</summary>
/// <param name="Unit">The unit's code.</param>
/// <param name="Waiting">How many nobody has taken yet.</param>
/// <param name="Accepted">How many somebody has taken.</param>
/// <param name="Overdue">How many of both are past their time.</param>
public sealed record UnitCount(string Unit, long Waiting, long Accepted, long Overdue);
