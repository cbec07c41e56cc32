using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.SampleTests;

/// <summary>Says which fields that a mapping names no sample test fills: of those nobody knows whether they are mapped rightly.</summary>
public static class SampleCoverage
{
    // Where mapping files and the model differ in a name.
    static readonly Dictionary<string, string> Models = new(StringComparer.Ordinal) { ["location.lat"] = "location.latitude", ["location.lon"] = "location.longitude" };

    /// <summary>The fields, as the mapping file names them: <c>title</c>, <c>handler.name</c>, <c>parties.role</c>.</summary>
    /// <param name="mappingFile">The mapping.</param>
    /// <param name="results">What came of its tests.</param>
    public static IReadOnlyList<string> Unfilled(string mappingFile, IEnumerable<SampleTestResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);

        var filled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var result in results)
            foreach (var mapped in result.Mapped)
                if (TargetShape.ValuesOf(mapped) is { } values) Collect(values, "", filled);

        return [.. FieldsOf(mappingFile).Where(field => !filled.Contains(Models.GetValueOrDefault(field, field)) && !filled.Contains(InQuestion(field)))];
    }

    // What a mapping says of a contact's only question stands in the list of its questions.
    static string InQuestion(string field) =>
        "questions." + (field.StartsWith("case.", StringComparison.Ordinal) ? $"cases.{field["case.".Length..]}" : field);

    static IEnumerable<string> FieldsOf(string mappingFile)
    {
        var diagnostics = new DiagnosticBag();
        if (YamlTreeReader.Read(mappingFile, TextFile.Read(mappingFile, diagnostics) ?? "", diagnostics) is not YamlMap root) return [];

        var lists = (root["lists"]?.Value as YamlMap)?.Entries.SelectMany(list => Keys((list.Value as YamlMap)?["fields"]?.Value, $"{list.Key.Text}.")) ?? [];
        return Keys(root["fields"]?.Value, "").Concat(lists);
    }

    static IEnumerable<string> Keys(YamlNode? fields, string before) => (fields as YamlMap)?.Entries.Select(field => before + field.Key.Text) ?? [];

    static void Collect(object? value, string path, HashSet<string> filled)
    {
        switch (value)
        {
            case null or false or "":
                break;
            case IReadOnlyDictionary<string, object?> fields:
                foreach (var (name, field) in fields) Collect(field, path.Length == 0 ? name : $"{path}.{name}", filled);
                break;
            case IReadOnlyList<object?> list:
                foreach (var item in list) Collect(item, path, filled);
                break;
            default:
                filled.Add(path);
                break;
        }
    }
}
