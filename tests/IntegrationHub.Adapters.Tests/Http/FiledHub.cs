using IntegrationHub.Adapters.Http;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>A hub on SQLite with what ships for one system, as it ships: stream files, mappings, code tables.</summary>
sealed class FiledHub : IAsyncDisposable, ISettingSource
{
    static readonly Caller Agent = new() { Name = "contact-centre", Role = CallerRole.Agent };

    readonly string folder = Directory.CreateTempSubdirectory("ihub-filed-").FullName;
    readonly IReadOnlyDictionary<string, string> settings;
    readonly ServiceProvider services;

    FiledHub(string system, ScriptedVendor vendor, ManualClock clock, IReadOnlyDictionary<string, string> settings)
    {
        (Vendor, Clock, this.settings) = (vendor, clock, settings);
        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(clock);
        registered.AddLogging(logging => logging.ClearProviders());
        registered
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "demodam";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(Path.Combine(Open311.PlayedYearTests.Repository(), "mappings", system));
                hub.Settings = this;
            })
            .UseSqlite(folder)
            .AddAdapter<HttpAdapter>();
        services = registered.BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public IHub Hub { get; }

    public ScriptedVendor Vendor { get; }

    public ManualClock Clock { get; }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts a hub and its vendor.</summary>
    /// <param name="system">The system's folder of mappings.</param>
    /// <param name="now">What the clock shows.</param>
    /// <param name="settings">Settings and secrets by their names, of the vendor's address.</param>
    /// <param name="script">What the vendor answers.</param>
    public static async Task<FiledHub> StartAsync(string system, DateTimeOffset now, Func<Uri, IReadOnlyDictionary<string, string>> settings, Func<VendorCall, VendorAnswer> script)
    {
        var clock = new ManualClock(now);
        var vendor = await ScriptedVendor.StartAsync(clock, script);
        var hub = new FiledHub(system, vendor, clock, settings(vendor.Address));
        await hub.Hub.StartAsync(Stop);
        return hub;
    }

    /// <summary>A sample that ships beside the mapping.</summary>
    public static string Sample(string system, string file) => File.ReadAllText(Path.Combine(Open311.PlayedYearTests.Repository(), "mappings", system, "samples", file));

    /// <summary>Runs a stream; while it waits for another try the clock goes on.</summary>
    public async Task<RunRecord> RunAsync(string stream)
    {
        var run = Hub.RunAsync(new StreamName(stream), RunTrigger.Manual, Stop);
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop)) != run)
        {
            if (Vendor.UnderWay == 0 && Clock.NextDue is { } due && due > Clock.GetUtcNow()) Clock.Advance(due - Clock.GetUtcNow());
        }

        return await run ?? throw new InvalidOperationException("Another run has the stream.");
    }

    /// <summary>Runs a stream, which goes well and puts nothing into quarantine.</summary>
    public async Task<RunRecord> ReadAsync(string stream)
    {
        var run = await RunAsync(stream);
        Assert.Equal((RunOutcome.Succeeded, null, 0), (run.Outcome, run.Fault?.Message, run.Counters.Quarantined));
        return run;
    }

    /// <summary>Looks something up as an agent.</summary>
    public async Task<LookupAnswer> LookUpAsync(LookupBy by, string text) => await Hub.LookUpAsync(Agent, new LookupRequest(by, text, "a citizen calls"), Stop);

    /// <summary>The one case that an agent finds.</summary>
    public async Task<AnswerCase> FindAsync(LookupBy by, string text) => Assert.Single((await LookUpAsync(by, text)).Full);

    /// <summary>A case with its timeline.</summary>
    public async Task<CaseAnswer> OpenAsync(AnswerCase found) => await Hub.ReadCaseAsync(Agent, Cases.CaseId.Parse(found.Id), "a citizen calls", Stop) ?? throw new InvalidOperationException("The case is not there.");

    public string? FindSetting(string name) => settings.GetValueOrDefault(name);

    public string? FindSecret(string name) => settings.GetValueOrDefault(name);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Vendor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
