using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.SampleTests;

/// <summary>A condition in the mapping language over what a mapping has made: <c>case.title</c>, <c>event.kind</c>.</summary>
internal sealed class CheckExpression
{
    readonly RecordInput input;
    readonly Evaluator condition;
    readonly string root;

    CheckExpression(string text, RecordInput input, Evaluator condition, string root) => (Text, this.input, this.condition, this.root) = (text, input, condition, root);

    /// <summary>The condition as it is written.</summary>
    public string Text { get; }

    /// <summary>Compiles it; null when it is wrong, which is reported as in a mapping.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="fileText">The file that it stands in.</param>
    /// <param name="target">What is looked at.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static CheckExpression? Compile(YamlText text, string fileText, MappingTarget target, DiagnosticBag diagnostics)
    {
        var root = EnumNames.Of(target);
        var own = new DiagnosticBag();
        var known = new KnownFields([.. Paths(TargetShape.For(target), root).Select(p => (p, text.Place))], $"{root}.attributes");
        var context = new MappingContext
        {
            Diagnostics = own,
            Format = RecordFormat.Json,
            Times = new LocalTimes(null, requireOffset: true, GapPolicy.Reject, FoldPolicy.Reject),
            Tables = new Dictionary<string, CodeTable>(),
            Functions = FunctionRegistry.BuiltIn,
            KnownFields = known,
        };
        var binder = new Binder(context, new ScalarPlaces(text, new FileText(fileText)), Binder.ScopeOf(context.Record));
        var bound = binder.Convert(binder.BindText(), Accepts.Bool, "check");
        // What it looks at is no source, and it stands in no mapping: the codes and words are those of a test.
        foreach (var wrong in own.All)
            diagnostics.Error(wrong.Place, TestCodes.Check, wrong.Message.Replace("the source has no field", "there is no field", StringComparison.Ordinal));
        return bound is null || own.HasErrors ? null : new CheckExpression(text.Text, new RecordInput(RecordFormat.Json, context.CreatePlan(), 0, null, stopEarly: false), bound.Evaluator, root);
    }

    /// <summary>Null when it holds; otherwise what is wrong.</summary>
    public string? Check(IReadOnlyDictionary<string, object?> values)
    {
        var run = new Evaluation();
        var record = new SourceRecord { Content = OutcomeJson.Utf8(new Dictionary<string, object?>(StringComparer.Ordinal) { [root] = values }), Format = RecordFormat.Json };
        if (input.Read(record, run) is { } unreadable) return $"{unreadable.Code}: {unreadable.Message}";

        var value = condition.Evaluate(run, Value.OfFrame(0));
        if (value.IsStopped) return $"{value.Failure.Code}: {value.Failure.Message}";
        return LogicEvaluator.IsTrue(value) ? null : "it is not true";
    }

    static IEnumerable<string> Paths(TargetShape shape, string path) => shape switch
    {
        TargetShape.Section section => section.Fields.SelectMany(f => Paths(f.Value, $"{path}.{f.Key}")),
        TargetShape.Many many => Paths(many.Item, path),
        _ => [path],
    };
}
