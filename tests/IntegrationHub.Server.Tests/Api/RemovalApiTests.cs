using System.Net;
using System.Text.Json;
using IntegrationHub.Removals;

namespace IntegrationHub.Server.Tests.Api;

public sealed class RemovalApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    Task<(HttpResponseMessage Response, JsonElement Body)> GetAsync(string path) => host.SendAsync(host.Request(HttpMethod.Get, path, "operations"));

    Task<(HttpResponseMessage Response, JsonElement Body)> PostAsync(string path, string? json = null) => host.SendAsync(host.Request(HttpMethod.Post, path, "operations", json));

    [Fact]
    public async Task Held_deletes_that_wait_are_listed_and_the_others_when_asked_for()
    {
        host.Hub.FakeRemovals.Held[11] = FakeRemovals.Waiting(11);
        host.Hub.FakeRemovals.Held[12] = FakeRemovals.Waiting(12) with { State = HeldDeleteState.Replaced };

        var (_, waiting) = await GetAsync("/api/v1/deletes?stream=byggr-permits");
        var (_, all) = await GetAsync("/api/v1/deletes?state=all");

        Assert.DoesNotContain(12, waiting.GetProperty("heldDeletes").EnumerateArray().Select(h => h.GetProperty("id").GetInt64()));
        Assert.Contains(12, all.GetProperty("heldDeletes").EnumerateArray().Select(h => h.GetProperty("id").GetInt64()));
        var held = waiting.GetProperty("heldDeletes").EnumerateArray().Single(h => h.GetProperty("id").GetInt64() == 11);
        Assert.Equal(("byggr-permits", 80, 79, "waiting"), (held.GetProperty("stream").GetString(), held.GetProperty("cases").GetInt32(), held.GetProperty("left").GetInt32(), held.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task One_held_delete_tells_its_cases_by_number_and_nothing_more_of_them()
    {
        host.Hub.FakeRemovals.Held[13] = FakeRemovals.Waiting(13);

        var (response, body) = await GetAsync("/api/v1/deletes/13?limit=1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(body.GetProperty("more").GetBoolean());
        Assert.Equal(["key", "number", "lastReadAt"], body.GetProperty("cases")[0].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Approving_needs_no_reason_and_rejecting_does()
    {
        host.Hub.FakeRemovals.Held[14] = FakeRemovals.Waiting(14);
        host.Hub.FakeRemovals.Held[15] = FakeRemovals.Waiting(15);

        var (approved, body) = await PostAsync("/api/v1/deletes/14/approve");
        var (without, problem) = await PostAsync("/api/v1/deletes/15/reject", "{}");
        var (rejected, _) = await PostAsync("/api/v1/deletes/15/reject", """{"reason":"the vendor moves its archive"}""");

        Assert.Equal((HttpStatusCode.OK, 79L, "approved"), (approved.StatusCode, body.GetProperty("cases").GetInt64(), body.GetProperty("heldDelete").GetProperty("state").GetString()));
        Assert.Equal((HttpStatusCode.BadRequest, "IH7011"), (without.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, rejected.StatusCode);
        Assert.Contains(host.Hub.FakeRemovals.Decisions, d => d is { Did: "reject", Id: 15, Reason: "the vendor moves its archive" });
    }

    [Theory]
    [InlineData("/api/v1/deletes/16/approve", null, HttpStatusCode.Conflict, "IH7042")]
    [InlineData("/api/v1/deletes/999/approve", null, HttpStatusCode.NotFound, "IH7025")]
    [InlineData("/api/v1/deletes/sixteen/approve", null, HttpStatusCode.NotFound, "IH7025")]
    [InlineData("/api/v1/deletes/17/reject", """{"reason":"19350101-9800 called"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/deletes/17/reject", """{"reason":"a","extra":"b"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/deletes/17/reject", "[]", HttpStatusCode.BadRequest, "IH7010")]
    [InlineData("/api/v1/streams/byggr-permits/restore", "{}", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/streams/byggr-permits/restore", """{"key":"1","run":"2"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/streams/byggr-permits/restore", """{"run":"two"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/streams/no-such/restore", """{"run":"2"}""", HttpStatusCode.NotFound, "IH7022")]
    [InlineData("/api/v1/streams/byggr-permits/reset", """{"confirm":"byggr-permit"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/streams/byggr-permits/reset", "{}", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/streams/byggr-permits/backfill", """{"from":"2026-03-01","until":"2026-03-02T00:00:00Z"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("/api/v1/streams/byggr-permits/backfill", """{"from":"2026-03-03T00:00:00Z","until":"2026-03-02T00:00:00Z"}""", HttpStatusCode.BadRequest, "IH7011")]
    public async Task What_makes_no_sense_is_refused_and_nothing_is_done(string path, string? json, HttpStatusCode status, string code)
    {
        host.Hub.FakeRemovals.Held[16] = FakeRemovals.Waiting(16) with { State = HeldDeleteState.Expired };
        host.Hub.FakeRemovals.Held[17] = FakeRemovals.Waiting(17);
        host.Hub.LastRuns.Clear();
        var before = (host.Hub.Operations.Count, host.Hub.FakeRemovals.Decisions.Count);

        var (response, body) = await PostAsync(path, json);

        Assert.Equal((status, code), (response.StatusCode, body.GetProperty("code").GetString()));
        Assert.Equal(before, (host.Hub.Operations.Count, host.Hub.FakeRemovals.Decisions.Count));
        Assert.DoesNotContain("19350101", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_delete_is_not_approved_while_the_stream_is_read()
    {
        host.Hub.FakeRemovals.Held[18] = FakeRemovals.Waiting(18);
        host.Hub.FakeRemovals.Leased = true;

        var (response, body) = await PostAsync("/api/v1/deletes/18/approve", """{"reason":"the vendor confirms it"}""");

        host.Hub.FakeRemovals.Leased = false;
        Assert.Equal((HttpStatusCode.Conflict, "IH7040"), (response.StatusCode, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task What_has_left_is_listed_and_brought_back()
    {
        var (_, removed) = await GetAsync("/api/v1/removed?stream=byggr-permits&limit=5");
        var (_, one) = await PostAsync("/api/v1/streams/byggr-permits/restore", """{"key":"2"}""");
        var (_, all) = await PostAsync("/api/v1/streams/byggr-permits/restore", """{"run":"17"}""");

        var item = removed.GetProperty("removed")[0];
        Assert.Equal(("2", "vanished", FakeHub.Began.AddDays(90)), (item.GetProperty("key").GetString(), item.GetProperty("reason").GetString(), item.GetProperty("restorableUntil").GetDateTimeOffset()));
        Assert.Equal((1, 12), (one.GetProperty("restored").GetInt32(), all.GetProperty("restored").GetInt32()));
    }

    [Fact]
    public async Task A_backfill_and_a_rebuild_begin_a_run_and_a_reset_answers_with_the_stream()
    {
        host.Hub.LastRuns.Clear();
        host.Hub.OnRun = (stream, _) => Task.FromResult<Sync.RunRecord?>(FakeHub.Run(21, stream, Sync.RunOutcome.Succeeded));

        var (backfill, _) = await PostAsync("/api/v1/streams/byggr-permits/backfill", """{"from":"2026-03-01T00:00:00+01:00","until":"2026-03-02T00:00:00Z"}""");
        var (rebuild, _) = await PostAsync("/api/v1/streams/byggr-permits/rebuild");
        var (reset, body) = await PostAsync("/api/v1/streams/byggr-permits/reset", """{"confirm":"byggr-permits"}""");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.OK), (backfill.StatusCode, rebuild.StatusCode, reset.StatusCode));
        Assert.Equal("byggr-permits", body.GetProperty("name").GetString());
        Assert.Equal(["backfill 2026-03-01T00:00:00.0000000+01:00 2026-03-02T00:00:00.0000000+00:00", "rebuild", "reset"], host.Hub.Operations.TakeLast(3).Select(o => o.Did));
    }

    [Fact]
    public async Task A_stream_that_is_being_read_is_not_reset()
    {
        host.Hub.Leased = true;

        var (response, body) = await PostAsync("/api/v1/streams/byggr-permits/reset", """{"confirm":"byggr-permits"}""");

        host.Hub.Leased = false;
        Assert.Equal((HttpStatusCode.Conflict, "IH7040"), (response.StatusCode, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_run_tells_what_its_complete_read_proved_as_a_value()
    {
        var verdict = Sync.SweepVerdict.Decide(new Sync.SweepFacts { StartedAt = FakeHub.Began, Records = 500, Promised = 1000 }, new Sync.SweepCount(1000, 500), new Streams.DeleteGuard());
        host.Hub.LastRuns[FakeHub.Support] = FakeHub.Run(31, FakeHub.Support, Sync.RunOutcome.Incomplete) with { Sweep = verdict, Verdict = verdict.InWords() };

        var (_, body) = await GetAsync("/api/v1/runs/31");

        var sweep = body.GetProperty("sweep");
        Assert.Equal((false, "otherCount", "nothing"), (sweep.GetProperty("complete").GetBoolean(), sweep.GetProperty("reason").GetString(), sweep.GetProperty("removal").GetString()));
        Assert.Equal((500, 1000, 1000, 500), (sweep.GetProperty("records").GetInt32(), sweep.GetProperty("promised").GetInt32(), sweep.GetProperty("live").GetInt32(), sweep.GetProperty("unseen").GetInt32()));
        Assert.Contains("promised", body.GetProperty("verdict").GetString(), StringComparison.Ordinal);
    }
}
