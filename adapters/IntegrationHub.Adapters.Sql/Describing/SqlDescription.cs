using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>What a stream file says of a database: by which driver and with which queries it is read.</summary>
/// <param name="Manifest">The adapter as it is for this stream.</param>
sealed record SqlDescription(AdapterManifest Manifest) : SourceDescription(Manifest)
{
    /// <summary>The driver: one of those in the box, or a provider's name.</summary>
    public required string Driver { get; init; }

    /// <summary>How long one query may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How the database holds times.</summary>
    public required TimeForm Times { get; init; }

    /// <summary>Tells the database's time; null where the driver or the hub's clock does.</summary>
    public SqlQuery? Clock { get; init; }

    /// <summary>The rows that are records.</summary>
    public required ListQuery List { get; init; }

    /// <summary>Rows by their keys.</summary>
    public KeyedQuery? ByKey { get; init; }

    /// <summary>Rows that belong to records.</summary>
    public IReadOnlyList<ChildQuery> Children { get; init; } = [];

    /// <summary>What was deleted.</summary>
    public DeletionQuery? Deletions { get; init; }
}

/// <summary>How the database holds times.</summary>
/// <param name="Style">How they are written as text or number; null hands them to the driver as times.</param>
/// <param name="Clock">The zone of what the database's clock shows.</param>
/// <param name="Instants">Whether the database's times are instants, and not what a clock showed.</param>
/// <param name="IsNumber">Whether they are written as numbers.</param>
/// <param name="Beginning">What @since is when everything is read; null is the beginning of the calendar.</param>
sealed record TimeForm(TimeStyle? Style, LocalClock Clock, bool Instants, bool IsNumber, DateTimeOffset? Beginning)
{
    /// <summary>Whether the database has words for what is before and after every time.</summary>
    public bool IsInfinite { get; init; }
}

/// <summary>A query.</summary>
/// <param name="Text">As it stands in the file.</param>
/// <param name="Key">The key under which it stands, for people.</param>
/// <param name="Parameters">The parameters in it, without <c>@</c>.</param>
sealed record SqlQuery(string Text, string Key, IReadOnlySet<string> Parameters)
{
    /// <summary>Whether the parameter is in it.</summary>
    public bool Has(string parameter) => Parameters.Contains(parameter);
}

/// <summary>A query whose rows come page by page.</summary>
/// <param name="Query">The query.</param>
/// <param name="Key">The column that tells rows apart.</param>
/// <param name="Changed">The column by which rows are sorted first; null where they are sorted by their key alone.</param>
record ListQuery(SqlQuery Query, string Key, string? Changed)
{
    /// <summary>Whether it goes on behind the last row of the page before.</summary>
    public bool Pages => Query.Has(Parameter.AfterKey);
}

/// <summary>A query for rows by their keys.</summary>
/// <param name="Query">The query, with <c>@key</c> or <c>@keys</c>.</param>
/// <param name="Most">How many keys one query takes.</param>
sealed record KeyedQuery(SqlQuery Query, int Most);

/// <summary>Rows that become a list in the record they belong to.</summary>
/// <param name="Name">The list's name in the record.</param>
/// <param name="Query">The query, with <c>@keys</c>.</param>
/// <param name="Key">The column that holds the record's key.</param>
/// <param name="Most">How many rows one record may have.</param>
sealed record ChildQuery(string Name, SqlQuery Query, string Key, int Most);

/// <summary>What was deleted.</summary>
/// <param name="List">The query.</param>
/// <param name="At">The column that tells when; null where none does.</param>
/// <param name="Reason">Why it leaves the index.</param>
sealed record DeletionQuery(ListQuery List, string? At, Cases.TombstoneReason Reason);

/// <summary>The names of parameters.</summary>
static class Parameter
{
    public const string Since = "since";
    public const string Until = "until";
    public const string After = "after";
    public const string AfterKey = "afterKey";
    public const string Size = "size";
    public const string Key = "key";
    public const string Keys = "keys";
}
