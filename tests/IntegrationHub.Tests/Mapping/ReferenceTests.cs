using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Targets;

namespace IntegrationHub.Tests.Mapping;

/// <summary>Holds docs/mapping-language.md to the code. With <c>UPDATE_REFERENCE=1</c> in the environment the tables in it are written anew.</summary>
public sealed class ReferenceTests
{
    static readonly string Root = FindRoot();
    static readonly string File = Path.Combine(Root, "docs", "mapping-language.md");

    [Fact]
    public void The_reference_lists_every_function_as_the_code_has_it() => AssertPart("functions", Functions());

    [Fact]
    public void The_reference_lists_every_target_field_as_the_code_has_it() => AssertPart("fields", Fields());

    [Fact]
    public void Every_code_that_the_mapping_can_tell_stands_in_the_reference()
    {
        var text = System.IO.File.ReadAllText(File);
        var told = Directory.EnumerateFiles(Path.Combine(Root, "src", "IntegrationHub", "Mapping"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Regex.Matches(System.IO.File.ReadAllText(f), "\"(IH\\d{4})\"").Select(m => m.Groups[1].Value))
            .Distinct()
            .ToList();

        Assert.NotEmpty(told);
        Assert.All(told, code => Assert.Contains(code, text, StringComparison.Ordinal));
    }

    static void AssertPart(string name, string expected)
    {
        var text = System.IO.File.ReadAllText(File);
        var begin = text.IndexOf($"<!-- {name}:begin -->\n", StringComparison.Ordinal) + $"<!-- {name}:begin -->\n".Length;
        var end = text.IndexOf($"<!-- {name}:end -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1")
        {
            System.IO.File.WriteAllText(File, text[..begin] + expected + text[end..]);
            return;
        }

        Assert.Equal(expected, text[begin..end].ReplaceLineEndings("\n"));
    }

    static string Functions()
    {
        var text = new StringBuilder();
        foreach (var group in FunctionRegistry.BuiltIn.All.GroupBy(f => f.Group))
        {
            text.Append($"\n### {group.Key}\n| Form | Gives | What it does | Examples |\n|---|---|---|---|\n");
            foreach (var f in group)
            {
                var examples = string.Join("<br>", f.Examples.Select(e => $"`{Cell(e.Expression)}` → {(e.Gives.Length == 0 ? "blank" : $"`{Cell(e.Gives)}`")}"));
                text.Append($"| `{Cell(f.Signature)}` | {f.Gives} | {Cell(f.Summary)} | {examples} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    static string Fields()
    {
        var text = new StringBuilder();
        Append(text, CaseTarget.Name, CaseTarget.Fields);
        text.Append("| `attributes.*` | any single value | What the source tells beyond the shared model, by name. |\n");
        foreach (var (name, fields) in CaseTarget.Lists) Append(text, $"{CaseTarget.Name}, each of `{name}`", fields);
        Append(text, EventTarget.Name, EventTarget.Fields);
        return text.Append('\n').ToString();
    }

    static void Append(StringBuilder text, string title, TargetFields fields)
    {
        text.Append($"\n**{title}**\n\n| Field | Type | What it is |\n|---|---|---|\n");
        foreach (var field in fields.All) text.Append($"| `{field.Name}`{(field.IsRequired ? " (required)" : "")} | {field.TypeName} | {field.Summary} |\n");
    }

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "IntegrationHub.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
