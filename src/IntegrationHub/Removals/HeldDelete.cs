namespace IntegrationHub.Removals;

/// <summary>What a complete read would have removed, had it not been more than the guard lets go: it waits for somebody's decision.</summary>
public sealed record HeldDelete
{
    /// <summary>Its number, unique in the store.</summary>
    public required long Id { get; init; }

    /// <summary>The stream.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The system.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The run whose complete read did not hold the cases.</summary>
    public required long Run { get; init; }

    /// <summary>When that read began: a case that is read again after it is no longer among those that would go.</summary>
    public required DateTimeOffset ReadStartedAt { get; init; }

    /// <summary>When they were held.</summary>
    public required DateTimeOffset HeldAt { get; init; }

    /// <summary>Until when somebody can decide. After that the read is too old a proof; the next complete read asks again.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many live cases the stream had.</summary>
    public required long Live { get; init; }

    /// <summary>How many of them the read did not hold.</summary>
    public required long Cases { get; init; }

    /// <summary>How many of those have not been read again since: so many go when it is approved. Once decided, how many went or were kept.</summary>
    public required long Left { get; init; }

    /// <summary>Where it stands.</summary>
    public required HeldDeleteState State { get; init; }

    /// <summary>Who decided, when and why; null until somebody did.</summary>
    public HeldDeleteDecision? Decision { get; init; }
}

/// <summary>Where a held delete stands.</summary>
public enum HeldDeleteState
{
    /// <summary>It waits for a decision.</summary>
    Waiting = 0,

    /// <summary>Somebody approved it: the cases that had not been read again are tombstones.</summary>
    Approved = 1,

    /// <summary>Somebody rejected it: the cases stay.</summary>
    Rejected = 2,

    /// <summary>A newer complete read took its place.</summary>
    Replaced = 3,

    /// <summary>Nobody decided in time.</summary>
    Expired = 4,

    /// <summary>All its cases were read again, or left in another way.</summary>
    Settled = 5,
}

/// <summary>What somebody decided of a held delete.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who, for people.</param>
/// <param name="Reason">Why, as they wrote it.</param>
public sealed record HeldDeleteDecision(DateTimeOffset At, string By, string? Reason);

/// <summary>A case that a held delete would remove, as far as an operator may know it: by its numbers, without a title or a person.</summary>
/// <param name="Key">The source's key.</param>
/// <param name="Number">The number on the letter; null where it is not in the clear.</param>
/// <param name="LastReadAt">When the read began that last brought a version of it.</param>
public sealed record HeldCase(string Key, string? Number, DateTimeOffset LastReadAt);
