using System.Text;
using IntegrationHub.Configuration;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Authoring;

/// <summary>The pages of the reference, made of what reads the files. The hand-written pages tell the story and link here.</summary>
public static class ReferencePages
{
    const string Made = "<!-- Made by 'ihub reference --out docs/reference'. Change what it is made of, not this page. -->\n";

    /// <summary>Every page, by its file name.</summary>
    public static IReadOnlyList<(string Name, string Text)> All(IReadOnlyList<AdapterManifest> adapters, MappingFunctions functions)
    {
        ArgumentNullException.ThrowIfNull(adapters);
        ArgumentNullException.ThrowIfNull(functions);

        return
        [
            .. AuthoredFile.All.Select(file => ($"{file.Name}-file.md", OfFile(file, adapters))),
            ("functions.md", Functions(functions)),
            ("diagnostics.md", Diagnostics(adapters)),
        ];
    }

    static string OfFile(AuthoredFile file, IReadOnlyList<AdapterManifest> adapters)
    {
        var page = new StringBuilder($"# {file.Title}: every key\n{Made}\n`{file.Files}`: {Lower(file.Keys.Description)} [{Story(file).Text}]({Story(file).Link})\n");
        KeyTables.Append(page, file.Keys);
        switch (file.Name)
        {
            case "stream":
                foreach (var adapter in adapters.OrderBy(a => a.Name, StringComparer.Ordinal)) Adapter(page, adapter);
                break;
            case "mapping":
                page.Append("\n# With target event@1\nAn event is named by its `caseKey` and `id`; it has no `lists` and no `attributes`. The other keys are as above.\n");
                foreach (var key in MappingFileKeys.Event.Keys.Where(k => k.Name is "identity" or "fields")) KeyTables.AppendSection(page, key, key.Name);
                page.Append("\n# With target contact@1\nA contact has no `attributes`. The other keys are as above.\n");
                foreach (var key in MappingFileKeys.Contact.Keys.Where(k => k.Name is "identity" or "fields" or "lists")) KeyTables.AppendSection(page, key, key.Name);
                break;
        }

        return page.ToString();
    }

    static (string Text, string Link) Story(AuthoredFile file) => file.Name switch
    {
        "stream" => ("How a stream is read", "../stream-file.md"),
        "mapping" => ("The mapping language", "../mapping-language.md"),
        "test" => ("How tests are written", "../cli.md#writing-sample-tests"),
        _ => ("Privacy", "../privacy.md"),
    };

    static void Adapter(StringBuilder page, AdapterManifest adapter)
    {
        page.Append($"\n## connection, with adapter: {adapter.Name}\n{adapter.Summary} Strategies: {string.Join(", ", adapter.Strategies.Select(s => EnumNames.Of(s)))}.");
        if (adapter.CodeLists.Count > 0) page.Append($" Lists for `codes`: {string.Join(", ", adapter.CodeLists)}.");
        page.Append('\n');
        if (adapter.Describes is { } describes)
        {
            page.Append($"What it reads is described under `{describes.Section.Name}`; its settings are those that the description uses.\n");
            KeyTables.AppendSection(page, describes.Section, describes.Section.Name);
            return;
        }

        KeyTables.AppendTable(page, ConnectionKeys.Of(adapter).Keys, "connection");
    }

    static string Functions(MappingFunctions functions)
    {
        var page = new StringBuilder($"# Functions of the mapping language\n{Made}\nEvery example is executed as a test. An argument with `?` may be left out, one with `…` repeated. `ihub functions NAME` tells the same. [The mapping language](../mapping-language.md), [functions of your own](../mapping-functions.md)\n");
        foreach (var group in FunctionReference.Of(functions).GroupBy(f => f.Group))
        {
            page.Append($"\n## {group.Key}\n| Form | Gives | What it does | Examples |\n|---|---|---|---|\n");
            foreach (var f in group)
            {
                var examples = string.Join("<br>", f.Examples.Select(e => $"`{KeyTables.Cell(e.Expression)}` → {(e.Gives.Length == 0 ? "blank" : $"`{KeyTables.Cell(e.Gives)}`")}"));
                page.Append($"| `{KeyTables.Cell(f.Form)}` | {f.Gives} | {KeyTables.Cell(f.Summary)} | {examples} |\n");
            }
        }

        return page.ToString();
    }

    static string Diagnostics(IReadOnlyList<AdapterManifest> adapters)
    {
        var page = new StringBuilder($"# Diagnostics\n{Made}\n`file:line:column: error IHnnnn: message (did you mean …?)`. `ihub explain IHnnnn` tells the same. The codes of the HTTP API, IH7nnn, are in [http-api.md](../http-api.md).\n");
        foreach (var family in DiagnosticRegistry.All(adapters).GroupBy(e => DiagnosticRegistry.Family(e.Code)))
        {
            page.Append($"\n## {family.Key}\n");
            foreach (var entry in family)
            {
                page.Append($"\n### {entry.Code}\n{entry.Meaning}\n\n**What to do.** {entry.Remedy}\n");
                if (entry.Example is { Shown: { Length: > 0 } shown }) page.Append($"```yaml\n{shown.Replace('\uFFFD', '?').TrimEnd('\n')}\n```\n");
            }
        }

        return page.ToString();
    }

    static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
