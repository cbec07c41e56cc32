namespace IntegrationHub.Lookup;

/// <summary>What a caller looks up by.</summary>
public enum LookupBy
{
    /// <summary>A personal or coordination number, twelve digits or ten.</summary>
    Person,

    /// <summary>An organisation number; a sole trader's is a personal number and is taken too.</summary>
    Organisation,

    /// <summary>A case's own number, or its number in another system.</summary>
    CaseNumber,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A street with a house number.</summary>
    Address,

    /// <summary>A property designation.</summary>
    Property,

    /// <summary>The name of a person or an organisation: all its words, in any order.</summary>
    Name,

    /// <summary>Words out of titles, numbers and types of open cases; the last word may be a beginning.</summary>
    Text,
}
