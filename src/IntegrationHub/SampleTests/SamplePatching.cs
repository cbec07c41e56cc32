using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.SampleTests;

/// <summary>Puts other values into a JSON or XML sample, so that samples need not be copied to differ in one field.</summary>
internal static class SamplePatching
{
    /// <exception cref="SampleException">The sample has nothing at a path: a mistyped path must not make a test pass.</exception>
    public static SourceRecord Apply(SourceRecord record, IReadOnlyList<SamplePatch> patches)
    {
        if (patches.Count == 0) return record;
        if (record.Format == RecordFormat.Csv) throw new SampleException("'with' is there for JSON and XML samples; give the test a row of its own");
        if (record.Format == RecordFormat.Xml) return record with { Content = XmlSamplePatching.Apply(record.Content, patches) };

        try
        {
            var root = JsonNode.Parse(record.Content.Span);
            foreach (var patch in patches) Put(root, patch);
            return record with { Content = JsonSerializer.SerializeToUtf8Bytes(root) };
        }
        catch (ArgumentException)
        {
            throw new SampleException("the sample holds a name twice in one object; 'with' cannot change it");
        }
    }

    static void Put(JsonNode? root, SamplePatch patch)
    {
        var at = root;
        for (var i = 0; i < patch.Steps.Count; i++)
        {
            var step = patch.Steps[i];
            var last = i == patch.Steps.Count - 1;
            switch (at, step)
            {
                case (JsonObject fields, { Name: { } name }) when fields.ContainsKey(name):
                    if (last) fields[name] = Json(patch.Value);
                    else at = fields[name];
                    break;
                case (JsonArray items, { Name: null }) when step.Item < items.Count:
                    if (last) items[step.Item] = Json(patch.Value);
                    else at = items[step.Item];
                    break;
                default:
                    var hint = at is JsonObject known && step.Name is { } written ? DidYouMean.Hint(written, known.Select(f => f.Key)) : "";
                    throw new SampleException($"the sample has no '{patch.Path}'{hint}; 'with' changes what is there");
            }
        }
    }

    static JsonNode? Json(YamlNode value) => value switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Json(e.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Json)]),
        YamlText { Style: YamlTextStyle.Plain } text => Plain(text.Text),
        YamlText text => JsonValue.Create(text.Text),
        _ => null,
    };

    static JsonNode? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when IsNumber(text) => JsonNode.Parse(text),
        _ => JsonValue.Create(text),
    };

    // What JSON writes as a number: 0123 and 2026-03-05 are texts.
    static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _)
        && text[0] is not ('+' or '.') && !text.EndsWith('.')
        && !(text.TrimStart('-') is ['0', >= '0' and <= '9', ..]) && !text.StartsWith("-.", StringComparison.Ordinal);
}
