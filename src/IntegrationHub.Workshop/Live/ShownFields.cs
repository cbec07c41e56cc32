using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Cases;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.SampleTests;

namespace IntegrationHub.Workshop.Live;

/// <summary>The fields of a mapped record as they are shown to who tries a stream out: what the store would encrypt is hidden.</summary>
internal static partial class ShownFields
{
    // What the store encrypts together with a person's data, and says nothing of them by itself.
    static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "parties[].role", "channel", "handler.unit", "links[].kind", "nextStep.text", "nextStep.by" };

    /// <summary>The filled fields with their values, in the order of the model.</summary>
    /// <param name="result">What the mapping made.</param>
    /// <param name="reveal">Whether everything is shown.</param>
    public static IEnumerable<(string Field, string Value)> Of(MappingResult result, bool reveal)
    {
        if (TargetShape.ValuesOf(result) is not { } values) yield break;

        var isOpen = result is MappingResult.MappedCase { Case: var mapped } && mapped.Confidentiality == Confidentiality.Open && !mapped.Parties.Any(p => p.Protected);
        foreach (var (path, value) in Flatten(values, ""))
        {
            var shown = TargetShape.Show(value);
            yield return (path, reveal || MayBeShown(path, value, isOpen, result is MappingResult.MappedEvent) ? shown : $"••• ({Count(value)})");
        }
    }

    static bool MayBeShown(string path, object value, bool isOpen, bool isEvent)
    {
        if (value is string text && FreeText.HoldsPersonalNumber(text)) return false;

        var field = Numbers().Replace(path, "[]");
        if (Harmless.Contains(field) || field == "order" || value is bool) return true;

        var rule = isEvent ? FieldTable.Event.FirstOrDefault(f => f.Field == field)
            : field.StartsWith("timeline[].", StringComparison.Ordinal) ? FieldTable.Event.FirstOrDefault(f => f.Field == field["timeline[].".Length..])
            : FieldTable.Case.FirstOrDefault(f => f.Field == field switch { "number" => "reference.number", "statusText" => "sourceStatus", _ => field });
        return rule?.Storage switch
        {
            FieldStorage.Clear => true,
            FieldStorage.ClearWhenOpen => isOpen,
            _ => false,
        };
    }

    static IEnumerable<(string Path, object Value)> Flatten(object? value, string path)
    {
        switch (value)
        {
            case null or false or "":
                return [];
            case IReadOnlyDictionary<string, object?> fields:
                return fields.SelectMany(f => Flatten(f.Value, path.Length == 0 ? f.Key : $"{path}.{f.Key}"));
            case IReadOnlyList<object?> list:
                return list.SelectMany((item, i) => Flatten(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));
            default:
                return [(path, value)];
        }
    }

    static string Count(object value) => value is string text ? string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters") : "hidden";

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Numbers();
}

/// <summary>A record as it is shown to who tries a stream out.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fields">Its fields; hidden ones say so.</param>
public sealed record ShownRecord(string Outcome, IReadOnlyList<(string Field, string Value)> Fields)
{
    /// <summary>The records of the findings, in their order.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="reveal">Whether everything is shown.</param>
    public static IEnumerable<ShownRecord> Of(RecordFindings findings, bool reveal)
    {
        ArgumentNullException.ThrowIfNull(findings);

        return findings.Results.Select(r => new ShownRecord(OutcomeText.Of(r), [.. ShownFields.Of(r, reveal)]));
    }
}
