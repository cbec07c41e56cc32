using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Audit;
using IntegrationHub.Console.Finding;
using IntegrationHub.Console.Histories;
using IntegrationHub.Console.Nodes;
using IntegrationHub.Console.Operations;
using IntegrationHub.Console.Shell;
using IntegrationHub.Console.Trail;
using IntegrationHub.Console.Vendors;
using IntegrationHub.Console.Wording;
using IntegrationHub.Faults;
using IntegrationHub.History;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Nodes;
using IntegrationHub.Outbound;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Components;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The pages of a stream, of a run, of vendors, of the audit and of the search as they are drawn first, without a browser.</summary>
public sealed class ConsoleViewTests : IAsyncLifetime
{
    static readonly RunFault Down = new(FaultKind.Unavailable, "IH6003", "https://permits.example answered with a server error (503).");

    readonly PagesHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("en", "2 in quarantine", "3 cases that may be gone", "Records on each of the last 14 days: at most 400, today 120; faults on 1 days")]
    [InlineData("sv", "2 i karantän", "3 ärenden som kan vara borta", "Poster de senaste 14 dagarna: som mest 400, i dag 120; fel under 1 dagar")]
    public async Task The_overview_counts_what_needs_a_person_and_draws_each_stream_s_trend(string language, params string[] texts)
    {
        host.Hub.LastRuns[FakeHub.Permits] = FakeHub.Run(3, FakeHub.Permits, RunOutcome.Succeeded);
        host.Hub.HeldDeletes[FakeHub.Permits] = 3;
        host.Hub.Quarantine.Records.Add(Answers.Held("1", FakeHub.Permits));
        host.Hub.Quarantine.Records.Add(Answers.Held("2", FakeHub.Permits));
        host.Hub.FakeHistory.Days[FakeHub.Permits] = [Day(-1, 400, failed: 2), Day(0, 120)];

        var page = await DrawAsync<OperationsView>(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("""<a href="/operations#held-title">""", page, StringComparison.Ordinal);
        Assert.Contains("""<a class="stream-name" href="/operations/streams/byggr-permits">""", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "spark-fault"));
    }

    [Fact]
    public void The_line_on_top_tells_of_the_worst_and_counts_the_others()
    {
        var words = new Words(new ManualClock(FakeHub.Began), new IntegrationHub.Console.IntegrationHubPagesOptions());
        words.Use(Language.English);
        var streams = Enumerable.Range(0, 9).Select(n => new StreamOverview(host.Hub.Streams[0] with { Name = new StreamName($"stream-{n}") }, null,
            Answers.Complete with { State = n == 8 ? CoverageState.Complete : CoverageState.NotConnected })).ToList();

        var line = StreamRank.Summary(streams, words);

        Assert.StartsWith("1 of 9 streams are fresh.", line, StringComparison.Ordinal);
        Assert.Contains("stream-4", line, StringComparison.Ordinal);
        Assert.DoesNotContain("stream-5", line, StringComparison.Ordinal);
        Assert.EndsWith("3 more are not fresh; see below.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_waits_for_a_person_the_overview_says_so() =>
        Assert.Contains("Nothing waits for a person.", await DrawAsync<OperationsView>("en"), StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "What it is", "every 5 min", "what changed since the last run", "(at most 400)", "open run 8", "failed", "The last 30 days")]
    [InlineData("sv", "Vad det är", "var 5 min", "det som ändrats sedan förra körningen", "(som mest 400)", "öppna körning 8", "misslyckades", "De senaste 30 dagarna")]
    public async Task A_stream_s_page_tells_what_it_is_how_it_did_and_what_ran(string language, params string[] texts)
    {
        host.Hub.LastRuns[FakeHub.Permits] = FakeHub.Run(8, FakeHub.Permits, RunOutcome.Failed) with { Fault = Down };
        host.Hub.FakeHistory.Days[FakeHub.Permits] = [Day(-1, 400, failed: 2), Day(0, 120)];

        var page = await DrawAsync<StreamView>(language, ("Name", FakeHub.Permits.Value));

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("""href="/operations/runs/8" """.TrimEnd(), page, StringComparison.Ordinal);
        Assert.Contains("2026-03-09", page, StringComparison.Ordinal);
        Assert.Equal(FakeHub.Permits, host.Hub.FakeHistory.Asked[^1].Stream);
        Assert.DoesNotContain(FakeHub.Support.Value, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing-like-it")]
    [InlineData("<script>")]
    public async Task A_stream_that_is_not_there_is_told_in_words(string name) =>
        Assert.Contains("There is no stream of this name.", await DrawAsync<StreamView>("en", ("Name", name)), StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "Read 10 = written 4 + unchanged 3 + left out 2 + quarantined 1.", "What IH6003 means", "page of 500 records", "again, after a wait, because of IH6003", "… 7 steps more: 3 pages", "The system does not answer.")]
    [InlineData("sv", "Lästa 10 = skrivna 4 + oförändrade 3 + utelämnade 2 + karantän 1.", "Vad IH6003 betyder", "sida med 500 poster", "igen, efter en väntan, på grund av IH6003", "… 7 steg till: 3 sidor", "Systemet svarar inte.")]
    public async Task A_run_s_page_tells_its_counts_its_fault_with_what_to_do_and_its_course(string language, params string[] texts)
    {
        host.Hub.LastRuns[FakeHub.Permits] = FakeHub.Run(8, FakeHub.Permits, RunOutcome.Failed) with { Fault = Down, EndedAt = FakeHub.Began.AddSeconds(9) };
        host.Hub.FakeHistory.Courses[8] = Course;

        var page = await DrawAsync<RunView>(language, ("Number", "8"));

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("The source answered with a server error.", page, StringComparison.Ordinal);
        Assert.Contains("GET https://permits.example", page, StringComparison.Ordinal);
        Assert.Contains("2026-03-10T08:00:01.000Z GET https://permits.example -> 503, IH6003, 250 ms", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("latest")]
    [InlineData("99999999999999999999999")]
    public async Task A_run_that_is_not_there_is_told_in_words(string number) =>
        Assert.Contains("There is no such run.", await DrawAsync<RunView>("en", ("Number", number)), StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "left alone", "another 30 s, after IH6003", "12 of 60 a minute", "not called over HTTP by this node")]
    [InlineData("sv", "lämnas i fred", "30 s till, efter IH6003", "12 av 60 i minuten", "anropas inte över HTTP av den här noden")]
    public async Task Vendors_are_told_with_their_breaker_their_answers_and_their_budget(string language, params string[] texts)
    {
        host.Hub.Vendors.Add(new VendorHealth
        {
            Source = new SourceId("byggr"), Since = FakeHub.Began, State = VendorState.LeftAlone, LeftAloneFor = TimeSpan.FromSeconds(30), Code = "IH6003", Calls = 40, Faults = 5, LastMinute = 12, CallsAMinute = 60,
            Median = TimeSpan.FromMilliseconds(120), LastFault = "IH6003", LastFaultAt = FakeHub.Began, FailingSince = FakeHub.Began,
        });

        var page = await DrawAsync<VendorsView>(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.True(page.IndexOf("data-vendor=\"byggr\"", StringComparison.Ordinal) < page.IndexOf("data-vendor=\"social\"", StringComparison.Ordinal), "What needs somebody stands below what does not.");
    }

    [Theory]
    [InlineData("en", "Look at east-9.", "gone", "this one", "run 8", "lease for 4 s more", "+7.5 s", "a command")]
    [InlineData("sv", "Titta på east-9.", "borta", "den här", "körning 8", "lånet gäller 4 s till", "+7.5 s", "ett kommando")]
    public async Task Nodes_are_told_with_what_they_run_and_those_that_need_somebody_stand_first(string language, params string[] texts)
    {
        host.Hub.Nodes.Clear();
        host.Hub.Nodes.Add(new NodeOverview
        {
            Name = "alpha-1", State = NodeState.Alive, IsThis = true, StartedAt = FakeHub.Began, SeenAt = FakeHub.Began, Version = "0.1.0", ClockOffset = TimeSpan.Zero,
            Runs = [new NodeRun(FakeHub.Permits, 3, TimeSpan.FromSeconds(4), 8, FakeHub.Began)],
        });
        host.Hub.Nodes.Add(new NodeOverview { Name = "east-9", State = NodeState.Gone, StartedAt = FakeHub.Began, SeenAt = FakeHub.Began, Version = "0.1.0", ClockOffset = TimeSpan.FromSeconds(7.5), ClockIsOff = true });
        host.Hub.Nodes.Add(new NodeOverview { Name = "sync-2", State = NodeState.Passing });

        var page = await DrawAsync<NodesView>(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.True(page.IndexOf("data-node=\"east-9\"", StringComparison.Ordinal) < page.IndexOf("data-node=\"alpha-1\"", StringComparison.Ordinal), "What needs somebody stands below what does not.");
    }

    [Fact]
    public async Task What_operators_did_is_read_once_when_the_page_opens_by_who_is_signed_in()
    {
        host.Hub.FakeAuditTrail.Lines.Add(new WrittenAuditLine(17, new AuditLine { At = FakeHub.Began, Caller = "console", Role = "operations", OnBehalfOf = "bo.lind", Action = "stream.pause", Stream = "byggr-permits", Purpose = "the vendor moves", Result = "asked" }, ""));

        var page = await DrawAsync<TrailView>("en", role: "administrator");

        Assert.Contains("bo.lind", page, StringComparison.Ordinal);
        Assert.Contains("the vendor moves", page, StringComparison.Ordinal);
        Assert.Equal("anna.ek", Assert.Single(host.Hub.FakeAuditTrail.Read).Caller.OnBehalfOf);
    }

    [Fact]
    public async Task Who_is_no_administrator_is_sent_away_from_the_audit_before_anything_is_read()
    {
        await Assert.ThrowsAsync<NavigationException>(() => DrawAsync<TrailView>("en", role: "operations"));

        Assert.Empty(host.Hub.FakeAuditTrail.Read);
    }

    [Fact]
    public async Task The_search_begins_with_an_empty_field_and_asks_nothing()
    {
        var page = await DrawAsync<SearchView>("en");

        Assert.Contains("""role="search" """.TrimEnd(), page, StringComparison.Ordinal);
        Assert.Empty(host.Hub.FakeSearch.Asked);
    }

    static RunCourse Course => new(
        [
            new CourseStep { Kind = CourseKind.Request, At = TimeSpan.FromSeconds(1), Took = TimeSpan.FromMilliseconds(250), Method = "GET", Origin = "https://permits.example", Status = 503, Code = "IH6003" },
            new CourseStep { Kind = CourseKind.Retry, At = TimeSpan.FromSeconds(1.25), Took = TimeSpan.FromSeconds(2), Code = "IH6003" },
            new CourseStep { Kind = CourseKind.Wait, At = TimeSpan.FromSeconds(2), Took = TimeSpan.FromSeconds(1) },
        ],
        CourseGap.None with { Steps = 7, Pages = 3, Requests = 3, Checkpoints = 1 },
        [new CourseStep { Kind = CourseKind.Page, At = TimeSpan.FromSeconds(8), Records = 500 }, new CourseStep { Kind = CourseKind.Checkpoint, At = TimeSpan.FromSeconds(9), Records = 500, Watermark = FakeHub.Began }]);

    static RunDay Day(int of, long read, long failed = 0) =>
        new(RunDay.Of(FakeHub.Began).AddDays(of), 10, failed, new RunCounters(read, read, 0, 0, 0, 0), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(4));

    Task<string> DrawAsync<TView>(string language, params (string Name, object? Value)[] parameters) where TView : SignedInView => DrawAsync<TView>(language, "operations", parameters);

    async Task<string> DrawAsync<TView>(string language, string role, params (string Name, object? Value)[] parameters) where TView : SignedInView
    {
        await using var view = DrawnView.Begin<TView>(host, role, language, parameters);
        return WebUtility.HtmlDecode(await view.EndAsync());
    }
}
