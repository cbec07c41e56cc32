using System.Globalization;
using System.Text;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Faults;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

/// <summary>A hub over two sources that do not know of each other: forty building permits of a vendor that can turn bad, and errands in a drop folder.</summary>
sealed class SmallTown : IAsyncDisposable
{
    public static readonly StreamName Permits = new("building-permits");
    public static readonly StreamName Errands = new("errands");
    static readonly Caller Agent = new() { Name = "contact-centre", Role = CallerRole.Agent };

    readonly string folder = Directory.CreateTempSubdirectory("ihub-bad-").FullName;
    readonly TownSettings settings = new();
    readonly ServiceProvider services;
    int files;
    int errands;

    SmallTown(HostileVendor vendor, ManualClock clock, string limits)
    {
        (Vendor, Clock) = (vendor, clock);
        settings.Values["BYGGR_URL"] = vendor.Address.ToString();
        settings.Values["DROP"] = Path.Combine(folder, "drop");
        Directory.CreateDirectory(settings.Values["DROP"]);
        TownFiles.Write(Mappings, limits);

        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(clock);
        registered.AddLogging(logging => logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        registered
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(Mappings);
                hub.Settings = settings;
            })
            .UseSqlite(Index)
            .AddAdapter<ByggRAdapter>()
            .AddAdapter<FilesAdapter>();
        services = registered.BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public IHub Hub { get; }

    public HostileVendor Vendor { get; }

    public ManualClock Clock { get; }

    public TownLog Log { get; } = new();

    /// <summary>How many permits were in the index after the first run; of the forty some are culled or cancelled. None comes and none goes later.</summary>
    public long Live { get; private set; }

    /// <summary>Where the stream and mapping files are.</summary>
    public string Mappings => Path.Combine(folder, "mappings");

    /// <summary>Where the index is, once there is one.</summary>
    public string Index => Path.Combine(folder, "index");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A town whose hub has not been started.</summary>
    /// <param name="limits">What the permits' stream file says under <c>limits</c> beside the calls per minute.</param>
    /// <param name="change">Changes what the stand-in for ByggR is made from; null changes nothing.</param>
    public static async Task<SmallTown> BuildAsync(string limits = "maxAnswer: 1MB", Func<ByggROptions, ByggROptions>? change = null)
    {
        var clock = new ManualClock();
        var options = new ByggROptions { Cases = 40, Base = clock.GetUtcNow() - TimeSpan.FromMinutes(10), ChangeEvery = TimeSpan.FromMinutes(1), BatchSize = 7 };
        return new SmallTown(await HostileVendor.StartAsync(new ByggRStandIn(new ModelMunicipality.Town.Town(1), change?.Invoke(options) ?? options, clock)), clock, limits);
    }

    /// <summary>A town whose hub has read both sources well once.</summary>
    public static async Task<SmallTown> StartAsync(string limits = "maxAnswer: 1MB", Func<ByggROptions, ByggROptions>? change = null)
    {
        var town = await BuildAsync(limits, change);
        await town.Hub.StartAsync(Stop);
        await town.EverythingGoesWellAsync();
        town.Live = await town.CountAsync(Permits);
        Assert.InRange(town.Live, 30, 40);
        return town;
    }

    /// <summary>Where the hub looks for the permits from now on.</summary>
    public void PermitsAreAt(string address) => settings.Values["BYGGR_URL"] = address;

    /// <summary>Lets ten minutes pass, in which ten permits change and an errand comes in, and runs both streams at once.</summary>
    public async Task<(RunRecord Permits, RunRecord Errands)> RunBothAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(10));
        Drop(Errand());
        var runs = await Task.WhenAll(RunAsync(Permits), RunAsync(Errands));
        return (runs[0], runs[1]);
    }

    public async Task<RunRecord> RunAsync(StreamName stream) => await Hub.RunAsync(stream, RunTrigger.Manual, Stop) ?? throw new InvalidOperationException("Another run has the stream.");

    /// <summary>A row of the errands' export that was not there before.</summary>
    public string Errand(string title = "Trasig gatlykta") => string.Create(CultureInfo.InvariantCulture, $"E-{++errands:000};{title};Inkommet;{Clock.GetUtcNow():yyyy-MM-dd HH:mm}");

    /// <summary>Puts a file into the drop folder that is old enough to be whole.</summary>
    public void Drop(params string[] rows) => DropRaw(string.Join("\r\n", ["Nummer;Rubrik;Status;Ändrad", .. rows, ""]));

    /// <summary>The same with any content.</summary>
    public string DropRaw(string content)
    {
        var file = Path.Combine(settings.Values["DROP"], string.Create(CultureInfo.InvariantCulture, $"errands-{++files:000}.csv"));
        File.WriteAllText(file, content, Encoding.UTF8);
        File.SetLastWriteTimeUtc(file, Clock.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(1));
        return file;
    }

    public async Task<long> CountAsync(StreamName stream) =>
        (await services.GetRequiredService<IHubStore>().Cases.CountAsync(Hub.Tenant, Stop)).GetValueOrDefault(stream);

    public async Task<LookupAnswer> LookUpAsync(LookupBy by, string value) => await Hub.LookUpAsync(Agent, new LookupRequest(by, value, "a citizen calls"), Stop);

    /// <summary>What an answer about somebody who has no case says of the source, and whether it dares to say that there is none.</summary>
    public async Task<(CoverageState State, NoticeCode Notice)> AskedForNobodyAsync(string source = "byggr")
    {
        var answer = await LookUpAsync(LookupBy.CaseNumber, "ABC 1999-000001");
        Assert.Empty(answer.Cases);
        return (answer.Coverage.Single(c => c.Source == source).State, Assert.Single(answer.Notices).Code);
    }

    /// <summary>Runs both streams; both go well, the vendor's news is in the index, and an answer can say that there is no case.</summary>
    public async Task EverythingGoesWellAsync()
    {
        var (permits, errands) = await RunBothAsync();

        Assert.Equal((RunOutcome.Succeeded, null), (permits.Outcome, permits.Fault));
        Assert.True(permits.Counters.Written > 0);
        Assert.Equal(RunOutcome.Succeeded, errands.Outcome);
        Assert.Equal((CoverageState.Complete, NoticeCode.NoCaseFound), await AskedForNobodyAsync());
    }

    /// <summary>
    /// Runs both streams while the vendor is bad. Its stream fails by the named fault; no case leaves the index; the other stream takes in what came; answers still
    /// find what is known, tell that the source fails, and never that there is no case. Then the vendor is mended and all is well again.
    /// </summary>
    public async Task SurvivesAsync(FaultKind kind, string code, params string[] saying)
    {
        await FailsAsync(kind, code, saying);

        Vendor.Mend();
        PermitsAreAt(Vendor.Address.ToString());
        await EverythingGoesWellAsync();
        Assert.Equal(Live, await CountAsync(Permits));
    }

    /// <summary>The first half of <see cref="SurvivesAsync"/>: the vendor stays bad.</summary>
    public async Task<RunRecord> FailsAsync(FaultKind kind, string code, params string[] saying)
    {
        var before = await CountAsync(Errands);

        var (permits, errands) = await RunBothAsync();

        Assert.Equal(RunOutcome.Failed, permits.Outcome);
        Assert.NotNull(permits.Fault);
        Assert.Equal((kind, code), (permits.Fault.Kind, permits.Fault.Code));
        foreach (var words in saying) Assert.Contains(words, permits.Fault.Message, StringComparison.Ordinal);
        Assert.Equal((Live, 0L), (await CountAsync(Permits), permits.Counters.Tombstoned));

        Assert.Equal((RunOutcome.Succeeded, 1L), (errands.Outcome, errands.Counters.Written));
        Assert.Equal(before + 1, await CountAsync(Errands));

        Assert.Equal((CoverageState.Failing, NoticeCode.NothingFoundYet), await AskedForNobodyAsync());
        foreach (var known in Vendor.Permits.ExampleNumbers.Where(n => n.Kind == "case number"))
            Assert.Single((await LookUpAsync(LookupBy.CaseNumber, known.Text)).Full);
        var overview = (await Hub.GetStreamsAsync(Stop)).ToDictionary(s => s.Definition.Name);
        Assert.Equal((CoverageState.Failing, 1), (overview[Permits].Coverage.State, overview[Permits].State!.FailuresInARow));
        Assert.Equal(CoverageState.Complete, overview[Errands].Coverage.State);
        return permits;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Vendor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Settings that a test changes between two runs.</summary>
    sealed class TownSettings : ISettingSource
    {
        public Dictionary<string, string> Values { get; } = [];

        public string? FindSetting(string name) => Values.GetValueOrDefault(name);

        public string? FindSecret(string name) => null;
    }
}

/// <summary>What the hub of a town logs.</summary>
sealed class TownLog : ILoggerProvider
{
    readonly ListLogger lines = new();

    public IReadOnlyList<(int Id, string Text)> Lines => lines.Lines;

    public ILogger CreateLogger(string categoryName) => lines;

    public void Dispose()
    {
    }
}
