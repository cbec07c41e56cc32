using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.HandOvers;

/// <summary>Something that was promised to somebody or passed on to others: who has it in hand since when is told by its steps.</summary>
public sealed record HandOver
{
    /// <summary>Whether somebody is to be called back.</summary>
    public required HandOverKind Kind { get; init; }

    /// <summary>The contact that it comes out of; null when a department began it by itself.</summary>
    public ContactId? Contact { get; init; }

    /// <summary>The number of the contact's question.</summary>
    public int? Question { get; init; }

    /// <summary>The cases that it is about; null takes those of its question.</summary>
    public IReadOnlyList<CaseId>? Cases { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public required string Subject { get; init; }

    /// <summary>What is to be done or told.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whom it is for and how they are reached; null takes whom its contact was with.</summary>
    public ContactPerson? Person { get; init; }

    /// <summary>The department whose matter it is; null takes that of its question.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself; never less than its question is. Each of its cases may make it more so.</summary>
    public Confidentiality Confidentiality { get; init; }

    /// <summary>By when it is to be done; null when nothing was promised.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When whoever holds it is reminded; null reminds them when it is due.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>What somebody outside is told into whose hand it is put at once; null when they are told by other means.</summary>
    public HandOverLetter? Letter { get; init; }

    // A record's own text would hold who it is about, which belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => nameof(HandOver);
}

/// <summary>What kind of promise it is.</summary>
public enum HandOverKind
{
    /// <summary>Somebody is to be called back.</summary>
    CallBack = 1,

    /// <summary>Something is to be done or answered.</summary>
    HandOver = 2,
}

/// <summary>Where it stands.</summary>
public enum HandOverState
{
    /// <summary>Whoever has it in hand has not taken it yet.</summary>
    Waiting = 0,

    /// <summary>Somebody has taken it.</summary>
    Accepted = 1,

    /// <summary>It is done.</summary>
    Done = 2,

    /// <summary>Whoever began it needs it no more.</summary>
    Withdrawn = 3,
}
