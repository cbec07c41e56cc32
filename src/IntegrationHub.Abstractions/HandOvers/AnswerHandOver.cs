using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Lookup;

namespace IntegrationHub.HandOvers;

/// <summary>A hand-over as it is told.</summary>
public sealed record AnswerHandOver
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The number of its last step: what the next one is written on.</summary>
    public required long Version { get; init; }

    /// <summary>What kind of promise it is.</summary>
    public required HandOverKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required HandOverState State { get; init; }

    /// <summary>Who has it in hand; of one that is over who had it last.</summary>
    public required AnswerHolder Holder { get; init; }

    /// <summary>Since when they have.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether it is open and past its time.</summary>
    public required bool Overdue { get; init; }

    /// <summary>By when it is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When whoever holds it is reminded.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was done or withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What is to be done or told.</summary>
    public required string Text { get; init; }

    /// <summary>What the contact centre and the person are told; null until it is done.</summary>
    public string? Answer { get; init; }

    /// <summary>Whom it is for.</summary>
    public AnswerContactPerson? Person { get; init; }

    /// <summary>How certain it is that it is for whom was looked up; null when nobody was.</summary>
    public MatchCertainty? Certainty { get; init; }

    /// <summary>The contact that it comes out of.</summary>
    public string? Contact { get; init; }

    /// <summary>The number of the contact's question.</summary>
    public int? Question { get; init; }

    /// <summary>The ids of those of its cases that may be told.</summary>
    public required IReadOnlyList<string> Cases { get; init; }

    /// <summary>The department whose matter it is.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself.</summary>
    public required Confidentiality Confidentiality { get; init; }

    /// <summary>What of it is on its way out of the house; null when nothing is.</summary>
    public AnswerOut? Out { get; init; }

    /// <summary>What happened to it, by number.</summary>
    public required IReadOnlyList<AnswerStep> Steps { get; init; }

    /// <summary>The steps that whoever asks may take now.</summary>
    public required IReadOnlyList<HandOverStepKind> Possible { get; init; }
}

/// <summary>Who has a hand-over in hand, as it is told.</summary>
/// <param name="Kind">What kind of holder it is.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="UnitTitle">What people call it; the code when it is in the list no more.</param>
/// <param name="Name">The group's, person's, outsider's or system's name.</param>
/// <param name="Email">The outsider's e-mail address.</param>
public sealed record AnswerHolder(HolderKind Kind, string Unit, string UnitTitle, string? Name, string? Email);

/// <summary>A step as it is told.</summary>
public sealed record AnswerStep
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>What happened.</summary>
    public required HandOverStepKind Kind { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    /// <summary>Who had it in hand before.</summary>
    public required AnswerHolder From { get; init; }

    /// <summary>Who has it in hand after it.</summary>
    public required AnswerHolder To { get; init; }

    /// <summary>The reason, the note, the answer.</summary>
    public string? Text { get; init; }

    /// <summary>What came of an attempt.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>What somebody outside was told.</summary>
    public HandOverLetter? Letter { get; init; }
}

/// <summary>A page of hand-overs, the oldest first.</summary>
/// <param name="HandOvers">The hand-overs.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
public sealed record HandOverPage(IReadOnlyList<AnswerHandOver> HandOvers, string? Next);

/// <summary>A unit with what it has in hand, as far as the caller may know.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Mine">Whether the caller belongs to it.</param>
/// <param name="Waiting">How many nobody has taken yet.</param>
/// <param name="Accepted">How many somebody has taken.</param>
/// <param name="Overdue">How many of both are past their time.</param>
public sealed record UnitHandOvers(string Code, string Title, bool Mine, long Waiting, long Accepted, long Overdue);

/// <summary>How the person of a callback is reached.</summary>
/// <param name="Phone">The telephone number.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="ProtectedIdentity">Whether they live under a protected identity: then it is told to nobody else, and written down nowhere.</param>
public sealed record AnswerReach(string? Phone, string? Email, bool ProtectedIdentity);
