using System.Text.Json;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>What a contract says of an answer, in one line for each field: <c>results[].id number</c>. A question mark behind the kind allows null, one behind the name that the field is not there.</summary>
static class JsonShape
{
    /// <summary>What is not as the shape says; nothing when all is well.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="shape">The lines.</param>
    public static IReadOnlyList<string> Differences(string json, string shape)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        var found = new List<string>();
        foreach (var line in shape.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(' ') is not [var path, var kind]) throw new FormatException($"'{line}' is no line of a shape.");

            Check(root, path.Split('.'), kind, path, found);
        }

        return found;
    }

    static void Check(JsonElement at, ReadOnlySpan<string> steps, string kind, string path, List<string> found)
    {
        if (steps.IsEmpty)
        {
            if (!Is(at, kind)) found.Add($"{path} is {at.ValueKind} and not {kind}");
            return;
        }

        var (name, isList) = steps[0].EndsWith("[]", StringComparison.Ordinal) ? (steps[0][..^2], true) : (steps[0], false);
        var optional = name.EndsWith('?');
        name = name.TrimEnd('?');
        var value = at;
        if (name.Length > 0)
        {
            if (at.ValueKind == JsonValueKind.Null) return;
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out value))
            {
                if (!optional) found.Add($"{path}: there is no {name}");
                return;
            }
        }

        if (!isList)
        {
            Check(value, steps[1..], kind, path, found);
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            found.Add($"{path}: {name} is no list");
            return;
        }

        foreach (var item in value.EnumerateArray()) Check(item, steps[1..], kind, path, found);
    }

    static bool Is(JsonElement value, string kind) => kind switch
    {
        [.. var inner, '?'] => value.ValueKind == JsonValueKind.Null || Is(value, inner),
        "text" => value.ValueKind == JsonValueKind.String,
        "time" => value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "flag" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "list" => value.ValueKind == JsonValueKind.Array,
        "any" => true,
        _ => throw new FormatException($"'{kind}' is no kind of a shape."),
    };
}
