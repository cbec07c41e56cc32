using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.Workshop.Inference;

/// <summary>One answer of an API.</summary>
/// <param name="Content">Its content.</param>
/// <param name="HasNextLink">Whether its header Link names a next page; null when nothing is known of headers, because the answer was saved.</param>
public sealed record ApiAnswer(byte[] Content, bool? HasNextLink)
{
    /// <summary>Whether a text is an address, whole or from the root.</summary>
    internal static bool IsAddress(string text) => text.StartsWith('/') || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What stands in an answer beside its records and seems to be of its pages. A path is as stream files write it.</summary>
internal sealed partial record ApiSigns
{
    const int MostDepth = 3;

    /// <summary>How many records the answer held.</summary>
    public required int Rows { get; init; }

    /// <summary>How many records there seem to be in all pages together.</summary>
    public (string Path, long Value)? Total { get; init; }

    /// <summary>The link to the next page; its value is null on the last page.</summary>
    public (string Path, string? Value)? Next { get; init; }

    /// <summary>What leads to the next page and is no link; its value is null on the last page.</summary>
    public (string Path, string? Value)? Token { get; init; }

    /// <summary>How many pages there are.</summary>
    public string? Pages { get; init; }

    /// <summary>What says true on the last page.</summary>
    public string? Last { get; init; }

    /// <summary>What says true on every page but the last.</summary>
    public string? More { get; init; }

    /// <summary>The number of this page.</summary>
    public long? Page { get; init; }

    /// <summary>Whether the header Link names a next page.</summary>
    public bool? HasNextLink { get; init; }

    /// <summary>Finds them.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="records">The path to its records; null when it is a list of them.</param>
    /// <param name="rows">How many they are.</param>
    public static ApiSigns Of(ApiAnswer answer, string? records, int rows)
    {
        using var json = JsonDocument.Parse(answer.Content.AsMemory(answer.Content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        var values = new List<(string Path, string Name, JsonElement Value)>();
        if (json.RootElement.ValueKind == JsonValueKind.Object) Collect(json.RootElement, "", "", 0, records, values);

        var next = First(values, NextLink(), v => v.ValueKind == JsonValueKind.Null || (v.ValueKind == JsonValueKind.String && ApiAnswer.IsAddress(v.GetString()!)));
        // Of several numbers the largest counts most; one that is that of the page, though more pages follow, counts the page.
        var all = values.Where(v => AllRecords().IsMatch(v.Name) && Number(v.Value) >= rows).OrderByDescending(v => Number(v.Value)).Cast<(string Path, string Name, JsonElement Value)?>().FirstOrDefault();
        return new ApiSigns
        {
            Rows = rows,
            HasNextLink = answer.HasNextLink,
            Next = next is { } n ? (n.Path, n.Value.ValueKind == JsonValueKind.Null ? null : n.Value.GetString()) : null,
            Token = First(values, NextToken(), v => v.ValueKind is JsonValueKind.Null or JsonValueKind.Number || (v.ValueKind == JsonValueKind.String && !ApiAnswer.IsAddress(v.GetString()!))) is { } token ? (token.Path, token.Value.ValueKind == JsonValueKind.Null ? null : token.Value.ToString()) : null,
            Pages = First(values, PageCount(), v => Number(v) is not null)?.Path,
            Last = First(values, LastPage(), v => v.ValueKind is JsonValueKind.True or JsonValueKind.False)?.Path,
            More = First(values, MorePages(), v => v.ValueKind is JsonValueKind.True or JsonValueKind.False)?.Path,
            Page = First(values, PageNumber(), v => Number(v) is not null) is { } page ? Number(page.Value) : null,
            Total = all is { } total && (Number(total.Value) > rows || next is null or { Value.ValueKind: JsonValueKind.Null }) ? (total.Path, Number(total.Value)!.Value) : null,
        };
    }

    static void Collect(JsonElement element, string path, string name, int depth, string? records, List<(string, string, JsonElement)> into)
    {
        foreach (var property in element.EnumerateObject())
        {
            var inner = Step(path, property.Name);
            // A name such as href says what it is by what it stands in.
            var plain = Names.Plain(property.Name);
            var said = plain is "href" or "url" or "link" or "value" && name.Length > 0 ? name : plain;
            if (inner == records) continue;
            if (property.Value.ValueKind == JsonValueKind.Object && depth < MostDepth) Collect(property.Value, inner, said, depth + 1, records, into);
            else if (property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) into.Add((inner, said, property.Value));
        }
    }

    static string Step(string path, string name)
    {
        var plain = name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c == '_');
        return path.Length == 0 ? plain ? name : $"['{name}']" : plain ? $"{path}.{name}" : $"{path}['{name}']";
    }

    static (string Path, string Name, JsonElement Value)? First(List<(string Path, string Name, JsonElement Value)> values, Regex name, Func<JsonElement, bool> fits)
    {
        var found = values.Where(v => name.IsMatch(v.Name) && fits(v.Value)).ToList();
        return found.Count == 0 ? null : found[0];
    }

    static long? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) && number >= 0 => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    [GeneratedRegex("^(next|next ?link|next ?page|next ?page ?(url|link)|next ?url|next ?href|odata ?next ?link)$", RegexOptions.CultureInvariant)]
    private static partial Regex NextLink();

    [GeneratedRegex("^(next|cursor|next ?cursor|end ?cursor|next ?token|next ?page ?token|page ?token|continuation|continuation ?token|scroll ?id)$", RegexOptions.CultureInvariant)]
    private static partial Regex NextToken();

    [GeneratedRegex("^(total ?pages|page ?count|pages|total ?number ?of ?pages|number ?of ?pages|last ?page|page ?total)$", RegexOptions.CultureInvariant)]
    private static partial Regex PageCount();

    [GeneratedRegex("^(last|is ?last|last ?page|is ?last ?page|end|finished)$", RegexOptions.CultureInvariant)]
    private static partial Regex LastPage();

    [GeneratedRegex("^(has ?more|more|has ?next|has ?next ?page|more ?results|more ?available|is ?truncated)$", RegexOptions.CultureInvariant)]
    private static partial Regex MorePages();

    [GeneratedRegex("^(page|number|current ?page|page ?number|page ?index)$", RegexOptions.CultureInvariant)]
    private static partial Regex PageNumber();

    [GeneratedRegex("^(total|totals?[ a-z]*(count|records|results|elements|items|hits|rows|size)|total ?number ?of ?(records|items|results|elements|rows|hits)|count|number ?of ?(records|results|items|hits)|num ?found|result ?count|record ?count|hits|antal)$", RegexOptions.CultureInvariant)]
    private static partial Regex AllRecords();
}
