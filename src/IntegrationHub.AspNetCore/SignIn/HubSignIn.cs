using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHub.AspNetCore;

/// <summary>Adds what signing in needs; the key ring is the API's.</summary>
static class HubSignIn
{
    public static IServiceCollection AddHubSignIn(this IServiceCollection services)
    {
        services.AddOptions<SignInOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<SignInOptions>>().Value);
        services.TryAddSingleton<SignInAttempts>();
        services.TryAddSingleton<HubSessions>();
        services.TryAddSingleton<SignInDesk>();
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        return services;
    }
}
