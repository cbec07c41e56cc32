using IntegrationHub.Cases;
using IntegrationHub.Lookup;

namespace IntegrationHub.Contacts;

/// <summary>Contacts, the newest first, and what the answer rests on.</summary>
/// <param name="Contacts">The contacts.</param>
/// <param name="Coverage">The systems that bring contacts in, with how complete and fresh what they brought is: of what one of them has not brought nothing is said. Empty where all contacts are the hub's own.</param>
public sealed record ContactsAnswer(IReadOnlyList<AnswerContact> Contacts, IReadOnlyList<SourceCoverage> Coverage);

/// <summary>A contact as it is told.</summary>
public sealed record AnswerContact
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The version in which the contact itself stands.</summary>
    public required long Version { get; init; }

    /// <summary>The system that it comes from; null when it was written in the hub.</summary>
    public string? Source { get; init; }

    /// <summary>What people call that system.</summary>
    public string? SourceTitle { get; init; }

    /// <summary>The number that the system calls it by.</summary>
    public string? Number { get; init; }

    /// <summary>The channel's code.</summary>
    public required string Channel { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who held it on the municipality's side.</summary>
    public string? By { get; init; }

    /// <summary>With whom; null for somebody who stayed anonymous.</summary>
    public AnswerContactPerson? Person { get; init; }

    /// <summary>How certain it is that the contact is of whom was looked up; null when nobody was.</summary>
    public MatchCertainty? Certainty { get; init; }

    /// <summary>Its questions that may be told, by number.</summary>
    public required IReadOnlyList<AnswerQuestion> Questions { get; init; }
}

/// <summary>Whom a contact was with.</summary>
public sealed record AnswerContactPerson
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The personal number, masked.</summary>
    public string? PersonalNumber { get; init; }

    /// <summary>The organisation number.</summary>
    public string? OrganisationNumber { get; init; }

    /// <summary>The telephone number; left out of who lives under a protected identity.</summary>
    public string? Phone { get; init; }

    /// <summary>The e-mail address; left out of who lives under a protected identity.</summary>
    public string? Email { get; init; }

    /// <summary>Whether any source marks the person as living under a protected identity.</summary>
    public required bool ProtectedIdentity { get; init; }
}

/// <summary>A question as it is told. Notes and answer are as they were written: whoever goes on writing must not lose a word.</summary>
public sealed record AnswerQuestion
{
    /// <summary>Its number in the contact.</summary>
    public required int Number { get; init; }

    /// <summary>The version in which it stands.</summary>
    public required long Version { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>Notes.</summary>
    public required string Notes { get; init; }

    /// <summary>What was answered.</summary>
    public string? Answer { get; init; }

    /// <summary>The result's code.</summary>
    public string? Result { get; init; }

    /// <summary>The department whose matter it is.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself.</summary>
    public required Confidentiality Confidentiality { get; init; }

    /// <summary>The ids of the cases that it is about.</summary>
    public required IReadOnlyList<string> Cases { get; init; }

    /// <summary>When it was written last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
