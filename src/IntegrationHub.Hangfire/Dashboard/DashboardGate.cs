using Hangfire.Dashboard;
using IntegrationHub.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Hangfire;

/// <summary>What every request for the dashboard passes: the session of the hub's pages, and the role of its key.</summary>
sealed class DashboardGate(RequestDelegate next, HubDashboardOptions options)
{
    static readonly object SessionItem = new();

    /// <summary>Who is signed in; null when nobody is.</summary>
    public static HubSession? SessionOf(HttpContext http) => http.Items[SessionItem] as HubSession;

    public async Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";

        var known = await http.AuthenticateAsync(SessionAuthentication.SchemeName);
        if (known.Principal is { } user) http.User = user;
        var session = http.RequestServices.GetRequiredService<HubSessions>().Find(SessionAuthentication.IdOf(http.User), active: false);
        if (session is not null) http.Items[SessionItem] = session;
        switch (DashboardAccess.Decide(session?.Role))
        {
            case DashboardEntry.Open:
                await next(http);
                break;
            case DashboardEntry.SignIn when options.SignInPath is { } signIn && HttpMethods.IsGet(http.Request.Method):
                http.Response.Redirect(signIn);
                break;
            case DashboardEntry.SignIn:
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                http.Response.ContentType = "text/plain; charset=utf-8";
                await http.Response.WriteAsync("The jobs are for those who keep the hub running: sign in with a key of the role operations or administrator.", http.RequestAborted);
                break;
        }
    }
}

/// <summary>The same once more for Hangfire itself: whoever maps its dashboard past the gate has nobody let in.</summary>
sealed class SignedInFilter : IDashboardAuthorizationFilter
{
    public bool Authorize(DashboardContext context) => DashboardAccess.Decide(DashboardGate.SessionOf(context.GetHttpContext())?.Role) == DashboardEntry.Open;
}
