using System.Diagnostics.CodeAnalysis;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>What is missing, null or blank: the functions that decide about it.</summary>
internal static class PresenceFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("required", "The value; a failure when it is missing, null or blank.")
        {
            Group = "Presence", Input = Accepts.Any, KeepsSource = true, Gives = "the value", Bind = Required,
            Examples = [new("'A' | required", "A"), new("null | required", "fails IH3215"), new("'  ' | required", "fails IH3215")],
        },
        new("default", "The value, or another one when it is missing or null.")
        {
            Group = "Presence", Input = Accepts.Any, KeepsSource = true, Gives = "the value or x",
            Parameters = [new("x", Accepts.Any) { KeepsSource = true }], Bind = Default,
            Examples = [new("null | default('unknown')", "unknown"), new("'' | default('unknown')", "")],
        },
        new("nullIf", "Null when the value is that one, otherwise the value.")
        {
            Group = "Presence", Input = Accepts.Any, KeepsSource = true, Gives = "the value or null",
            Parameters = [new("x", Accepts.Written)], Bind = NullIf,
            Examples = [new("'-1' | nullIf('-1')", "null"), new("'7' | nullIf('-1')", "7")],
        },
        new("nullIfBlank", "Null when the value is blank, otherwise the value.")
        {
            Group = "Presence", Input = Accepts.Any, KeepsSource = true, Gives = "the value or null", Bind = NullIfBlank,
            Examples = [new("'  ' | nullIfBlank", "null"), new("'A' | nullIfBlank", "A")],
        },
    ];

    static Bound Required(CallSite site)
    {
        var failure = new Failure(RecordCodes.Absent, "a value is required here; the source has none");
        return site.ResultOfAll(site.Input!.Type, (Evaluation run, in Value _, in Value input) => IsBlank(run, input) ? Value.Fail(failure) : input);
    }

    static Bound? Default(CallSite site)
    {
        if (site.Binder.Either(site.Input, site.Argument(0), site.Name, site.Argument(0).Offset) is not var (value, other, type)) return null;
        return new Bound(type, new CoalesceEvaluator(value.Evaluator, other.Evaluator), 0);
    }

    static Bound? NullIf(CallSite site)
    {
        var other = site.Argument(0).Evaluator;
        return site.ResultOfAll(site.Input!.Type, (Evaluation run, in Value it, in Value input) =>
            Comparison.TryCompare(run.Plain(input), other.Evaluate(run, it), out var order) && order == 0 ? Value.Null : input);
    }

    static Bound NullIfBlank(CallSite site) => new(site.Input!.Type, new NullIfBlankEvaluator(site.Input.Evaluator), site.Offset);

    sealed class NullIfBlankEvaluator(Evaluator input) : Evaluator
    {
        public override Value Evaluate(Evaluation run, in Value it)
        {
            var value = input.Evaluate(run, it);
            return !value.IsStopped && IsBlank(run, value) ? Value.Null : value;
        }

        // What is read the short way is not blank.
        public override bool TryWritten(Evaluation run, in Value it, out ReadOnlySpan<byte> text) => input.TryWritten(run, it, out text);

        public override bool TryText(Evaluation run, in Value it, [NotNullWhen(true)] out string? text) => input.TryText(run, it, out text);
    }

    // One XML element without text reads as a list of one where a list is wanted; it is as blank as its text.
    static bool IsBlank(Evaluation run, in Value value)
    {
        if (value.IsAbsentOrBlank) return true;
        if (value.Kind == ValueKind.RecordList && value.FrameCount == 1) return run.Plain(Value.OfFrame(value.FirstFrame)).IsAbsentOrBlank;
        return run.Plain(value).IsAbsentOrBlank;
    }
}
