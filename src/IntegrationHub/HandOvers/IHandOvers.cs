using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.HandOvers;

/// <summary>What was promised to people and passed on between units: who has it in hand since when, and what came of it.</summary>
/// <remarks>
/// A hand-over is told to whom a question of its department and confidentiality about its cases would be told, and to the units that have or had it in hand. Every member may throw
/// <see cref="LookupDeniedException"/> (the role sees no cases), <see cref="AuditUnavailableException"/>, and <see cref="CommitFailedException"/> where it writes.
/// </remarks>
public interface IHandOvers
{
    /// <summary>Begins a hand-over and puts it into somebody's hand.</summary>
    /// <param name="caller">Who begins it.</param>
    /// <param name="handOver">The hand-over. What it leaves out it takes from its contact.</param>
    /// <param name="to">Into whose hand; the unit of an outsider and of a system is set by the hub.</param>
    /// <param name="from">The unit that begins it; null when the caller belongs to one only.</param>
    /// <param name="once">Carries it out once, however often it is sent; null carries it out each time.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    Task<WriteOutcome<HandOverReceipt>> BeginAsync(Caller caller, HandOver handOver, HandOverHolder to, string? from, OnceKey? once, CancellationToken cancellationToken);

    /// <summary>Takes a step, if the one before it is still the last: else <see cref="WriteOutcome{TReceipt}.Changed"/>, or <see cref="HandOverRefused"/> when it may not follow.</summary>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    Task<WriteOutcome<HandOverReceipt>> StepAsync(Caller caller, HandOverId id, HandOverOrder order, long version, OnceKey? once, CancellationToken cancellationToken);

    /// <summary>What would come of a hand-over if a system made a case of it: what is copied, cut, needed and lost. Nothing is done. Null when there is none of which the caller may know.</summary>
    /// <exception cref="WriteInvalidException">There is no such system in which the caller may create cases.</exception>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<HandOverPreview?> PreviewAsync(Caller caller, HandOverId id, string system, HandOverCase made, string purpose, CancellationToken cancellationToken);

    /// <summary>Reads a hand-over; null when there is none of which the caller may know.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<AnswerHandOver?> ReadAsync(Caller caller, HandOverId id, string purpose, CancellationToken cancellationToken);

    /// <summary>How the person of a callback is reached, whether or not they live under a protected identity. Told only to who has taken it; it is in the audit as exported.</summary>
    /// <returns>Null when there is none of which the caller may know.</returns>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<ReachOutcome?> ReachAsync(Caller caller, HandOverId id, string purpose, CancellationToken cancellationToken);

    /// <summary>A page of a list, the oldest first.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<HandOverPage> ListAsync(Caller caller, HandOverList list, string purpose, CancellationToken cancellationToken);

    /// <summary>The newest of a person or an organisation, by their number, telephone number, e-mail address or name.</summary>
    /// <exception cref="LookupInvalidException">The value, what it is, or the purpose makes no sense.</exception>
    Task<IReadOnlyList<AnswerHandOver>> FindAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken);

    /// <summary>The newest about a case; null when there is no such case of which the caller may know everything.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<IReadOnlyList<AnswerHandOver>?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken);

    /// <summary>The newest out of a contact; null when there is no such contact of which the caller may know.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<IReadOnlyList<AnswerHandOver>?> OfContactAsync(Caller caller, ContactId id, string purpose, CancellationToken cancellationToken);

    /// <summary>The units with what they have in hand, as far as the caller may know: as many as the lists hold.</summary>
    Task<IReadOnlyList<UnitHandOvers>> UnitsAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>What somebody outside is asked, by their link; null when it is none, or over: used, expired, or what it was for is in another hand. The audit has a line when it is told.</summary>
    /// <param name="link">What stands in the link.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<AnswerReply?> ReadReplyAsync(string link, CancellationToken cancellationToken);

    /// <summary>Takes the reply of somebody outside, once for each link: the hand-over is in the hand again of whoever passed it on to them.</summary>
    /// <param name="link">What stands in the link.</param>
    /// <param name="text">The reply.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    Task<ReplyOutcome> ReplyAsync(string link, string text, CancellationToken cancellationToken);

    /// <summary>Reminds of what is due, sends the mails to those outside and counts what is open, until it is cancelled. Several processes may: one of them reminds.</summary>
    Task KeepWatchAsync(CancellationToken cancellationToken);
}

/// <summary>Which list.</summary>
public sealed record HandOverList
{
    /// <summary>What this unit has in hand; null for every unit.</summary>
    public string? Unit { get; init; }

    /// <summary>What this group of the unit has in hand.</summary>
    public string? Group { get; init; }

    /// <summary>Only what the person who asks has in hand.</summary>
    public bool Mine { get; init; }

    /// <summary>The states; what is open unless set.</summary>
    public IReadOnlyList<HandOverState> States { get; init; } = [HandOverState.Waiting, HandOverState.Accepted];

    /// <summary>Only this kind.</summary>
    public HandOverKind? Kind { get; init; }

    /// <summary>Only what is past its time.</summary>
    public bool Overdue { get; init; }

    /// <summary>Where the page begins: <see cref="HandOverPage.Next"/> of the one before.</summary>
    public HandOverPlace? After { get; init; }

    /// <summary>How many at most, from 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>The step may not follow; nothing was written.</summary>
/// <param name="State">The state that stands.</param>
/// <param name="Unit">The unit that has it in hand.</param>
/// <param name="Possible">What the caller may do.</param>
public sealed record HandOverRefused(HandOverState State, string Unit, IReadOnlyList<HandOverStepKind> Possible) : WriteOutcome<HandOverReceipt>;

/// <summary>What came of asking how somebody is reached.</summary>
public abstract record ReachOutcome
{
    ReachOutcome()
    {
    }

    /// <summary>It is told.</summary>
    /// <param name="Reach">How.</param>
    public sealed record Told(AnswerReach Reach) : ReachOutcome;

    /// <summary>Only who has taken the callback is told.</summary>
    /// <param name="State">The state that stands.</param>
    /// <param name="Unit">The unit that has it in hand.</param>
    /// <param name="Possible">What the caller may do.</param>
    public sealed record Refused(HandOverState State, string Unit, IReadOnlyList<HandOverStepKind> Possible) : ReachOutcome;
}
