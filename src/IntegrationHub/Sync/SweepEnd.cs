using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>The end of a complete read, for a store to judge and to carry out in one transaction.</summary>
public sealed record SweepEnd
{
    /// <summary>The complete read's id.</summary>
    public required string SweepId { get; init; }

    /// <summary>What is known of it.</summary>
    public required SweepFacts Facts { get; init; }

    /// <summary>What may go without a person's word.</summary>
    public required DeleteGuard Guard { get; init; }

    /// <summary>Whether it was a rebuild: what it has gathered takes the place of what is there, if it is complete.</summary>
    public bool Rebuild { get; init; }

    /// <summary>
    /// Of a rebuild: what is tried in the place of an item that the store does not take, the best first, with the record that was gathered with it and what the store threw.
    /// None when it cannot be held; then nothing of the rebuild is applied. It is asked in the transaction that applies the rebuild.
    /// </summary>
    public Func<BatchItem, byte[]?, Exception, IReadOnlyList<BatchItem>> Refused { get; init; } = (_, _, _) => [];

    /// <summary>The checkpoint after it, by its verdict.</summary>
    public required Func<SweepVerdict, Checkpoint> After { get; init; }
}

/// <summary>What became of a complete read.</summary>
/// <param name="Verdict">What it proved.</param>
/// <param name="Removed">How many cases became tombstones.</param>
/// <param name="HeldDelete">The number of the held delete that now waits for a decision; null when nothing was held.</param>
public sealed record SweepResult(SweepVerdict Verdict, long Removed, long? HeldDelete)
{
    /// <summary>What became of the records that a rebuild had gathered.</summary>
    public RunCounters Applied { get; init; }
}
