using Hangfire;
using Hangfire.Dashboard;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Hangfire;

/// <summary>The hub's entry in the dashboard's navigation, its page, its button and its tiles.</summary>
/// <remarks>Hangfire keeps these once per process, whatever applications and storages there are: each request says itself which hub it is about.</remarks>
static class StreamsInDashboard
{
    /// <summary>The page's path in the dashboard.</summary>
    public const string Path = "/streams";

    static readonly DashboardMetric Late = new("integrationhub:late", "Streams that need somebody", page => Tile(page, Tiles.NeedSomebody));
    static readonly DashboardMetric Quarantined = new("integrationhub:quarantine", "Records in quarantine", page => Tile(page, Tiles.Quarantined));

    static readonly Lazy<bool> Registered = new(() =>
    {
        DashboardRoutes.Routes.Add(Path, new StreamsDispatcher());
        DashboardRoutes.Routes.Add(Path + "/(?<stream>[a-z0-9-]+)/run", new RunNowDispatcher());
        NavigationMenu.Items.Insert(0, page => new MenuItem("Streams", page.Url.To(Path))
        {
            Active = page.RequestPath.StartsWith(Path, StringComparison.OrdinalIgnoreCase),
            Metrics = [Late, Quarantined],
        });
        GlobalConfiguration.Configuration.UseDashboardMetrics(Late, Quarantined);
        return true;
    });

    /// <summary>Registers them, once.</summary>
    public static void Register() => _ = Registered.Value;

    static Metric? Tile(RazorPage page, Func<IReadOnlyList<StreamOverview>, Metric> tile) =>
        // A dashboard of the same process that has no hub has no tiles of one.
        page.Context.GetHttpContext().RequestServices.GetService<StreamPlans>() is { } plans ? tile(plans.LastSeen) : null;
}

/// <summary>What the tiles say. Pure.</summary>
static class Tiles
{
    /// <summary>How many streams are not complete and fresh.</summary>
    public static Metric NeedSomebody(IReadOnlyList<StreamOverview> streams)
    {
        var lacking = streams.Where(s => s.Coverage.State is not (CoverageState.Complete or CoverageState.Loading)).ToList();
        return new Metric(lacking.Count)
        {
            Style = lacking.Count == 0 ? MetricStyle.Success : lacking.Any(s => s.Coverage.State is CoverageState.Failing or CoverageState.Refused) ? MetricStyle.Danger : MetricStyle.Warning,
            Highlighted = lacking.Count > 0,
            Title = $"{lacking.Count} of {streams.Count} streams need somebody",
        };
    }

    /// <summary>How many records are in quarantine.</summary>
    public static Metric Quarantined(IReadOnlyList<StreamOverview> streams)
    {
        var held = streams.Sum(s => s.State?.Quarantined ?? 0);
        return new Metric(held) { Style = held == 0 ? MetricStyle.Default : MetricStyle.Warning, Highlighted = held > 0, Title = $"Records in quarantine: {held}" };
    }
}
