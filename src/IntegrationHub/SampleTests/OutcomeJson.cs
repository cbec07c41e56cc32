using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>What a mapping made of a record, as JSON: the same text for the same outcome, so that two can be compared line by line.</summary>
internal static class OutcomeJson
{
    static readonly JsonSerializerOptions Lines = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The values on one line, for a check.</summary>
    public static byte[] Utf8(IReadOnlyDictionary<string, object?> values) => JsonSerializer.SerializeToUtf8Bytes(Node(values));

    /// <summary>The whole outcome on several lines, with what is empty left out.</summary>
    public static string Text(MappingResult result) => Whole(result).ToJsonString(Lines) + "\n";

    /// <summary>The differences between two outcomes, one line each.</summary>
    public static IReadOnlyList<string> Differences(string expected, MappingResult result)
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        var after = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(JsonNode.Parse(expected), "", before);
        Flatten(Whole(result), "", after);
        return [.. before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path)).Order(StringComparer.Ordinal)
            .Select(path => $"{path}: accepted {before.GetValueOrDefault(path) ?? "nothing"}, got {after.GetValueOrDefault(path) ?? "nothing"}")];
    }

    static JsonObject Whole(MappingResult result)
    {
        var whole = new JsonObject { ["outcome"] = OutcomeText.Of(result) };
        if (TargetShape.ValuesOf(result) is { } values) whole[result switch { MappingResult.MappedEvent => "event", MappingResult.MappedContact => "contact", _ => "case" }] = Node(values);
        if (result is MappingResult.Deleted gone) whole["reason"] = TargetShape.Show(gone.Reason);
        if (result is MappingResult.Unmappable bad) whole["faults"] = new JsonArray([.. bad.Faults.Select(f => (JsonNode)$"{f.Code} {f.Field}")]);
        if (result.Notes.Count > 0) whole["notes"] = new JsonArray([.. result.Notes.Select(n => (JsonNode)$"{n.Code} {n.Field}")]);
        return whole;
    }

    static JsonNode? Node(object? value) => value switch
    {
        null or false or "" => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        decimal number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        IReadOnlyList<object?> list => list.Count == 0 ? null : new JsonArray([.. list.Select(Node)]),
        IReadOnlyDictionary<string, object?> fields => Object(fields),
        _ => JsonValue.Create(TargetShape.Show(value)),
    };

    static JsonObject? Object(IReadOnlyDictionary<string, object?> fields)
    {
        var filled = fields.Select(f => KeyValuePair.Create(f.Key, Node(f.Value))).Where(f => f.Value is not null).ToList();
        return filled.Count == 0 ? null : new JsonObject(filled);
    }

    static void Flatten(JsonNode? node, string path, Dictionary<string, string> into)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields) Flatten(value, path.Length == 0 ? name : $"{path}.{name}", into);
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++) Flatten(items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), into);
                break;
            case not null:
                into[path] = node.ToJsonString(Lines);
                break;
        }
    }
}
