using System.Globalization;
using System.Text;
using CsvHelper;

namespace IntegrationHub.Adapters.Files;

/// <summary>The names in a header line, and whether they are the ones that were agreed.</summary>
internal static class CsvColumns
{
    /// <summary>The names in a header line, trimmed; a column without a name is called by its number: <c>#13</c>.</summary>
    public static IReadOnlyList<string> Parse(string line, char delimiter, char quote)
    {
        using var csv = CsvReader.Create(Encoding.UTF8.GetBytes(line), Options(delimiter, quote));
        if (!csv.Read()) return [];

        return [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim() is { Length: > 0 } name ? name : string.Create(CultureInfo.InvariantCulture, $"#{i + 1}"))];
    }

    /// <summary>Whether a row whose value holds line breaks is one row: its quoting is faultless and it has the header's number of columns.</summary>
    public static bool IsOneRow(ReadOnlyMemory<byte> row, int columns, char delimiter, char quote)
    {
        try
        {
            using var csv = CsvReader.Create(row, Options(delimiter, quote) with { MalformedData = CsvMalformedDataHandling.Throw });
            return csv.Read() && csv.FieldCount == columns && !csv.Read();
        }
        catch (CsvFormatException)
        {
            return false;
        }
    }

    static CsvReaderOptions Options(char delimiter, char quote) =>
        new() { Separator = delimiter, Quote = quote, HasHeader = false, IncludeValuesInExceptions = false };

    /// <summary>What is wrong with a header, in words; null when it has the agreed columns in any order, each once.</summary>
    /// <param name="header">The names in the file.</param>
    /// <param name="agreed">The names in the stream file; empty agrees to any.</param>
    public static string? Compare(IReadOnlyList<string> header, IReadOnlyList<string> agreed)
    {
        var twice = header.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
        var missing = agreed.Except(header, StringComparer.Ordinal).ToList();
        var extra = agreed.Count == 0 ? [] : header.Except(agreed, StringComparer.Ordinal).ToList();
        if (twice.Count + missing.Count + extra.Count == 0) return null;

        var faults = new List<string>();
        if (twice.Count > 0) faults.Add($"twice: {List(twice)}");
        if (missing.Count > 0) faults.Add($"missing: {string.Join(", ", missing.Select(name => $"'{name}'{Perhaps(name, extra)}"))}");
        if (extra.Count > 0) faults.Add($"not agreed: {List(extra)}");
        return string.Join("; ", faults);
    }

    static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{Short(n)}'"));

    // A file without a header has a record in its first row: what is quoted from it stays short, and digits are not shown.
    static string Short(string name)
    {
        var shown = name.Length > 40 ? name[..40] + "…" : name;
        return new string([.. shown.Select(c => char.IsAsciiDigit(c) ? '#' : char.IsControl(c) ? '?' : c)]);
    }

    static string Perhaps(string name, IReadOnlyList<string> candidates)
    {
        var nearest = candidates.MinBy(c => Distance(name, c));
        return nearest is not null && Distance(name, nearest) <= Math.Max(2, name.Length / 3) && !nearest.Any(char.IsAsciiDigit)
            ? $" (the file has '{Short(nearest)}')"
            : "";
    }

    static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var (i, x) in a.Index())
        {
            var current = new int[b.Length + 1];
            current[0] = i + 1;
            foreach (var (j, y) in b.Index())
            {
                var same = char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }
}
