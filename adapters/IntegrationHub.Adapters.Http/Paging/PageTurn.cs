using System.Globalization;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>What a page said about what follows.</summary>
/// <param name="Next">Where the next page begins; null when the vendor said that this was the last.</param>
/// <param name="Cut">The vendor shows no more of this question, though there may be more.</param>
readonly record struct PageEnd(PagePlace? Next, bool Cut);

/// <summary>What is known of a page when it is turned.</summary>
/// <param name="Rows">Its records.</param>
/// <param name="Value">A value of the answer by its path; null when there is none.</param>
/// <param name="Link">The next page as the header Link tells it.</param>
/// <param name="Where">The request, for people.</param>
sealed record PageSeen(IReadOnlyList<ReadOnlyMemory<byte>> Rows, Func<ValuePath?, string?> Value, string? Link, string Where)
{
    /// <summary>Whether the page was the vendor's word for "none": it ends the read.</summary>
    public bool SaysNone { get; init; }

    /// <summary>How many records there are in all, if the vendor told.</summary>
    public long? Total { get; init; }
}

/// <summary>Turns pages. A read ends by what the vendor says, never by a short page.</summary>
static class PageTurn
{
    /// <summary>What follows a page.</summary>
    /// <param name="rules">How pages are turned.</param>
    /// <param name="place">Where this page stood.</param>
    /// <param name="page">The page.</param>
    /// <exception cref="UnreadableAnswerException">The page cannot be what it is said to be.</exception>
    public static PageEnd Turn(PagingRules rules, PagePlace place, PageSeen page)
    {
        if (page.SaysNone) return new PageEnd(null, Cut: false);

        var seen = place.Seen + page.Rows.Count;
        var next = rules.By switch
        {
            PagingKind.Page when !Ends(rules, place, page, seen) => place with { Number = place.Number + 1, Seen = seen },
            PagingKind.Offset when !Ends(rules, place, page, place.Number + page.Rows.Count) => place with { Number = place.Number + page.Rows.Count },
            PagingKind.Next or PagingKind.Token => page.Value(rules.At) is { } given ? place with { Given = given } : null,
            PagingKind.Link => page.Link is { } link ? place with { Given = link } : null,
            _ => null,
        };

        var count = rules.By == PagingKind.Offset ? place.Number + page.Rows.Count : seen;
        var cut = rules.Ceiling is { } ceiling && (rules.By is PagingKind.Page or PagingKind.Offset or PagingKind.None ? count : page.Rows.Count) >= ceiling;
        return new PageEnd(cut ? null : next, cut);
    }

    static bool Ends(PagingRules rules, PagePlace place, PageSeen page, long seen)
    {
        var signal = rules.End ?? throw new InvalidOperationException("Paging by numbers has a sign of its end.");
        switch (signal.Kind)
        {
            case EndKind.Last:
                return IsTrue(Needed(signal.Path!, page), signal.Path!, page);
            case EndKind.More:
                return !IsTrue(Needed(signal.Path!, page), signal.Path!, page);
            case EndKind.Next:
                return page.Value(signal.Path) is null;
            case EndKind.Pages:
                var pages = long.TryParse(Needed(signal.Path!, page), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : throw AnswerFaults.Missing(page.Where, signal.Path!);
                return place.Number - rules.First + 1 >= pages;
            default:
                if (page.Rows.Count > 0) return false;
                // An empty page before everything has come is no end, and nothing was behind it that could be asked for.
                return page.Total is not { } total || seen >= total
                    ? true
                    : throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, string.Create(CultureInfo.InvariantCulture, $"{page.Where}: the vendor says that there are {total} records, sent {seen}, and then an empty page. So nothing is concluded; the next run asks again."));
        }
    }

    static string Needed(ValuePath path, PageSeen page) => page.Value(path) ?? throw AnswerFaults.Missing(page.Where, path);

    static bool IsTrue(string text, ValuePath path, PageSeen page) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1" || (!text.Equals("false", StringComparison.OrdinalIgnoreCase) && text != "0" ? throw AnswerFaults.Missing(page.Where, path) : false);
}
