using System.Net;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Api;

public sealed class OperationApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_streams_tell_their_last_run_and_its_counters()
    {
        host.Hub.LastRuns[FakeHub.Permits] = FakeHub.Run(3, FakeHub.Permits, RunOutcome.Succeeded);

        var (response, body) = await host.SendAsync(Get("/api/v1/streams"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var stream = body.GetProperty("streams").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "byggr-permits");
        var run = stream.GetProperty("lastRun");
        Assert.Equal("succeeded", run.GetProperty("outcome").GetString());
        Assert.Equal("""{"read":10,"written":4,"unchanged":3,"skipped":2,"quarantined":1,"tombstoned":0}""", run.GetProperty("counters").GetRawText());
        Assert.Equal("""{"every":"PT5M","cron":null,"jitter":"PT0S","windows":[],"misfire":"runOnce"}""", stream.GetProperty("schedule").GetRawText());
        Assert.Equal("complete", stream.GetProperty("coverage").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_run_that_has_begun_is_answered_before_it_ends()
    {
        host.Hub.LastRuns.Clear();
        var end = new TaskCompletionSource<RunRecord?>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Hub.OnRun = (stream, _) =>
        {
            host.Hub.LastRuns[stream] = FakeHub.Run(4, stream);
            return end.Task;
        };

        var (response, body) = await host.SendAsync(Run("byggr-permits"));

        Assert.False(end.Task.IsCompleted);
        end.SetResult(FakeHub.Run(4, FakeHub.Permits, RunOutcome.Succeeded));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(4, body.GetProperty("run").GetProperty("id").GetInt64());
        Assert.Equal("running", body.GetProperty("run").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_run_goes_on_when_the_one_who_asked_hangs_up()
    {
        host.Hub.LastRuns.Clear();
        var begun = new TaskCompletionSource<CancellationToken>();
        host.Hub.OnRun = (stream, cancellation) =>
        {
            host.Hub.LastRuns[stream] = FakeHub.Run(5, stream);
            begun.SetResult(cancellation);
            return Task.FromResult<RunRecord?>(FakeHub.Run(5, stream));
        };

        using (await host.Http.SendAsync(Run("byggr-permits"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
        }

        Assert.False((await begun.Task).IsCancellationRequested);
    }

    [Fact]
    public async Task A_stream_that_runs_already_is_not_run_twice()
    {
        host.Hub.OnRun = (_, _) => Task.FromResult<RunRecord?>(null);

        var (response, body) = await host.SendAsync(Run("byggr-permits"));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("IH7040", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("byggr-permit", "did you mean 'byggr-permits'?")]
    [InlineData("Byggr", "GET /api/v1/streams")]
    public async Task A_stream_that_does_not_exist_is_not_run(string name, string hint)
    {
        var (response, body) = await host.SendAsync(Run(name));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(hint, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_asked_for_in_the_name_of_the_caller()
    {
        host.Hub.Operations.Clear();
        host.Hub.OnRun = (_, _) => Task.FromResult<RunRecord?>(null);

        await host.SendAsync(Run("byggr-permits"));

        var (caller, did, stream) = Assert.Single(host.Hub.Operations);
        Assert.Equal(("operations", "anna.ek", "run", FakeHub.Permits), (caller.Name, caller.OnBehalfOf, did, stream));
    }

    [Fact]
    public async Task A_pause_is_told_with_the_stream_until_it_is_resumed()
    {
        host.Hub.NextRunAt = FakeHub.Began.AddMinutes(5);

        var (response, paused) = await host.SendAsync(Post("byggr-permits/pause"));
        var (_, resumed) = await host.SendAsync(Post("byggr-permits/resume"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("byggr-permits", paused.GetProperty("name").GetString());
        Assert.Equal("""{"since":"2026-03-10T08:00:00+00:00","by":"operations"}""", paused.GetProperty("pause").GetRawText());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, resumed.GetProperty("pause").ValueKind);
        Assert.Equal(FakeHub.Began.AddMinutes(5), resumed.GetProperty("nextRunAt").GetDateTimeOffset());
        Assert.Equal(
            """{"since":"2026-03-09T08:00:00+00:00","runs":3,"failed":1,"counters":{"read":10,"written":4,"unchanged":3,"skipped":2,"quarantined":1,"tombstoned":0}}""",
            resumed.GetProperty("recent").GetRawText());
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task A_stream_that_does_not_exist_is_not_paused(string what)
    {
        var (response, body) = await host.SendAsync(Post($"byggr-permit/{what}"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("IH7022", body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_read_one_by_one()
    {
        host.Hub.LastRuns[FakeHub.Permits] = FakeHub.Run(21, FakeHub.Permits, RunOutcome.Succeeded);
        host.Hub.LastRuns[FakeHub.Support] = FakeHub.Run(22, FakeHub.Support, RunOutcome.Failed);

        var (_, list) = await host.SendAsync(Get("/api/v1/runs?limit=1"));
        var (_, ofStream) = await host.SendAsync(Get("/api/v1/runs?stream=byggr-permits"));
        var (_, one) = await host.SendAsync(Get("/api/v1/runs/21"));

        Assert.Equal(22, list.GetProperty("runs").EnumerateArray().Single().GetProperty("id").GetInt64());
        Assert.True(list.GetProperty("more").GetBoolean());
        Assert.Equal(21, ofStream.GetProperty("runs").EnumerateArray().Single().GetProperty("id").GetInt64());
        Assert.Equal("byggr-permits", one.GetProperty("stream").GetString());
        Assert.Equal("""{"pages":1,"requests":1,"retries":0}""", one.GetProperty("progress").GetRawText());
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("latest")]
    public async Task A_run_that_does_not_exist_is_not_found(string run)
    {
        var (response, body) = await host.SendAsync(Get($"/api/v1/runs/{run}"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("IH7023", body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_quarantine_is_told_by_groups_with_the_place_in_the_mapping()
    {
        host.Hub.Quarantine.Groups.Clear();
        host.Hub.Quarantine.Groups.AddRange([Group(FakeHub.Permits), Group(FakeHub.Support)]);

        var (_, body) = await host.SendAsync(Get("/api/v1/quarantine/groups?stream=social-support"));

        var group = body.GetProperty("groups").EnumerateArray().Single();
        Assert.Equal("social.mapping.yaml:14:19: error IH3102: status: there is no code for this value", group.GetProperty("diagnostic").GetString());
        Assert.Equal(["a", "b"], group.GetProperty("keys").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal(41, group.GetProperty("count").GetInt64());
    }

    [Theory]
    [InlineData("runs?limit=0")]
    [InlineData("runs?streem=a")]
    [InlineData("quarantine/groups?limit=5")]
    public async Task A_list_with_a_parameter_that_makes_no_sense_is_refused(string path)
    {
        var (response, body) = await host.SendAsync(Get($"/api/v1/{path}"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("IH7012", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("quarantine/groups")]
    public async Task A_list_of_a_stream_that_does_not_exist_is_not_empty_but_unknown(string path)
    {
        var (response, _) = await host.SendAsync(Get($"/api/v1/{path}?stream=social-suport"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_quarantine_is_listed_without_the_records()
    {
        host.Hub.Quarantine.Records.Clear();
        host.Hub.Quarantine.Records.AddRange([Held("a"), Held("b"), Held("c")]);

        var (_, body) = await host.SendAsync(Get("/api/v1/quarantine?stream=social-support&limit=2"));

        var record = body.GetProperty("records")[0];
        Assert.Equal(2, body.GetProperty("records").GetArrayLength());
        Assert.True(body.GetProperty("more").GetBoolean());
        Assert.Equal(["one", "two"], record.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(
            ["code", "diagnostics", "expiredAt", "field", "firstSeenAt", "id", "key", "lastSeenAt", "mappingVersion", "source", "stream", "where"],
            record.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("?limit=0", "?limit", "from 1 to 500")]
    [InlineData("?limit=501", "?limit", "from 1 to 500")]
    [InlineData("?limit=-1", "?limit", "from 1 to 500")]
    [InlineData("?limit=1&limit=2", "?limit", "more than once")]
    [InlineData("?limt=5", "?limt", "did you mean 'limit'?")]
    [InlineData("?stream=A%20B", "?stream", "lower-case")]
    public async Task A_query_parameter_that_makes_no_sense_is_named(string query, string at, string detail)
    {
        var (response, body) = await host.SendAsync(Get("/api/v1/quarantine" + query));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(body.GetProperty("errors").EnumerateArray(), e =>
            e.GetProperty("pointer").GetString() == at && e.GetProperty("detail").GetString()!.Contains(detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_quarantine_of_a_stream_that_does_not_exist_is_not_empty_but_unknown()
    {
        var (response, _) = await host.SendAsync(Get("/api/v1/quarantine?stream=social-suport"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_description_names_every_path_and_the_key()
    {
        var (_, body) = await host.SendAsync(Get("/openapi/v1.json"));

        Assert.Equal(
            ["/api/v1/alerts", "/api/v1/alerts/test", "/api/v1/audit/search", "/api/v1/cases/{id}", "/api/v1/cases/{id}/contacts", "/api/v1/cases/{id}/handovers",
             "/api/v1/cases/{id}/refresh", "/api/v1/cases/{id}/writes", "/api/v1/contacts", "/api/v1/contacts/find", "/api/v1/contacts/lists", "/api/v1/contacts/{id}",
             "/api/v1/contacts/{id}/handovers", "/api/v1/contacts/{id}/questions", "/api/v1/contacts/{id}/questions/{question}", "/api/v1/deletes", "/api/v1/deletes/{held}",
             "/api/v1/deletes/{held}/approve", "/api/v1/deletes/{held}/reject", "/api/v1/freshness", "/api/v1/handovers", "/api/v1/handovers/find", "/api/v1/handovers/units",
             "/api/v1/handovers/{id}", "/api/v1/handovers/{id}/phone", "/api/v1/handovers/{id}/preview", "/api/v1/handovers/{id}/steps", "/api/v1/lookups", "/api/v1/nodes", "/api/v1/notifications",
             "/api/v1/outbox", "/api/v1/outbox/commands", "/api/v1/outbox/commands/{id}/resend", "/api/v1/outbox/commands/{id}/settle", "/api/v1/outbox/commands/{id}/withdraw",
             "/api/v1/quarantine", "/api/v1/quarantine/discard", "/api/v1/quarantine/groups", "/api/v1/quarantine/replay", "/api/v1/quarantine/{entry}",
             "/api/v1/quarantine/{entry}/discard", "/api/v1/quarantine/{entry}/record", "/api/v1/quarantine/{entry}/replay", "/api/v1/removed", "/api/v1/runs",
             "/api/v1/runs/{run}", "/api/v1/runs/{run}/course", "/api/v1/search", "/api/v1/streams", "/api/v1/streams/{name}/backfill", "/api/v1/streams/{name}/codes",
             "/api/v1/streams/{name}/days", "/api/v1/streams/{name}/drift", "/api/v1/streams/{name}/notifications/discard", "/api/v1/streams/{name}/notifications/replay",
             "/api/v1/streams/{name}/notifications/{id}/discard", "/api/v1/streams/{name}/notifications/{id}/replay", "/api/v1/streams/{name}/pause",
             "/api/v1/streams/{name}/rebuild", "/api/v1/streams/{name}/reset", "/api/v1/streams/{name}/restore", "/api/v1/streams/{name}/resume", "/api/v1/streams/{name}/runs",
             "/api/v1/vendors", "/api/v1/writes", "/api/v1/writes/targets", "/api/v1/writes/{id}", "/api/v1/writes/{id}/resend", "/api/v1/writes/{id}/settle", "/api/v1/writes/{id}/withdraw",
             "/health/fresh", "/health/live", "/health/ready", "/hooks/{stream}", "/metrics"],
            body.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("X-Api-Key", body.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").GetProperty("name").GetString());
        var lookUp = body.GetProperty("paths").GetProperty("/api/v1/lookups").GetProperty("post");
        Assert.Contains("X-On-Behalf-Of", lookUp.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.True(lookUp.TryGetProperty("security", out _));
    }

    HttpRequestMessage Get(string path) => host.Request(HttpMethod.Get, path, "operations");

    HttpRequestMessage Run(string stream) => host.Request(HttpMethod.Post, $"/api/v1/streams/{stream}/runs", "operations");

    HttpRequestMessage Post(string path) => host.Request(HttpMethod.Post, $"/api/v1/streams/{path}", "operations");

    static QuarantineGroup Group(StreamName stream) => new()
    {
        Stream = stream,
        Source = new SourceId("social"),
        Code = "IH3102",
        Field = "status",
        Count = 41,
        FirstSeenAt = FakeHub.Began,
        LastSeenAt = FakeHub.Began.AddHours(1),
        Diagnostic = "social.mapping.yaml:14:19: error IH3102: status: there is no code for this value",
        MappingVersion = "1.0.0",
        Keys = ["a", "b"],
    };

    static QuarantinedRecord Held(string id) => new()
    {
        Id = id,
        Stream = FakeHub.Support,
        Source = new SourceId("social"),
        Key = "EKB-1",
        Code = "IH3002",
        Field = "openedAt",
        Diagnostics = "one\ntwo\n",
        MappingVersion = "1.0.0",
        Where = "arenden.csv:7",
        FirstSeenAt = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero),
    };
}

public sealed class HealthApiTests
{
    [Fact]
    public async Task A_hub_that_is_not_ready_lives_and_says_so_and_answers_nothing_else()
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        host.Hub.IsReady = false;

        var (live, _) = await host.SendAsync(host.Request(HttpMethod.Get, "/health/live", role: null));
        var (ready, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/health/ready", role: null));
        var (streams, _) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams", "operations"));

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("IH7051", body.GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, streams.StatusCode);
    }

    [Theory]
    [InlineData(10, HttpStatusCode.OK, "fresh", null)]
    [InlineData(10_000, HttpStatusCode.ServiceUnavailable, "late", "IH7054")]
    [InlineData(null, HttpStatusCode.ServiceUnavailable, "loading", "IH7055")]
    public async Task Whether_data_is_younger_than_its_goal_is_told_without_a_key_and_of_which_stream_with_one(int? minutes, HttpStatusCode status, string verdict, string? code)
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        host.Hub.AsOf = minutes is { } age ? TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(age) : null;

        var (plain, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/health/fresh", role: null));
        var (_, told) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/freshness", "operations"));

        Assert.Equal(status, plain.StatusCode);
        Assert.Equal(code ?? "fresh", body.GetProperty(code is null ? "status" : "code").GetString());
        Assert.DoesNotContain(FakeHub.Permits.Value, body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(verdict, told.GetProperty("status").GetString());
        Assert.Equal([verdict, verdict], told.GetProperty("streams").EnumerateArray().Select(stream => stream.GetProperty("status").GetString()));
    }
}
