using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

/// <summary>What a complete read proved, with what that rests on.</summary>
public sealed record SweepBody
{
    /// <summary>Whether it held everything the source has.</summary>
    public required bool Complete { get; init; }

    /// <summary>Why it is so: <c>complete</c>, <c>aboveGuard</c>, <c>nothingNew</c>, <c>changesOnly</c>, <c>empty</c>, <c>otherCount</c>, <c>repeated</c>, <c>keyless</c>.</summary>
    public required SweepReason Reason { get; init; }

    /// <summary>What became of the cases that it did not hold: <c>nothing</c>, <c>remove</c>, <c>hold</c>.</summary>
    public required SweepRemoval Removal { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How many records it read.</summary>
    public required long Records { get; init; }

    /// <summary>How many the source promised; null when it did not tell.</summary>
    public long? Promised { get; init; }

    /// <summary>How many records without a readable key went to quarantine.</summary>
    public required long Keyless { get; init; }

    /// <summary>How many live cases the stream had.</summary>
    public required long Live { get; init; }

    /// <summary>How many of them it did not hold.</summary>
    public required long Unseen { get; init; }

    /// <summary>How many of those stay because somebody decided so.</summary>
    public required long Kept { get; init; }

    /// <summary>What the guard lets go at once: the share of the cases.</summary>
    public required double MaxShare { get; init; }

    /// <summary>What the guard lets go at once: the number of cases.</summary>
    public required int MaxCases { get; init; }

    /// <summary>What the guard lets go whatever share it is.</summary>
    public required int AlwaysAllowed { get; init; }

    internal static SweepBody Of(SweepVerdict verdict) => new()
    {
        Complete = verdict.Complete,
        Reason = verdict.Reason,
        Removal = verdict.Removal,
        StartedAt = verdict.Facts.StartedAt,
        Records = verdict.Facts.Records,
        Promised = verdict.Facts.Promised,
        Keyless = verdict.Facts.Keyless,
        Live = verdict.Count.Live,
        Unseen = verdict.Count.Unseen,
        Kept = verdict.Count.Kept,
        MaxShare = verdict.Guard.MaxShare,
        MaxCases = verdict.Guard.MaxCases,
        AlwaysAllowed = verdict.Guard.AlwaysAllowed,
    };
}
