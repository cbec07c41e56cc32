namespace IntegrationHub.Sync;

/// <summary>A part of a read that other reads of its run need not wait longer for than a given time.</summary>
/// <param name="guard">Watches over the paging of the whole read.</param>
/// <param name="pauseAfter">How long; null reads to the end.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadSlice(PagingGuard guard, TimeSpan? pauseAfter, TimeProvider time)
{
    readonly long began = time.GetTimestamp();
    bool movedOn;

    /// <summary>Watches over the paging of the whole read.</summary>
    public PagingGuard Guard { get; } = guard;

    /// <summary>Whether it ended before the read did.</summary>
    public bool Paused { get; private set; }

    /// <summary>Notes how far the read has come.</summary>
    public void Take(PageStep.OfRead step) => movedOn = step.Next is not null || step.Whole is not null;

    /// <summary>Whether it ends here. Only where the read would go on from this very place: in the middle of a window it would begin that window again, and might never get past it.</summary>
    public bool Pause() => Paused = movedOn && pauseAfter is { } enough && time.GetElapsedTime(began) >= enough;
}

/// <summary>How a read, or a part of it, ended.</summary>
/// <param name="After">The checkpoint after it.</param>
/// <param name="Verdict">What a complete read proved; null of any other, and of a part.</param>
/// <param name="Paused">Whether the read is to go on.</param>
internal readonly record struct ReadEnd(Checkpoint After, SweepVerdict? Verdict, bool Paused);
