namespace IntegrationHub.Remapping;

/// <summary>When mapping a stream again begins, goes on, stops and rests. Pure.</summary>
static class RemapRule
{
    // Below this many records a share says nothing: one bad record of three is no reason to stop.
    const int ShareCountsFrom = 20;

    /// <summary>Of the time at most this share is used, so that runs and look-ups hardly notice: after each portion it rests four times as long as that took.</summary>
    const int RestsTimes = 4;

    static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan CountAgain = TimeSpan.FromHours(1);

    /// <summary>What is to be done with a stream next.</summary>
    /// <param name="progress">How far it came; null when nothing of it was ever mapped again.</param>
    /// <param name="now">What its records are mapped with now.</param>
    /// <param name="stopAbove">The share of records that may be held.</param>
    /// <param name="keepsRecords">Whether the stream keeps its records.</param>
    /// <param name="time">The time.</param>
    public static RemapStep Next(RemapProgress? progress, MappedWith now, double stopAbove, bool keepsRecords, DateTimeOffset time) => progress switch
    {
        null => RemapStep.Begin,
        { } other when other.To.Fingerprint != now.Fingerprint => RemapStep.Begin,
        { StoppedAbove: { } share } => stopAbove > share ? RemapStep.GoOn : RemapStep.Nothing,
        { EndedAt: null } => RemapStep.GoOn,
        // What was written by a run that had begun before the mapping changed, and what has been brought back, is found then.
        { StillOld: > 0, CountedAt: var at } when time - at >= CountAgain || time < at => RemapStep.Begin,
        { } ended => ended.KeepsRecords == keepsRecords ? RemapStep.Nothing : RemapStep.Settle,
    };

    /// <summary>How far a stream is that was counted. What an earlier look found to stay as it is keeps its reasons, as long as nothing new can be done about it.</summary>
    public static RemapProgress Begin(RemapProgress? before, MappedWith now, MappedCount count, DateTimeOffset time) =>
        before is not null && before.To.Fingerprint == now.Fingerprint && count.Waiting == 0
            ? before with { CountedAt = time, Total = count.Total, Old = count.Old + before.Changed + before.Same, Waiting = before.Done }
            : new RemapProgress { To = now, BeganAt = time, CountedAt = time, Total = count.Total, Old = count.Old, Waiting = count.Waiting };

    /// <summary>Whether so many of those that were looked at cannot be mapped that something else is wrong.</summary>
    public static bool Stops(long held, long done, double stopAbove) => done >= ShareCountsFrom && held > done * stopAbove;

    /// <summary>How long it rests after a portion.</summary>
    public static TimeSpan RestAfter(TimeSpan took) => took * RestsTimes > ShortestRest ? took * RestsTimes : ShortestRest;
}

/// <summary>What is to be done with a stream next.</summary>
enum RemapStep
{
    /// <summary>All is as the mapping in force makes it, or cannot be made so.</summary>
    Nothing,

    /// <summary>Count, and begin with the first key.</summary>
    Begin,

    /// <summary>Go on behind the last key.</summary>
    GoOn,

    /// <summary>The stream keeps its records now, or none any more: then what was kept is destroyed.</summary>
    Settle,
}
