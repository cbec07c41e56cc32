namespace IntegrationHub.WriteBack;

/// <summary>What is written to the system that owns a case.</summary>
public enum WriteKind
{
    /// <summary>A note for those who handle the case, that the citizen does not see.</summary>
    Note = 1,

    /// <summary>A message to the citizen in the system's own channel.</summary>
    Message = 2,

    /// <summary>Another status of the case.</summary>
    Status = 3,

    /// <summary>A new case.</summary>
    Create = 4,

    /// <summary>A file on the case.</summary>
    Attach = 5,

    /// <summary>Another unit, group or person that is to handle the case.</summary>
    HandOver = 6,
}

/// <summary>One thing to write, as the hub hands it to an adapter; the same however often it is tried.</summary>
public sealed record WriteCommand
{
    /// <summary>Its id. Of the same command always the same: a vendor that takes a key of ours, or an id that we may choose, is given this.</summary>
    public required WriteCommandId Id { get; init; }

    /// <summary>What is written.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>The case at its source, by the key of its record; null for <see cref="WriteKind.Create"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The number that people call the case by; null when it has none or there is no case yet.</summary>
    public string? Number { get; init; }

    /// <summary>What it is about, in a few words; null where only a text was written.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, already as long as <see cref="WriteCapability.MaxText"/> allows; empty where there is none to write.</summary>
    public string Text { get; init; } = "";

    /// <summary>The status to set, in the source's own word.</summary>
    public string? Status { get; init; }

    /// <summary>Whom a new case is for.</summary>
    public Cases.Party? Party { get; init; }

    /// <summary>Further values by the vendor's own names, for a new case.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The file of <see cref="WriteKind.Attach"/>.</summary>
    public WriteAttachment? Attachment { get; init; }

    /// <summary>When a person asked for it, in UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked for it, by the name that the hub has of them; for vendors that want an author. Null when it is not told.</summary>
    public string? By { get; init; }

    // A record's own text would hold what somebody wrote, which belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>A file that is written to a case.</summary>
/// <param name="Name">The file's name, without a folder.</param>
/// <param name="MediaType">Its type, for instance <c>application/pdf</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record WriteAttachment(string Name, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(WriteAttachment);
}

/// <summary>What the vendor said of something that it took.</summary>
/// <param name="Reference">
/// The vendor's own name for what was written, as it is read back: of a note the event's id, of a new case its record's key; null when the vendor told none. By it the hub knows its own words again
/// when it reads them.
/// </param>
public sealed record WriteReceipt(string? Reference);
