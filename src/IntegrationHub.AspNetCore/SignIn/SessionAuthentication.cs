using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IntegrationHub.AspNetCore;

/// <summary>Knows the people who are signed in by their session's cookie.</summary>
sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, HubSessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "IntegrationHub.Session";
    public const string CookieName = "ih-session";
    const string IdClaim = "session";

    /// <summary>The id of the session that a user was known by, or null.</summary>
    public static string? IdOf(ClaimsPrincipal user) => user.FindFirst(IdClaim)?.Value;

    /// <summary>How the cookie is set: out of reach of scripts, never sent from another site, gone with the browser.</summary>
    public static CookieOptions CookieFor(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        Path = "/",
    };

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[CookieName] is not { } cookie) return Task.FromResult(AuthenticateResult.NoResult());
        var active = Context.GetEndpoint()?.Metadata.GetMetadata<SessionActivity>()?.Counts(Request.Path) ?? true;
        if (sessions.OfCookie(cookie, active) is not { } session) return Task.FromResult(AuthenticateResult.Fail("The session has ended."));

        var identity = new ClaimsIdentity([new Claim(IdClaim, session.Id), new Claim(ClaimTypes.Name, session.Person), new Claim(ClaimTypes.Role, ApiRoles.NameOf(session.Role))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }
}

/// <summary>Of an endpoint whose pages ask by themselves: which of its requests are a person's doing, so that the session lives on.</summary>
/// <param name="Counts">Whether the request of a path is.</param>
sealed record SessionActivity(Func<PathString, bool> Counts);
