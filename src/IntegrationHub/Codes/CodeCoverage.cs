namespace IntegrationHub.Codes;

/// <summary>Which of the codes that a vendor says it uses have a row in the code table for them.</summary>
/// <param name="List">The vendor's list, as the stream file names it.</param>
/// <param name="Table">The mapping's code table.</param>
/// <param name="File">Where the table stands.</param>
/// <param name="AskedAt">When the vendor was asked.</param>
/// <param name="Listed">How many codes the vendor told.</param>
/// <param name="Missing">Those without a row, by code.</param>
public sealed record CodeCoverage(string List, string Table, string File, DateTimeOffset AskedAt, int Listed, IReadOnlyList<MissingCode> Missing)
{
    /// <summary>In words, with what to do; null when every code has its row.</summary>
    public string? Advice => Missing.Count == 0
        ? null
        : $"{Missing.Count} of the {Listed} codes in the vendor's list '{List}' have no row in the code table '{Table}'; add to {File}: {string.Join(" | ", Missing.Select(m => m.Line))}";
}

/// <summary>A code that a vendor uses and no row knows.</summary>
/// <param name="Code">As records hold it.</param>
/// <param name="Name">What the vendor calls it, if told.</param>
/// <param name="Group">What it belongs to, if told.</param>
/// <param name="Line">The line to add: with the word that unknown codes get now, or <c>?</c> where there is none.</param>
public sealed record MissingCode(string Code, string? Name, string? Group, string Line);
