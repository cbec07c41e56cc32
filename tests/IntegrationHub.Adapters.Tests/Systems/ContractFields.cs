using System.Text.Json;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>What a contract says of an object of JSON: which fields it has, and of which kind. Written from the contract, apart from what writes the answers.</summary>
/// <param name="fields">By name the kind: integer, number, string, boolean, list or object; with <c>?</c> behind it also null, with <c>!</c> always there.</param>
sealed class ContractFields(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>What is wrong with an object.</summary>
    public IEnumerable<string> Faults(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            yield return $"no object, but {row.ValueKind}";
            yield break;
        }

        var names = row.EnumerateObject().Select(p => p.Name).ToList();
        foreach (var twice in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"{twice.Key} twice";
        foreach (var (name, kind) in fields)
            if (kind.EndsWith('!') && !names.Contains(name)) yield return $"{name} is missing";
        foreach (var field in row.EnumerateObject())
        {
            if (!fields.TryGetValue(field.Name, out var kind)) yield return $"{field.Name} is not of the contract";
            else if (!IsOf(kind.TrimEnd('!', '?'), kind.EndsWith('?'), field.Value)) yield return $"{field.Name} is {field.Value.ValueKind}";
        }
    }

    static bool IsOf(string kind, bool nullable, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => nullable,
        JsonValueKind.String => kind == "string",
        JsonValueKind.True or JsonValueKind.False => kind == "boolean",
        JsonValueKind.Number => kind == "number" || (kind == "integer" && value.TryGetInt32(out _)),
        JsonValueKind.Array => kind == "list",
        JsonValueKind.Object => kind == "object",
        _ => false,
    };
}
