using IntegrationHub.Adapters.Open311;
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
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>The model municipality's Open311 server on a port of its own, with a clock that a test moves.</summary>
sealed class Open311Server : IAsyncDisposable
{
    readonly WebApplication app;

    Open311Server(WebApplication app, Open311StandIn standIn, ManualClock clock)
    {
        this.app = app;
        StandIn = standIn;
        Clock = clock;
        Http = new HttpClient();
    }

    public Open311StandIn StandIn { get; }

    public ManualClock Clock { get; }

    public HttpClient Http { get; }

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/open311/v2";

    public static async Task<Open311Server> StartAsync(Open311Options options)
    {
        var clock = new ManualClock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new Open311StandIn(new Town(1), options, clock);
        standIn.Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Open311Server(app, standIn, clock);
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
        await app.DisposeAsync();
    }
}
