using System.Globalization;

namespace ContactCentre.Wording;

/// <summary>Says things in the language of whoever reads, at the times of the municipality.</summary>
sealed class Words(TimeProvider time)
{
    public const string Cookie = "desk-language";

    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    public string Code { get; private set; } = "sv";

    public Texts Texts { get; private set; } = Texts.Swedish;

    public DateTimeOffset Now => time.GetUtcNow();

    public void Use(string? code) => (Code, Texts) = code == "en" ? ("en", Texts.English) : ("sv", Texts.Swedish);

    /// <summary>What somebody chose, else what their browser asks for first of the two, else Swedish.</summary>
    public static string CodeOf(HttpContext http) => http.Request.Cookies[Cookie] ?? (http.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "sv");

    public static string Say(string text, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, text, parts);

    public string Clock(DateTimeOffset at) => Local(at).ToString(Local(at).Date == Local(Now).Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Ago(DateTimeOffset at) => (Now - at) switch
    {
        { TotalMinutes: < 1 } => Texts.JustNow,
        { TotalHours: < 1 } gone => Say(Texts.MinutesAgo, (int)gone.TotalMinutes),
        { TotalDays: < 1 } gone => Say(Texts.HoursAgo, (int)gone.TotalHours),
        _ => Day(at),
    };

    /// <summary>Of a title in both languages (<c>Bygglov / Building permits</c>) the reader's.</summary>
    public string Title(string title) => title.Split(" / ") is { Length: 2 } both ? both[Code == "en" ? 1 : 0] : title;

    static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
