namespace IntegrationHub.Cases;

/// <summary>A case as the citizen's letter names it, together with the system that owns it.</summary>
/// <param name="Source">The system that owns the case.</param>
/// <param name="Number">The number on the letter, as the source writes it, for instance <c>BYGG 2026-000200</c>.</param>
public readonly record struct CaseReference(SourceId Source, string Number);

/// <summary>A matter that a citizen or company has with the municipality, as one department system knows it.</summary>
/// <remarks>
/// What the source does not tell is null or empty, never a guess. Every time carries an offset.
/// A mapping makes it; the hub stores it; what of it a caller may see is decided at every read.
/// </remarks>
public sealed record Case
{
    /// <summary>The source's own key of the case: stable for ever, unique within its source, at most 200 characters.</summary>
    public required string Key { get; init; }

    /// <summary>The number on the citizen's letter, and the system that owns the case.</summary>
    public required CaseReference Reference { get; init; }

    /// <summary>What kind of case it is, in the municipality's shared words, for instance <c>building-permit.new</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What the case is about, for those who may see it whole.</summary>
    public required string Title { get; init; }

    /// <summary>What may be said of the case to anybody who may know that it exists. Null when nothing may.</summary>
    public string? PublicTitle { get; init; }

    /// <summary>A longer description in the source's words.</summary>
    public string? Summary { get; init; }

    /// <summary>Where the case stands, on the scale that all sources share.</summary>
    public CaseStatus Status { get; init; } = CaseStatus.Unknown;

    /// <summary>The source's own word for where the case stands; kept beside the shared one.</summary>
    public string? SourceStatus { get; init; }

    /// <summary>How the matter came in, in the municipality's shared words: <c>phone</c>, <c>e-service</c>, <c>letter</c> …</summary>
    public string? Channel { get; init; }

    /// <summary>The department that answers for the case, for instance <c>byggnadsnamnden</c>.</summary>
    public string? Department { get; init; }

    /// <summary>Who works on it.</summary>
    public CaseHandler? Handler { get; init; }

    /// <summary>Who has to do with it, and in which role.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    /// <summary>Where it is about.</summary>
    public CaseLocation? Location { get; init; }

    /// <summary>When the matter came in.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the source last changed it.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What happens next, and by when.</summary>
    public NextStep? NextStep { get; init; }

    /// <summary>Numbers under which other systems know this matter.</summary>
    public IReadOnlyList<CaseLink> Links { get; init; } = [];

    /// <summary>Opens the case in the department's own system.</summary>
    public Uri? DeepLink { get; init; }

    /// <summary>Who may know of it. The most closed unless the mapping says otherwise.</summary>
    public Confidentiality Confidentiality { get; init; } = Confidentiality.Protected;

    /// <summary>What the source tells beyond the shared model, by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = EmptyAttributes;

    static readonly IReadOnlyDictionary<string, string> EmptyAttributes = new Dictionary<string, string>();
}

/// <summary>Who works on a case.</summary>
public sealed record CaseHandler
{
    /// <summary>The source's signature or id of the handler.</summary>
    public string? Id { get; init; }

    /// <summary>The handler's name.</summary>
    public string? Name { get; init; }

    /// <summary>The unit the handler belongs to.</summary>
    public string? Unit { get; init; }

    /// <summary>The handler's telephone number at work.</summary>
    public string? Phone { get; init; }

    /// <summary>The handler's e-mail address at work.</summary>
    public string? Email { get; init; }
}

/// <summary>A person or an organisation that has to do with a case.</summary>
/// <remarks>The values are plain; the store normalises, encrypts and keys them. What a stream must not hand over, its mapping does not map.</remarks>
public sealed record Party
{
    /// <summary>What the party is to the case.</summary>
    public PartyRole Role { get; init; } = PartyRole.Other;

    /// <summary>The party's name.</summary>
    public string? Name { get; init; }

    /// <summary>The personal or coordination number, as the source writes it.</summary>
    public string? PersonalNumber { get; init; }

    /// <summary>The organisation number, as the source writes it.</summary>
    public string? OrganisationNumber { get; init; }

    /// <summary>A telephone number, as the source writes it.</summary>
    public string? Phone { get; init; }

    /// <summary>An e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The postal address on one line.</summary>
    public string? Address { get; init; }

    /// <summary>The source marks this person's identity as protected: nothing that reveals where they live may be shown.</summary>
    public bool Protected { get; init; }
}

/// <summary>Where a case is about.</summary>
public sealed record CaseLocation
{
    /// <summary>Street address on one line.</summary>
    public string? Address { get; init; }

    /// <summary>Property designation, for instance <c>BALDER 2</c>.</summary>
    public string? Property { get; init; }

    /// <summary>Latitude in degrees, WGS 84.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Longitude in degrees, WGS 84.</summary>
    public decimal? Longitude { get; init; }
}

/// <summary>What happens next in a case.</summary>
/// <param name="Text">What happens, in plain words.</param>
/// <param name="By">By when, if the source tells.</param>
public sealed record NextStep(string Text, DateTimeOffset? By);

/// <summary>A number under which another system knows the same matter; a look-up by it finds the case.</summary>
/// <param name="Kind">What the number is, for instance <c>e-service</c>.</param>
/// <param name="Number">The number as the other system writes it.</param>
public sealed record CaseLink(string Kind, string Number);
