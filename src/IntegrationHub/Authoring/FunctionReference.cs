using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Authoring;

/// <summary>A function of the mapping language as the reference tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Form">How it is called.</param>
/// <param name="Gives">What it gives.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Examples">Expressions, each with what it gives.</param>
public sealed record FunctionDescription(string Name, string Group, string Form, string Gives, string Summary, IReadOnlyList<FunctionExample> Examples);

/// <summary>An expression and the text of what it gives; <c>fails IHnnnn</c> when it fails on purpose.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Gives">Its value as text, a list as <c>[a, b]</c>.</param>
public sealed record FunctionExample(string Expression, string Gives);

/// <summary>What the functions say of themselves, and whether they keep it.</summary>
public static class FunctionReference
{
    /// <summary>Every function, in the order of the reference.</summary>
    public static IReadOnlyList<FunctionDescription> Of(MappingFunctions functions)
    {
        ArgumentNullException.ThrowIfNull(functions);

        return [.. functions.Registry.All.Select(f => new FunctionDescription(f.Name, f.Group, f.Signature, f.Gives, f.Summary, [.. f.Examples.Select(e => new FunctionExample(e.Expression, e.Gives))]))];
    }

    /// <summary>Executes an example; answers what it gives, as the example should say it.</summary>
    public static string Evaluate(MappingFunctions functions, FunctionExample example)
    {
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentNullException.ThrowIfNull(example);

        // A list is shown by its parts; an empty text is nothing in a target field, so it is shown by what stands around it.
        var shown = example.Gives switch
        {
            "[]" => $"if((({example.Expression}) | count) == 0, '[]', 'elements')",
            ['[', ..] => $"template('[{{0}}]', ({example.Expression}) | map(it) | join(', '))",
            "" => $"if(template('{{0}}{{1}}', {example.Expression}, 'x') == 'x', '(empty)', null)",
            _ => example.Expression,
        };
        var diagnostics = new DiagnosticBag();
        var text = $"mapping: example\nversion: 1.0.0\ntarget: case@1\nsource: {{ system: example, format: json }}\ntimezone: Europe/Stockholm\nidentity: {{ key: id }}\nfields:\n  title: const('x')\nattributes:\n  value: {Quoted(shown)}\n";
        if (functions.Compile(new MappingSource("example.mapping.yaml", text, _ => null), diagnostics) is not { } mapping)
            return string.Join("; ", diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => $"{d.Code}: {d.Message}"));

        return mapping.Map(new SourceRecord { Content = Encoding.UTF8.GetBytes("""{"id":"1"}"""), Format = RecordFormat.Json, Charset = "utf-8" }) switch
        {
            MappingResult.MappedCase mapped when mapped.Case.Attributes.TryGetValue("value", out var value) => value == "(empty)" ? "" : value,
            MappingResult.MappedCase => "null",
            MappingResult.Unmappable unmappable => $"fails {unmappable.Faults[0].Code}",
            var other => other.ToString(),
        };
    }

    static string Quoted(string expression) => '"' + expression.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
