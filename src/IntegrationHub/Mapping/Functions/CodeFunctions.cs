using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>From the source's codes to shared words.</summary>
internal static class CodeFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("lookup", "The shared word for a code in a code table; for a table of several columns the codes stand in the order of the columns: lookup(table, a, b), a | lookup(table, b) or [a, b] | lookup(table).")
        {
            Group = "Codes", Input = Accepts.Any, InputIsOptional = true, KeepsSource = true, TakesWrittenItems = true, Gives = "string",
            Parameters = [new("table", Accepts.None, ParameterKind.TableName), new("code", Accepts.Text) { Repeats = true }], Bind = Lookup,
        },
        new("bool", "True for one text, false for the other; any other text is a failure.")
        {
            Group = "Codes", Input = Accepts.Text, Gives = "bool",
            Parameters = [new("yes", Accepts.Text, ParameterKind.Constant), new("no", Accepts.Text, ParameterKind.Constant)], Bind = Bool,
            Examples = [new("'J' | bool('J', 'N')", "true"), new("'N' | bool('J', 'N')", "false"), new("'X' | bool('J', 'N')", "fails IH3213")],
        },
    ];

    static Bound? Lookup(CallSite site)
    {
        var table = site.Table(0);
        var codes = new List<Bound>();
        if (ItemsOf(site) is not { } items) return null;
        codes.AddRange(items);

        for (var i = 1; i < site.Count; i++) codes.Add(site.Argument(i));
        if (codes.Count != table.Columns)
            return site.Error(0, $"table '{table.Name}' has {table.Columns} source column{(table.Columns == 1 ? "" : "s")}, but {codes.Count} code{(codes.Count == 1 ? " is" : "s are")} given");

        var type = MappingType.Text with { Known = table.Targets };
        var place = site.Place;
        if (codes.Count == 1)
        {
            var code = codes[0].Evaluator;
            if (site.Binder.Context.Trace is not null) return new Bound(type, new FunctionEvaluator(code, Told, flowsAbsence: false, place), 0);
            return new Bound(type, new LookupEvaluator(code, table, place), 0);
        }

        var evaluators = codes.Select(c => c.Evaluator).ToArray();
        var trace = site.Binder.Context.Trace;
        return new Bound(type, new FunctionEvaluator(null, Body, flowsAbsence: false, place), 0);

        Value Body(Evaluation run, in Value it, in Value _)
        {
            var values = new Value[evaluators.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = evaluators[i].Evaluate(run, it);
                if (values[i].IsStopped) return values[i];
            }

            trace?.Coded(table, [.. values.Select(TextOf)]);
            return table.Find(run, values, place);
        }

        Value Told(Evaluation run, in Value it, in Value value)
        {
            if (!value.IsStopped) site.Binder.Context.Trace!.Coded(table, [TextOf(value)]);
            return table.Find(run, value, place);
        }
    }

    static string TextOf(Value code) => code.IsAbsentOrBlank ? "" : code.Text;

    // A written list of codes is one code for each column.
    static List<Bound>? ItemsOf(CallSite site)
    {
        if (site.Input is { } input) return site.Binder.Convert(input with { Offset = site.Offset }, Accepts.Text, site.Name) is { } one ? [one] : null;
        if (site.WrittenItems is not { } written) return [];

        var items = new List<Bound>();
        foreach (var syntax in written)
        {
            if (site.Binder.Convert(site.Binder.Bind(syntax), Accepts.Text, site.Name) is not { } item) return null;
            items.Add(item);
        }

        return items;
    }

    static Bound? Bool(CallSite site)
    {
        var yes = Encoding.UTF8.GetBytes(site.Text(0));
        var no = Encoding.UTF8.GetBytes(site.Text(1));
        if (yes.AsSpan().SequenceEqual(no)) return site.Error(1, "yes and no are the same text");

        var failure = new Failure(RecordCodes.NeitherYesNorNo, $"neither '{site.Text(0)}' nor '{site.Text(1)}'");
        return site.ResultOfText(MappingType.Bool, text => text.SequenceEqual(yes) ? Value.Of(true) : text.SequenceEqual(no) ? Value.Of(false) : Value.Fail(failure));
    }

    /// <summary>One code through its table.</summary>
    sealed class LookupEvaluator(Evaluator code, CodeTable table, Place place) : Evaluator
    {
        public override Value Evaluate(Evaluation run, in Value it)
        {
            var value = code.Evaluate(run, it);
            return value.IsStopped ? value : table.Find(run, value, place);
        }

        // No string is made of the code, and none of the word: the table has it.
        public override bool TryText(Evaluation run, in Value it, [NotNullWhen(true)] out string? text)
        {
            text = code.TryWritten(run, it, out var written) ? table.WordOf(written) : null;
            return text is not null;
        }
    }
}
