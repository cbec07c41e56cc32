using System.Globalization;

namespace IntegrationHub.Adapters.Http;

/// <summary>A path to something in an answer or a record: names with dots between them, <c>[0]</c> for an item, <c>['any name']</c>, <c>@name</c> for an attribute.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Steps">Its steps: names, and numbers of items as <c>[0]</c>.</param>
sealed record ValuePath(string Text, IReadOnlyList<PathStep> Steps)
{
    /// <summary>The whole answer.</summary>
    public static ValuePath Whole { get; } = new("", []);

    /// <summary>Reads a path; null when it is none.</summary>
    public static ValuePath? Parse(string text)
    {
        var steps = new List<PathStep>();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '[')
            {
                var end = text.IndexOf(']', at);
                if (end < 0 || Bracket(text[(at + 1)..end]) is not { } step) return null;

                steps.Add(step);
                at = end + 1;
            }
            else
            {
                var end = text.AsSpan(at).IndexOfAny('.', '[') is var length and >= 0 ? at + length : text.Length;
                var name = text[at..end];
                if (name.Length == 0 || name.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"' or ']' or '{' or '}')) return null;

                steps.Add(new PathStep(name, null));
                at = end;
            }

            if (at == text.Length) break;
            if (text[at] == '.' && ++at == text.Length) return null;
            if (text[at - 1] != '.' && text[at] != '[') return null;
        }

        return steps.Count == 0 ? null : new ValuePath(text, steps);
    }

    static PathStep? Bracket(string inner)
    {
        if (inner.Length > 2 && inner[0] == '\'' && inner[^1] == '\'' && !inner[1..^1].Contains('\'', StringComparison.Ordinal)) return new PathStep(inner[1..^1], null);

        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new PathStep(null, index) : null;
    }
}

/// <summary>A step of a path: a name, or the number of an item from 0.</summary>
readonly record struct PathStep(string? Name, int? Index);
