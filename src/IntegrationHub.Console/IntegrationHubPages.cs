using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Access;
using IntegrationHub.Console.Live;
using IntegrationHub.Console.Shell;
using IntegrationHub.Console.Wording;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Radzen;

namespace IntegrationHub.Console;

/// <summary>Puts the pages of a hub into an application: sign-in, the desk, the operations page, the quarantine.</summary>
public static class IntegrationHubPages
{
    /// <summary>Adds what the pages need. The hub is added with <c>AddIntegrationHub</c> and the keys with <c>AddIntegrationHubApi</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says whose pages they are.</param>
    public static IServiceCollection AddIntegrationHubPages(this IServiceCollection services, Action<IntegrationHubPagesOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.AddOptions<IntegrationHubPagesOptions>().Configure(configure);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<IntegrationHubPagesOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHubSignIn();
        services.AddAuthorization();
        // Sessions end with the process, so the keys of forms and circuits may too: none of them lies on a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "ih-form";
            form.Cookie.HttpOnly = true;
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DetailedErrors = false;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        })
            // A record that is edited on the page of the quarantine comes back in one message; only who is signed in has a circuit.
            .AddHubOptions(circuit => circuit.MaximumReceiveMessageSize = 1024 * 1024);
        services.AddRadzenComponents();
        services.TryAddSingleton<HubPulse>();
        services.TryAddScoped<Words>();
        return services;
    }

    /// <summary>Maps <c>/</c>, <c>/sign-in</c>, <c>/desk</c>, <c>/operations</c>, <c>/quarantine</c> and what they are made of.</summary>
    public static WebApplication MapIntegrationHubPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        app.UseWhen(PageGate.IsPage, branch => branch.UseAuthentication().UseMiddleware<PageGate>().UseAntiforgery());
        if (app.Services.GetRequiredService<IntegrationHubPagesOptions>().MapStaticAssets)
            app.MapStaticAssets().Add(endpoint => endpoint.Metadata.Add(new PageAccessAttribute(PageFor.Everybody)));
        PageForms.Map(app);
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(live =>
            {
                // The gate sends the whole policy.
                live.ContentSecurityFrameAncestorsPolicy = null;
                live.DisableWebSocketCompression = true;
            });
        return app;
    }
}
