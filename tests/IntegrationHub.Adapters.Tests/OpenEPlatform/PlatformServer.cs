using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.ByggR;
using ModelMunicipality.Vendors.OpenEPlatform;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>The model municipality's e-services and its ByggR on a port of their own, with a clock that a test moves.</summary>
sealed class PlatformServer : IAsyncDisposable
{
    public const string Password = "öppna dörren";

    readonly WebApplication app;

    PlatformServer(WebApplication app, OpenEPlatformStandIn standIn, ByggRStandIn permits, ManualClock clock)
    {
        (this.app, StandIn, Permits, Clock) = (app, standIn, permits, clock);
        Http = new HttpClient { BaseAddress = Url };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"integrationhub:{Password}")));
    }

    public OpenEPlatformStandIn StandIn { get; }

    public ByggRStandIn Permits { get; }

    public ManualClock Clock { get; }

    /// <summary>A client that is signed in.</summary>
    public HttpClient Http { get; }

    public ListLogger Log { get; } = new();

    /// <summary>A family whose lists are a sign-in page, though 200 stands above it; 0 is none.</summary>
    public int Broken { get; set; }

    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public Uri ByggRUrl => new(Url, "/TekisArende/ArendeExportWS.svc");

    public static async Task<PlatformServer> StartAsync(int cases = 400, bool frozen = true, string? faultReport = null, bool toDateExclusive = false)
    {
        var clock = new ManualClock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var town = new Town(1);
        var permits = new ByggROptions { Cases = cases, Frozen = frozen, Base = clock.GetUtcNow() - TimeSpan.FromMinutes(10) };
        var byggR = new ByggRStandIn(town, permits, clock);
        byggR.Map(app);
        var standIn = new OpenEPlatformStandIn(town, new OpenEPlatformOptions { Permits = permits, Password = Password, FaultReport = faultReport, ToDateExclusive = toDateExclusive }, clock);
        standIn.Map(app);
        PlatformServer? server = null;
        app.Use((http, next) =>
        {
            if (!http.Request.Path.Value!.EndsWith($"/family/{server?.Broken}", StringComparison.Ordinal)) return next(http);

            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync("<html><body>Logga in</body></html>", http.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server = new PlatformServer(app, standIn, byggR, clock);
    }

    public ISource Source(string reads = "instances", string? families = null) => new OpenEPlatformAdapter().CreateSource(new SourceContext
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("open-eplatform"), new StreamName("e-service-submissions")),
        Strategy = ReadStrategy.Windowed,
        Settings = new Dictionary<string, string>
        {
            ["url"] = Url.ToString(), ["username"] = "integrationhub", ["password"] = Password, ["families"] = families ?? OpenEPlatformStandIn.Families, ["reads"] = reads,
        },
        Http = Http,
        Time = Clock,
        Logger = Log,
    });

    /// <summary>Reads a window to its end.</summary>
    public async Task<List<SourceRecord>> ReadAsync(DateTimeOffset after, DateTimeOffset? until = null, string reads = "instances", string? families = null)
    {
        var source = Source(reads, families);
        var records = new List<SourceRecord>();
        for (PageRequest? next = new() { ChangedAfter = after, ChangedUntil = until }; next is not null;)
        {
            var page = await source.ReadPageAsync(next, TestContext.Current.CancellationToken);
            records.AddRange(page.Records);
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        return records;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
