using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Wording;

namespace IntegrationHub.Console.Access;

/// <summary>What every request for a page passes: whose browser is it, may they, and does it come from our own pages.</summary>
sealed class PageGate(RequestDelegate next, HubSessions sessions)
{
    const string CircuitPath = "/_blazor";

    static readonly object SessionItem = new();
    static readonly object RefusedItem = new();

    /// <summary>Who is signed in; null when nobody is.</summary>
    public static HubSession? SessionOf(HttpContext http) => http.Items[SessionItem] as HubSession;

    /// <summary>Whether the role of who is signed in may not see this page, so that words stand in its place.</summary>
    public static bool IsRefused(HttpContext http) => http.Items.ContainsKey(RefusedItem);

    /// <summary>Whether a request is for the pages: everything that has no other owner.</summary>
    public static bool IsPage(HttpContext http) =>
        http.Request.Path.StartsWithSegments(CircuitPath, StringComparison.OrdinalIgnoreCase) || AccessOf(http.GetEndpoint()) is not null;

    public async Task InvokeAsync(HttpContext http)
    {
        var isCircuit = http.Request.Path.StartsWithSegments(CircuitPath, StringComparison.OrdinalIgnoreCase);
        var whom = isCircuit ? new PageAccessAttribute(PageFor.SignedIn) : AccessOf(http.GetEndpoint())!;
        var isAsset = whom.Whom == PageFor.Everybody && http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } path } && Path.HasExtension(path);
        PageHeaders.Write(http, cacheable: isAsset);

        if (isCircuit && !IsOwnOrigin(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var session = sessions.Find(SessionAuthentication.IdOf(http.User), active: !isAsset && !isCircuit);
        if (session is not null) http.Items[SessionItem] = session;
        if (session is null && whom.Whom != PageFor.Everybody)
        {
            if (isCircuit) http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else http.Response.Redirect("/sign-in");
            return;
        }

        if (session is not null && !whom.Allows(session.Role))
        {
            // The layout says so in words, and the page is never made.
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            http.Items[RefusedItem] = true;
        }

        await next(http);
        if (!http.Response.HasStarted && http.Response.StatusCode == StatusCodes.Status400BadRequest) await TellOldFormAsync(http);
    }

    // Every browser sends Origin with a websocket and with a POST; without it, or with another one, it is not one of our pages.
    static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return HttpMethods.IsGet(request.Method) && !request.HttpContext.WebSockets.IsWebSocketRequest;

        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == request.Scheme
            && string.Equals(from.IsDefaultPort ? from.Host : from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    // A form from before a restart, or one that another site sent: both are answered the same.
    static Task TellOldFormAsync(HttpContext http)
    {
        var texts = Texts.Of(LanguageChoice.Of(http));
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"{LanguageChoice.CodeOf(LanguageChoice.Of(http))}\"><head><meta charset=\"utf-8\"><title>{texts.FormTooOldTitle}</title><link rel=\"stylesheet\" href=\"/_content/IntegrationHub.Console/pages.css\"></head>"
            + $"<body><main class=\"plain\"><h1>{texts.FormTooOldTitle}</h1><p>{texts.FormTooOld}</p><p><a href=\"/\">{texts.GoOn}</a></p></main></body></html>");
    }

    static PageAccessAttribute? AccessOf(Endpoint? endpoint)
    {
        if (endpoint?.Metadata.GetMetadata<PageAccessAttribute>() is { } access) return access;

        // A component that nobody gave an entry is a page all the same, and for nobody.
        return endpoint?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null ? null : new PageAccessAttribute(PageFor.Nobody);
    }
}
