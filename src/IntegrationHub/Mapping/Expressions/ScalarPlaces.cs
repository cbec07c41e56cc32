using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>Finds the line and column in the file of a character of a YAML value: past quotes, escapes, folded lines and block indentation.</summary>
internal sealed class ScalarPlaces(YamlText scalar, FileText source)
{
    readonly string file = source.Text;

    public YamlText Scalar => scalar;

    public Place At(int offset)
    {
        var start = source.IndexOf(scalar.TextPlace);
        if (start < 0) return scalar.Place;

        var at = start;
        var text = scalar.Text;
        var isDouble = scalar.Style == YamlTextStyle.Quoted && start > 0 && file[start - 1] == '"';
        for (var i = 0; i < Math.Min(offset, text.Length) && at < file.Length; i++)
        {
            if (text[i] is ' ' or '\n' && LineBreak(at) is var end && end > at)
            {
                at = end;
                // A blank line in a folded value is one line break of the text, but two of the file.
                var isLast = i + 1 >= text.Length || text[i + 1] != '\n';
                while (isLast && scalar.Style != YamlTextStyle.Block && LineBreak(at) is var more && more > at) at = more;
                continue;
            }

            at += isDouble && file[at] == '\\' ? EscapeLength(at) : scalar.Style == YamlTextStyle.Quoted && !isDouble && file[at] == '\'' ? 2 : 1;
        }

        return PlaceOf(at);
    }

    /// <summary>Whether YAML cut the value at a comment: what follows it on its line is a space and '#'.</summary>
    public bool IsCutByComment()
    {
        if (scalar.Style != YamlTextStyle.Plain) return false;

        var end = source.IndexOf(scalar.TextPlace) + scalar.Text.Length;
        if (end <= 0 || end >= file.Length) return false;
        var rest = file.AsSpan(end);
        var line = rest.IndexOf('\n') is var stop and >= 0 ? rest[..stop] : rest;
        return line.Length > 1 && line[0] == ' ' && line.TrimStart(' ').StartsWith("#");
    }

    static int EscapeLength(char kind) => kind switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };

    int EscapeLength(int at) => at + 1 < file.Length ? EscapeLength(file[at + 1]) : 1;

    // The end of the spaces, the line break and the next line's indentation that begin here; the place itself when there is no break.
    int LineBreak(int at)
    {
        var end = at;
        while (end < file.Length && file[end] is ' ' or '\t' or '\r') end++;
        if (end >= file.Length || file[end] != '\n') return at;

        end++;
        var indent = scalar.Style == YamlTextStyle.Block ? scalar.TextPlace.Column - 1 : int.MaxValue;
        while (indent-- > 0 && end < file.Length && file[end] is ' ' or '\t') end++;
        return end;
    }

    Place PlaceOf(int index) => source.PlaceOf(scalar.Place.File, index);
}
