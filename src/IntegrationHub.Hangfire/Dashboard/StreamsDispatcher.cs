using Hangfire.Dashboard;
using IntegrationHub.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Hangfire;

/// <summary>Asks the hub for its streams and lets the page show them: Hangfire's pages cannot wait themselves.</summary>
sealed class StreamsDispatcher : IDashboardDispatcher
{
    const string Only = "/only";

    static readonly object ViewItem = new();

    static readonly IDashboardDispatcher Page = Pages();

    public async Task Dispatch(DashboardContext context)
    {
        var http = context.GetHttpContext();
        var services = http.RequestServices;
        if (services.GetService<IHub>() is not { } hub || services.GetService<StreamPlans>() is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var token = services.GetService<IAntiforgery>()?.GetAndStoreTokens(http);
        http.Items[ViewItem] = new StreamsView
        {
            Tenant = hub.Tenant,
            Streams = await hub.GetStreamsAsync(http.RequestAborted),
            Now = (services.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow(),
            Options = http.GetEndpoint()?.Metadata.GetMetadata<HubDashboardOptions>() ?? new HubDashboardOptions(),
            Form = token is { RequestToken: { } request } ? (token.FormFieldName, request) : null,
            Asked = Told(http.Request.Query["asked"]),
        };
        await Page.Dispatch(context);
    }

    /// <summary>What a request's page shows.</summary>
    public static StreamsView ViewOf(DashboardContext context) => (StreamsView)context.GetHttpContext().Items[ViewItem]!;

    // What stands in an address may be anything that somebody sent around.
    static StreamName? Told(string? asked) => HubName.IsValid(asked) ? new StreamName(asked) : null;

    // Hangfire's dispatcher for pages is its own; a collection of routes gives it out.
    static IDashboardDispatcher Pages()
    {
        var routes = new RouteCollection();
        routes.AddRazorPage(Only, _ => new StreamsPage());
        return routes.FindDispatcher(Only).Item1;
    }
}
