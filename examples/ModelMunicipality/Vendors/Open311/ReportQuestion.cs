using System.Globalization;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>What a question asks for, read as the contract says; or why it cannot be answered.</summary>
/// <param name="From">start_date, or 90 days before the end.</param>
/// <param name="Until">end_date, or 90 days after the beginning, or now.</param>
/// <param name="Error">What is wrong with it; null when nothing is.</param>
readonly record struct ReportQuestion(DateTimeOffset From, DateTimeOffset Until, string? Error)
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(90);
    static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static ReportQuestion Read(IQueryCollection query, DateTimeOffset now)
    {
        if (!TryRead(query["start_date"], out var from)) return Wrong("start_date is no date and time with a zone");
        if (!TryRead(query["end_date"], out var until)) return Wrong("end_date is no date and time with a zone");

        var end = until ?? (from + Longest is { } last && last < now ? last : now);
        var begin = from ?? end - Longest;
        return end - begin > Longest ? Wrong("more than 90 days were asked for") : new ReportQuestion(begin, end, null);
    }

    static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text)) return true;
        // Without a zone it would be a guess.
        if (text[^1] != 'Z' && text[^3] != ':' || text.Length < 20 || !DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;

        time = read;
        return true;
    }

    static ReportQuestion Wrong(string why) => new(default, default, why);
}
