using System.Text.Json;
using IntegrationHub.AspNetCore;
using IntegrationHub.Audit;
using IntegrationHub.Console.Access;
using IntegrationHub.Console.Shell;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Installation;
using Microsoft.AspNetCore.Authentication;

namespace IntegrationHub.Server;

/// <summary>Lets people in whom the identity provider has named: their role comes from the table, their id and name go to the audit before they are in.</summary>
sealed class OpenIdDoor(OpenIdSettings settings, IReadOnlyList<RoleRow> rows, IdentityProvider provider, IHub hub, HubSessions sessions, ILogger<OpenIdDoor> logger)
{
    /// <summary>Where it begins.</summary>
    public const string Start = "/sign-in/openid";

    /// <summary>Where the provider sends the browser back to; it must be told of it.</summary>
    public const string Return = "/sign-in/openid/return";

    const int LongestText = 200;

    /// <summary>Who the claims name, with the role that they give; null when they give none or name nobody.</summary>
    internal static (Caller? Caller, string Person, bool Named) Read(JsonElement claims, OpenIdSettings settings, IReadOnlyList<RoleRow> rows)
    {
        var id = Fitting(ClaimRoles.Text(claims, settings.IdClaim));
        var person = Fitting(ClaimRoles.Text(claims, settings.NameClaim)) ?? id;
        if (id is null || person is null) return (null, person ?? "unknown", false);

        return ClaimRoles.Of(claims, rows) is { } given ? (new Caller { Name = id, Role = given.Role, Departments = given.Departments }, person, true) : (null, $"{person} ({id})", true);
    }

    /// <summary>Takes what came back from the provider: a session, or a reason on the sign-in page.</summary>
    public async Task EnterAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        context.HandleResponse();
        var (caller, person, named) = Read(context.Properties!.GetParameter<JsonElement>(OpenIdHandler.PayloadItem), settings, rows);
        if (!named) OpenIdLog.NamesNobody(logger, settings.IdClaim);
        if (!await IsWrittenAsync(caller, person, http.RequestAborted) || !named)
        {
            await OnwardAsync(http, "/sign-in?failed=1");
            return;
        }

        if (caller is null)
        {
            OpenIdLog.NoRole(logger);
            await OnwardAsync(http, "/sign-in?failed=role");
            return;
        }

        var document = await provider.DescribeAsync(http.RequestAborted);
        var token = sessions.Begin(new ProviderGround(caller, SignOutAddress(document, http)), person);
        OpenIdLog.SignedIn(logger, caller.Role);
        http.Response.Cookies.Append(SessionAuthentication.CookieName, token, SessionAuthentication.CookieFor(http));
        await OnwardAsync(http, HomePage.StartOf(caller.Role));
    }

    /// <summary>Takes what went wrong on the way; nobody is told more than that it did.</summary>
    public async Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        OpenIdLog.Refused(logger, Reason(context.Failure));
        await OnwardAsync(context.HttpContext, "/sign-in?failed=1");
    }

    // Other messages hold what stood in the address, which anybody may have written: its word for the error is kept, and only as far as it is one.
    internal static string Reason(Exception? failure) => failure switch
    {
        TokenRefusedException or ProviderUnavailableException => failure.Message,
        { Message: var message } => string.Concat(message.TakeWhile(c => char.IsAsciiLetter(c) || c is '_' or ' ' or '.' or '\'').Take(100)),
        null => "unknown",
    };

    static async Task OnwardAsync(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        await new OnwardPage(address).ExecuteAsync(http);
    }

    // Without the id token as a hint: it would carry a name into an address.
    Uri? SignOutAddress(ProviderDocument document, HttpContext http) => document.EndSession is not { } end ? null : new Uri(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(end.AbsoluteUri, new Dictionary<string, string?>
        {
            ["client_id"] = settings.ClientId,
            ["post_logout_redirect_uri"] = $"{http.Request.Scheme}://{http.Request.Host}/sign-in?out=1",
        }));

    async Task<bool> IsWrittenAsync(Caller? caller, string person, CancellationToken cancellationToken)
    {
        if (!hub.IsReady) return false;

        try
        {
            if (caller is not null) await hub.SignIns.SignedInAsync(caller with { OnBehalfOf = person }, cancellationToken);
            else await hub.SignIns.RefusedAsync(person, locked: false, cancellationToken);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    static string? Fitting(string? text) => text?.Trim() is { Length: > 0 and <= LongestText } trimmed && CallerText.Fault(trimmed) is null ? trimmed : null;

    /// <summary>An identity provider named the person.</summary>
    sealed class ProviderGround(Caller caller, Uri? signOutAt) : SessionGround
    {
        public override string Name => "the identity provider";

        public override Caller Caller => caller;

        public override Uri? SignOutAt => signOutAt;
    }
}
