using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.Disclosure;
using IntegrationHub.Faults;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Removals;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

/// <summary>A vendor that hands out everything in pages, with the number of records it has, and then turns bad in every way that could look like "they are gone".</summary>
public sealed class VanishingTests
{
    [Theory]
    [InlineData("400", RunOutcome.Failed, null)]
    [InlineData("empty list", RunOutcome.Incomplete, SweepReason.Empty)]
    [InlineData("empty list, zero promised", RunOutcome.Incomplete, SweepReason.Empty)]
    [InlineData("html", RunOutcome.Failed, null)]
    [InlineData("truncated", RunOutcome.Failed, null)]
    [InlineData("half of the pages", RunOutcome.Incomplete, SweepReason.OtherCount)]
    [InlineData("half of the pages, nothing promised", RunOutcome.Incomplete, SweepReason.AboveGuard)]
    [InlineData("more than it sends", RunOutcome.Incomplete, SweepReason.OtherCount)]
    [InlineData("503 on the last page", RunOutcome.Failed, null)]
    [InlineData("html on the last page", RunOutcome.Failed, null)]
    public async Task However_bad_the_vendor_is_nothing_leaves_the_index_and_there_is_an_alarm(string how, RunOutcome outcome, SweepReason? reason)
    {
        await using var town = await Town.StartAsync();
        using var measured = new Measured("tenant", town.Hub.Tenant.Value);
        town.Vendor.Bad = how;

        var run = await town.RunAsync();

        Assert.Equal((outcome, reason, 0L), (run.Outcome, run.Sweep?.Reason, run.Counters.Tombstoned));
        Assert.Equal(Vendor.Cases, await town.CountAsync());
        Assert.Equal([$"{(outcome == RunOutcome.Failed ? "failed" : "incomplete")} 1"], measured.Sum("integrationhub.sync.runs", "outcome"));
        Assert.Equal([], measured.Sum("integrationhub.sync.tombstones"));
        Assert.Contains(town.Log.Lines, line => line.Id is 2003 or 2005);
        var stream = Assert.Single(await town.Hub.GetStreamsAsync(Stop));
        Assert.NotEqual(CoverageState.Complete, stream.Coverage.State);
        var answer = await town.Hub.LookUpAsync(Agent, new LookupRequest(LookupBy.CaseNumber, "X-99", "a citizen calls"), Stop);
        Assert.Equal(NoticeCode.NothingFoundYet, Assert.Single(answer.Notices).Code);

        town.Vendor.Bad = null;
        var mended = await town.RunAsync();
        Assert.Equal((RunOutcome.Succeeded, SweepReason.Complete, 0L), (mended.Outcome, mended.Sweep!.Reason, mended.Counters.Tombstoned));
        Assert.Empty(await town.Hub.Removals.GetHeldAsync(stream: null, waitingOnly: true, 10, Stop));
        Assert.Equal(CoverageState.Complete, Assert.Single(await town.Hub.GetStreamsAsync(Stop)).Coverage.State);
    }

    [Fact]
    public async Task What_really_has_vanished_leaves_within_the_guard_is_held_above_it_decided_of_and_brought_back()
    {
        await using var town = await Town.StartAsync();
        town.Vendor.Gone = 2;
        var within = await town.RunAsync();
        town.Vendor.Gone = 12;
        using var measured = new Measured("tenant", town.Hub.Tenant.Value);
        var above = await town.RunAsync();
        measured.Observe();
        var alarms = (measured.Sum("integrationhub.stream.held.deletes"), measured.Sum("integrationhub.sync.sweeps", "outcome"));

        var held = Assert.Single(await town.Hub.Removals.GetHeldAsync(stream: null, waitingOnly: true, 10, Stop));
        var approved = Assert.IsType<DecisionOutcome.Done>(await town.Hub.Removals.ApproveAsync(Operator, held.Id, "the vendor confirms it", Stop));
        var afterApproval = await town.CountAsync();
        var restored = await town.Hub.Removals.RestoreAsync(Operator, town.Stream, new RestoreChoice.OfRun(held.Run), Stop);
        var next = await town.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 2L), (within.Outcome, within.Counters.Tombstoned));
        Assert.Equal((RunOutcome.Incomplete, 0L, 10L), (above.Outcome, above.Counters.Tombstoned, held.Left));
        Assert.Equal(["10"], alarms.Item1);
        Assert.Equal(["aboveGuard 1"], alarms.Item2);
        Assert.Equal((10L, Vendor.Cases - 12, 10L), (approved.Cases, afterApproval, restored));
        Assert.Equal((RunOutcome.Succeeded, 0L, 10L), (next.Outcome, next.Counters.Tombstoned, next.Sweep!.Count.Kept));
        Assert.Equal(Vendor.Cases - 2, await town.CountAsync());
        Assert.Equal(["deletes.approve", "case.restore"], (await town.Services.GetRequiredService<IHubStore>().Audit.ReadAsync(town.Hub.Tenant, 0, 10, Stop)).Select(l => l.Line.Action));
    }

    [Fact]
    public async Task After_ninety_days_housekeeping_destroys_what_was_left_of_them_and_tells_so()
    {
        await using var town = await Town.StartAsync();
        town.Vendor.Gone = 2;
        await town.RunAsync();

        town.Clock.Advance(TimeSpan.FromDays(89));
        await town.RunAsync();
        var restorable = (await town.Hub.Removals.GetRemovedAsync(stream: null, 10, Stop)).Count;
        town.Clock.Advance(TimeSpan.FromDays(1));
        await town.RunAsync();

        Assert.Equal((2, 0), (restorable, (await town.Hub.Removals.GetRemovedAsync(stream: null, 10, Stop)).Count));
        Assert.Contains(town.Log.Lines, line => line.Id == 2094 && line.Text.Contains("2 cases", StringComparison.Ordinal));
        town.Vendor.Gone = 0;
        Assert.Equal((2L, RunOutcome.Succeeded), (await town.RunAsync() is var back ? back.Counters.Written : 0, back.Outcome));
        Assert.Equal(Vendor.Cases, await town.CountAsync());
    }

    static readonly Caller Agent = new() { Name = "contact-centre", Role = CallerRole.Agent };

    static readonly Caller Operator = new() { Name = "operations", Role = CallerRole.Operations, OnBehalfOf = "karin.ek" };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Forty cases in pages of ten.</summary>
    sealed class Vendor : IAsyncDisposable
    {
        public const long Cases = 40;
        const int PageSize = 10;

        readonly LoopbackVendor http;

        public Vendor() => http = new LoopbackVendor((call, _) => AnswerAsync(call));

        public Uri Address => http.Address;

        /// <summary>How it is bad; null when it is good.</summary>
        public string? Bad { get; set; }

        /// <summary>How many of its cases it has lost.</summary>
        public int Gone { get; set; }

        public ValueTask DisposeAsync() => http.DisposeAsync();

        Task AnswerAsync(LoopbackCall call)
        {
            var page = int.Parse(call.Head.Split("page=")[1].Split(' ')[0], CultureInfo.InvariantCulture);
            var have = (int)Cases - Gone;
            var last = (have - 1) / PageSize;
            var numbers = Enumerable.Range(0, have).Skip(page * PageSize).Take(PageSize);
            return Bad switch
            {
                "400" => call.AnswerAsync("400 Bad Request", "Content-Type: application/json\r\n", "{}"u8.ToArray()),
                "html" => HtmlAsync(call),
                "html on the last page" when page == last => HtmlAsync(call),
                "503 on the last page" when page == last => call.AnswerAsync("503 Service Unavailable"),
                "empty list" => JsonAsync(call, [], null, null),
                "empty list, zero promised" => JsonAsync(call, [], 0, null),
                "half of the pages" => JsonAsync(call, numbers, have, page < 1 ? page + 1 : null),
                "half of the pages, nothing promised" => JsonAsync(call, numbers, null, page < 1 ? page + 1 : null),
                "more than it sends" => JsonAsync(call, numbers, have + 7, page < last ? page + 1 : null),
                "truncated" => call.AnswerAsync("200 OK", "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes(Json(numbers, have, 1)[..40])),
                _ => JsonAsync(call, numbers, have, page < last ? page + 1 : null),
            };
        }

        static Task HtmlAsync(LoopbackCall call) => call.AnswerAsync("200 OK", "Content-Type: text/html\r\n", "<html><body>Logga in</body></html>"u8.ToArray());

        static Task JsonAsync(LoopbackCall call, IEnumerable<int> numbers, int? total, int? next) =>
            call.AnswerAsync("200 OK", "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes(Json(numbers, total, next)));

        static string Json(IEnumerable<int> numbers, int? total, int? next) =>
            JsonSerializer.Serialize(new { total, next, items = numbers.Select(n => new { number = $"X-{n}", title = $"Case {n}" }) });
    }

    /// <summary>Reads the vendor's pages; what the vendor promises is told to the hub.</summary>
    sealed class PagesAdapter : IAdapter
    {
        public AdapterManifest Manifest { get; } = new()
        {
            Name = "pages",
            Summary = "Reads pages of JSON.",
            Contract = "Of these tests.",
            Settings = [new AdapterSetting("url", SettingKind.Url, "Where.") { Required = true }],
            Strategies = [ReadStrategy.Snapshot],
            PersonalData = [],
        };

        public ISource CreateSource(SourceContext context) => new Source(context);

        sealed class Source(SourceContext context) : ISource
        {
            public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
            {
                using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(context.Settings["url"]), $"?page={request.Position ?? "0"}")).AsRead();
                using var answer = await context.Http.SendAsync(ask, cancellationToken);
                if (!answer.IsSuccessStatusCode) throw new SourceRefusedException(FaultCodes.Refused, $"HTTP {(int)answer.StatusCode}");
                if (answer.Content.Headers.ContentType?.MediaType != "application/json") throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "the answer is no JSON");

                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                try
                {
                    using var json = JsonDocument.Parse(text);
                    var root = json.RootElement;
                    return new SourcePage
                    {
                        Records = [.. root.GetProperty("items").EnumerateArray().Select(item => new SourceRecord { Content = Encoding.UTF8.GetBytes(item.GetRawText()), Format = RecordFormat.Json })],
                        Total = root.GetProperty("total").ValueKind == JsonValueKind.Null ? null : root.GetProperty("total").GetInt64(),
                        Next = root.GetProperty("next").ValueKind == JsonValueKind.Null ? null : root.GetProperty("next").GetRawText(),
                    };
                }
                catch (JsonException)
                {
                    throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "the answer is cut");
                }
            }
        }
    }

    sealed class Town : IAsyncDisposable
    {
        readonly string folder = Directory.CreateTempSubdirectory("ihub-vanish-").FullName;

        Town()
        {
            File.WriteAllText(Path.Combine(folder, "things.stream.yaml"), $$"""
                stream: things
                source: things
                title: Things
                adapter: pages
                mapping: things
                connection: { url: "{{Vendor.Address}}" }
                read:
                  strategy: snapshot
                  full:
                    guard: { maxShare: 5%, maxCases: 100, alwaysAllowed: 2 }
                retry: { attempts: 1 }
                freshness: { goal: 365d }

                """);
            File.WriteAllText(Path.Combine(folder, "things.mapping.yaml"), """
                mapping: things
                version: 1.0.0
                target: case@1
                source: { system: things, stream: things, format: json }
                identity: { key: number }
                fields:
                  number: number
                  title: title
                  status: const('inProgress')
                  confidentiality: const('open')

                """);
            var registered = new ServiceCollection();
            registered.AddSingleton<TimeProvider>(Clock);
            registered.AddLogging(logging => logging.ClearProviders().AddProvider(Log));
            registered.AddIntegrationHub(hub =>
                {
                    hub.Tenant = $"t{Guid.NewGuid():n}";
                    hub.Keys = KeyRing.Create();
                    hub.StreamFolders.Add(folder);
                })
                .UseSqlite(Path.Combine(folder, "index"))
                .AddAdapter<PagesAdapter>();
            Services = registered.BuildServiceProvider();
            Hub = Services.GetRequiredService<IHub>();
        }

        public Vendor Vendor { get; } = new();

        public ManualClock Clock { get; } = new();

        public TownLog Log { get; } = new();

        public ServiceProvider Services { get; }

        public IHub Hub { get; }

        public StreamName Stream { get; } = new("things");

        public static async Task<Town> StartAsync()
        {
            var town = new Town();
            await town.Hub.StartAsync(Stop);
            Assert.Equal((RunOutcome.Succeeded, Vendor.Cases), (await town.RunAsync() is var run ? run.Outcome : default, run.Counters.Written));
            return town;
        }

        public async Task<RunRecord> RunAsync()
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            return (await Hub.RunAsync(Stream, RunTrigger.Schedule, Stop))!;
        }

        public async Task<long> CountAsync() => (await Services.GetRequiredService<IHubStore>().Cases.CountAsync(Hub.Tenant, Stop)).GetValueOrDefault(Stream);

        public async ValueTask DisposeAsync()
        {
            await Services.DisposeAsync();
            await Vendor.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
