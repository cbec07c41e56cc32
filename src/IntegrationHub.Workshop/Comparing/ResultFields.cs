using System.Globalization;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;

namespace IntegrationHub.Workshop.Comparing;

/// <summary>The single values of what a mapping made, to be compared with those that another version made.</summary>
internal static class ResultFields
{
    public const string Key = "(key)";
    public const string Order = "(order)";

    const string Nothing = "nothing";

    /// <summary>The fields that differ, with what they were and what they are. Items of lists are compared in their order; in names their numbers are left out.</summary>
    public static IEnumerable<(string Field, string From, string To)> Differences(MappingResult before, MappingResult after)
    {
        // Of what is mapped by one version only, the outcome says all.
        if (OutcomeText.Of(before) != OutcomeText.Of(after)) yield break;

        var (old, now) = (Of(before), Of(after));
        foreach (var path in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (from, to) = (old.GetValueOrDefault(path, Nothing), now.GetValueOrDefault(path, Nothing));
            if (from != to) yield return (WithoutNumbers(path), from, to);
        }
    }

    static Dictionary<string, string> Of(MappingResult result)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (result)
        {
            case MappingResult.Deleted gone:
                fields[Key] = TargetShape.Show(gone.Key);
                if (gone.Order is { } order) fields[Order] = TargetShape.Show(order);
                fields["(reason)"] = TargetShape.Show(gone.Reason);
                break;
            case MappingResult.Unmappable bad:
                if (bad.Key is { } known) fields[Key] = TargetShape.Show(known);
                for (var i = 0; i < bad.Faults.Count; i++) fields[string.Create(CultureInfo.InvariantCulture, $"(faults)[{i}]")] = NoteComparison.Show(bad.Faults[i].Code, bad.Faults[i].Field);
                break;
            default:
                if (TargetShape.ValuesOf(result) is { } values) Flatten(values, "", fields);
                break;
        }

        return fields;
    }

    static void Flatten(object? value, string path, Dictionary<string, string> into)
    {
        switch (value)
        {
            case null or false:
                break;
            case IReadOnlyDictionary<string, object?> fields:
                foreach (var (name, field) in fields) Flatten(field, path.Length == 0 ? name switch { "key" or "caseKey" => Key, "order" => Order, _ => name } : $"{path}.{name}", into);
                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++) Flatten(list[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), into);
                break;
            default:
                into[path] = TargetShape.Show(value);
                break;
        }
    }

    static string WithoutNumbers(string path) =>
        path.Contains('[', StringComparison.Ordinal) ? System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "[]") : path;
}
