using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Workshop.Explaining;

/// <summary>Takes down the value of every part of every expression, while one record is mapped.</summary>
internal sealed class RecordTrace : IMappingTrace
{
    readonly List<Heard> heard = [];
    readonly HashSet<ScalarPlaces> met = [];

    public void Met(ScalarPlaces text, Syntax part, IReadOnlyList<string> fields) => met.Add(text);

    public void Valued(ScalarPlaces text, Syntax part, Evaluation run, in Value value) => heard.Add(new Heard(text, part, ItemOf(run.Field), ValueText.Of(run, value)));

    public void Coded(CodeTable table, IReadOnlyList<string> codes)
    {
        // What a table gives is the value of the step.
    }

    /// <summary>The names of all expressions, evaluated or not.</summary>
    public IReadOnlyCollection<string> Written(IReadOnlyDictionary<Place, string> names) => [.. met.Select(text => NameOf(text, names))];

    /// <summary>What was evaluated, expression by expression; an expression of a list once for each item.</summary>
    public IReadOnlyList<ExplainedExpression> Expressions(IReadOnlyDictionary<Place, string> names) =>
    [
        .. heard
            .Select(h => (Name: NameOf(h.Text, names), Heard: h))
            // Lets belong to no item, and are evaluated for whoever asks first.
            .GroupBy(h => (h.Name, Item: IsOfAnItem(h.Name) ? h.Heard.Item : null))
            .Select(g => Explain(g.Key.Name, g.Key.Item, [.. g.Select(h => h.Heard)]))
            .OrderBy(e => e.Place.Line).ThenBy(e => e.Place.Column).ThenBy(e => e.Item, StringComparer.Ordinal),
    ];

    static ExplainedExpression Explain(string name, string? item, IReadOnlyList<Heard> steps) => new(
        name,
        item,
        steps[0].Text.At(0),
        [.. steps.GroupBy(s => s.Part, ReferenceEqualityComparer.Instance).Select(g => g.ToList()).Select(s => new ExplainedStep(s[0].Text.At(s[0].Part.Offset), SyntaxText.Step(s[0].Part), [.. s.Select(h => h.Value)]))],
        [.. steps.Select(s => s.Part).OfType<Syntax.Let>().Select(l => l.Name).Distinct(StringComparer.Ordinal)]);

    static string NameOf(ScalarPlaces text, IReadOnlyDictionary<Place, string> names) => names.GetValueOrDefault(text.Scalar.Place, "?");

    static bool IsOfAnItem(string name) => name.StartsWith("lists.", StringComparison.Ordinal) && !name.EndsWith(".each", StringComparison.Ordinal);

    static string? ItemOf(FieldPosition field) => field.List is null ? null : new FieldPosition("", field.List, field.Index).ToString();

    sealed record Heard(ScalarPlaces Text, Syntax Part, string? Item, string Value);
}

/// <summary>Writes a value as a person reads it.</summary>
internal static class ValueText
{
    const int Longest = 200;
    const int MostElements = 8;

    public static string Of(Evaluation run, in Value value) => value.Kind switch
    {
        ValueKind.Missing => "missing",
        ValueKind.Null => "null",
        ValueKind.Fault => $"fails {value.Failure.Code}: {value.Failure.Message}",
        ValueKind.Dropped => $"dropped: {value.Failure.Message}",
        ValueKind.Object when run.Plain(value) is { Kind: not ValueKind.Object } plain => Of(run, plain),
        ValueKind.Object or ValueKind.Structure => "{…}",
        ValueKind.List or ValueKind.RecordList => List(run, value),
        ValueKind.Text or ValueKind.Utf8 => $"'{Short(value.Text)}'",
        _ => Evaluation.TextOf(value) ?? "?",
    };

    static string List(Evaluation run, in Value value)
    {
        var texts = new List<string>();
        var more = 0;
        foreach (var element in run.Elements(value))
        {
            if (texts.Count < MostElements) texts.Add(Of(run, element));
            else more++;
        }

        return $"[{string.Join(", ", texts)}{(more > 0 ? $", … {more} more" : "")}]";
    }

    static string Short(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
