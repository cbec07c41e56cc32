using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Traces;

/// <summary>Hears of every step of a mapping that was compiled with it: for explaining a record, and for telling what no test has tried. A mapping in force has none and pays nothing for it.</summary>
internal interface IMappingTrace
{
    /// <summary>While the mapping is compiled: there is such a part of an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="part">The part.</param>
    /// <param name="fields">Of a path, the fields of the record that it can be: several inside a list that is put together.</param>
    void Met(ScalarPlaces text, Syntax part, IReadOnlyList<string> fields);

    /// <summary>While a record is mapped: the part has this value. It is only good until the call ends.</summary>
    void Valued(ScalarPlaces text, Syntax part, Evaluation run, in Value value);

    /// <summary>While a record is mapped: these codes are looked up.</summary>
    void Coded(CodeTable table, IReadOnlyList<string> codes);
}

/// <summary>Passes a part's value on to whoever listens.</summary>
internal sealed class TracedEvaluator(Evaluator inner, ScalarPlaces text, Syntax part, IMappingTrace trace) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var value = inner.Evaluate(run, it);
        trace.Valued(text, part, run, value);
        return value;
    }
}
