using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Choosing between values.</summary>
internal static class ChoiceFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("const", "The value that is written there.")
        {
            Group = "Choice", Gives = "the value", Parameters = [new("value", Accepts.Written, ParameterKind.Constant)], Bind = site => site.Argument(0),
            Examples = [new("const('byggnadsnamnden')", "byggnadsnamnden")],
        },
        new("if", "The second value when the condition is true, otherwise the third, or null.")
        {
            Group = "Choice", Gives = "one of the two",
            Parameters = [new("condition", Accepts.Bool), new("then", Accepts.Any) { KeepsSource = true }, new("otherwise", Accepts.Any) { KeepsSource = true, IsOptional = true }], Bind = If,
            Examples = [new("if(1 < 2, 'a', 'b')", "a"), new("if(1 > 2, 'a')", "null")],
        },
        new("case", "The value after the first condition that is true; the last argument stands alone and is for all others.")
        {
            Group = "Choice", Gives = "one of the values", Parameters = [new("condition", Accepts.Any) { KeepsSource = true }, new("then", Accepts.Any) { KeepsSource = true, Repeats = true }], Bind = Case,
            Examples = [new("case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b"), new("case(1 > 2, 'a', 'c')", "c")],
        },
    ];

    static Bound? If(CallSite site) =>
        Choose(site, site.Argument(0), site.Argument(1), site.Count > 2 ? site.Argument(2) : Nothing);

    static Bound Nothing { get; } = new(MappingType.Null, new ConstantEvaluator(Value.Null), 0);

    static Bound? Case(CallSite site)
    {
        if (site.Count % 2 == 0) return site.Error(site.Count - 1, "'case' ends with a value for all others: case(condition, value, …, otherwise)");

        var result = site.Argument(site.Count - 1);
        for (var i = site.Count - 3; i >= 0; i -= 2)
        {
            var condition = site.Binder.Convert(site.Argument(i), Accepts.Bool, site.Name);
            if (condition is null || Choose(site, condition, site.Argument(i + 1), result) is not { } chosen) return null;
            result = chosen;
        }

        return result;
    }

    static Bound? Choose(CallSite site, Bound condition, Bound then, Bound otherwise)
    {
        if (site.Binder.Either(then, otherwise, site.Name, then.Offset) is not var (a, b, type)) return null;
        return new Bound(type, new IfEvaluator(condition.Evaluator, a.Evaluator, b.Evaluator), then.Offset);
    }

    sealed class IfEvaluator(Evaluator condition, Evaluator then, Evaluator otherwise) : Evaluator
    {
        public override Value Evaluate(Evaluation run, in Value it)
        {
            var value = condition.Evaluate(run, it);
            return value.IsStopped ? value : LogicEvaluator.IsTrue(value) ? then.Evaluate(run, it) : otherwise.Evaluate(run, it);
        }
    }
}
