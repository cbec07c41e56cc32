namespace IntegrationHub.Drift;

/// <summary>What stands in a field of a record.</summary>
public enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Fields of its own.</summary>
    Structure,

    /// <summary>A list.</summary>
    List,
}
