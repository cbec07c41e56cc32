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
    const string Masked = "•••";

    /// <summary>The fields that differ, with what they were and what they are. Items of lists are compared in their order; in names their numbers are left out.</summary>
    /// <param name="before">What the old version made.</param>
    /// <param name="after">What the new one makes.</param>
    /// <param name="hides">Whether the value of a field may not be shown; it is compared all the same.</param>
    public static IEnumerable<(string Field, string From, string To)> Differences(MappingResult before, MappingResult after, Func<MappingResult, string, object, bool> hides)
    {
        // Of what is mapped by one version only, the outcome says all.
        if (OutcomeText.Of(before) != OutcomeText.Of(after)) yield break;

        var (old, now) = (Of(before, hides), Of(after, hides));
        foreach (var path in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (from, to) = (old.GetValueOrDefault(path), now.GetValueOrDefault(path));
            if (from.Text == to.Text) continue;

            var masked = from.Hidden || to.Hidden;
            yield return (WithoutNumbers(path), Show(from.Text, masked), Show(to.Text, masked));
        }
    }

    static string Show(string? text, bool masked) => text is null ? Nothing : masked ? Masked : text;

    static Dictionary<string, (string? Text, bool Hidden)> Of(MappingResult result, Func<MappingResult, string, object, bool> hides)
    {
        var fields = new Dictionary<string, (string? Text, bool Hidden)>(StringComparer.Ordinal);
        switch (result)
        {
            case MappingResult.Deleted gone:
                Add(Key, "key", gone.Key);
                if (gone.Order is { } order) Add(Order, "order", order);
                fields["(reason)"] = (TargetShape.Show(gone.Reason), false);
                break;
            case MappingResult.Unmappable bad:
                if (bad.Key is { } known) Add(Key, "key", known);
                for (var i = 0; i < bad.Faults.Count; i++) fields[string.Create(CultureInfo.InvariantCulture, $"(faults)[{i}]")] = (NoteComparison.Show(bad.Faults[i].Code, bad.Faults[i].Field), false);
                break;
            default:
                if (TargetShape.ValuesOf(result) is { } values)
                    foreach (var (path, value) in TargetShape.Flatten(values)) Add(path switch { "key" or "caseKey" => Key, "order" => Order, _ => path }, path, value);
                break;
        }

        return fields;

        void Add(string name, string path, object value) => fields[name] = (TargetShape.Show(value), hides(result, path, value));
    }

    static string WithoutNumbers(string path) =>
        path.Contains('[', StringComparison.Ordinal) ? System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "[]") : path;
}
