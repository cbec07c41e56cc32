using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.SampleTests;

/// <summary>What a test expects of a mapped record, bound to the fields that there are.</summary>
internal abstract record Expected
{
    /// <summary>One value; null expects none.</summary>
    public sealed record Single(object? Value) : Expected;

    /// <summary>So many items.</summary>
    public sealed record Count(int Number) : Expected;

    /// <summary>Fields by their paths below this one.</summary>
    public sealed record Section(IReadOnlyList<ExpectedField> Fields) : Expected;

    /// <summary>Exactly these items, in this order.</summary>
    public sealed record Items(IReadOnlyList<Expected> All) : Expected;

    /// <summary>Nothing at all.</summary>
    public sealed record Nothing : Expected;
}

/// <summary>A field that a test expects something of.</summary>
/// <param name="Path">The steps to it: names and, for items of a list, numbers from 0.</param>
/// <param name="Value">What is expected there.</param>
internal sealed record ExpectedField(IReadOnlyList<FieldStep> Path, Expected Value);

/// <summary>One step of a path: into a field, or to an item of a list.</summary>
/// <param name="Name">The field; null for an item.</param>
/// <param name="Item">The item's number from 0.</param>
internal readonly record struct FieldStep(string? Name, int Item = 0)
{
    public override string ToString() => Name ?? $"[{Item.ToString(CultureInfo.InvariantCulture)}]";
}

/// <summary>Binds what a test file says to the fields of its target: what cannot be expected is an error in the file, not a failing test.</summary>
internal static class ExpectedReader
{
    public static Expected.Section? Read(YamlMap map, TargetShape.Section shape, DiagnosticBag diagnostics)
    {
        var before = new DiagnosticBag();
        var section = Section(map, shape, "", before);
        diagnostics.AddRange(before.All);
        return before.HasErrors ? null : section;
    }

    static Expected.Section Section(YamlMap map, TargetShape.Section shape, string path, DiagnosticBag diagnostics)
    {
        var fields = new List<ExpectedField>();
        foreach (var (key, value) in map.Entries)
        {
            if (FieldPath.Parse(key.Text) is not { } steps)
                diagnostics.Error(key.Place, TestCodes.UnknownField, $"'{key.Text}' is no path to a field; write for instance parties[0].role");
            else if (Find(steps, shape, key, path, diagnostics) is { } field)
                fields.Add(new ExpectedField(steps, Value(value, field, Join(path, key.Text), diagnostics)));
        }

        return new Expected.Section(fields);
    }

    // The shape at the end of the path; "count" under a list is the number of its items.
    static TargetShape? Find(IReadOnlyList<FieldStep> steps, TargetShape shape, YamlText key, string path, DiagnosticBag diagnostics)
    {
        var at = shape;
        foreach (var step in steps)
        {
            var next = (at, step) switch
            {
                (TargetShape.Section section, { Name: { } name }) => section.Fields.GetValueOrDefault(name),
                (TargetShape.Many many, { Name: null }) => many.Item,
                (TargetShape.Many, { Name: "count" }) => new TargetShape.Single(typeof(int)),
                (TargetShape.Texts, { Name: not null }) => new TargetShape.Single(typeof(string)),
                _ => null,
            };
            if (next is null)
            {
                diagnostics.Error(key.Place, TestCodes.UnknownField, NoField(at, step, Join(path, key.Text)));
                return null;
            }

            at = next;
        }

        return at;
    }

    static string NoField(TargetShape at, FieldStep step, string path) => at switch
    {
        TargetShape.Section section when step.Name is { } name =>
            $"there is no field '{path}'{Hint(name, section.Fields.Keys)}",
        TargetShape.Many => $"'{path}': a list has items, [0] for the first, and 'count'",
        _ => $"there is no field '{path}'",
    };

    static string Hint(string name, IEnumerable<string> names)
    {
        var hint = DidYouMean.Hint(name, names);
        return hint.Length > 0 ? hint : $"; there are {string.Join(", ", names.Order(StringComparer.Ordinal))}";
    }

    static Expected Value(YamlNode node, TargetShape shape, string path, DiagnosticBag diagnostics)
    {
        if (node is YamlText { Style: YamlTextStyle.Plain, Text: "" or "null" or "~" }) return new Expected.Nothing();

        switch (shape, node)
        {
            case (TargetShape.Section section, YamlMap map):
                return Section(map, section, path, diagnostics);
            case (TargetShape.Texts, YamlMap map):
                return new Expected.Section([.. map.Entries.Select(e =>
                    new ExpectedField([new FieldStep(e.Key.Text)], Value(e.Value, new TargetShape.Single(typeof(string)), Join(path, e.Key.Text), diagnostics)))]);
            case (TargetShape.Many many, YamlList list):
                return new Expected.Items([.. list.Items.Select((item, i) => Value(item, many.Item, $"{path}[{i}]", diagnostics))]);
            case (TargetShape.Single single, YamlText text):
                return Single(text, single.Type, path, diagnostics);
            default:
                var must = shape is TargetShape.Many ? "a list" : shape is TargetShape.Single ? "a single value" : "a section";
                diagnostics.Error(node.Place, TestCodes.WrongValue, $"{path} is {must}");
                return new Expected.Nothing();
        }
    }

    static Expected Single(YamlText text, Type type, string path, DiagnosticBag diagnostics)
    {
        var written = text.Text;
        string? wrong = null;
        object? value = written;
        if (type.IsEnum)
        {
            var names = EnumNames.Of(type);
            value = names.Contains(written, StringComparer.Ordinal) ? Enum.Parse(type, written, ignoreCase: true) : null;
            if (value is null) wrong = $"can never be '{written}'{DidYouMean.Hint(written, names)}; it is one of {string.Join(", ", names)}";
        }
        else if (type == typeof(DateTimeOffset))
        {
            if (ValueSyntax.Moment(written, out var at) is { } no) wrong = $"'{written}' {no}";
            value = at;
        }
        else if (type == typeof(bool))
        {
            if (ValueSyntax.Flag(written, out var flag) is { } no) wrong = no;
            value = flag;
        }
        else if (type != typeof(string))
        {
            if (!decimal.TryParse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) wrong = $"'{written}' is no number";
            value = number;
            if (type == typeof(int) && wrong is null) return new Expected.Count((int)Math.Clamp(number, -1, int.MaxValue));
        }

        if (wrong is not null) diagnostics.Error(text.Place, TestCodes.WrongValue, $"{path} {wrong}");
        return new Expected.Single(value);
    }

    static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>Paths such as <c>parties[0].role</c>.</summary>
internal static class FieldPath
{
    /// <summary>The steps; null when the text is no path.</summary>
    public static IReadOnlyList<FieldStep>? Parse(string text)
    {
        var steps = new List<FieldStep>();
        var rest = text.AsSpan();
        for (var first = true; first || rest.Length > 0; first = false)
        {
            if (!first && rest[0] == '[')
            {
                if (Bracket(ref rest) is not { } step) return null;
                steps.Add(step);
                continue;
            }

            if (!first && rest[0] != '.') return null;
            if (!first) rest = rest[1..];
            var end = rest.IndexOfAny('.', '[');
            var name = end < 0 ? rest : rest[..end];
            if (name.IsEmpty) return null;

            steps.Add(new FieldStep(name.ToString()));
            rest = rest[name.Length..];
        }

        return steps;
    }

    // An item by its position, or a name that holds signs which paths keep for themselves: [0], ['Times.OpenedDate'].
    static FieldStep? Bracket(ref ReadOnlySpan<char> rest)
    {
        var isName = rest.StartsWith("['");
        var end = rest.IndexOf(isName ? "']" : "]");
        if (end < (isName ? 3 : 2)) return null;

        var inner = rest[(isName ? 2 : 1)..end];
        rest = rest[(end + (isName ? 2 : 1))..];
        if (isName) return new FieldStep(inner.ToString());
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var item) ? new FieldStep(null, item) : null;
    }

    /// <summary>The path as a person writes it.</summary>
    public static string Join(string path, FieldStep step) => step.Name is null || path.Length == 0 ? path + step : $"{path}.{step}";
}
