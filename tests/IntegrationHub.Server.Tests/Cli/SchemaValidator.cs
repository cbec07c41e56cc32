using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Configuration;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>Checks a document against the part of JSON Schema 2020-12 that <c>ihub schema</c> writes. A word of it that is not known here is an error, so that none goes unchecked.</summary>
static class SchemaValidator
{
    static readonly string[] Annotations = ["$schema", "$id", "title", "description", "default", "examples"];

    /// <summary>What is wrong, each with the path to it.</summary>
    public static IReadOnlyList<string> Check(JsonNode schema, JsonNode? value, string path = "")
    {
        if (schema is JsonValue flag && flag.TryGetValue<bool>(out var allowed)) return allowed ? [] : [$"{path} is not allowed"];

        var wrong = new List<string>();
        var all = (JsonObject)schema;
        foreach (var (word, says) in all)
        {
            switch (word)
            {
                case "type":
                    var types = says is JsonArray many ? many.Select(t => t!.GetValue<string>()).ToList() : [says!.GetValue<string>()];
                    if (!types.Contains(TypeOf(value)) && !(types.Contains("number") && TypeOf(value) == "integer")) wrong.Add($"{path} is {TypeOf(value)}, not {string.Join(" or ", types)}");
                    break;
                case "enum":
                    if (!says!.AsArray().Any(c => JsonNode.DeepEquals(c, value))) wrong.Add($"{path} is none of the choices");
                    break;
                case "const":
                    if (!JsonNode.DeepEquals(says, value)) wrong.Add($"{path} is another");
                    break;
                case "pattern":
                    if (TypeOf(value) == "string" && !Regex.IsMatch(value!.GetValue<string>(), says!.GetValue<string>())) wrong.Add($"{path} does not match {says}");
                    break;
                case "maxLength":
                    if (TypeOf(value) == "string" && value!.GetValue<string>().Length > says!.GetValue<int>()) wrong.Add($"{path} is too long");
                    break;
                case "minimum":
                    if (TypeOf(value) == "integer" && value!.GetValue<long>() < says!.GetValue<long>()) wrong.Add($"{path} is too small");
                    break;
                case "maximum":
                    if (TypeOf(value) == "integer" && value!.GetValue<long>() > says!.GetValue<long>()) wrong.Add($"{path} is too large");
                    break;
                case "minItems":
                    if (value is JsonArray few && few.Count < says!.GetValue<int>()) wrong.Add($"{path} has too few items");
                    break;
                case "items":
                    if (value is JsonArray items) wrong.AddRange(items.SelectMany((item, i) => Check(says!, item, $"{path}[{i}]")));
                    break;
                case "required":
                    if (value is JsonObject has) wrong.AddRange(says!.AsArray().Select(k => k!.GetValue<string>()).Where(k => !has.ContainsKey(k)).Select(k => $"{path}.{k} is missing"));
                    break;
                case "properties":
                    if (value is JsonObject known) wrong.AddRange(says!.AsObject().Where(p => known.ContainsKey(p.Key)).SelectMany(p => Check(p.Value!, known[p.Key], $"{path}.{p.Key}")));
                    break;
                case "patternProperties" or "additionalProperties":
                    if (value is JsonObject free) wrong.AddRange(Others(all, word, says!, free, path));
                    break;
                case "anyOf":
                    if (!says!.AsArray().Any(one => Check(one!, value, path).Count == 0)) wrong.Add($"{path} is of no shape that is taken");
                    break;
                case "allOf":
                    wrong.AddRange(says!.AsArray().SelectMany(one => Check(one!, value, path)));
                    break;
                case "if":
                    if (all[Check(says!, value, path).Count == 0 ? "then" : "else"] is { } branch) wrong.AddRange(Check(branch, value, path));
                    break;
                case "then" or "else":
                    break;
                default:
                    Assert.Contains(word, Annotations);
                    break;
            }
        }

        return wrong;
    }

    static IEnumerable<string> Others(JsonObject schema, string word, JsonNode says, JsonObject value, string path)
    {
        var known = (schema["properties"] as JsonObject)?.Select(p => p.Key).ToList() ?? [];
        var patterns = (schema["patternProperties"] as JsonObject)?.Select(p => p.Key).ToList() ?? [];
        foreach (var (key, item) in value)
        {
            if (word == "patternProperties")
            {
                foreach (var (pattern, one) in says.AsObject().Where(p => Regex.IsMatch(key, p.Key)))
                    foreach (var wrong in Check(one!, item, $"{path}.{key}")) yield return wrong;
            }
            else if (!known.Contains(key) && !patterns.Any(p => Regex.IsMatch(key, p)))
            {
                foreach (var wrong in Check(says, item, $"{path}.{key}")) yield return wrong;
            }
        }
    }

    static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        JsonValue scalar when scalar.TryGetValue<bool>(out _) => "boolean",
        JsonValue scalar when scalar.TryGetValue<string>(out _) => "string",
        JsonValue scalar when scalar.TryGetValue<long>(out _) => "integer",
        _ => "number",
    };

    /// <summary>A YAML file as an editor sees it: plain words have the types of YAML's core schema.</summary>
    public static JsonNode? Json(YamlNode? node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Json(e.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Json)]),
        YamlText { Style: YamlTextStyle.Plain } text => text.Text switch
        {
            "" or "null" or "~" => null,
            "true" => true,
            "false" => false,
            _ when long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when double.TryParse(text.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
            _ => text.Text,
        },
        YamlText text => text.Text,
        _ => null,
    };
}
