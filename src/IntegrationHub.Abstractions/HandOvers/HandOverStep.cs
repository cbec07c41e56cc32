namespace IntegrationHub.HandOvers;

/// <summary>What happened to a hand-over.</summary>
public enum HandOverStepKind
{
    /// <summary>It was begun and put into somebody's hand.</summary>
    Created = 1,

    /// <summary>Somebody took it.</summary>
    Accepted = 2,

    /// <summary>It was given back to whoever handed it over.</summary>
    Returned = 3,

    /// <summary>It was put into somebody else's hand.</summary>
    PassedOn = 4,

    /// <summary>Somebody tried to reach the person.</summary>
    Attempted = 5,

    /// <summary>Somebody noted something.</summary>
    Noted = 6,

    /// <summary>It was done; the text is what the contact centre and the person are told.</summary>
    Done = 7,

    /// <summary>Whoever began it needs it no more.</summary>
    Withdrawn = 8,

    /// <summary>The hub reminded of it.</summary>
    Reminded = 9,

    /// <summary>Somebody outside answered, and it is in the hand again of whoever passed it on to them.</summary>
    Replied = 10,

    /// <summary>It went out of the house: the mail server took the mail, or the system the case.</summary>
    Sent = 11,

    /// <summary>It could not go out, and it is in the hand again of whoever passed it on; the text tells why.</summary>
    NotSent = 12,

    /// <summary>The case that a system made of it is closed, and it is in the hand again of whoever passed it on.</summary>
    Closed = 13,
}

/// <summary>What came of trying to reach somebody.</summary>
public enum AttemptOutcome
{
    /// <summary>They were reached.</summary>
    Reached = 1,

    /// <summary>They were not.</summary>
    NotReached = 2,

    /// <summary>A message was left for them.</summary>
    LeftMessage = 3,
}

/// <summary>One step in the chain of a hand-over; none is ever changed.</summary>
public sealed record HandOverStep
{
    /// <summary>Its number, from 1; the number of the last step is the version of the hand-over.</summary>
    public required int Number { get; init; }

    /// <summary>What happened.</summary>
    public required HandOverStepKind Kind { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it: the person and the calling system.</summary>
    public required string By { get; init; }

    /// <summary>Who had it in hand before; of the first step who began it.</summary>
    public required HandOverHolder From { get; init; }

    /// <summary>Who has it in hand after it.</summary>
    public required HandOverHolder To { get; init; }

    /// <summary>The reason, the note, the answer.</summary>
    public string? Text { get; init; }

    /// <summary>What came of an attempt.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>What somebody outside was told.</summary>
    public HandOverLetter? Letter { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} ({Number})";
}

/// <summary>A step as somebody asks for it.</summary>
/// <param name="Kind">What is to happen.</param>
/// <param name="Text">The reason, the note, the answer.</param>
/// <param name="To">Into whose hand, when it is passed on; the unit of an outsider and of a system is set by the hub.</param>
/// <param name="Outcome">What came of an attempt.</param>
public sealed record HandOverOrder(HandOverStepKind Kind, string? Text = null, HandOverHolder? To = null, AttemptOutcome? Outcome = null)
{
    /// <summary>What somebody outside is told into whose hand it is passed on; null when they are told by other means.</summary>
    public HandOverLetter? Letter { get; init; }

    /// <summary>The case that is to be made of it in the system that it is passed on to; null when somebody sees to that by other means.</summary>
    public HandOverCase? Case { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(HandOverOrder)} {Kind}";
}
