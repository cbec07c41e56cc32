namespace IntegrationHub.HandOvers;

/// <summary>What somebody outside is told of a hand-over, in a mail with a link to reply by. Nothing else of it leaves the house.</summary>
/// <param name="Subject">What it is about, in a few words; it stands in the mail.</param>
/// <param name="Text">What they are asked; they read it behind the link.</param>
public sealed record HandOverLetter(string Subject, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(HandOverLetter);
}

/// <summary>What somebody outside sees behind their link.</summary>
/// <param name="Municipality">Which municipality asks.</param>
/// <param name="Unit">The unit that answers for the question.</param>
/// <param name="Letter">What they are asked.</param>
/// <param name="Until">Until when they can reply.</param>
public sealed record AnswerReply(string Municipality, string Unit, HandOverLetter Letter, DateTimeOffset Until);

/// <summary>What came of a reply.</summary>
public enum ReplyOutcome
{
    /// <summary>There is no such link, or it is over: used, expired, or what it was for is in another hand.</summary>
    NoLink = 0,

    /// <summary>It is taken, and the unit has it.</summary>
    Taken = 1,

    /// <summary>There is nothing in it, or it is too long.</summary>
    Unreadable = 2,
}

/// <summary>What is on its way out of the house.</summary>
public sealed record AnswerOut
{
    /// <summary>Whether the mail with the link was taken by the mail server; null when none was to be sent.</summary>
    public bool? Mailed { get; init; }

    /// <summary>How often the mail was tried so far.</summary>
    public int MailAttempts { get; init; }

    /// <summary>Until when the link can be replied by; null when there is none.</summary>
    public DateTimeOffset? ReplyUntil { get; init; }

    /// <summary>The command that makes a case of it in the system that has it in hand; null when there is none.</summary>
    public string? Write { get; init; }
}
