using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Codes;

/// <summary>Compares a vendor's codes with a code table.</summary>
internal static class CodeComparison
{
    // A vendor's list may be long; the run log and the API are not the place to read all of it.
    const int Told = 200;

    /// <summary>The codes without a row, each with the line to add.</summary>
    public static IReadOnlyList<MissingCode> Missing(IEnumerable<SourceCode> listed, MappedCodes table) => table.TakesAnything
        ? []
        : [.. listed
            .Select(c => c with { Code = c.Code.Trim() })
            .Where(c => c.Code.Length > 0 && !table.Codes.Contains(c.Code))
            .DistinctBy(c => c.Code, StringComparer.Ordinal)
            .OrderBy(c => c.Code, StringComparer.Ordinal)
            .Take(Told)
            .Select(c => new MissingCode(c.Code, c.Name, c.Group, Line(c, table)))];

    /// <summary>The row to add; null where a table of several columns stands in the mapping itself.</summary>
    public static string? LineOf(SourceCode code, MappedCodes table)
    {
        if (table.Rows is null) return Line(code, table);
        return table.Separator is { } separator ? string.Join(separator, code.Code.Split(MappedCodes.Between).Append(table.Instead ?? "?").Select(cell => Cell(cell, separator))) : null;
    }

    static string Line(SourceCode code, MappedCodes table)
    {
        var word = table.Instead ?? "?";
        return table.Separator is { } separator
            ? string.Join(separator, new[] { code.Code, word, code.Name ?? "" }.Select(cell => Cell(cell, separator))).TrimEnd(separator)
            : $"{Scalar(code.Code)}: {Scalar(word)}";
    }

    static string Cell(string text, char separator)
    {
        text = OneLine(text);
        return text.Contains(separator, StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    // In quotes, whatever it is: 001 without them would be read as a text all the same, but no and 1:30 look like something else.
    static string Scalar(string text) => $"'{OneLine(text).Replace("'", "''", StringComparison.Ordinal)}'";

    static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
