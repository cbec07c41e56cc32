using System.Diagnostics.CodeAnalysis;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>A compiled expression.</summary>
internal abstract class Evaluator
{
    /// <summary>Its value for the record in <paramref name="run"/>; <paramref name="it"/> is the record, or the list element it is evaluated for.</summary>
    public abstract Value Evaluate(Evaluation run, in Value it);

    /// <summary>
    /// The short way for what most fields are: a text that stands in the record, which is not blank and no longer than a text may be. False when anything else is to be looked at, done or told:
    /// then nothing has happened, and <see cref="Evaluate"/> says what the value is.
    /// </summary>
    public virtual bool TryWritten(Evaluation run, in Value it, out ReadOnlySpan<byte> text)
    {
        text = default;
        return false;
    }

    /// <summary>The same for whoever needs a string.</summary>
    public virtual bool TryText(Evaluation run, in Value it, [NotNullWhen(true)] out string? text)
    {
        text = TryWritten(run, it, out var written) ? TextBytes.ToText(written) : null;
        return text is not null;
    }
}

internal sealed class ConstantEvaluator(Value value) : Evaluator
{
    public Value Value => value;

    public override Value Evaluate(Evaluation run, in Value it) => value;

    public override bool TryText(Evaluation run, in Value it, [NotNullWhen(true)] out string? text)
    {
        text = value.IsText && !value.IsBlank ? value.Text : null;
        return text is not null;
    }
}

/// <summary>Reads a slot, at once or over elements on the way.</summary>
internal sealed class PathEvaluator(bool fromRoot, IReadOnlyList<(Shape Shape, int? Index)> steps) : Evaluator
{
    (int Slot, int Index)[] hops = [];
    int slot;

    /// <summary>Looks up the slots; called once the plan is made.</summary>
    public void Link()
    {
        // A list that is stepped into by a name must have one element; by an index, that element is taken.
        var found = new List<(int, int)>();
        for (var i = 0; i < steps.Count - 1; i++)
        {
            var shape = steps[i].Shape.Current;
            if (shape.IsList) found.Add((shape.Slot, steps[i].Index ?? Only));
        }

        hops = [.. found];
        slot = steps.Count == 0 ? -1 : steps[^1].Shape.Current.Slot;
        endIndex = steps.Count == 0 ? null : steps[^1].Index;
        isPlain = hops.Length == 0 && endIndex is null;
    }

    const int Only = -1;
    int? endIndex;
    bool isPlain;

    // Most fields are one slot away.
    public override bool TryWritten(Evaluation run, in Value it, out ReadOnlySpan<byte> text)
    {
        if (isPlain && slot >= 0 && (fromRoot || it.Kind == ValueKind.Object)) return run.TryWritten(fromRoot ? slot : it.Frame + slot, out text);

        text = default;
        return false;
    }

    public override Value Evaluate(Evaluation run, in Value it)
    {
        if (slot < 0) return fromRoot ? Value.OfFrame(0) : it;
        if (!fromRoot && it.Kind != ValueKind.Object) return it.IsStopped ? it : Value.Missing;

        var frame = fromRoot ? 0 : it.Frame;
        if (isPlain) return run[frame + slot];

        foreach (var hop in hops)
        {
            var element = ElementAt(run, run[frame + hop.Slot], hop.Index);
            if (element.Kind != ValueKind.Object) return element.IsStopped ? element : Value.Missing;
            frame = element.Frame;
        }

        return endIndex is { } index ? ElementAt(run, run[frame + slot], index) : run[frame + slot];
    }

    static Value ElementAt(Evaluation run, in Value list, int index)
    {
        if (list.Kind != ValueKind.RecordList) return list.IsStopped || list.IsAbsent ? list : index == Only ? list : Value.Fail(Unexpected.NoList);
        if (index == Only)
        {
            return list.FrameCount switch
            {
                0 => Value.Missing,
                1 when run.IsXml || list.IsSingle => Value.OfFrame(list.FirstFrame),
                _ => Value.Fail(Unexpected.List),
            };
        }

        foreach (var element in run.Elements(list))
        {
            if (index-- == 0) return element;
        }

        return Value.Missing;
    }
}

/// <summary>The list's element: its own value where it is a plain one.</summary>
internal sealed class ElementEvaluator : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it) => it;
}

/// <summary>A <c>let</c>, evaluated once for a record and only when somebody asks.</summary>
internal sealed class LetEvaluator(int index) : Evaluator
{
    public Evaluator? Body { get; set; }

    public override Value Evaluate(Evaluation run, in Value it)
    {
        if (run.LetsKnown[index]) return run.Lets[index];
        run.Lets[index] = Body!.Evaluate(run, Value.OfFrame(0));
        run.LetsKnown[index] = true;
        return run.Lets[index];
    }
}

internal sealed class ListEvaluator(Evaluator[] items) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(run, it);
            if (values[i].Kind == ValueKind.Fault) return values[i];
        }

        return Value.Of(values);
    }
}

internal sealed class CoalesceEvaluator(Evaluator left, Evaluator right) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var value = left.Evaluate(run, it);
        return value.IsAbsent ? right.Evaluate(run, it) : value;
    }

    public override bool TryWritten(Evaluation run, in Value it, out ReadOnlySpan<byte> text) => left.TryWritten(run, it, out text);

    public override bool TryText(Evaluation run, in Value it, [NotNullWhen(true)] out string? text) => left.TryText(run, it, out text);
}

internal sealed class LogicEvaluator(bool isAnd, Evaluator left, Evaluator right) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var first = left.Evaluate(run, it);
        if (first.IsStopped) return first;
        // What is absent is not true.
        if (IsTrue(first) != isAnd) return Value.Of(!isAnd);

        var second = right.Evaluate(run, it);
        return second.IsStopped ? second : Value.Of(IsTrue(second));
    }

    public static bool IsTrue(in Value value) => value.Kind == ValueKind.Bool && value.Bool;
}

internal sealed class NotEvaluator(Evaluator operand) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var value = operand.Evaluate(run, it);
        return value.IsStopped ? value : Value.Of(!LogicEvaluator.IsTrue(value));
    }
}

internal sealed class CompareEvaluator(string operation, Evaluator left, Evaluator right) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var a = left.Evaluate(run, it);
        if (a.IsStopped) return a;
        var b = right.Evaluate(run, it);
        if (b.IsStopped) return b;

        if (a.IsAbsent || b.IsAbsent)
        {
            var bothAbsent = a.IsAbsent && b.IsAbsent;
            return Value.Of(operation switch { "==" => bothAbsent, "!=" => !bothAbsent, _ => false });
        }

        if (!Comparison.TryCompare(a, b, out var order)) return Value.Fail("IH3107", "two values of different kinds are compared; convert one of them first");
        return Value.Of(operation switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        });
    }
}

internal sealed class InEvaluator(Evaluator left, Evaluator right) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var value = left.Evaluate(run, it);
        if (value.IsStopped) return value;
        var list = right.Evaluate(run, it);
        if (list.IsStopped) return list;
        if (value.IsAbsent) return Value.Of(false);

        foreach (var element in run.Elements(list))
        {
            if (Comparison.TryCompare(value, run.Plain(element), out var order) && order == 0) return Value.Of(true);
        }

        return Value.Of(false);
    }
}

/// <summary>Makes of a source value what a parameter or target needs.</summary>
internal sealed class CoerceEvaluator(Evaluator inner, Accepts accepts) : Evaluator
{
    readonly bool takesText = (accepts & (Accepts.Text | Accepts.Any)) != 0;

    public Evaluator Inner => inner;

    public override Value Evaluate(Evaluation run, in Value it) => Coerce(run, inner.Evaluate(run, it));

    public override bool TryWritten(Evaluation run, in Value it, out ReadOnlySpan<byte> text)
    {
        text = default;
        return takesText && inner.TryWritten(run, it, out text);
    }

    public override bool TryText(Evaluation run, in Value it, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return takesText && inner.TryText(run, it, out text);
    }

    Value Coerce(Evaluation run, in Value value)
    {
        if (value.IsText && takesText) return value;
        if (value.IsAbsent || value.IsStopped) return value;
        return (accepts & Accepts.Any) != 0 ? run.Plain(value) : accepts == Accepts.List ? AsList(run, value) : Scalar(run, value);
    }

    static Value AsList(Evaluation run, in Value value) => value.Kind switch
    {
        ValueKind.List => value,
        ValueKind.RecordList when run.IsXml || !value.IsSingle => value,
        _ => Value.Fail(Unexpected.NoList),
    };

    Value Scalar(Evaluation run, in Value given)
    {
        var value = run.Scalar(given);
        if (value.IsAbsent || value.IsStopped) return value;
        if ((accepts & Accepts.Written) == Accepts.Written) return value;

        if ((accepts & Accepts.Text) != 0)
        {
            return value.Kind switch
            {
                ValueKind.Text or ValueKind.Utf8 => value,
                // JSON ids are numbers in one system and texts in the next: a number is the text it is written as.
                ValueKind.NumberText when (accepts & Accepts.Number) != 0 => Number(value),
                ValueKind.NumberText => Value.Of(value.Text),
                ValueKind.Bool => Value.Of(value.Bool ? "true" : "false"),
                _ => Value.Of(Evaluation.TextOf(value) ?? ""),
            };
        }

        if ((accepts & Accepts.Number) != 0)
        {
            if (value.Kind is ValueKind.Int or ValueKind.Decimal) return value;
            if (value.Kind != ValueKind.NumberText) return Value.Fail("IH3108", "a number is expected, but the source has something else; where it writes numbers as text use decimal or int");
            return Number(value);
        }

        if ((accepts & Accepts.Bool) != 0)
        {
            return value.Kind == ValueKind.Bool ? value : Value.Fail("IH3109", "true or false is expected, but the source has something else; use bool(yes, no)");
        }

        return value;
    }

    static Value Number(in Value written) => Numbers.Read(written.Bytes, exponent: true, out var number) ? Value.Of(number) : Value.Fail(Numbers.OutOfRange);
}
