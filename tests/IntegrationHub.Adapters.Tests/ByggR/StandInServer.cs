using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.Adapters.Tests.ByggR;

/// <summary>The model municipality's ByggR on a port of its own, with a clock that a test moves.</summary>
sealed class StandInServer : IAsyncDisposable
{
    readonly WebApplication app;

    StandInServer(WebApplication app, ByggRStandIn standIn, ManualClock clock)
    {
        this.app = app;
        StandIn = standIn;
        Clock = clock;
        Http = new HttpClient();
    }

    public ByggRStandIn StandIn { get; }

    public ManualClock Clock { get; }

    public HttpClient Http { get; }

    public Uri Url => new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), "/TekisArende/ArendeExportWS.svc");

    public static async Task<StandInServer> StartAsync(ByggROptions options)
    {
        var clock = new ManualClock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new ByggRStandIn(new Town(1), options, clock);
        standIn.Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new StandInServer(app, standIn, clock);
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
        await app.DisposeAsync();
    }
}
