using IntegrationHub.Cases;

namespace IntegrationHub.Sources;

/// <summary>Which page to read.</summary>
public sealed record PageRequest
{
    /// <summary>
    /// Only what changed after this time is wanted (exclusive); null asks for everything.
    /// The hub has already taken the look-back off. A source that cannot filter by time ignores it.
    /// With the strategy <see cref="ReadStrategy.Windowed"/> it is the window's beginning, and never null; a source whose vendor filters by whole days asks for every day that the window touches.
    /// </summary>
    public DateTimeOffset? ChangedAfter { get; init; }

    /// <summary>Only what changed until this time is wanted (inclusive); null sets no end. It is never younger than the settle time allows.</summary>
    public DateTimeOffset? ChangedUntil { get; init; }

    /// <summary>Where to go on, in the source's own words: <see cref="SourcePage.Next"/> of the page before, or <see cref="SourcePage.Position"/> of the last run's last commit. Null begins.</summary>
    public string? Position { get; init; }

    /// <summary>How many records are wanted at most. A source whose vendor decides ignores it.</summary>
    public int PageSize { get; init; } = 500;
}

/// <summary>One page of records, and what the source said about what follows.</summary>
public sealed record SourcePage
{
    /// <summary>The records, in the source's order.</summary>
    public required IReadOnlyList<SourceRecord> Records { get; init; }

    /// <summary>Where the next page begins, in the source's own words. Null when the source said that this was the last.</summary>
    /// <remarks>Null is the vendor's own end signal, never a guess from a short or empty page.</remarks>
    public string? Next { get; init; }

    /// <summary>
    /// A position from which a later run can go on once this page is committed, in the source's own words, at most 64 KiB. Null keeps the one before.
    /// For a source that reads by time it is not needed: <see cref="CompleteUntil"/> is.
    /// </summary>
    public string? Position { get; init; }

    /// <summary>How many records the whole read holds, if the vendor told; the sweep's verdict compares it. Of a windowed read nothing is compared: whether a window is whole is said by <see cref="Cut"/>.</summary>
    public long? Total { get; init; }

    /// <summary>What the vendor's clock said when it answered, if it told. Null means that the hub's clock must do.</summary>
    public DateTimeOffset? SourceTime { get; init; }

    /// <summary>The vendor says: whatever changed until this time is in this page or an earlier one. Null when it says nothing of the kind.</summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>Deletions that the vendor announces outside a record.</summary>
    public IReadOnlyList<SourceDeletion> Deletions { get; init; } = [];

    /// <summary>
    /// Only for <see cref="ReadStrategy.Windowed"/>: the vendor's answer held as many records as it ever sends, so that some of the window may be missing.
    /// The hub keeps what came, asks for a smaller window, and tells when that does not help.
    /// </summary>
    public bool Cut { get; init; }

    /// <summary>Whether this page is part of a complete export, so that what a finished sweep did not hold has vanished. False for files that hold changes only.</summary>
    public bool PartOfComplete { get; init; } = true;
}

/// <summary>A deletion that the vendor announces outside a record.</summary>
/// <param name="Key">The key of the deleted record.</param>
/// <param name="At">When it was deleted, if told.</param>
public sealed record SourceDeletion(string Key, DateTimeOffset? At)
{
    /// <summary>Why the case leaves. Deleted unless set.</summary>
    public TombstoneReason Reason { get; init; } = TombstoneReason.Deleted;

    /// <summary>The key of the case that it became part of, with the reason <see cref="TombstoneReason.Merged"/>.</summary>
    public string? MergedInto { get; init; }
}
