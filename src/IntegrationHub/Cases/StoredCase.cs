namespace IntegrationHub.Cases;

/// <summary>A case as a store keeps it: what may stand clear, and the rest encrypted or keyed. Made and opened by the case protector only.</summary>
public sealed record StoredCase
{
    /// <summary>The public id.</summary>
    public required CaseId Id { get; init; }

    /// <summary>The system that owns it.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The stream that read it.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The source's key.</summary>
    public required string Key { get; init; }

    /// <summary>The number on the letter.</summary>
    public required string Number { get; init; }

    /// <summary>The shared type.</summary>
    public string? Type { get; init; }

    /// <summary>The title for those who may see the case whole.</summary>
    public required string Title { get; init; }

    /// <summary>The title for those who may know that it exists.</summary>
    public string? PublicTitle { get; init; }

    /// <summary>The shared status.</summary>
    public CaseStatus Status { get; init; }

    /// <summary>The source's own word.</summary>
    public string? SourceStatus { get; init; }

    /// <summary>The department.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is, the stream's floor applied.</summary>
    public Confidentiality Confidentiality { get; init; }

    /// <summary>Whether a party's identity is protected.</summary>
    public bool HasProtectedParty { get; init; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the source changed it.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Everything else, encrypted: parties, handler, location, summary, next step, links, deep link, channel, attributes.</summary>
    public required byte[] Private { get; init; }

    /// <summary>What the case is found by.</summary>
    public required IReadOnlyList<LookupKey> Keys { get; init; }

    /// <summary>The words it is found by in a text search; null when it is in no text search (not open, or a protected party).</summary>
    public string? SearchText { get; init; }

    /// <summary>16 bytes, keyed, over the whole canonical case with its timeline: equal means that nothing is to be written.</summary>
    public required byte[] ContentHash { get; init; }
}

/// <summary>An event as a store keeps it.</summary>
public sealed record StoredEvent
{
    /// <summary>The system it comes from.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The source's key of the case.</summary>
    public required string CaseKey { get; init; }

    /// <summary>The event's id within its case.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind it is.</summary>
    public EventKind Kind { get; init; }

    /// <summary>How closed it is, the stream's floor applied.</summary>
    public Confidentiality Confidentiality { get; init; }

    /// <summary>Title, text and who did it, encrypted.</summary>
    public required byte[] Private { get; init; }

    /// <summary>16 bytes, keyed, over the whole canonical event.</summary>
    public required byte[] ContentHash { get; init; }
}

/// <summary>What a look-up key is of.</summary>
public enum LookupKind
{
    /// <summary>The case's own number.</summary>
    CaseNumber = 1,

    /// <summary>A personal number of twelve digits.</summary>
    Person = 2,

    /// <summary>A personal number that the source writes with ten digits: possible, not certain.</summary>
    PersonTenDigits = 3,

    /// <summary>An organisation number.</summary>
    Organisation = 4,

    /// <summary>A telephone number.</summary>
    Phone = 5,

    /// <summary>An e-mail address.</summary>
    Email = 6,

    /// <summary>A street address.</summary>
    Address = 7,

    /// <summary>A property designation.</summary>
    Property = 8,

    /// <summary>A number of this matter in another system.</summary>
    Link = 9,

    /// <summary>A person whose identity the source marks as protected. Nobody looks up by it; the hub asks it about everybody it is about to tell of.</summary>
    ProtectedPerson = 10,

    /// <summary>The name of a party.</summary>
    Name = 11,

    /// <summary>A Dutch citizen service number.</summary>
    CitizenServiceNumber = 12,
}

/// <summary>A keyed look-up value: 16 bytes of an HMAC over the normalised value, with a key of its own per tenant and kind.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Value">16 bytes.</param>
public readonly record struct LookupKey(LookupKind Kind, UInt128 Value);
