using IntegrationHub.Sync;

namespace IntegrationHub.Remapping;

/// <summary>How far a stream has come in mapping again what is stored. It commits with what it counts.</summary>
public sealed record RemapProgress
{
    /// <summary>What it is mapped with.</summary>
    public required MappedWith To { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last key that was mapped again; null before the first.</summary>
    public string? AfterKey { get; init; }

    /// <summary>How many versions the stream had in the index when it was last counted.</summary>
    public long Total { get; init; }

    /// <summary>How many of them were made with another mapping.</summary>
    public long Old { get; init; }

    /// <summary>How many of those had a record to be mapped from again.</summary>
    public long Waiting { get; init; }

    /// <summary>When that was counted.</summary>
    public DateTimeOffset CountedAt { get; init; }

    /// <summary>How many came out different.</summary>
    public long Changed { get; init; }

    /// <summary>How many came out as they were, or had a newer version by then.</summary>
    public long Same { get; init; }

    /// <summary>How many cannot be mapped any more: they are in quarantine, and their cases say so.</summary>
    public long Held { get; init; }

    /// <summary>How many the mapping now leaves out or calls gone: they stay as they are until their source says so, or the stream is rebuilt.</summary>
    public long LeftOut { get; init; }

    /// <summary>How many have another key with the mapping: they stay as they are until the stream is rebuilt.</summary>
    public long OtherKey { get; init; }

    /// <summary>How many cannot be opened, because a key of the ring is gone.</summary>
    public long NotOpened { get; init; }

    /// <summary>The share of the stream that may be held, if so much was to be held that it stopped; null when it did not.</summary>
    public double? StoppedAbove { get; init; }

    /// <summary>Whether the stream kept its records when it ended: when that changes, what was kept is destroyed.</summary>
    public bool KeepsRecords { get; init; }

    /// <summary>How many have been looked at.</summary>
    public long Done => Changed + Same + Held + LeftOut + OtherKey + NotOpened;

    /// <summary>How many are still to be mapped again.</summary>
    public long Left => EndedAt is null ? Math.Max(0, Waiting - Done) : 0;

    /// <summary>How many in the index still are as another mapping made them.</summary>
    public long StillOld => Math.Max(0, Old - Changed - Same);

    /// <summary>How many of those no record was kept of: they are mapped when their source sends them again.</summary>
    public long NotKept => Math.Max(0, Old - Waiting);

    /// <summary>Whether something is left to do and nothing keeps it from being done.</summary>
    public bool GoesOn => EndedAt is null && StoppedAbove is null;

    /// <summary>The same after a commit.</summary>
    /// <param name="counters">What became of the items that it held.</param>
    public RemapProgress Plus(RunCounters counters) =>
        this with { Changed = Changed + counters.Written, Same = Same + counters.Unchanged, Held = Held + counters.Quarantined };
}
