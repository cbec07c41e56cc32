using System.Net;
using IntegrationHub.Audit;
using IntegrationHub.History;
using IntegrationHub.Operation;
using IntegrationHub.Outbound;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>What the console shows, over HTTP: the history of runs, vendors, what operators did, and the search.</summary>
public sealed class HistoryApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Runs_are_narrowed_by_what_the_address_says()
    {
        host.Hub.FakeHistory.Asked.Clear();

        var (response, _) = await host.SendAsync(host.Request(HttpMethod.Get,
            "/api/v1/runs?stream=byggr-permits&outcome=failed&trigger=manual&code=IH6003&from=2026-03-01T00:00:00%2B01:00&until=2026-03-02T00:00:00Z&before=17&limit=5", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new RunQuery
        {
            Stream = FakeHub.Permits, Outcome = RunOutcome.Failed, Trigger = RunTrigger.Manual, Code = "IH6003",
            From = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(1)), Until = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Before = 17, Limit = 6,
        }, Assert.Single(host.Hub.FakeHistory.Asked));
    }

    [Theory]
    [InlineData("outcome=failled", "?outcome", "did you mean 'failed'")]
    [InlineData("trigger=cron", "?trigger", "schedule, manual")]
    [InlineData("code=6003", "?code", "IH6003")]
    [InlineData("from=yesterday", "?from", "with its offset")]
    [InlineData("before=x", "?before", "above zero")]
    public async Task A_filter_that_makes_no_sense_is_told_and_never_ignored(string query, string where, string what)
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, $"/api/v1/runs?{query}", "operations"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single(body.GetProperty("errors").EnumerateArray().ToList());
        Assert.Equal(where, error.GetProperty("pointer").GetString());
        Assert.Contains(what, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_tells_its_course_and_one_that_is_unknown_is_404()
    {
        host.Hub.LastRuns[FakeHub.Permits] = FakeHub.Run(31, FakeHub.Permits, RunOutcome.Succeeded);
        host.Hub.FakeHistory.Courses[31] = new RunCourse([new CourseStep { Kind = CourseKind.Page, At = TimeSpan.FromSeconds(1), Records = 500 }], CourseGap.None with { Steps = 2, Pages = 2 }, []);

        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/runs/31/course", "operations"));
        var (unknown, _) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/runs/32/course", "operations"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (response.StatusCode, unknown.StatusCode));
        Assert.Equal("page", body.GetProperty("first")[0].GetProperty("kind").GetString());
        Assert.Equal(2, body.GetProperty("between").GetProperty("pages").GetInt32());
    }

    [Fact]
    public async Task Days_are_told_oldest_first_and_without_gaps()
    {
        host.Hub.FakeHistory.Days[FakeHub.Permits] = [RunDay.Empty(RunDay.Of(FakeHub.Began)) with { Runs = 4, Took = TimeSpan.FromSeconds(8), Longest = TimeSpan.FromSeconds(5) }];

        var (_, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams/byggr-permits/days?days=3", "operations"));

        var days = body.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(["2026-03-08", "2026-03-09", "2026-03-10"], days.Select(day => day.GetProperty("day").GetString()));
        Assert.Equal((4, 8, 5), (days[2].GetProperty("runs").GetInt32(), days[2].GetProperty("tookSeconds").GetDouble(), days[2].GetProperty("longestSeconds").GetDouble()));
    }

    [Fact]
    public async Task Vendors_tell_how_they_fare()
    {
        host.Hub.Vendors.Clear();
        host.Hub.Vendors.Add(new VendorHealth { Source = new SourceId("byggr"), Since = FakeHub.Began, State = VendorState.LeftAlone, Calls = 12, Faults = 3, Median = TimeSpan.FromMilliseconds(120), LeftAloneFor = TimeSpan.FromSeconds(30) });

        var (_, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/vendors", "operations"));

        var vendor = Assert.Single(body.GetProperty("vendors").EnumerateArray().ToList());
        Assert.Equal(("byggr", "leftAlone", 120, 30), (vendor.GetProperty("source").GetString(), vendor.GetProperty("state").GetString(), vendor.GetProperty("medianMs").GetDouble(), vendor.GetProperty("leftAloneForSeconds").GetDouble()));
    }

    [Fact]
    public async Task What_operators_did_is_read_by_a_person_and_page_after_page()
    {
        host.Hub.FakeAuditTrail.Lines.Clear();
        host.Hub.FakeAuditTrail.Lines.AddRange(Enumerable.Range(1, 101).Select(n => new WrittenAuditLine(n, new AuditLine { At = FakeHub.Began, Caller = "console", Role = "operations", Action = "stream.run", Stream = "byggr-permits", Result = "asked" }, "")));

        var (_, first) = await host.SendAsync(host.Request(HttpMethod.Post, "/api/v1/audit/search", "administrator", """{"action":"stream.","person":"anna"}"""));
        var (_, second) = await host.SendAsync(host.Request(HttpMethod.Post, "/api/v1/audit/search", "administrator", """{"before":"2"}"""));

        Assert.Equal((100, true, 101), (first.GetProperty("lines").GetArrayLength(), first.GetProperty("more").GetBoolean(), first.GetProperty("lines")[0].GetProperty("number").GetInt64()));
        Assert.Equal((1, false), (second.GetProperty("lines").GetArrayLength(), second.GetProperty("more").GetBoolean()));
        Assert.Equal(("stream.", "anna"), (host.Hub.FakeAuditTrail.Read[0].Query.Action, host.Hub.FakeAuditTrail.Read[0].Query.Person));
    }

    [Theory]
    [InlineData("""{"before":"x"}""", "#/before")]
    [InlineData("""{"stream":"Not a name"}""", "#/stream")]
    [InlineData("""{"from":"yesterday"}""", "#/from")]
    [InlineData("""{"who":"anna"}""", "#/who")]
    public async Task What_makes_no_sense_of_a_question_to_the_audit_is_told(string json, string where)
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Post, "/api/v1/audit/search", "administrator", json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(where, Assert.Single(body.GetProperty("errors").EnumerateArray().ToList()).GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task The_search_tells_what_was_found_of_each_kind()
    {
        host.Hub.FakeSearch.Found = new FoundThings
        {
            Streams = [host.Hub.Streams[0]],
            Runs = [FakeHub.Run(7, FakeHub.Permits, RunOutcome.Failed)],
            Held = [Answers.Held("1", FakeHub.Permits)],
            Codes = [new UnknownCode(FakeHub.Permits, "status", "UTR", "codes/status.csv", "UTR,?", null)],
        };

        var (_, body) = await host.SendAsync(host.Request(HttpMethod.Post, "/api/v1/search", "operations", """{"text":" permits "}"""));

        Assert.Equal("permits", host.Hub.FakeSearch.Asked[^1]);
        Assert.Equal(("byggr-permits", 7, "UTR,?"), (body.GetProperty("streams")[0].GetProperty("name").GetString(), body.GetProperty("runs")[0].GetProperty("id").GetInt64(), body.GetProperty("codes")[0].GetProperty("line").GetString()));
        Assert.Equal(1, body.GetProperty("quarantined").GetArrayLength());
    }

    [Fact]
    public async Task A_single_character_is_not_searched_for()
    {
        var (response, _) = await host.SendAsync(host.Request(HttpMethod.Post, "/api/v1/search", "operations", """{"text":"p"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
