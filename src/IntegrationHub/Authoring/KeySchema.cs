using System.Text.Json.Nodes;
using IntegrationHub.Configuration;

namespace IntegrationHub.Authoring;

/// <summary>Writes what a key takes as JSON Schema. YAML gives plain text types (<c>1</c> is a number), the readers of the files do not; so a text may be a number here.</summary>
internal static class KeySchema
{
    public static JsonObject Of(KeySpec key)
    {
        var schema = Shape(key);
        if (key.Or.Count > 0) schema = new JsonObject { ["anyOf"] = new JsonArray([schema, .. key.Or.Select(Of)]) };

        schema["description"] = Description(key);
        if (Value(key, key.Default) is { } standard) schema["default"] = standard;
        if (key.Example is { } example && Value(key, example) is { } value) schema["examples"] = new JsonArray(value);
        return schema;
    }

    static JsonObject Shape(KeySpec key) => key.Kind switch
    {
        KeyKind.Text => Scalar(key.Pattern),
        KeyKind.Character => Scalar(@".|\\t"),
        KeyKind.Name => new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z](-?[a-z0-9])*$", ["maxLength"] = HubName.MaxLength },
        KeyKind.Duration => Text(key, @"[0-9]{1,18}(ms|s|m|h|d)"),
        KeyKind.Size => Text(key, "[0-9]{1,18}(B|KB|MB|GB|KiB|MiB|GiB)"),
        KeyKind.Share => Text(key, @"[0-9]+(\.[0-9]+)?%"),
        KeyKind.Moment => Text(key, @"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})"),
        KeyKind.Number => new JsonObject { ["type"] = "integer", ["minimum"] = key.Least, ["maximum"] = key.Most },
        KeyKind.Flag => new JsonObject { ["type"] = "boolean" },
        KeyKind.Choice => new JsonObject { ["enum"] = new JsonArray([.. key.Choices.SelectMany(Words)]) },
        // 'closedAt: null' is an expression too, and YAML takes it for nothing.
        KeyKind.Expression => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null") },
        KeyKind.Section => Object(key),
        KeyKind.Names => Object(key),
        KeyKind.List => new JsonObject { ["type"] = "array", ["items"] = Of(key.Each!) },
        KeyKind.Texts => Texts(key),
        _ => [],
    };

    static JsonObject Scalar(string? pattern)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        if (pattern is not null) schema["pattern"] = $"^({pattern})$";
        return schema;
    }

    static JsonObject Text(KeySpec key, string pattern) => new()
    {
        ["type"] = "string",
        ["pattern"] = key.Choices.Count == 0 ? $"^{pattern}$" : $"^({pattern}|{string.Join('|', key.Choices)})$",
    };

    static IEnumerable<JsonNode?> Words(string choice) => choice switch
    {
        "null" => ["null", null],
        "true" => ["true", true],
        "false" => ["false", false],
        _ => [choice],
    };

    static JsonObject Texts(KeySpec key)
    {
        JsonObject One() => key.Choices.Count == 0 ? Scalar(key.Pattern) : new JsonObject { ["enum"] = new JsonArray([.. key.Choices.Select(c => (JsonNode)c)]) };
        return new JsonObject { ["anyOf"] = new JsonArray(One(), new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = One() }) };
    }

    static JsonObject Object(KeySpec key)
    {
        var taken = key.Keys.Where(k => k.Refused is null).ToList();
        var required = taken.Where(k => k.IsRequired).Select(k => (JsonNode)k.Name).ToArray();
        var schema = new JsonObject { ["type"] = required.Length > 0 ? "object" : new JsonArray("object", "null") };
        if (taken.Count > 0) schema["properties"] = new JsonObject(taken.Select(k => KeyValuePair.Create(k.Name, (JsonNode?)Of(k))));
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        switch (key)
        {
            case { Kind: KeyKind.Names, Pattern: { } pattern }:
                schema["patternProperties"] = new JsonObject { [$"^({pattern})$"] = Of(key.Each!) };
                schema["additionalProperties"] = false;
                break;
            case { Kind: KeyKind.Names }:
                schema["additionalProperties"] = Of(key.Each!);
                break;
            default:
                schema["additionalProperties"] = false;
                break;
        }

        return schema;
    }

    static string Description(KeySpec key)
    {
        var text = key.Description;
        if (key.Result is { } result) text += $" Gives: {result}.";
        if (key.Default is { } standard) text += $" Unless set: {standard}.";
        return text;
    }

    // A default may be told in words; only a value is one for an editor.
    static JsonNode? Value(KeySpec key, string? text) => (key.Kind, text) switch
    {
        (_, null) => null,
        (KeyKind.Number, _) => int.TryParse(text, out var number) ? number : null,
        (KeyKind.Flag, _) => bool.TryParse(text, out var flag) ? flag : null,
        (KeyKind.Choice, _) => key.Choices.Contains(text) ? text : null,
        (KeyKind.Duration or KeyKind.Size or KeyKind.Share, _) => text.Contains(' ', StringComparison.Ordinal) ? null : text,
        (KeyKind.Text or KeyKind.Name or KeyKind.Moment, _) when text == key.Example => text,
        _ => null,
    };
}
