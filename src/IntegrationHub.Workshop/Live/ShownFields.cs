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
    /// <param name="floor">The least closed that anything of the stream is.</param>
    /// <param name="reveal">Whether everything is shown.</param>
    public static IEnumerable<(string Field, string Value)> Of(MappingResult result, Confidentiality floor, bool reveal)
    {
        if (TargetShape.ValuesOf(result) is not { } values) yield break;

        foreach (var (path, value) in TargetShape.Flatten(values))
            if (value is not "") yield return (path, reveal || !Hides(result, path, value, floor) ? TargetShape.Show(value) : $"••• ({Count(value)})");
    }

    /// <summary>Whether the value of a field is hidden.</summary>
    /// <param name="result">What the mapping made.</param>
    /// <param name="path">The path of the field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="floor">The least closed that anything of the stream is.</param>
    public static bool Hides(MappingResult result, string path, object value, Confidentiality floor)
    {
        if (value is string text && FreeText.HoldsPersonalNumber(text)) return true;

        var field = Numbers().Replace(path, "[]");
        if (Harmless.Contains(field) || field == "order" || value is bool) return false;

        var rule = result is MappingResult.MappedContact ? OfContact(field)
            : result is MappingResult.MappedEvent ? FieldTable.Event.FirstOrDefault(f => f.Field == field)
            : field.StartsWith("timeline[].", StringComparison.Ordinal) ? FieldTable.Event.FirstOrDefault(f => f.Field == field["timeline[].".Length..])
            : FieldTable.Case.FirstOrDefault(f => f.Field == field switch { "number" => "reference.number", "statusText" => "sourceStatus", _ => field });
        return rule?.Storage switch
        {
            FieldStorage.Clear => false,
            FieldStorage.ClearWhenOpen => !(floor == Confidentiality.Open && result is MappingResult.MappedCase { Case: var mapped } && mapped.Confidentiality == Confidentiality.Open && !mapped.Parties.Any(p => p.Protected)),
            _ => true,
        };
    }

    // A number on a letter is told with the case that it is of, and to whom that is told.
    static FieldRule? OfContact(string field) => field switch
    {
        "key" or "questions[].cases[].source" or "questions[].cases[].key" => new FieldRule(field, FieldStorage.Clear),
        _ when field.StartsWith("questions[].", StringComparison.Ordinal) => FieldTable.Question.FirstOrDefault(f => f.Field == field["questions[].".Length..]),
        _ => FieldTable.Contact.FirstOrDefault(f => f.Field == field),
    };

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
    /// <param name="floor">The least closed that anything of the stream is.</param>
    /// <param name="reveal">Whether everything is shown.</param>
    public static IEnumerable<ShownRecord> Of(RecordFindings findings, Confidentiality floor, bool reveal)
    {
        ArgumentNullException.ThrowIfNull(findings);

        return findings.Results.Select(r => new ShownRecord(OutcomeText.Of(r), [.. ShownFields.Of(r, floor, reveal)]));
    }
}
