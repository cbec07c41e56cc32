using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.Adapters.Tests.ByggR;

/// <summary>The model municipality's ByggR on a port of its own, with a clock that a test moves.</summary>
sealed class StandInServer : IAsyncDisposable
{
    readonly StandInHost host;

    StandInServer(StandInHost host, ByggRStandIn standIn) => (this.host, StandIn) = (host, standIn);

    public ByggRStandIn StandIn { get; }

    public ManualClock Clock => host.Clock;

    public HttpClient Http { get; } = new();

    public Uri Url => new(host.Address, "/TekisArende/ArendeExportWS.svc");

    public static async Task<StandInServer> StartAsync(ByggROptions options)
    {
        var clock = new ManualClock();
        var standIn = new ByggRStandIn(new Town(1), options, clock);
        return new StandInServer(await StandInHost.StartAsync(clock, app => standIn.Map(app)), standIn);
    }

    public ByggRSource Source(string contract = "V4") => (ByggRSource)new ByggRAdapter().CreateSource(new SourceContext
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("byggr"), new StreamName("building-permits")),
        Strategy = ReadStrategy.Cursor,
        Settings = new Dictionary<string, string> { ["url"] = Url.ToString(), ["contract"] = contract },
        Http = Http,
        Time = Clock,
        Logger = NullLogger.Instance,
    });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
    }
}
