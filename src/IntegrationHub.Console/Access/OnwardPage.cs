using System.Net;
using IntegrationHub.Console.Wording;

namespace IntegrationHub.Console.Access;

/// <summary>A page that goes on to another address by itself.</summary>
/// <remarks>
/// A redirect will not do in two places: the cookie of a session that began on another site is not sent with it (SameSite), and a form may not lead to another site (form-action).
/// What a page of this host goes on to by itself comes from this host.
/// </remarks>
/// <param name="address">Where it goes; on this host, or at the identity provider.</param>
sealed class OnwardPage(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var language = LanguageChoice.Of(httpContext);
        var texts = Texts.Of(language);
        var target = WebUtility.HtmlEncode(address);
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"{LanguageChoice.CodeOf(language)}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url={target}\"><title>{texts.GoOn}</title>"
            + $"<link rel=\"stylesheet\" href=\"/_content/IntegrationHub.Console/pages.css\"></head><body><main class=\"plain\"><p><a href=\"{target}\">{texts.GoOn}</a></p></main></body></html>");
    }
}
