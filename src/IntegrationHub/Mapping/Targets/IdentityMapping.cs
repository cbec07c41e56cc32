using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sync;

namespace IntegrationHub.Mapping.Targets;

/// <summary>What says which case or event a record is, how new it is, and whether it is gone.</summary>
internal sealed record IdentityMapping(Place Place)
{
    public const int MaxKeyLength = 200;

    /// <summary>The key of a case, or the case's key of an event.</summary>
    public Evaluator? KeyPart { get; init; }

    /// <summary>The id of an event within its case; null for cases.</summary>
    public Evaluator? IdPart { get; init; }
    public Evaluator? OrderPart { get; init; }
    public Evaluator? Deleted { get; init; }
    public Evaluator? Erased { get; init; }
    public Evaluator? OutOfScope { get; init; }
    public Evaluator? MergedInto { get; init; }
    public Evaluator? Reason { get; init; }
    public Evaluator? Skip { get; init; }
    public bool SkipsMissingKey { get; init; }

    /// <summary>The values of <c>reason</c>.</summary>
    public static Scale Reasons { get; } = Scale.Of<TombstoneReason>("reason");

    public bool IsSkipped(Evaluation run, Value record, out Failure? failure) => IsTrue(Skip, run, record, "identity.skip", out failure);

    /// <summary>The key as text; null when the record has none.</summary>
    public string? Key(Evaluation run, Value record, out Failure? failure)
    {
        var first = TextOf(KeyPart, run, record, out failure);
        if (first is null || IdPart is null) return first;

        var second = TextOf(IdPart, run, record, out failure);
        return second is null ? null : EventKeys.Of(first, second);
    }

    public long? Order(Evaluation run, Value record, out Failure? failure)
    {
        failure = null;
        if (OrderPart is null) return null;

        run.Field = new FieldPosition("identity.order", null, 0);
        var value = OrderPart.Evaluate(run, record);
        if (value.IsStopped) failure = value.Failure;
        return value.Kind switch
        {
            ValueKind.Int => value.Int,
            ValueKind.Decimal when value.Decimal == decimal.Truncate(value.Decimal) && value.Decimal is >= long.MinValue and <= long.MaxValue => (long)value.Decimal,
            ValueKind.DateTime => value.DateTime.UtcTicks,
            ValueKind.Date => value.Date.ToDateTime(default).Ticks,
            _ => null,
        };
    }

    /// <summary>What becomes of a case that the source says is gone; null when it is not.</summary>
    public MappingResult.Deleted? IsRemoved(Evaluation run, Value record, long? order, string key, out Failure? failure)
    {
        var isErased = IsTrue(Erased, run, record, "identity.erased", out failure);
        if (failure is not null) return null;
        var isDeleted = isErased || IsTrue(Deleted, run, record, "identity.deleted", out failure);
        if (failure is not null) return null;
        var into = isErased ? null : TextOf(MergedInto, run, record, out failure);
        if (failure is not null) return null;
        if (into?.Length > MaxKeyLength) failure = new Failure(RecordCodes.KeyTooLong, $"the key of the case that it became part of has {into.Length} characters; {MaxKeyLength} is the most");
        if (failure is not null) return null;
        // A case that names itself is part of no other.
        if (into is not null && into != key) return new MappingResult.Deleted(key, order, TombstoneReason.Merged, Erase: false) { MergedInto = into };
        if (!isDeleted) return IsTrue(OutOfScope, run, record, "identity.outOfScope", out failure) ? new MappingResult.Deleted(key, order, TombstoneReason.OutOfScope, Erase: false) : null;

        var reason = Reason is null ? null : TextOf(Reason, run, record, out failure);
        if (failure is not null) return null;
        return new MappingResult.Deleted(key, order, reason is not null && Reasons.TryGet(reason, out var known) ? (TombstoneReason)known : TombstoneReason.Deleted, isErased);
    }

    static bool IsTrue(Evaluator? condition, Evaluation run, Value record, string field, out Failure? failure)
    {
        failure = null;
        if (condition is null) return false;

        run.Field = new FieldPosition(field, null, 0);
        var value = condition.Evaluate(run, record);
        if (value.IsStopped) failure = value.Failure;
        return LogicEvaluator.IsTrue(value);
    }

    static string? TextOf(Evaluator? part, Evaluation run, Value record, out Failure? failure)
    {
        failure = null;
        if (part is null) return null;
        if (part.TryText(run, record, out var text)) return text.Trim();

        run.Field = new FieldPosition("identity.key", null, 0);
        var value = part.Evaluate(run, record);
        if (value.IsStopped) failure = value.Failure;
        return value.IsStopped || value.IsAbsentOrBlank ? null : Evaluation.TextOf(value)?.Trim();
    }
}
