using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using IntegrationHub.HandOvers;

namespace IntegrationHub.AspNetCore;

/// <summary>Draws the page of a reply: plain HTML, with its one style sheet inside and nothing that is fetched.</summary>
sealed class ReplyPage(ReplyWords words)
{
    const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 1.0625rem/1.6 system-ui, sans-serif; color: #1b1f24; background: #f4f5f7; }
        main { box-sizing: border-box; max-width: 42rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border: 1px solid #c9ced6; border-radius: .5rem; }
        h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
        .who { margin: 0 0 1rem; color: #4a5361; }
        .asked { margin: 0 0 1.5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        label { display: block; font-weight: 600; }
        .hint { margin: 0 0 .5rem; color: #4a5361; font-size: .9375rem; }
        textarea { box-sizing: border-box; width: 100%; min-height: 10rem; padding: .5rem; font: inherit; color: inherit; background: transparent; border: 1px solid #626c7a; border-radius: .25rem; }
        button { margin-top: 1rem; padding: .625rem 1.25rem; font: inherit; font-weight: 600; color: #fff; background: #0b5394; border: 0; border-radius: .25rem; cursor: pointer; }
        button:focus-visible, textarea:focus-visible, a:focus-visible { outline: 3px solid #d97706; outline-offset: 2px; }
        .problem { margin: 0 0 1rem; padding: .5rem .75rem; color: #7a1212; background: #fdecec; border-left: 4px solid #b42318; }
        .language { max-width: 42rem; margin: 0 auto 2rem; padding: 0 1.5rem; }
        a { color: #0b5394; }
        @media (prefers-color-scheme: dark) {
          body { color: #e6e9ee; background: #14171b; }
          main { background: #1d2127; border-color: #3d4550; }
          .who, .hint { color: #b4bcc8; }
          textarea { border-color: #8b95a3; }
          button { background: #1f6feb; }
          .problem { color: #ffd7d5; background: #3b1717; }
          a { color: #8ab8ff; }
        }
        @media (max-width: 46rem) { main { margin: 0; border: 0; border-radius: 0; } }
        """;

    // Nothing is fetched, nothing runs, nobody frames it, and the form goes nowhere but here.
    static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.ReplaceLineEndings("\n"))))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>What the page says beside what was asked.</summary>
    public ReplyWords Words => words;

    /// <summary>What they are asked, and the form.</summary>
    public IResult Form(AnswerReply asked, string? problem, string text, int status) => Page(status, asked.Letter.Subject, $"""
        <h1>{Html.Encode(asked.Letter.Subject)}</h1>
        <p class="who">{Html.Encode(Fill(words.Asks, asked.Unit, asked.Municipality))}</p>
        <p class="asked">{Html.Encode(asked.Letter.Text.ReplaceLineEndings("\n")).Replace("&#xA;", "\n", StringComparison.Ordinal)}</p>
        <form method="post" accept-charset="utf-8">
        {(problem is null ? "" : $"""<p class="problem" role="alert" id="problem">{Html.Encode(problem)}</p>""")}
        <label for="reply">{Html.Encode(words.Reply)}</label>
        <p class="hint" id="hint">{Html.Encode(words.Hint)} {Html.Encode(Fill(words.Until, asked.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}</p>
        <textarea id="reply" name="reply" maxlength="5000" required autocomplete="off" aria-describedby="{(problem is null ? "hint" : "problem hint")}">
        {Html.Encode(text).Replace("&#xA;", "\n", StringComparison.Ordinal).Replace("&#xD;", "", StringComparison.Ordinal)}</textarea>
        <button type="submit">{Html.Encode(words.Send)}</button>
        </form>
        """);

    /// <summary>The reply is taken.</summary>
    public IResult Thanks() => Page(StatusCodes.Status200OK, words.Thanks, Told(words.Thanks, words.ThanksMore), otherLanguage: false);

    /// <summary>The link is none, or over: which of them is told to nobody.</summary>
    public IResult NoLink() => Page(StatusCodes.Status404NotFound, words.NoLink, Told(words.NoLink, words.NoLinkMore));

    /// <summary>Too many links came from there that are none.</summary>
    public IResult TooMany() => Page(StatusCodes.Status429TooManyRequests, words.TooMany, Told(words.TooMany, words.TooManyMore));

    static string Told(string head, string more) => $"<h1>{Html.Encode(head)}</h1>\n<p>{Html.Encode(more)}</p>";

    static string Fill(string words, params object[] values) => string.Format(CultureInfo.InvariantCulture, words, values);

    Drawn Page(int status, string title, string body, bool otherLanguage = true) => new(status, words.Language, $"""
        <!DOCTYPE html>
        <html lang="{words.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <meta name="referrer" content="no-referrer">
        <title>{Html.Encode(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        {body}
        </main>
        {(otherLanguage ? $"""<p class="language"><a href="?lang={words.OtherLanguage}" lang="{words.OtherLanguage}" hreflang="{words.OtherLanguage}" rel="nofollow">{words.Other}</a></p>""" : "")}
        </body>
        </html>
        """.ReplaceLineEndings("\n"));

    sealed class Drawn(int status, string language, string html) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, headers) = (httpContext.Response, httpContext.Response.Headers);
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            headers.ContentSecurityPolicy = Policy;
            headers["Referrer-Policy"] = "no-referrer";
            headers["X-Robots-Tag"] = "noindex, nofollow";
            headers.XFrameOptions = "DENY";
            headers.ContentLanguage = language;
            headers.Vary = "Accept-Language";
            return response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted);
        }
    }
}
