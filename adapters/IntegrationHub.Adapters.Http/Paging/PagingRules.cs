namespace IntegrationHub.Adapters.Http;

/// <summary>How a list is read page by page, and what says that it has ended.</summary>
sealed record PagingRules
{
    public PagingKind By { get; init; } = PagingKind.None;

    /// <summary>The number of the first page.</summary>
    public int First { get; init; } = 1;

    /// <summary>The largest page that the vendor gives.</summary>
    public int Largest { get; init; } = int.MaxValue;

    /// <summary>Where the answer has the link, the token or the bound of the next page.</summary>
    public ValuePath? At { get; init; }

    /// <summary>What the vendor says when there is no more; null where the way of paging says it itself.</summary>
    public EndSignal? End { get; init; }

    /// <summary>How many records the vendor shows of one question at most; what lies behind them is not shown.</summary>
    public long? Ceiling { get; init; }
}

/// <summary>How the next page is asked for.</summary>
enum PagingKind
{
    None,
    Page,
    Offset,
    Next,
    Link,
    Token,
    Bounds,
}

/// <summary>What a vendor says at the end.</summary>
/// <param name="Kind">What kind of signal it is.</param>
/// <param name="Path">Where it stands in the answer.</param>
sealed record EndSignal(EndKind Kind, ValuePath? Path);

/// <summary>The kinds of end.</summary>
enum EndKind
{
    /// <summary>It says true on the last page.</summary>
    Last,

    /// <summary>It says true on every page but the last.</summary>
    More,

    /// <summary>It names a next page on every page but the last.</summary>
    Next,

    /// <summary>It tells how many pages there are.</summary>
    Pages,

    /// <summary>The page behind the last is empty.</summary>
    Empty,
}
