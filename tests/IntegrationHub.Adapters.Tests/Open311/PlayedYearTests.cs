using IntegrationHub.Adapters.Open311;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.DependencyInjection;
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>A year of a town's fault reports through the whole hub, with the mappings and stream files of the repository: nothing may be missing, doubled or older than it should be.</summary>
public sealed class PlayedYearTests : IAsyncDisposable
{
    static readonly StreamName Reports = new("fault-reports");
    static readonly StreamName Updates = new("fault-report-updates");
    static readonly Caller Agent = new() { Name = "contact-centre", Role = CallerRole.Agent };

    readonly string folder = Directory.CreateTempSubdirectory("ihub-open311-").FullName;
    Open311Server server = null!;
    ServiceProvider services = null!;
    IHub hub = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    async Task StartAsync(int cases, TimeSpan changeEvery, int maxRows = 200, int rows = 150)
    {
        server = await Open311Server.StartAsync(new Open311Options { Cases = cases, ChangeEvery = changeEvery, MaxRows = maxRows, StoryEServiceNumber = "123456" });
        CopyMappings(maxRows, rows);
        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(server.Clock);
        registered
            .AddIntegrationHub(options =>
            {
                options.Tenant = "sundby";
                options.Keys = KeyRing.Create();
                options.StreamFolders.Add(Path.Combine(folder, "mappings"));
                options.Settings = new ServerAddress(server.Url);
            })
            .UseSqlite(Path.Combine(folder, "index"))
            .AddAdapter<Open311Adapter>();
        services = registered.BuildServiceProvider();
        hub = services.GetRequiredService<IHub>();
        await hub.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(250, 10, 60, 40)]
    // A server so small, and windows so much too wide for it, that answers are cut over and over.
    [InlineData(200, 16, 12, 500)]
    public async Task After_a_year_of_small_answers_and_late_updates_no_update_is_lost_and_no_report_is_behind(int cases, int hours, int maxRows, int rows)
    {
        await StartAsync(cases, TimeSpan.FromHours(hours), maxRows, rows);
        await RunBothAsync();

        for (var day = 0; day < 365; day += 5)
        {
            server.Clock.Advance(TimeSpan.FromDays(5));
            await RunBothAsync();
            // What was taken off the map is noticed by the next complete read only; everything else by the run that follows it.
            if (day % 120 == 0) Assert.Empty(await DifferencesAsync(untilFullRead: true));
        }

        server.Clock.Advance(TimeSpan.FromDays(7));
        await RunBothAsync();
        Assert.Empty(await DifferencesAsync(untilFullRead: false));
    }

    [Fact]
    public async Task The_vendors_service_that_no_table_knows_is_told_with_the_line_to_add()
    {
        await StartAsync(100, TimeSpan.FromHours(2));
        await RunBothAsync();

        var codes = Assert.Single(hub.GetCodes(Reports));

        Assert.Equal(("services", "caseType", 9), (codes.List, codes.Table, codes.Listed));
        Assert.Equal("ELS,fault-report.other,Elsparkcyklar", Assert.Single(codes.Missing).Line);
        Assert.Empty(hub.GetCodes(Updates));
    }

    [Fact]
    public async Task A_report_is_found_by_its_number_the_e_services_number_and_its_reporter()
    {
        await StartAsync(400, TimeSpan.FromHours(2));
        await RunBothAsync();
        var reporter = new ModelMunicipality.Town.Town(1).Resident(0);

        var byNumber = await FindAsync(LookupBy.CaseNumber, server.StandIn.StoryNumber);
        var byLink = await FindAsync(LookupBy.CaseNumber, "123456");
        var byPhone = await FindAsync(LookupBy.Phone, reporter.Phone!);
        var byAddress = await FindAsync(LookupBy.Address, reporter.Street);

        var story = Assert.Single(byNumber);
        Assert.Equal((CaseStatus.InProgress, "fault-report.street-light", "Gatukontoret"), (story.Status, story.Type, story.Department));
        Assert.Equal(story.Id, Assert.Single(byLink).Id);
        Assert.Contains(byPhone, c => c.Id == story.Id);
        Assert.Contains(byAddress, c => c.Id == story.Id);
    }

    async Task<List<AnswerCase>> FindAsync(LookupBy by, string value) => [.. (await hub.LookUpAsync(Agent, new LookupRequest(by, value, "a citizen calls"), Stop)).Full];

    // Every report and every update that the town knows of, compared with what an agent is answered.
    async Task<List<string>> DifferencesAsync(bool untilFullRead)
    {
        var now = server.Clock.GetUtcNow();
        var settled = now - TimeSpan.FromMinutes(2);
        var register = server.StandIn.Register;
        var updates = register.UpdatedBetween(register.RequestedAt(0), settled, now).GroupBy(u => u.Number).ToDictionary(g => g.Key, g => g.ToList());
        var differences = new List<string>();
        var live = 0;
        for (var number = 0; number < register.Count(now); number++)
        {
            var receipt = register.NumberOnReceipt(number);
            var found = (await hub.LookUpAsync(Agent, new LookupRequest(LookupBy.CaseNumber, receipt, "a played year"), Stop)).Full.SingleOrDefault(c => c.Number == receipt);
            if (register.IsHidden(number, now))
            {
                if (found is not null && !untilFullRead) differences.Add($"{receipt} was taken off the map and is still here");
                continue;
            }

            live++;
            if (found is null)
            {
                differences.Add($"{receipt} is missing");
                continue;
            }

            var state = register.State(number, now);
            if (found.SourceStatus != state.Status) differences.Add($"{receipt} is {found.SourceStatus} and not {state.Status}");
            if (found.UpdatedAt != state.UpdatedAt) differences.Add($"{receipt} was updated {found.UpdatedAt:s} and not {state.UpdatedAt:s}");

            var told = (await hub.ReadCaseAsync(Agent, CaseId.Parse(found.Id, null), "a played year", Stop))!.Timeline.Select(e => e.At).Order().ToList();
            var happened = updates.GetValueOrDefault(number, []).Select(u => u.At).Order().ToList();
            if (!told.SequenceEqual(happened)) differences.Add($"{receipt} has {told.Count} updates and not {happened.Count}");
        }

        var counted = (await services.GetRequiredService<IHubStore>().Cases.CountAsync(hub.Tenant, Stop)).GetValueOrDefault(Reports);
        if (counted != live && !untilFullRead) differences.Add($"{counted} reports in the index and not {live}");
        return differences;
    }

    async Task RunBothAsync()
    {
        foreach (var stream in (StreamName[])[Updates, Reports])
        {
            var run = await hub.RunAsync(stream, RunTrigger.Schedule, Stop);
            Assert.True(run is { Outcome: RunOutcome.Succeeded }, $"{stream}: {run?.Outcome} {run?.Fault?.Message} {run?.Verdict}");
            Assert.Equal(0, run!.Counters.Quarantined);
        }
    }

    void CopyMappings(int maxRows, int rows)
    {
        var from = Path.Combine(Repository(), "mappings", "open311");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, "mappings", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            var text = File.ReadAllText(file);
            // A year of calls is made in one minute.
            if (file.EndsWith(".stream.yaml", StringComparison.Ordinal))
            {
                text = text.Replace("maxRows: 200", $"maxRows: {maxRows}", StringComparison.Ordinal)
                    .Replace("rows: 150", $"rows: {rows}", StringComparison.Ordinal)
                    + "\nlimits:\n  requestsPerMinute: 1000000\n";
            }

            File.WriteAllText(to, text);
        }
    }

    internal static string Repository()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "IntegrationHub.sln"))) at = Path.GetDirectoryName(at)!;
        return at;
    }

    sealed class ServerAddress(string url) : ISettingSource
    {
        public string? FindSetting(string name) => name == "OPEN311_URL" ? url : null;

        public string? FindSecret(string name) => null;
    }
}
