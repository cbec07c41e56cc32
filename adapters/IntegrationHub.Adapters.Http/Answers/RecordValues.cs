using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Single values of a record or a row, for the requests that they lead to. Paths are those of mappings: of XML they begin below the root.</summary>
static class RecordValues
{
    /// <summary>The values at these paths; what is not there, or empty, is not among them.</summary>
    /// <exception cref="UnreadableAnswerException">The record cannot be read.</exception>
    public static async ValueTask<IReadOnlyDictionary<string, HoleValue>> ReadAsync(ReadOnlyMemory<byte> record, RecordFormat format, IReadOnlyList<ValuePath> paths, string where)
    {
        var values = new Dictionary<string, HoleValue>(StringComparer.Ordinal);
        if (format == RecordFormat.Json)
        {
            using var document = JsonAnswers.Parse(record, where);
            foreach (var path in paths)
                if (JsonValues.Value(JsonValues.Find(document.RootElement, path)) is { } value) values[path.Text] = value;
            return values;
        }

        using var reader = XmlReaders.Create(record);
        await reader.MoveToElementAsync();
        var root = new PathStep(reader.LocalName, null);
        var below = paths.DistinctBy(p => p.Text).ToDictionary(p => p.Text, p => new ValuePath($"{root.Name}.{p.Text}", [root, .. p.Steps]));
        var found = await AnswerValues.OfXmlAsync(reader, [.. below.Values], where);
        foreach (var (path, full) in below)
            if (found.TryGetValue(full.Text, out var text)) values[path] = new HoleValue(text);
        return values;
    }

    /// <summary>The paths of the holes of a request that a row or a record fills.</summary>
    public static IReadOnlyList<ValuePath> Paths(RequestTemplate request) =>
        [.. request.Holes.Where(h => h.Name is Hole.Row or Hole.Record).Select(h => h.Path!).Distinct().Select(p => ValuePath.Parse(p)!)];
}
