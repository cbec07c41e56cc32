using IntegrationHub.Cases;

namespace IntegrationHub.Contacts;

/// <summary>A contact that another system holds, as a mapping makes it of a record.</summary>
public sealed record RecordedContact
{
    /// <summary>The source's key.</summary>
    public required string Key { get; init; }

    /// <summary>The number that its own system calls it by; the key unless mapped.</summary>
    public required string Number { get; init; }

    /// <summary>The channel's code in the municipality's list.</summary>
    public required string Channel { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who held it on the municipality's side, for people.</summary>
    public string? By { get; init; }

    /// <summary>With whom; null for somebody who stayed anonymous.</summary>
    public ContactPerson? Person { get; init; }

    /// <summary>Its questions, in their order; there is always one, so that something says how closed the contact is.</summary>
    public required IReadOnlyList<RecordedQuestion> Questions { get; init; }

    // A record's own text would hold who it is about, which belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(RecordedContact)} by {Channel}";
}

/// <summary>One question of a contact that another system holds.</summary>
public sealed record RecordedQuestion
{
    /// <summary>What it is about, in a few words.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Notes.</summary>
    public string Notes { get; init; } = "";

    /// <summary>What was answered; null when nothing was.</summary>
    public string? Answer { get; init; }

    /// <summary>What came of it: a code in the municipality's list; null when nothing did.</summary>
    public string? Result { get; init; }

    /// <summary>The cases that it is about, each as the record names it.</summary>
    public IReadOnlyList<NamedCase> Cases { get; init; } = [];

    /// <summary>The department whose matter it is.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself; each of its cases may make it more so.</summary>
    public Confidentiality Confidentiality { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(RecordedQuestion)} about {Cases.Count} cases";
}

/// <summary>A case as another system names it: by its key in its source, or by the number on the letter.</summary>
public sealed record NamedCase
{
    /// <summary>The source; with a key the contact's own unless named, with a number any.</summary>
    public string? Source { get; init; }

    /// <summary>The key in its source.</summary>
    public string? Key { get; init; }

    /// <summary>The number on the letter.</summary>
    public string? Number { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(NamedCase);
}

/// <summary>The key of a contact among the records of a stream: never that of a case of the same source.</summary>
public static class ContactKeys
{
    /// <summary>Of the contact's own key.</summary>
    public static string Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);

        return "contact:" + key;
    }
}
