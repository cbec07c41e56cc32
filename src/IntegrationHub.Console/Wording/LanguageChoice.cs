namespace IntegrationHub.Console.Wording;

/// <summary>A language of the pages.</summary>
enum Language
{
    /// <summary>Swedish.</summary>
    Swedish,

    /// <summary>English.</summary>
    English,
}

/// <summary>Which language somebody reads: what they chose, else what their browser asks for, else Swedish.</summary>
static class LanguageChoice
{
    public const string CookieName = "ih-language";
    static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    public static string CodeOf(Language language) => language == Language.English ? "en" : "sv";

    public static Language? Parse(string? code) => code switch
    {
        "sv" => Language.Swedish,
        "en" => Language.English,
        _ => null,
    };

    public static Language Of(HttpContext http) => Parse(http.Request.Cookies[CookieName]) ?? OfBrowser(http.Request.Headers.AcceptLanguage);

    public static void Remember(HttpContext http, Language language) => http.Response.Cookies.Append(CookieName, CodeOf(language), new CookieOptions
    {
        MaxAge = Remembered,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        Path = "/",
    });

    /// <summary>The first language of the header that the pages have; browsers write the most wanted first.</summary>
    public static Language OfBrowser(string? acceptLanguage)
    {
        foreach (var part in (acceptLanguage ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var code = part.Split(';')[0].Split('-')[0].ToLowerInvariant();
            if (Parse(code) is { } language) return language;
        }

        return Language.Swedish;
    }
}
