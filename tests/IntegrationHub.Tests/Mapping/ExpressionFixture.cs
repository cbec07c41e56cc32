using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

/// <summary>Evaluates one expression over one JSON record: what it gives as text, <c>null</c>, or <c>fails IHnnnn</c>.</summary>
static class Expressions
{
    /// <summary>The value of an expression as an attribute shows it.</summary>
    public static string? Evaluate(string expression, string record = "{}", string rest = "")
    {
        var fields = record == "{}" ? "\"id\":\"1\"" : "\"id\":\"1\"," + record.Trim()[1..^1];
        var mapping = Mappings.Of(Mappings.Json("attributes.value: " + Quoted(expression), rest));
        return mapping.Map(Mappings.JsonRecord("{" + fields + "}")) switch
        {
            MappingResult.MappedCase mapped => mapped.Case.Attributes.GetValueOrDefault("value", "null"),
            MappingResult.Unmappable unmappable => "fails " + Assert.Single(unmappable.Faults).Code,
            var other => other.ToString(),
        };
    }

    /// <summary>The errors of an expression: code, column within the expression (from 1) and message.</summary>
    public static IReadOnlyList<(string Code, int Column, string Message)> Errors(string expression, string rest = "", string field = "attributes.value")
    {
        var prefix = field + ": ";
        var (_, diagnostics) = Mappings.Compile(Mappings.Json(prefix + Quoted(expression), rest));
        return [.. diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => (d.Code, d.Place.Column - prefix.Length - 3, d.Message))];
    }

    static string Quoted(string expression) => '"' + expression.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
