namespace IntegrationHub.Removals;

/// <summary>How long what removal rests on stands. Pure, so that all stores and the tests share it.</summary>
public static class RemovalRule
{
    /// <summary>How long a held delete waits: after that its read is too old a proof.</summary>
    public static TimeSpan WaitsFor { get; } = TimeSpan.FromDays(30);

    /// <summary>How long a case stays that somebody decided to keep, however many complete reads do not hold it. After that it is asked about again.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromDays(30);

    /// <summary>How long a tombstone holds what it takes to bring the case back.</summary>
    public static TimeSpan RestorableFor { get; } = TimeSpan.FromDays(90);

    /// <summary>Where a held delete stands at a time.</summary>
    /// <param name="stored">What was last written down of it.</param>
    /// <param name="expiresAt">Until when it waits.</param>
    /// <param name="now">The time.</param>
    public static HeldDeleteState StateAt(HeldDeleteState stored, DateTimeOffset expiresAt, DateTimeOffset now) =>
        stored == HeldDeleteState.Waiting && now >= expiresAt ? HeldDeleteState.Expired : stored;

    /// <summary>Whether a case that left at this time can still be brought back.</summary>
    public static bool IsRestorable(DateTimeOffset removedAt, DateTimeOffset now) => now - removedAt < RestorableFor;
}
