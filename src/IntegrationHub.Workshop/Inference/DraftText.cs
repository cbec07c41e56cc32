namespace IntegrationHub.Workshop.Inference;

/// <summary>How paths and values are written in a draft.</summary>
internal static class DraftText
{
    static readonly string[] Order = ["title", "summary", "type", "status", "channel", "department", "handler.id", "handler.name", "handler.email", "handler.phone", "openedAt", "updatedAt", "dueAt", "closedAt", "location.address", "location.property", "location.lat", "location.lon"];
    static readonly string[] Words = ["and", "or", "not", "in", "it", "root", "true", "false", "null"];

    /// <summary>The end of every stream file: who may know of it is a person's to say, and closed until then.</summary>
    public const string Floor = "# TODO: may anybody know of these cases? Nothing of the stream is ever less closed than this: open, restricted, secret, protected.\nconfidentiality:\n  floor: restricted\n";

    public static int OrderOf(string target) => Array.IndexOf(Order, target);

    /// <summary>A path from the record, as an expression.</summary>
    public static string Path(string path)
    {
        var names = path.Replace("[]", "", StringComparison.Ordinal).Split('.');
        // A name that the grammar does not know as one is written in brackets, and those follow something.
        var written = IsName(names[0]) ? names[0] : $"root['{names[0]}']";
        return written + string.Concat(names.Skip(1).Select(n => Step(n) is var step && step[0] == '[' ? step : $".{step}"));
    }

    /// <summary>A path from the element of a list.</summary>
    public static string Inside(string path)
    {
        var names = path.Split('.');
        var written = IsName(names[0]) ? names[0] : $"it['{names[0]}']";
        return written + string.Concat(names.Skip(1).Select(n => Step(n) is var step && step[0] == '[' ? step : $".{step}"));
    }

    /// <summary>One name of a path.</summary>
    public static string Step(string name) => name.StartsWith('@') ? name : IsPlain(name) ? name : $"['{name}']";

    /// <summary>A text as a value of YAML: in double quotes where it needs them.</summary>
    public static string Yaml(string text) =>
        text.Length > 0 && (char.IsLetterOrDigit(text[0]) || text[0] == '(') && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.EndsWith(':') && !text.EndsWith(' ')
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A value of a row.</summary>
    public static string Csv(string value) =>
        value.AsSpan().IndexOfAny(",;\"\r\n") >= 0 || value.Length == 0 || value != value.Trim() ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    static bool IsName(string name) => (name.StartsWith('@') ? IsPlain(name[1..]) : IsPlain(name)) && !Words.Contains(name, StringComparer.Ordinal);

    static bool IsPlain(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
