namespace IntegrationHub.Mapping;

/// <summary>A code table of one column, as far as it is compared with what a vendor says it uses.</summary>
/// <param name="Name">The table's name in the mapping.</param>
/// <param name="File">The file that it stands in: its own, or the mapping's.</param>
/// <param name="Codes">The codes that have a row.</param>
public sealed record MappedCodes(string Name, string File, IReadOnlySet<string> Codes)
{
    /// <summary>Whether a row takes any code.</summary>
    public bool TakesAnything { get; init; }

    /// <summary>The word that a code without a row gets; null when there is none.</summary>
    public string? Instead { get; init; }

    /// <summary>What separates the columns of its file; null for a table in the mapping itself.</summary>
    public char? Separator { get; init; }
}
