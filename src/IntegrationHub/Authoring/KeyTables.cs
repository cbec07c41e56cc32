using System.Globalization;
using System.Text;
using IntegrationHub.Configuration;

namespace IntegrationHub.Authoring;

/// <summary>Writes the keys of a file as tables, a heading for each section.</summary>
internal static class KeyTables
{
    public static void Append(StringBuilder page, KeySpec file)
    {
        page.Append('\n');
        AppendTable(page, file.Keys, "");
    }

    /// <summary>A table of keys, and below it the sections among them.</summary>
    public static void AppendTable(StringBuilder page, IReadOnlyList<KeySpec> keys, string path)
    {
        var shown = keys.Where(k => k.Refused is null).ToList();
        if (shown.Count == 0) return;

        page.Append("| Key | Takes | Unless set | What it means |\n|---|---|---|---|\n");
        foreach (var key in shown) page.Append($"| `{key.Name}`{(key.IsRequired ? " (required)" : "")} | {Takes(key)} | {Cell(key.Default ?? "")} | {Cell(key.Description)}{ExampleOf(key)} |\n");
        foreach (var key in shown) Below(page, key, path.Length == 0 ? key.Name : $"{path}.{key.Name}");
    }

    /// <summary>One section with its heading.</summary>
    public static void AppendSection(StringBuilder page, KeySpec key, string path)
    {
        page.Append($"\n## {path}\n{key.Description}\n\n");
        AppendTable(page, key.Keys, path);
    }

    static void Below(StringBuilder page, KeySpec key, string path)
    {
        foreach (var form in key.Or.Prepend(key))
        {
            switch (form.Kind)
            {
                case KeyKind.Section:
                    // The long form of a field is told once, not for every field.
                    if (!ReferenceEquals(form, Mapping.Files.MappingFileKeys.LongForm)) AppendSection(page, form, path);
                    break;
                case KeyKind.Names when form.Keys.Count > 0:
                    AppendSection(page, form, path);
                    break;
                case KeyKind.Names when form.Each is { Kind: KeyKind.Section } each:
                    AppendSection(page, each, $"{path}.NAME");
                    break;
                case KeyKind.List when form.Each is { Kind: KeyKind.Section } each:
                    AppendSection(page, each, $"{path}[]");
                    break;
            }
        }
    }

    static string Takes(KeySpec key)
    {
        var also = key.Choices.Count > 0 && key.Kind is not (KeyKind.Choice or KeyKind.Texts) ? $", or {string.Join(", ", key.Choices.Select(c => $"`{c}`"))}" : "";
        return key.Kind switch
        {
            KeyKind.Text => "text",
            KeyKind.Character => "one character",
            KeyKind.Name => "a name: a–z, digits, single hyphens",
            KeyKind.Duration => $"time span, {ValueSyntax.Text(TimeSpan.FromTicks(key.Least!.Value))} to {ValueSyntax.Text(TimeSpan.FromTicks(key.Most!.Value))}",
            KeyKind.Size => $"size, {ValueSyntax.Text(key.Least!.Value)} to {ValueSyntax.Text(key.Most!.Value)}",
            KeyKind.Number => string.Create(CultureInfo.InvariantCulture, $"whole number, {key.Least:N0} to {key.Most:N0}"),
            KeyKind.Share => "percentage, 0% to 100%",
            KeyKind.Flag => "true · false",
            KeyKind.Moment => "date and time with an offset",
            KeyKind.Choice => string.Join(" · ", key.Choices),
            KeyKind.Expression => $"expression: {Cell(key.Result!)}",
            KeyKind.Section => "section",
            KeyKind.Names when key.Keys.Count == 0 => $"names, each with {(key.Each!.Kind is KeyKind.Section ? "a section" : Takes(key.Each))}",
            KeyKind.Names => "section",
            KeyKind.List => "list",
            KeyKind.Texts when key.Choices.Count > 0 => $"one or a list of {string.Join(" · ", key.Choices)}",
            KeyKind.Texts => "a text, or a list of texts",
            _ => "whatever it is compared with",
        } + also;
    }

    static string ExampleOf(KeySpec key) => key.Example is { } example ? $" For instance `{Cell(example)}`." : "";

    /// <summary>A text inside a table.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
