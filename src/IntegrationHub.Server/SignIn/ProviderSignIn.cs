using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Access;
using IntegrationHub.Installation;
using Microsoft.AspNetCore.Authentication;

namespace IntegrationHub.Server;

/// <summary>Puts sign-in through an identity provider into a hub's application, for people and for systems.</summary>
static class ProviderSignIn
{
    /// <summary>Adds what the hub's settings ask for.</summary>
    /// <param name="services">The hub's services.</param>
    /// <param name="plan">The hub.</param>
    /// <param name="network">The way to the provider.</param>
    public static void Add(IServiceCollection services, HubPlan plan, Func<HttpMessageHandler>? network = null)
    {
        network ??= IdentityProvider.Network;
        var hub = plan.Settings;
        services.Configure<SignInOptions>(signIn =>
        {
            signIn.TakesKeys = hub.KeySignIn;
            if (hub.OpenId is { } openId) signIn.OtherWay = new SignInWay(OpenIdDoor.Start, openId.DisplayName);
        });
        if (hub.Bearer is { } bearer)
            services.AddSingleton<ICallerTokens>(provider => new BearerTokens(
                bearer, hub.Roles, new IdentityProvider(bearer.Authority, network(), provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<BearerTokens>>()));
        if (hub.OpenId is { } settings) AddPeople(services, plan, settings, network);
    }

    /// <summary>Maps where people begin and come back, when there is a provider.</summary>
    public static void Map(WebApplication app)
    {
        if (app.Services.GetService<OpenIdDoor>() is null) return;

        var everybody = new PageAccessAttribute(PageFor.Everybody);
        app.MapGet(OpenIdDoor.Start, (RequestDelegate)StartAsync).WithMetadata(everybody);
        // The handler answers before this is reached; the address exists so that the pages' gate lets it in.
        app.MapGet(OpenIdDoor.Return, (RequestDelegate)(http => { http.Response.Redirect("/sign-in"); return Task.CompletedTask; })).WithMetadata(everybody);
    }

    static void AddPeople(IServiceCollection services, HubPlan plan, OpenIdSettings settings, Func<HttpMessageHandler> network)
    {
        services.AddSingleton(provider => new IdentityProvider(settings.Authority, network(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new OpenIdDoor(
            settings, plan.Settings.Roles, provider.GetRequiredService<IdentityProvider>(), provider.GetRequiredService<IntegrationHub.Hosting.IHub>(), provider.GetRequiredService<HubSessions>(), provider.GetRequiredService<ILogger<OpenIdDoor>>()));
        services.AddOptions<OpenIdOptions>(OpenIdHandler.SchemeName).Configure<IdentityProvider>((options, provider) => options.Provider = provider);
        new AuthenticationBuilder(services).AddOAuth<OpenIdOptions, OpenIdHandler>(OpenIdHandler.SchemeName, options =>
        {
            options.Settings = settings;
            options.Needed = [.. plan.Settings.Roles.Select(row => row.Claim).Append(settings.IdClaim).Append(settings.NameClaim).Distinct()];
            options.Secret = () => settings.ClientSecret is { } reference ? HubValues.SecretOf(reference, plan.Values) : null;
            options.ClientId = settings.ClientId;
            options.CallbackPath = OpenIdDoor.Return;
            options.UsePkce = true;
            options.SignInScheme = SessionAuthentication.SchemeName;
            options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
            options.Scope.Clear();
            options.Scope.Add("openid");
            foreach (var scope in settings.Scopes) options.Scope.Add(scope);
            options.CorrelationCookie.Name = "ih-openid.";
            // The provider sends the browser back with a link, which Lax lets through, and never with a form.
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Events.OnTicketReceived = context => context.HttpContext.RequestServices.GetRequiredService<OpenIdDoor>().EnterAsync(context);
            options.Events.OnRemoteFailure = context => context.HttpContext.RequestServices.GetRequiredService<OpenIdDoor>().RefuseAsync(context);
        });
    }

    static async Task StartAsync(HttpContext http)
    {
        try
        {
            // Where it goes afterwards, the role decides: no address comes in from outside.
            await http.ChallengeAsync(OpenIdHandler.SchemeName, new AuthenticationProperties { RedirectUri = "/" });
        }
        catch (ProviderUnavailableException e)
        {
            OpenIdLog.ProviderUnavailable(http.RequestServices.GetRequiredService<ILogger<OpenIdDoor>>(), e.Message);
            http.Response.Redirect("/sign-in?failed=1");
        }
    }
}
