namespace IntegrationHub.Mapping;

/// <summary>A code table, as far as it is compared with the codes that a vendor uses.</summary>
/// <param name="Name">The table's name in the mapping.</param>
/// <param name="File">The file that it stands in: its own, or the mapping's.</param>
/// <param name="Codes">The codes that have a row; those of the first column where it has several.</param>
public sealed record MappedCodes(string Name, string File, IReadOnlySet<string> Codes)
{
    /// <summary>Whether a row takes any code.</summary>
    public bool TakesAnything { get; init; }

    /// <summary>The word that a code without a row gets; null when there is none.</summary>
    public string? Instead { get; init; }

    /// <summary>The codes of each row, where it has several columns; <c>*</c> is anything.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Rows { get; init; }

    /// <summary>Whether a code has a row; codes of several columns stand with <c> · </c> between them, as faults and notes tell them.</summary>
    public bool Knows(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (Rows is null) return TakesAnything || Codes.Contains(written);

        var parts = written.Split(Between);
        return Rows.Any(row => row.Count == parts.Length && row.Zip(parts).All(pair => pair.First == "*" || pair.First == pair.Second));
    }

    /// <summary>What stands between the codes of several columns where they are told.</summary>
    public const string Between = " · ";

    /// <summary>What separates the columns of its file; null for a table in the mapping itself.</summary>
    public char? Separator { get; init; }
}
