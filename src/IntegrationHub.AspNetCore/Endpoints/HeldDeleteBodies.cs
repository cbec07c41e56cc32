using IntegrationHub.Removals;

namespace IntegrationHub.AspNetCore;

/// <summary>Held deletes.</summary>
/// <param name="HeldDeletes">Newest first.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record HeldDeletesBody(IReadOnlyList<HeldDeleteItem> HeldDeletes, bool More);

/// <summary>What a complete read would have removed, had it not been more than the guard lets go.</summary>
public sealed record HeldDeleteItem
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The system.</summary>
    public required string Source { get; init; }

    /// <summary>The run whose complete read did not hold the cases.</summary>
    public required long Run { get; init; }

    /// <summary>When that read began: a case that is read again after it does not go.</summary>
    public required DateTimeOffset ReadStartedAt { get; init; }

    /// <summary>When they were held.</summary>
    public required DateTimeOffset HeldAt { get; init; }

    /// <summary>Until when somebody can decide.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many live cases the stream had.</summary>
    public required long Live { get; init; }

    /// <summary>How many of them the read did not hold.</summary>
    public required long Cases { get; init; }

    /// <summary>How many of those have not been read again since; once decided, how many went or were kept.</summary>
    public required long Left { get; init; }

    /// <summary>Where it stands: <c>waiting</c>, <c>approved</c>, <c>rejected</c>, <c>replaced</c>, <c>expired</c>, <c>settled</c>.</summary>
    public required HeldDeleteState State { get; init; }

    /// <summary>Who decided, when and why; null until somebody did.</summary>
    public HeldDeleteDecision? Decision { get; init; }

    internal static HeldDeleteItem Of(HeldDelete held) => new()
    {
        Id = held.Id,
        Stream = held.Stream.Value,
        Source = held.Source.Value,
        Run = held.Run,
        ReadStartedAt = held.ReadStartedAt,
        HeldAt = held.HeldAt,
        ExpiresAt = held.ExpiresAt,
        Live = held.Live,
        Cases = held.Cases,
        Left = held.Left,
        State = held.State,
        Decision = held.Decision,
    };
}

/// <summary>A held delete with its cases.</summary>
/// <param name="HeldDelete">The held delete.</param>
/// <param name="Cases">The cases that would go, by their keys.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record HeldDeleteBody(HeldDeleteItem HeldDelete, IReadOnlyList<HeldCase> Cases, bool More);

/// <summary>What came of a decision.</summary>
/// <param name="HeldDelete">The held delete as it stands now.</param>
/// <param name="Cases">How many cases went, or are kept.</param>
public sealed record HeldDeleteDecidedBody(HeldDeleteItem HeldDelete, long Cases);

/// <summary>Why a held delete is decided so.</summary>
/// <param name="Reason">It stands in the audit: 1 to 200 characters, no personal number.</param>
public sealed record DecisionBody(string? Reason);

/// <summary>Cases that left and can be brought back.</summary>
/// <param name="Removed">The latest first.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record RemovedCasesBody(IReadOnlyList<RemovedCaseItem> Removed, bool More);

/// <summary>A case that left and can be brought back.</summary>
public sealed record RemovedCaseItem
{
    /// <summary>The stream it came from.</summary>
    public required string Stream { get; init; }

    /// <summary>The system.</summary>
    public required string Source { get; init; }

    /// <summary>The system's key of it.</summary>
    public required string Key { get; init; }

    /// <summary>The number on the letter; null where it is not in the clear.</summary>
    public string? Number { get; init; }

    /// <summary>Why it left: <c>deleted</c>, <c>outOfScope</c>, <c>merged</c>, <c>vanished</c>.</summary>
    public required Cases.TombstoneReason Reason { get; init; }

    /// <summary>The key of the case that it became part of.</summary>
    public string? MergedInto { get; init; }

    /// <summary>When it left.</summary>
    public required DateTimeOffset RemovedAt { get; init; }

    /// <summary>The run that removed it.</summary>
    public long? Run { get; init; }

    /// <summary>Until when it can be brought back.</summary>
    public required DateTimeOffset RestorableUntil { get; init; }

    internal static RemovedCaseItem Of(RemovedCase removed) => new()
    {
        Stream = removed.Stream.Value,
        Source = removed.Source.Value,
        Key = removed.Key,
        Number = removed.Number,
        Reason = removed.Reason,
        MergedInto = removed.MergedInto,
        RemovedAt = removed.RemovedAt,
        Run = removed.Run,
        RestorableUntil = removed.RestorableUntil,
    };
}

/// <summary>Which cases of a stream are brought back: one, or all that a run removed.</summary>
/// <param name="Key">The system's key of one case.</param>
/// <param name="Run">The number of the run, as a text.</param>
public sealed record RestoreBody(string? Key, string? Run);

/// <summary>What was brought back.</summary>
/// <param name="Restored">How many cases.</param>
public sealed record RestoredBody(long Restored);
