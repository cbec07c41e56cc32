using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>A hub with the shipped mappings of ByggR and Open ePlatform over the model municipality's stand-ins, in SQLite.</summary>
sealed class EServiceHub : IAsyncDisposable, ISettingSource
{
    public static readonly StreamName Submissions = new("e-service-submissions");
    public static readonly StreamName Messages = new("e-service-messages");
    public static readonly StreamName Permits = new("building-permits");

    static readonly Caller Agent = new() { Name = "contact-centre", Role = CallerRole.Agent };

    readonly string folder = Directory.CreateTempSubdirectory("ihub-oep-").FullName;
    readonly ServiceProvider services;
    readonly Dictionary<string, string> settings;

    EServiceHub(PlatformServer vendor, Uri? platform)
    {
        Vendor = vendor;
        settings = new()
        {
            ["BYGGR_URL"] = vendor.ByggRUrl.ToString(),
            ["OEP_URL"] = (platform ?? vendor.Url).ToString(),
            ["OEP_USERNAME"] = "integrationhub",
        };
        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(vendor.Clock);
        registered.AddLogging(logging => logging.ClearProviders());
        registered
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(Path.Combine(AppContext.BaseDirectory, "mappings", "byggr"));
                hub.StreamFolders.Add(Path.Combine(AppContext.BaseDirectory, "mappings", "open-eplatform"));
                hub.Settings = this;
            })
            .UseSqlite(folder)
            .AddAdapter<ByggRAdapter>()
            .AddAdapter<OpenEPlatformAdapter>();
        services = registered.BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public IHub Hub { get; }

    public PlatformServer Vendor { get; }

    /// <summary>The password that the hub signs in with.</summary>
    public string Password { get; set; } = PlatformServer.Password;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts the hub.</summary>
    /// <param name="vendor">The stand-ins.</param>
    /// <param name="platform">Where the platform is, when something stands before it.</param>
    public static async Task<EServiceHub> StartAsync(PlatformServer vendor, Uri? platform = null)
    {
        var hub = new EServiceHub(vendor, platform);
        await hub.Hub.StartAsync(Stop);
        return hub;
    }

    public async Task<RunRecord> RunAsync(StreamName stream, RunTrigger trigger = RunTrigger.Manual) =>
        await Hub.RunAsync(stream, trigger, Stop) ?? throw new InvalidOperationException("Another run has the stream.");

    /// <summary>Runs a stream, which goes well.</summary>
    public async Task<RunRecord> ReadAsync(StreamName stream)
    {
        var run = await RunAsync(stream);
        Assert.Equal((RunOutcome.Succeeded, null), (run.Outcome, run.Fault?.Message));
        return run;
    }

    public async Task<LookupAnswer> LookUpAsync(string number, LookupBy by = LookupBy.CaseNumber) => await Hub.LookUpAsync(Agent, new LookupRequest(by, number, "a citizen calls"), Stop);

    public async Task<CaseAnswer> OpenAsync(AnswerCase found) => await Hub.ReadCaseAsync(Agent, Cases.CaseId.Parse(found.Id), "a citizen calls", Stop) ?? throw new InvalidOperationException("The case is not there.");

    public string? FindSetting(string name) => settings.GetValueOrDefault(name);

    public string? FindSecret(string name) => name == "OEP_PASSWORD" ? Password : null;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Vendor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
