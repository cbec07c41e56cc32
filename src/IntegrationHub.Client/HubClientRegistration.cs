using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Client;

/// <summary>Adds the client to an application.</summary>
public static class HubClientRegistration
{
    /// <summary>Adds <see cref="HubClient"/>; wrong settings are told at the start, all at once.</summary>
    /// <returns>The client's HTTP pipeline: a resilience handler may be added to it, since what is written carries a key and is written once however often it is sent.</returns>
    public static IHttpClientBuilder AddIntegrationHubClient(this IServiceCollection services, Action<HubClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.AddOptions<HubClientOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HubClientOptions>, Check>();
        return services.AddHttpClient<HubClient>()
            // What is personal must not be sent on to another address.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
    }

    sealed class Check : IValidateOptions<HubClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, HubClientOptions options) => options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}
