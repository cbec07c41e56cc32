using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Wording;
using Microsoft.AspNetCore.Antiforgery;

namespace IntegrationHub.Console.Access;

/// <summary>The small forms in the head of every page: sign out, and the language.</summary>
static class PageForms
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", (Delegate)SignOutAsync).WithMetadata(new PageAccessAttribute(PageFor.Everybody), RequiresToken.Instance);
        app.MapPost("/language/{code}", (Delegate)ChooseLanguageAsync).WithMetadata(new PageAccessAttribute(PageFor.Everybody), RequiresToken.Instance);
    }

    static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, HubSessions sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (PageGate.SessionOf(http) is { } session) sessions.End(session.Id);
        http.Response.Cookies.Delete(SessionAuthentication.CookieName, SessionAuthentication.CookieFor(http));
        // Otherwise who sits down at this computer next is let in again without being asked.
        return PageGate.SessionOf(http)?.Ground.SignOutAt is { } elsewhere ? new OnwardPage(elsewhere.AbsoluteUri) : Results.Redirect("/sign-in?out=1");
    }

    static async Task<IResult> ChooseLanguageAsync(string code, HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (LanguageChoice.Parse(code) is { } language) LanguageChoice.Remember(http, language);
        return Results.Redirect(PageGate.SessionOf(http)?.Role switch
        {
            null => "/sign-in",
            Disclosure.CallerRole.Agent or Disclosure.CallerRole.Specialist => "/desk",
            _ => "/operations",
        });
    }

    sealed class RequiresToken : IAntiforgeryMetadata
    {
        public static RequiresToken Instance { get; } = new();

        // These check it themselves.
        public bool RequiresValidation => false;
    }
}
