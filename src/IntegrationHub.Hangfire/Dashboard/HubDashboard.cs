using Hangfire;
using IntegrationHub.AspNetCore;
using IntegrationHub.Hangfire;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Hangfire's dashboard into an application, with the hub's page in it and the hub's roles before it.</summary>
public static class HubDashboard
{
    /// <summary>Maps the dashboard. The sign-in of the hub's pages (<c>AddIntegrationHubPages</c>) must be there.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">Where. <c>/hangfire</c> unless said.</param>
    /// <param name="configure">Says what the hub's page leads to.</param>
    public static IEndpointConventionBuilder MapIntegrationHubDashboard(this IEndpointRouteBuilder endpoints, string path = "/hangfire", Action<HubDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        if (endpoints.ServiceProvider.GetService<HubSessions>() is null) throw new InvalidOperationException("MapIntegrationHubDashboard: nobody can sign in, so the dashboard would be for nobody. Call services.AddIntegrationHubPages(…) too.");

        var options = new HubDashboardOptions();
        configure?.Invoke(options);
        StreamsInDashboard.Register();

        var dashboard = endpoints.MapHangfireDashboard(path, new DashboardOptions
        {
            Authorization = [new SignedInFilter()],
            DashboardTitle = "Jobs",
            // It would tell where the database is.
            DisplayStorageConnectionString = false,
        });
        dashboard.Add(endpoint =>
        {
            endpoint.Metadata.Add(options);
            // The pages ask for their figures every two seconds: nobody would ever be signed out.
            endpoint.Metadata.Add(new SessionActivity(asked => !asked.Value!.EndsWith("/stats", StringComparison.OrdinalIgnoreCase)));
            var inside = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = new DashboardGate(inside, options).InvokeAsync;
        });
        return dashboard;
    }
}
