namespace IntegrationHub.Lookup;

/// <summary>How complete and how fresh one source is.</summary>
public sealed record SourceCoverage
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>The worst state of its streams.</summary>
    public required CoverageState State { get; init; }

    /// <summary>Since when it has been so, if that is known. For a stale source the time from which on changes are not in the index.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the source showed at this time is in the index; null when nothing was read whole yet.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Cases from before this time are not in the index; null when there is no such limit.</summary>
    public DateTimeOffset? CoveredFrom { get; init; }

    /// <summary>How many of its cases may be gone, where that is why it is partial: they are shown until somebody decides. Null otherwise.</summary>
    public long? MayBeGone { get; init; }

    /// <summary>Why it is not complete, in words; null when it is.</summary>
    public string? Reason { get; init; }
}

/// <summary>What can be said of a source, from the best to the worst.</summary>
public enum CoverageState
{
    /// <summary>Everything is in the index, and it is fresh.</summary>
    Complete,

    /// <summary>What is in the index is older than the municipality wants it to be.</summary>
    Stale,

    /// <summary>Something is missing: records that could not be read.</summary>
    Partial,

    /// <summary>The first read is going on.</summary>
    Loading,

    /// <summary>The source does not answer, or its connection is set up wrongly.</summary>
    Failing,

    /// <summary>The source answers, and its answer is no.</summary>
    Refused,

    /// <summary>Nothing was ever read from it.</summary>
    NotConnected,
}
