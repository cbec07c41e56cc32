using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.ByggR;
using ModelMunicipality.Vendors.OpenEPlatform;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>The model municipality's e-services and its ByggR on a port of their own, with a clock that a test moves.</summary>
sealed class PlatformServer : IAsyncDisposable
{
    public const string Password = "öppna dörren";

    readonly StandInHost host;

    PlatformServer(StandInHost host, OpenEPlatformStandIn standIn, ByggRStandIn permits)
    {
        (this.host, StandIn, Permits) = (host, standIn, permits);
        Http = new HttpClient { BaseAddress = Url };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"integrationhub:{Password}")));
    }

    public OpenEPlatformStandIn StandIn { get; }

    public ByggRStandIn Permits { get; }

    public ManualClock Clock => host.Clock;

    /// <summary>A client that is signed in.</summary>
    public HttpClient Http { get; }

    public ListLogger Log { get; } = new();

    /// <summary>A family whose lists are a sign-in page, though 200 stands above it; 0 is none.</summary>
    public int Broken { get; set; }

    /// <summary>The submission whose document ends early, with a length that says it is whole; null is none.</summary>
    public string? Cut { get; set; }

    public Uri Url => host.Address;

    public Uri ByggRUrl => new(Url, "/TekisArende/ArendeExportWS.svc");

    public static async Task<PlatformServer> StartAsync(int cases = 400, bool frozen = true, string? faultReport = null, bool toDateExclusive = false)
    {
        var clock = new ManualClock();
        var town = new Town(1);
        var permits = new ByggROptions { Cases = cases, Frozen = frozen, Base = clock.GetUtcNow() - TimeSpan.FromMinutes(10) };
        var byggR = new ByggRStandIn(town, permits, clock);
        var standIn = new OpenEPlatformStandIn(town, new OpenEPlatformOptions { Permits = permits, Password = Password, FaultReport = faultReport, ToDateExclusive = toDateExclusive }, clock);
        PlatformServer? server = null;
        var host = await StandInHost.StartAsync(clock, app =>
        {
            byggR.Map(app);
            standIn.Map(app);
            app.Use((http, next) =>
            {
                if (http.Request.Path.Value!.EndsWith($"/getinstance/{server?.Cut}/xml", StringComparison.Ordinal))
                {
                    http.Response.ContentType = "text/xml";
                    return http.Response.WriteAsync("<FlowInstance><Header><FlowInst", http.RequestAborted);
                }

                if (!http.Request.Path.Value!.EndsWith($"/family/{server?.Broken}", StringComparison.Ordinal)) return next(http);

                http.Response.ContentType = "text/html";
                return http.Response.WriteAsync("<html><body>Logga in</body></html>", http.RequestAborted);
            });
        });
        return server = new PlatformServer(host, standIn, byggR);
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
        await host.DisposeAsync();
    }
}
