namespace IntegrationHub.Workshop.Recording;

/// <summary>What a field is to a recording: what its values are replaced with, or why they stay.</summary>
internal enum FieldKind
{
    /// <summary>Nobody could tell: each value is looked at by itself.</summary>
    Unjudged,

    /// <summary>A time, a number that orders, a flag: nothing in it is looked at.</summary>
    Harmless,

    /// <summary>A code, a key, a number of a case: it stays, but for numbers of people in it, which are replaced everywhere.</summary>
    Code,

    /// <summary>Words that an open case may tell: they stay, but for the people in them.</summary>
    Open,

    /// <summary>The name of a person or an organisation.</summary>
    Name,

    /// <summary>A family name by itself.</summary>
    FamilyName,

    /// <summary>A person's number.</summary>
    PersonalNumber,

    /// <summary>An organisation's number.</summary>
    OrganisationNumber,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A mail address.</summary>
    Email,

    /// <summary>An address, or a part of one.</summary>
    Address,

    /// <summary>A property's designation.</summary>
    Property,

    /// <summary>A coordinate.</summary>
    Place,

    /// <summary>The id or signature of somebody.</summary>
    Id,

    /// <summary>What somebody wrote.</summary>
    Text,

    /// <summary>Something to sign in with.</summary>
    Secret,

    /// <summary>A person said that it stays as it is; only secrets are taken out.</summary>
    Kept,
}
