using System.Globalization;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;

namespace IntegrationHub.Mapping.Traces;

/// <summary>Writes a part of an expression as a person would.</summary>
internal static class SyntaxText
{
    /// <summary>The part with everything in it.</summary>
    public static string Of(Syntax part) => part switch
    {
        Syntax.Literal literal => literal.Value.IsText ? $"'{literal.Value.Text.Replace("'", "''", StringComparison.Ordinal)}'" : Evaluation.TextOf(literal.Value) ?? "null",
        Syntax.Path path => OfPath(path),
        Syntax.Let let => $"${let.Name}",
        Syntax.ListOf list => $"[{Join(list.Items)}]",
        Syntax.Call { Input: null } call => $"{call.Name}({Join(call.Arguments)})",
        Syntax.Call call => $"{Within(call.Input!)} {Step(call)}",
        Syntax.Coalesce coalesce => $"{(coalesce.Left is Syntax.Coalesce ? Of(coalesce.Left) : Primary(coalesce.Left))} {Step(coalesce)}",
        Syntax.Compare compare => $"{Within(compare.Left)} {Step(compare)}",
        Syntax.Logic logic => $"{Within(logic.Left)} {Step(logic)}",
        Syntax.Not not => $"not {Within(not.Operand)}",
        _ => "…",
    };

    /// <summary>The part without what stands before its pipe or operator: the step that it is in a chain.</summary>
    public static string Step(Syntax part) => part switch
    {
        Syntax.Call { Input: not null, Arguments.Count: 0 } call => $"| {call.Name}",
        Syntax.Call { Input: not null } call => $"| {call.Name}({Join(call.Arguments)})",
        Syntax.Coalesce coalesce => $"?? {Primary(coalesce.Right)}",
        Syntax.Compare compare => $"{compare.Operator} {Within(compare.Right)}",
        Syntax.Logic logic => $"{(logic.IsAnd ? "and" : "or")} {Within(logic.Right)}",
        _ => Of(part),
    };

    /// <summary>The character where the part begins, what stands before its operator or pipe included.</summary>
    public static int Start(Syntax part) => part switch
    {
        Syntax.Call { Input: { } input } => Start(input),
        Syntax.Coalesce coalesce => Start(coalesce.Left),
        Syntax.Compare compare => Start(compare.Left),
        Syntax.Logic logic => Start(logic.Left),
        _ => part.Offset,
    };

    // A pipe binds looser than ??, and tighter than a comparison.
    static string Within(Syntax part) => part is Syntax.Logic or Syntax.Compare or Syntax.Not ? $"({Of(part)})" : Of(part);

    static string Primary(Syntax part) => part is Syntax.Call { Input: not null } or Syntax.Coalesce ? $"({Of(part)})" : Within(part);

    static string Join(IReadOnlyList<Syntax> parts) => string.Join(", ", parts.Select(Of));

    static string OfPath(Syntax.Path path)
    {
        var text = path.Start switch { PathStart.It => "it", PathStart.Root => "root", _ => "" };
        foreach (var segment in path.Segments)
            text += segment.Name is { } name ? (text.Length == 0 ? name : $".{name}") : $"[{segment.Index.ToString(CultureInfo.InvariantCulture)}]";
        return text;
    }
}
