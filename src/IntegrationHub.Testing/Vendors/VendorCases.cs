using System.Globalization;

namespace IntegrationHub.Testing;

/// <summary>How a vendor's pages go wrong.</summary>
public enum PagingTrouble
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>A page in the middle holds nothing, and names the one after it.</summary>
    EmptyPage,

    /// <summary>A page comes twice, as two pages.</summary>
    RepeatedPage,

    /// <summary>The last page names a next one, which is empty and the end.</summary>
    PageBehindTheLast,

    /// <summary>Every page names a next one, for ever.</summary>
    Endless,

    /// <summary>The last page names the first one as the next.</summary>
    RoundAndRound,

    /// <summary>It says that there is one row more than its pages hold.</summary>
    AnotherTotal,
}

/// <summary>What a vendor shows at the moment of a call, and the pages it makes of it.</summary>
/// <param name="history">What happened.</param>
public sealed class VendorCases(CaseHistory history)
{
    readonly IReadOnlyList<VendorCase> shown = history.Shown;

    /// <summary>What the vendor's clock shows.</summary>
    public DateTimeOffset VendorNow { get; } = history.VendorNow;

    /// <summary>How many rows a page of this vendor holds at most.</summary>
    public int PageSize { get; init; } = int.MaxValue;

    /// <summary>How its pages go wrong.</summary>
    public PagingTrouble Trouble { get; init; }

    /// <summary>Rows come in an order that says nothing; else in the order of change.</summary>
    public bool Unsorted { get; init; }

    /// <summary>All cases, each in its latest state.</summary>
    public IReadOnlyList<VendorCase> All => Ordered(shown);

    /// <summary>Cases that changed after a time and until another, by the vendor's clock.</summary>
    /// <param name="after">Exclusive; null sets no bound.</param>
    /// <param name="until">Inclusive; null sets no bound.</param>
    public IReadOnlyList<VendorCase> Changed(DateTimeOffset? after, DateTimeOffset? until) =>
        Ordered([.. shown.Where(c => (after is null || c.ChangedAt > after) && (until is null || c.ChangedAt <= until))]);

    /// <summary>Cases that came in from a time and until another, by the vendor's clock.</summary>
    /// <param name="from">Inclusive; null sets no bound.</param>
    /// <param name="until">Inclusive; null sets no bound.</param>
    public IReadOnlyList<VendorCase> CameIn(DateTimeOffset? from, DateTimeOffset? until) =>
        Ordered([.. shown.Where(c => (from is null || c.OpenedAt >= from) && (until is null || c.OpenedAt <= until)).OrderBy(c => c.OpenedAt).ThenBy(c => c.Number)]);

    /// <summary>One case; null when the vendor shows none of this number.</summary>
    public VendorCase? Find(int number) => shown.FirstOrDefault(c => c.Number == number);

    /// <summary>How many rows the vendor says there are in all, where it tells.</summary>
    /// <param name="rows">How many there are.</param>
    public int Total(int rows) => Trouble == PagingTrouble.AnotherTotal ? rows + 1 : rows;

    /// <summary>The page that a token names; null when this vendor gives no such token: a script then answers 400.</summary>
    /// <param name="rows">All rows of the answer, as the vendor orders them.</param>
    /// <param name="token">The token of the page before; null for the first.</param>
    public VendorPage? Page(IReadOnlyList<VendorCase> rows, string? token)
    {
        ArgumentNullException.ThrowIfNull(rows);

        var pages = rows.Chunk(Math.Max(1, PageSize)).Select(page => (IReadOnlyList<VendorCase>)page).ToList();
        if (pages.Count == 0) pages.Add([]);
        switch (Trouble)
        {
            case PagingTrouble.EmptyPage: pages.Insert(Math.Min(1, pages.Count), []); break;
            case PagingTrouble.RepeatedPage: pages.Insert(1, pages[0]); break;
            case PagingTrouble.PageBehindTheLast: pages.Add([]); break;
        }

        var at = 0;
        if (token is not null && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out at) || (at >= pages.Count && Trouble != PagingTrouble.Endless))) return null;

        var following = (at + 1).ToString(CultureInfo.InvariantCulture);
        var next = Trouble switch
        {
            PagingTrouble.Endless => following,
            PagingTrouble.RoundAndRound when at >= pages.Count - 1 => "0",
            _ => at < pages.Count - 1 ? following : null,
        };
        return new VendorPage(at < pages.Count ? pages[at] : [], next);
    }

    // Any order that says nothing, and the same each time it is asked for.
    IReadOnlyList<VendorCase> Ordered(IReadOnlyList<VendorCase> rows) =>
        Unsorted ? [.. rows.OrderBy(c => unchecked((uint)(c.Number * 2_654_435_761L)))] : rows;
}

/// <summary>One page of a vendor's answer.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Next">The token of the next page; null when this is the last.</param>
public sealed record VendorPage(IReadOnlyList<VendorCase> Rows, string? Next);
