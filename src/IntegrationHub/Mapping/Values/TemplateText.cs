using System.Globalization;
using System.Text;

namespace IntegrationHub.Mapping.Values;

/// <summary>A text with numbered holes: <c>{0} – {1}</c>. <c>{{</c> and <c>}}</c> are braces.</summary>
internal sealed class TemplateText
{
    readonly List<(string Text, int Hole)> parts = [];

    public static TemplateText? Parse(string text, int values, out string? problem)
    {
        var template = new TemplateText();
        var used = new bool[values];
        var literal = new StringBuilder();
        problem = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
                continue;
            }

            if (c is not ('{' or '}'))
            {
                literal.Append(c);
                continue;
            }

            var end = c == '{' ? text.IndexOf('}', i) : -1;
            if (end < 0 || !int.TryParse(text.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var hole))
            {
                problem = "a brace stands alone; holes are {0}, {1} …, and a brace itself is written twice";
                return null;
            }

            if (hole >= values)
            {
                problem = $"there is no value for {{{hole}}}: {values} value{(values == 1 ? " is" : "s are")} given, counted from 0";
                return null;
            }

            used[hole] = true;
            template.parts.Add((literal.ToString(), hole));
            literal.Clear();
            i = end;
        }

        if (Array.IndexOf(used, false) is var unused and >= 0)
        {
            problem = $"the value {{{unused}}} is given but does not stand in the text";
            return null;
        }

        template.parts.Add((literal.ToString(), -1));
        return template;
    }

    /// <summary>The text with its holes filled; null when it would be too long.</summary>
    public string? Write(ReadOnlySpan<Value> values)
    {
        var text = new TextBuilder(stackalloc char[256]);
        foreach (var (before, hole) in parts)
        {
            text.Append(before);
            if (hole >= 0) text.Append(values[hole]);
            if (!text.IsTooLong) continue;
            text.Dispose();
            return null;
        }

        return text.ToString();
    }
}
