using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Lists. What stands in the parentheses is evaluated for each element: bare paths start there, <c>it</c> is the element.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        List("map", "The expression's value for each element.", "list", [ForEach("expression", Accepts.Any)], Map, new Example("['a', 'b'] | map(it | upper)", "[A, B]")),
        List("filter", "The elements for which the condition is true.", "list", [ForEach("condition", Accepts.Bool)], Filter, new Example("[1, 2, 3] | filter(it > 1)", "[2, 3]")),
        List("first", "The first element; null when there is none.", "an element or null", [], site => One(site, last: false), new Example("['a', 'b'] | first", "a")),
        List("last", "The last element; null when there is none.", "an element or null", [], site => One(site, last: true), new Example("['a', 'b'] | last", "b")),
        List("sort", "In the order of the key, or of the elements themselves; 'desc' turns it round. Elements without a key come first; equal ones keep their order.", "list",
            [ForEach("key", Accepts.Written) with { IsOptional = true }, new("order", Accepts.Text, ParameterKind.Constant) { IsOptional = true }], Sort,
            new Example("[3, 1, 2] | sort", "[1, 2, 3]"), new Example("[3, 1, 2] | sort(it, 'desc')", "[3, 2, 1]")),
        List("distinct", "Each value once, in the order of its first occurrence.", "list", [], Distinct, new Example("['a', 'b', 'a'] | distinct", "[a, b]")),
        List("count", "How many elements there are; 0 when the list is missing.", "int", [], Count, new Example("['a', 'b'] | count", "2"), new Example("null | count", "0")),
        List("sum", "The sum of the numbers; what is missing or null is left out.", "decimal", [], Sum, new Example("[1, 2.5] | sum", "3.5")),
        List("min", "The least of the values.", "an element or null", [], site => Extreme(site, sign: -1), new Example("[3, 1, 2] | min", "1")),
        List("max", "The greatest of the values.", "an element or null", [], site => Extreme(site, sign: 1), new Example("[3, 1, 2] | max", "3")),
        List("any", "Whether the condition is true for an element; without a condition, whether there is an element.", "bool", [ForEach("condition", Accepts.Bool) with { IsOptional = true }], Any, new Example("[1, 2] | any(it > 1)", "true")),
        List("all", "Whether the condition is true for every element.", "bool", [ForEach("condition", Accepts.Bool)], EveryOne, new Example("[1, 2] | all(it > 1)", "false")),
        List("flatten", "The elements of the lists in the list, as one list.", "list", [], Flatten, new Example("[['a'], ['b', 'c']] | flatten", "[a, b, c]")),
        new("toList", "The value as a list: a list as it is, one value as a list of one, nothing as an empty list.")
        {
            Group = "Lists", Input = Accepts.Any, KeepsSource = true, Gives = "list", Bind = ToList, Examples = [new("'a' | toList", "[a]"), new("null | toList", "[]")],
        },
    ];

    static MappingFunction List(string name, string summary, string gives, IReadOnlyList<Parameter> parameters, Func<CallSite, Bound?> bind, params Example[] examples) =>
        new(name, summary) { Group = "Lists", Input = Accepts.List, Gives = gives, Parameters = parameters, Bind = bind, Examples = examples };

    static Parameter ForEach(string name, Accepts accepts) => new(name, accepts, ParameterKind.ForEach);

    static MappingType ItemOf(CallSite site) => site.Input!.Type.Item ?? MappingType.Null;

    /// <summary>The element as a value of the kind that is needed.</summary>
    static Evaluator? Element(CallSite site, Accepts accepts) =>
        site.Binder.Convert(new Bound(ItemOf(site), new ElementEvaluator(), site.Offset), accepts, site.Name)?.Evaluator;

    static Bound Map(CallSite site)
    {
        var body = site.Argument(0);
        var item = body.Type.Kind == TypeKind.Source ? Binder.Untouched(body).Type : body.Type;
        return site.Result(MappingType.ListOf(item), (Evaluation run, in Value _, in Value list) =>
        {
            var results = new List<Value>(run.Elements(list).Count);
            foreach (var element in run.Elements(list))
            {
                if (!run.Step()) return Value.Fail(Evaluation.TooLarge);
                var value = body.Evaluator.Evaluate(run, element);
                if (value.Kind == ValueKind.Fault) return value;
                if (value.Kind == ValueKind.Dropped) run.Note(value.Failure);
                else results.Add(value);
            }

            return Value.Of([.. results]);
        });
    }

    static Bound Filter(CallSite site)
    {
        var condition = site.Argument(0).Evaluator;
        return site.Result(site.Input!.Type, (Evaluation run, in Value _, in Value list) =>
        {
            var results = new List<Value>();
            foreach (var element in run.Elements(list))
            {
                if (!run.Step()) return Value.Fail(Evaluation.TooLarge);
                var value = condition.Evaluate(run, element);
                if (value.IsStopped) return value;
                if (LogicEvaluator.IsTrue(value)) results.Add(element);
            }

            return Value.Of([.. results]);
        });
    }

    static Bound One(CallSite site, bool last) => site.Result(ItemOf(site), (Evaluation run, in Value _, in Value list) =>
    {
        var result = Value.Null;
        foreach (var element in run.Elements(list))
        {
            result = element;
            if (!last) break;
        }

        return result;
    });

    static Bound? Sort(CallSite site)
    {
        var key = site.Count > 0 ? site.Argument(0).Evaluator : Element(site, Accepts.Written);
        if (key is null) return null;
        if (site.TextOrNull(1) is not (null or "asc" or "desc")) return site.Error(1, $"'{site.Text(1)}' is no order; write 'asc' or 'desc'");

        var sign = site.TextOrNull(1) == "desc" ? -1 : 1;
        return site.Result(site.Input!.Type, (Evaluation run, in Value _, in Value list) =>
        {
            var keyed = new List<(Value Key, Value Element, int Index)>();
            foreach (var element in run.Elements(list))
            {
                if (!run.Step()) return Value.Fail(Evaluation.TooLarge);
                var value = key.Evaluate(run, element);
                if (value.IsStopped) return value;
                keyed.Add((value, element, keyed.Count));
            }

            var isComparable = true;
            keyed.Sort((a, b) =>
            {
                var order = Compare(a.Key, b.Key, ref isComparable) * sign;
                return order != 0 ? order : a.Index.CompareTo(b.Index);
            });
            return isComparable ? Value.Of([.. keyed.Select(k => k.Element)]) : Value.Fail(NotComparable);
        });
    }

    static readonly Failure NotComparable = new("IH3107", "the list holds values of different kinds, which have no order");

    static int Compare(in Value a, in Value b, ref bool isComparable)
    {
        if (a.IsAbsent || b.IsAbsent) return b.IsAbsent.CompareTo(a.IsAbsent);
        isComparable &= Comparison.TryCompare(a, b, out var order);
        return order;
    }

    static Bound? Distinct(CallSite site)
    {
        if (Element(site, Accepts.Written) is not { } plain) return null;
        return site.Result(site.Input!.Type, (Evaluation run, in Value _, in Value list) =>
        {
            var seen = new HashSet<string?>(StringComparer.Ordinal);
            var results = new List<Value>();
            foreach (var element in run.Elements(list))
            {
                var value = plain.Evaluate(run, element);
                if (value.IsStopped) return value;
                if (seen.Add(Evaluation.TextOf(value))) results.Add(element);
            }

            return Value.Of([.. results]);
        });
    }

    static Bound Count(CallSite site) => site.ResultOfAll(MappingType.Int, (Evaluation run, in Value _, in Value list) => Value.Of((long)run.Elements(list).Count));

    static Bound? Sum(CallSite site)
    {
        if (Element(site, Accepts.Number) is not { } number) return null;
        return site.Result(MappingType.Decimal, (Evaluation run, in Value _, in Value list) =>
        {
            var sum = 0m;
            foreach (var element in run.Elements(list))
            {
                var value = number.Evaluate(run, element);
                if (value.IsStopped) return value;
                if (value.IsAbsentOrBlank) continue;

                // Beside the largest decimal there is no room for a sum, and decimals overflow by throwing.
                var next = NumberFunctions.Of(value);
                if (Math.Abs(sum / 2) + Math.Abs(next / 2) >= decimal.MaxValue / 2) return Value.Fail(Numbers.OutOfRange);
                sum += next;
            }

            return Value.Of(sum);
        });
    }

    static Bound? Extreme(CallSite site, int sign)
    {
        if (Element(site, Accepts.Written) is not { } plain) return null;
        var item = ItemOf(site);
        return site.Result(item, (Evaluation run, in Value _, in Value list) =>
        {
            var best = Value.Null;
            var isComparable = true;
            foreach (var element in run.Elements(list))
            {
                var value = plain.Evaluate(run, element);
                if (value.IsStopped) return value;
                if (value.IsAbsentOrBlank) continue;
                if (best.IsAbsent || Compare(value, best, ref isComparable) * sign > 0) best = value;
            }

            return isComparable ? best : Value.Fail(NotComparable);
        });
    }

    static Bound Any(CallSite site)
    {
        var condition = site.Count > 0 ? site.Argument(0).Evaluator : null;
        return Quantified(site, condition, stopAt: true);
    }

    static Bound EveryOne(CallSite site) => Quantified(site, site.Argument(0).Evaluator, stopAt: false);

    static Bound Quantified(CallSite site, Evaluator? condition, bool stopAt) => site.ResultOfAll(MappingType.Bool, (Evaluation run, in Value _, in Value list) =>
    {
        foreach (var element in run.Elements(list))
        {
            if (condition is null) return Value.Of(true);
            if (!run.Step()) return Value.Fail(Evaluation.TooLarge);
            var value = condition.Evaluate(run, element);
            if (value.IsStopped) return value;
            if (LogicEvaluator.IsTrue(value) == stopAt) return Value.Of(stopAt);
        }

        return Value.Of(!stopAt);
    });

    static Bound? Flatten(CallSite site)
    {
        var item = ItemOf(site);
        if (site.Binder.Convert(new Bound(item, new ElementEvaluator(), site.Offset), Accepts.List, site.Name) is not { } inner) return null;
        return site.Result(inner.Type, (Evaluation run, in Value _, in Value list) =>
        {
            var results = new List<Value>();
            foreach (var element in run.Elements(list))
            {
                var value = inner.Evaluator.Evaluate(run, element);
                if (value.IsStopped) return value;
                foreach (var one in run.Elements(value))
                {
                    if (!run.Step() || results.Count >= Evaluation.MaxElements) return Value.Fail(Evaluation.TooLarge);
                    results.Add(one);
                }
            }

            return Value.Of([.. results]);
        });
    }

    static Bound ToList(CallSite site)
    {
        var input = site.Input!;
        if (input.Type.Kind == TypeKind.List) return input;

        var isPath = input.Type.Kind == TypeKind.Source && !input.Type.IsElement;
        var item = isPath ? PathBinding.ElementOf(input) : input.Type;
        return site.ResultOfAll(MappingType.ListOf(item), (Evaluation _, in Value _, in Value x) =>
            x.IsAbsent ? Value.Of([]) : x.IsList ? x : Value.Of([x]));
    }
}
