namespace IntegrationHub.Sync;

/// <summary>Where a stream's next run goes on. It lives and commits with the data, never apart from it.</summary>
public sealed record Checkpoint
{
    /// <summary>Nothing has been read.</summary>
    public static Checkpoint Start { get; } = new();

    /// <summary>Whatever changed until this time is in the index or in quarantine. It never passes the source's time less the settle time, and never goes back.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>The source's own position, opaque to the hub.</summary>
    public string? Position { get; init; }

    /// <summary>Whether the first read has been finished: before, an answer says <c>loading</c>.</summary>
    public bool FirstReadDone { get; init; }

    /// <summary>When the last complete read was finished.</summary>
    public DateTimeOffset? LastFullAt { get; init; }

    /// <summary>When the latest read started of which something is committed: every later one starts later, even by a clock that was set back.</summary>
    public DateTimeOffset? LastReadAt { get; init; }

    /// <summary>What decided about records when the stream last ran: mapping, code tables, floor and size limit. When it differs, records in quarantine are mapped again.</summary>
    public string? MappedWith { get; init; }

    /// <summary>A read that was begun and not finished, so that the next run can go on in the middle of it.</summary>
    public UnfinishedRead? Unfinished { get; init; }

    /// <summary>How wide the windows of a windowed stream are; null before its first.</summary>
    public LearnedWindow? Window { get; init; }

    /// <summary>When the last reread of open cases that was finished began.</summary>
    public DateTimeOffset? RereadAt { get; init; }

    /// <summary>A reread of open cases that was begun and not finished: the next run goes on behind its key.</summary>
    public UnfinishedReread? Reread { get; init; }
}

/// <summary>A reread of open cases that was begun and not finished.</summary>
/// <param name="StartedAt">When it began, by the hub's clock.</param>
/// <param name="AfterKey">The last key that was read again.</param>
public sealed record UnfinishedReread(DateTimeOffset StartedAt, string AfterKey);

/// <summary>What a windowed stream has learned of its source.</summary>
/// <param name="Width">How wide the next window is.</param>
/// <param name="Most">How many records the source sent when it last cut an answer; null while it never has.</param>
public sealed record LearnedWindow(TimeSpan Width, int? Most);

/// <summary>A read that was begun and not finished.</summary>
public sealed record UnfinishedRead
{
    /// <summary>The complete read's id; null when only changes are read.</summary>
    public string? SweepId { get; init; }

    /// <summary>When it began, by the hub's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The lower bound it reads from; of a windowed read, the end of the last window that was whole.</summary>
    public DateTimeOffset? ChangedAfter { get; init; }

    /// <summary>The upper bound it reads to.</summary>
    public DateTimeOffset? ChangedUntil { get; init; }

    /// <summary>The next page, in the source's words.</summary>
    public string? Next { get; init; }

    /// <summary>How many records it has read.</summary>
    public long Records { get; init; }

    /// <summary>How many the vendor promised, if it told.</summary>
    public long? Total { get; init; }

    /// <summary>How many of the records the mapping left out.</summary>
    public long Skipped { get; init; }

    /// <summary>How many of the records went to quarantine without a key: any case that the read seems to miss may be one of them.</summary>
    public long Keyless { get; init; }

    /// <summary>Whether a page said that it is no part of a complete export.</summary>
    public bool ChangesOnly { get; init; }

    /// <summary>Whether it is a rebuild, whose records are in a shadow until it ends.</summary>
    public bool Rebuild { get; init; }
}
