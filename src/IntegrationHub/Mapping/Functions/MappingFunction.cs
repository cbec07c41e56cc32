using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>A function of the mapping language: what it is called, what it takes, what it says of itself, and how it is compiled.</summary>
internal sealed record MappingFunction(string Name, string Summary)
{
    /// <summary>The heading under which the reference lists it.</summary>
    public string Group { get; init; } = "";

    /// <summary>What is piped into it; none for a function that takes arguments only.</summary>
    public Accepts Input { get; init; }

    public bool InputIsOptional { get; init; }

    /// <summary>A source value comes in as it is, list or not.</summary>
    public bool KeepsSource { get; init; }

    /// <summary>A list that is written out before the pipe is taken apart by the function: its items are bound by it, and only once.</summary>
    public bool TakesWrittenItems { get; init; }

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>What it gives, for the reference.</summary>
    public required string Gives { get; init; }

    public required Func<CallSite, Bound?> Bind { get; init; }

    /// <summary>Where it comes from, for the fingerprint of the mappings that call it; null for the language's own.</summary>
    public string? Origin { get; init; }

    /// <summary>Expressions with what they give; each is executed as a test and stands in the reference.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    public string Signature
    {
        get
        {
            var parameters = string.Join(", ", Parameters.Select(p => p.Repeats ? $"{p.Name}…" : p.IsOptional ? $"{p.Name}?" : p.Name));
            var input = Input == Accepts.None ? "" : InputIsOptional ? "[x |] " : "x | ";
            return $"{input}{Name}{(Parameters.Count == 0 && Input != Accepts.None ? "" : $"({parameters})")}";
        }
    }
}

/// <summary>An expression and the text of what it gives; <c>fails IHnnnn</c> when it fails on purpose.</summary>
internal readonly record struct Example(string Expression, string Gives);

internal enum ParameterKind
{
    /// <summary>Any expression.</summary>
    Value,

    /// <summary>Written out in the mapping.</summary>
    Constant,

    /// <summary>An expression that is evaluated for each element of the list.</summary>
    ForEach,

    /// <summary>The name of a code table.</summary>
    TableName,
}

/// <summary>A parameter of a function.</summary>
internal sealed record Parameter(string Name, Accepts Accepts, ParameterKind Kind = ParameterKind.Value)
{
    public bool IsOptional { get; init; }
    public bool Repeats { get; init; }
    public bool KeepsSource { get; init; }
}

/// <summary>An argument as it was compiled: an expression or a code table.</summary>
internal sealed record Argument(Bound? Bound, CodeTable? Table);

/// <summary>What a function does with its input; arguments are evaluated by whoever needs them.</summary>
internal delegate Value FunctionBody(Evaluation run, in Value it, in Value input);

/// <summary>What a function does with the bytes of a text.</summary>
internal delegate Value TextBody(ReadOnlySpan<byte> text);

/// <summary>A call that was checked: what a function makes its evaluator of.</summary>
internal sealed class CallSite(Binder binder, Syntax.Call call, MappingFunction function, Bound? input, IReadOnlyList<Argument> arguments)
{
    public Binder Binder => binder;

    public Bound? Input => input;

    /// <summary>The items of the list that is written out before the pipe; null when something else stands there.</summary>
    public IReadOnlyList<Syntax>? WrittenItems => (call.Input as Syntax.ListOf)?.Items;

    public int Count => arguments.Count;

    public int Offset => call.Offset;

    public LocalTimes Times => binder.Context.Times;

    public Bound Argument(int index) => arguments[index].Bound!;

    public CodeTable Table(int index) => arguments[index].Table!;

    public string Text(int index) => Argument(index).Constant!.Value.Text;

    public string? TextOrNull(int index) => index < Count ? Text(index) : null;

    public long Int(int index) => Argument(index).Constant!.Value.Int;

    public Place Place => binder.PlaceAt(call.Offset);

    public Bound? Error(int argument, string message) => Error(argument, MappingCodes.Arguments, message);

    public Bound? Error(int argument, string code, string message) =>
        binder.Error(argument < call.Arguments.Count ? call.Arguments[argument].Offset : call.Offset, code, message);

    /// <summary>A local time is read here, and whatever comes without an offset has no zone to lie in.</summary>
    public Bound? NoZone(string message) => binder.Error(call.Offset, MappingCodes.NoZone, message);

    /// <summary>A time that may come without an offset is read here; said once for a mapping.</summary>
    public void MayHaveNoZone()
    {
        if (!binder.Context.SaysOnce(MappingCodes.NoZone)) return;
        binder.Context.Diagnostics.Warning(Place, MappingCodes.NoZone,
            $"'{Name}' reads times, and one that comes without an offset would have no zone: name the source's with timezone:, or say that every time has an offset with requireOffset: true");
    }

    /// <summary>A function that leaves what is missing, null or blank as it is.</summary>
    public Bound Result(MappingType type, FunctionBody body) => new(type, new FunctionEvaluator(input?.Evaluator, body, flowsAbsence: true, Place), call.Offset);

    /// <summary>A function of a text alone, which reads its bytes and needs no string; what is missing, null or blank stays as it is.</summary>
    public Bound ResultOfText(MappingType type, TextBody body) => new(type, new TextFunctionEvaluator(input!.Evaluator, body, Place), call.Offset);

    /// <summary>A function that decides itself what becomes of what is missing, null or blank.</summary>
    public Bound ResultOfAll(MappingType type, FunctionBody body) => new(type, new FunctionEvaluator(input?.Evaluator, body, flowsAbsence: false, Place), call.Offset);

    public string Name => function.Name;
}

/// <summary>Runs a function's body, unless its input is absent or failed.</summary>
internal sealed class FunctionEvaluator(Evaluator? input, FunctionBody body, bool flowsAbsence, Place place) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        if (input is null) return Placed(body(run, it, default));

        var value = input.Evaluate(run, it);
        if (value.IsStopped || (flowsAbsence && value.IsAbsentOrBlank)) return value;
        return Placed(body(run, it, value));
    }

    Value Placed(in Value result) => Placed(result, place);

    /// <summary>A failure gets the place of the function, unless it has one of its own.</summary>
    public static Value Placed(in Value result, Place place) =>
        result.Kind == ValueKind.Fault && result.Failure.Place is null ? Value.Fail(result.Failure with { Place = place }) : result;
}

/// <summary>Runs a function of a text, unless its input is absent or failed.</summary>
internal sealed class TextFunctionEvaluator(Evaluator input, TextBody body, Place place) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it) =>
        input.TryWritten(run, it, out var text) ? FunctionEvaluator.Placed(body(text), place) : EvaluateOther(run, it);

    // Apart, because room for a text that was made costs as much as most functions.
    Value EvaluateOther(Evaluation run, in Value it)
    {
        var value = input.Evaluate(run, it);
        if (value.IsStopped || value.IsAbsentOrBlank) return value;

        Span<byte> room = stackalloc byte[TextBytes.Room];
        return FunctionEvaluator.Placed(body(TextBytes.Of(value, room)), place);
    }
}
