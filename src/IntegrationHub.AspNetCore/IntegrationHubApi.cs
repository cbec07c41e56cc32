using IntegrationHub.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHub.AspNetCore;

/// <summary>Puts the HTTP API of a hub into an application.</summary>
public static class IntegrationHubApi
{
    const string Root = "/api/v1";

    static readonly string[] OtherPaths = ["/health/live", "/health/ready", "/health/fresh", "/openapi/v1.json", MetricsEndpoint.Path];

    /// <summary>Adds what the API needs; the hub itself is added with <c>AddIntegrationHub</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options: at least where the keys are.</param>
    public static IServiceCollection AddIntegrationHubApi(this IServiceCollection services, Action<IntegrationHubApiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.AddOptions<IntegrationHubApiOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => ApiKeyRing.Open(
            provider.GetRequiredService<IOptions<IntegrationHubApiOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("IntegrationHub.AspNetCore.ApiKeys")));
        // "Request starting", routing and refused requests log the address as it was sent, and somebody will put a personal number into one.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AskedRuns>();
        services.AddSingleton<OnceGate>();
        services.AddSingleton<ReplyAttempts>();
        services.AddSingleton<MeterReadings>();
        services.AddSingleton<FreshnessReading>();
        services.AddHostedService(provider => provider.GetRequiredService<AskedRuns>());
        services.AddHostedService<HubWork>();
        services.AddOpenApi("v1", ApiDescription.Configure);
        return services;
    }

    /// <summary>Maps the paths under <c>/api/v1</c>, <c>/hooks</c>, <c>/reply</c>, <c>/health</c>, <c>/metrics</c> and <c>/openapi</c>. Everything under <c>/api/v1</c> and <c>/hooks</c> is the hub's: what is in no table of rights there is refused.</summary>
    /// <exception cref="HubStartException">The key file is wrong; everything that was found is told at once.</exception>
    public static WebApplication MapIntegrationHub(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        // Now, so that a wrong key file stops the start instead of the first request.
        app.Services.GetRequiredService<ApiKeyRing>();
        // Now too: what happened before somebody listened is not counted.
        app.Services.GetRequiredService<MeterReadings>();

        app.UseWhen(IsOurs, branch => branch.UseMiddleware<HubGate>());
        var api = app.MapGroup(Root);
        LookupEndpoints.Map(api);
        CaseEndpoints.Map(api);
        ContactEndpoints.Map(api);
        HandOverEndpoints.Map(api);
        WriteEndpoints.Map(api);
        StreamEndpoints.Map(api);
        CodeEndpoints.Map(api);
        DriftEndpoints.Map(api);
        RunEndpoints.Map(api);
        HistoryEndpoints.Map(api);
        VendorEndpoints.Map(api);
        SearchEndpoints.Map(api);
        AuditEndpoints.Map(api);
        QuarantineEndpoints.Map(api);
        RemovalEndpoints.Map(api);
        QuarantineDeskEndpoints.Map(api);
        NotificationEndpoints.Map(api);
        NodeEndpoints.Map(api);
        AlertEndpoints.Map(api);
        HookEndpoints.Map(app);
        ReplyEndpoints.Map(app);
        HealthEndpoints.Map(app, api);
        MetricsEndpoint.Map(app, app.Services.GetRequiredService<IOptions<IntegrationHubApiOptions>>().Value.MetricsNeedNoKey);
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(EndpointAccess.Everybody);
        return app;
    }

    static bool IsOurs(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Root)
        || http.Request.Path.StartsWithSegments(HookEndpoints.Root)
        || http.Request.Path.StartsWithSegments(ReplyEndpoints.Root)
        || OtherPaths.Any(path => http.Request.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
        || http.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>() is not null;
}
