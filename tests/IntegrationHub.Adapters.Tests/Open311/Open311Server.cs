using IntegrationHub.Adapters.Open311;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>The model municipality's Open311 server on a port of its own, with a clock that a test moves.</summary>
sealed class Open311Server : IAsyncDisposable
{
    readonly StandInHost host;

    Open311Server(StandInHost host, Open311StandIn standIn) => (this.host, StandIn) = (host, standIn);

    public Open311StandIn StandIn { get; }

    public ManualClock Clock => host.Clock;

    public HttpClient Http { get; } = new();

    public string Url => new Uri(host.Address, "/open311/v2").ToString();

    public static async Task<Open311Server> StartAsync(Open311Options options)
    {
        var clock = new ManualClock();
        var standIn = new Open311StandIn(new Town(1), options, clock);
        return new Open311Server(await StandInHost.StartAsync(clock, app => standIn.Map(app)), standIn);
    }

    public ISource Source(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["url"] = Url, ["maxRows"] = "200" };
        foreach (var (name, value) in settings) all[name] = value;
        return new Open311Adapter().CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("open311"), new StreamName("fault-reports")),
            Strategy = ReadStrategy.Windowed,
            Settings = all,
            Http = Http,
            Time = Clock,
            Logger = NullLogger.Instance,
        });
    }

    public async Task<(int Status, string Body)> AskAsync(string question)
    {
        using var response = await Http.GetAsync(new Uri($"{Url}/{question}"), TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
    }
}
