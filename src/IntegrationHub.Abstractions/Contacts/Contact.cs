using System.Text.Json.Serialization;
using IntegrationHub.Cases;

namespace IntegrationHub.Contacts;

/// <summary>One conversation with somebody, whatever the channel: a call, an e-mail, a chat, a visit at the counter. It may hold several questions.</summary>
public sealed record Contact
{
    /// <summary>The channel's code in the municipality's list.</summary>
    public required string Channel { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>With whom; null for somebody who stays anonymous.</summary>
    public ContactPerson? Person { get; init; }

    /// <summary>Who holds the conversation on the municipality's side, for people.</summary>
    public string? By { get; init; }

    /// <summary>The number that its own system calls it by; null of one that was written here. The hub sets it.</summary>
    public string? Number { get; init; }

    // A record's own text would hold who it is about, which belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(Contact)} by {Channel}";
}

/// <summary>Whom a contact was with, as far as they told.</summary>
public sealed record ContactPerson
{
    /// <summary>The name, as it was told.</summary>
    public string? Name { get; init; }

    /// <summary>The personal number.</summary>
    public string? PersonalNumber { get; init; }

    /// <summary>The organisation number, of who called for an organisation.</summary>
    public string? OrganisationNumber { get; init; }

    /// <summary>The telephone number they can be reached at.</summary>
    public string? Phone { get; init; }

    /// <summary>The e-mail address they can be reached at.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the source of the contact marks the identity as protected. A source says so; nobody writes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Protected { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(ContactPerson);
}

/// <summary>One question of a contact, with its notes and what came of it.</summary>
public sealed record ContactQuestion
{
    /// <summary>What it is about, in a few words; empty while nobody has written it.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Notes, as they are typed.</summary>
    public string Notes { get; init; } = "";

    /// <summary>What was answered; null while nothing was.</summary>
    public string? Answer { get; init; }

    /// <summary>What came of it: a code in the municipality's list; null while nothing has.</summary>
    public string? Result { get; init; }

    /// <summary>The cases that it is about, of any systems.</summary>
    public IReadOnlyList<CaseId> Cases { get; init; } = [];

    /// <summary>The department whose matter it is, when it is about no case yet.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself; each of its cases may make it more so.</summary>
    public Confidentiality Confidentiality { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(ContactQuestion)} about {Cases.Count} cases";
}
