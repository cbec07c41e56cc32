using System.Net;
using IntegrationHub.AspNetCore;
using IntegrationHub.Cases;
using IntegrationHub.Hosting;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Who may do what, written out a second time: an endpoint that is not in this table fails the first test.</summary>
public sealed class RoleMatrixTests(ApiHost host) : IClassFixture<ApiHost>
{
    static readonly CaseId SomeCase = new(42);

    static readonly string[] Desk = ["agent", "specialist"];
    static readonly string[] Operation = ["operations", "administrator"];
    static readonly string[] Administration = ["administrator"];
    static readonly string[] Roles = [.. Desk, .. Operation];

    static readonly Dictionary<string, string[]?> Matrix = new()
    {
        ["POST /api/v1/lookups"] = Desk,
        ["GET /api/v1/cases/{id}"] = Desk,
        ["POST /api/v1/cases/{id}/refresh"] = Desk,
        ["GET /api/v1/cases/{id}/contacts"] = Desk,
        ["GET /api/v1/contacts/lists"] = Desk,
        ["POST /api/v1/contacts"] = Desk,
        ["POST /api/v1/contacts/find"] = Desk,
        ["GET /api/v1/contacts/{id}"] = Desk,
        ["PUT /api/v1/contacts/{id}"] = Desk,
        ["POST /api/v1/contacts/{id}/questions"] = Desk,
        ["PUT /api/v1/contacts/{id}/questions/{question:int}"] = Desk,
        ["POST /api/v1/handovers"] = Desk,
        ["GET /api/v1/handovers"] = Desk,
        ["GET /api/v1/handovers/units"] = Desk,
        ["POST /api/v1/handovers/find"] = Desk,
        ["GET /api/v1/handovers/{id}"] = Desk,
        ["POST /api/v1/handovers/{id}/steps"] = Desk,
        ["POST /api/v1/handovers/{id}/preview"] = Desk,
        ["POST /api/v1/handovers/{id}/phone"] = Desk,
        ["GET /api/v1/contacts/{id}/handovers"] = Desk,
        ["GET /api/v1/cases/{id}/handovers"] = Desk,
        ["POST /api/v1/cases/{id}/writes"] = Desk,
        ["GET /api/v1/cases/{id}/writes"] = Desk,
        ["POST /api/v1/writes"] = Desk,
        ["GET /api/v1/writes/targets"] = Desk,
        ["GET /api/v1/writes/{id}"] = Desk,
        ["POST /api/v1/writes/{id}/resend"] = Desk,
        ["POST /api/v1/writes/{id}/withdraw"] = Desk,
        ["POST /api/v1/writes/{id}/settle"] = Desk,
        ["GET /api/v1/outbox"] = Operation,
        ["GET /api/v1/outbox/commands"] = Operation,
        ["POST /api/v1/outbox/commands/{id}/resend"] = Operation,
        ["POST /api/v1/outbox/commands/{id}/withdraw"] = Operation,
        ["POST /api/v1/outbox/commands/{id}/settle"] = Operation,
        ["GET /api/v1/streams"] = Operation,
        ["POST /api/v1/streams/{name}/runs"] = Operation,
        ["GET /api/v1/streams/{name}/codes"] = Operation,
        ["GET /api/v1/streams/{name}/drift"] = Operation,
        ["POST /api/v1/streams/{name}/pause"] = Operation,
        ["POST /api/v1/streams/{name}/resume"] = Operation,
        ["POST /api/v1/streams/{name}/backfill"] = Operation,
        ["POST /api/v1/streams/{name}/rebuild"] = Operation,
        ["POST /api/v1/streams/{name}/reset"] = Operation,
        ["POST /api/v1/streams/{name}/restore"] = Operation,
        ["GET /api/v1/deletes"] = Operation,
        ["GET /api/v1/deletes/{held}"] = Operation,
        ["POST /api/v1/deletes/{held}/approve"] = Operation,
        ["POST /api/v1/deletes/{held}/reject"] = Operation,
        ["GET /api/v1/removed"] = Operation,
        ["GET /api/v1/runs"] = Operation,
        ["GET /api/v1/runs/{run}"] = Operation,
        ["GET /api/v1/runs/{run}/course"] = Operation,
        ["GET /api/v1/streams/{name}/days"] = Operation,
        ["GET /api/v1/vendors"] = Operation,
        ["POST /api/v1/search"] = Operation,
        ["POST /api/v1/audit/search"] = Administration,
        ["GET /api/v1/quarantine/groups"] = Operation,
        ["GET /api/v1/quarantine"] = Operation,
        ["GET /api/v1/quarantine/{entry}"] = Operation,
        ["POST /api/v1/quarantine/replay"] = Operation,
        ["POST /api/v1/quarantine/{entry}/replay"] = Operation,
        ["POST /api/v1/quarantine/discard"] = Operation,
        ["POST /api/v1/quarantine/{entry}/discard"] = Operation,
        ["GET /api/v1/quarantine/{entry}/record"] = Administration,
        ["PUT /api/v1/quarantine/{entry}/record"] = Administration,
        ["GET /api/v1/nodes"] = Operation,
        ["GET /api/v1/notifications"] = Operation,
        ["POST /api/v1/streams/{name}/notifications/replay"] = Operation,
        ["POST /api/v1/streams/{name}/notifications/{id}/replay"] = Operation,
        ["POST /api/v1/streams/{name}/notifications/discard"] = Operation,
        ["POST /api/v1/streams/{name}/notifications/{id}/discard"] = Operation,
        ["GET /api/v1/alerts"] = Operation,
        ["POST /api/v1/alerts/test"] = Operation,
        ["GET /metrics"] = Operation,
        ["GET /health/live"] = null,
        ["GET /health/ready"] = null,
        ["GET /health/fresh"] = null,
        ["GET /api/v1/freshness"] = Operation,
        ["GET /openapi/{documentName}.json"] = null,
    };

    // What vendors send is let in without a key: each proves itself by a secret of its stream, which HookApiTests is about.
    // What somebody outside sees who was sent a link is let in by the link, which ReplyPageTests is about.
    static readonly string[] ProveThemselves = ["POST /hooks/{stream}", "GET /reply/{link}", "POST /reply/{link}"];

    public static TheoryData<string, string> EveryEndpointAndRole =>
        [.. Matrix.Keys.SelectMany(_ => Roles, (endpoint, role) => new TheoryDataRow<string, string>(endpoint, role))];

    public static TheoryData<string> EveryEndpoint => [.. Matrix.Keys];

    [Fact]
    public void Every_endpoint_has_its_line_in_the_matrix()
    {
        var endpoints = host.Endpoints.SelectMany(
            e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()!.HttpMethods, (e, method) => $"{method} {e.RoutePattern.RawText}");

        Assert.Equal(Matrix.Keys.Concat(ProveThemselves).Order(StringComparer.Ordinal), endpoints.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_what_vendors_send_and_a_link_to_reply_by_proves_itself_in_another_way_than_by_a_key()
    {
        var proving = host.Endpoints.Where(e => e.Metadata.GetMetadata<EndpointAccess>()!.ProvesItself)
            .Select(e => $"{e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()!.HttpMethods.Single()} {e.RoutePattern.RawText}");

        Assert.Equal(ProveThemselves, proving);
    }

    [Fact]
    public void Every_endpoint_says_who_may_use_it()
    {
        Assert.All(host.Endpoints, e => Assert.NotNull(e.Metadata.GetMetadata<EndpointAccess>()));
    }

    [Theory]
    [MemberData(nameof(EveryEndpointAndRole))]
    public async Task A_role_gets_in_where_the_matrix_says_so_and_nowhere_else(string endpoint, string role)
    {
        Prepare();

        using var response = await host.Http.SendAsync(Request(endpoint, role), TestContext.Current.CancellationToken);

        var allowed = (Matrix[endpoint] ?? Roles).Contains(role);
        Assert.Equal(allowed, response.IsSuccessStatusCode);
        if (!allowed) Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(EveryEndpoint))]
    public async Task Without_a_key_only_health_and_the_description_answer(string endpoint)
    {
        Prepare();

        using var response = await host.Http.SendAsync(Request(endpoint, role: null), TestContext.Current.CancellationToken);

        Assert.Equal(Matrix[endpoint] is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("agent")]
    [InlineData("ihub_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_wrong_key_is_no_key(string key)
    {
        var request = host.Request(HttpMethod.Get, "/api/v1/streams", role: null);
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);

        var (response, body) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("IH7002", body.GetProperty("code").GetString());
        Assert.Equal("ApiKey", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Two_keys_in_one_request_are_refused()
    {
        var request = host.Request(HttpMethod.Get, "/api/v1/streams", role: null);
        request.Headers.Add("X-Api-Key", [host.KeyOf("operations"), host.KeyOf("agent")]);

        var (response, _) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_key_may_stand_in_the_header_Authorization_under_the_name_that_the_refusal_tells()
    {
        var request = host.Request(HttpMethod.Get, "/metrics", role: null);
        request.Headers.Authorization = new("ApiKey", host.KeyOf("operations"));
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var twice = host.Request(HttpMethod.Get, "/metrics", "operations");
        twice.Headers.Authorization = new("ApiKey", host.KeyOf("operations"));
        var bearer = host.Request(HttpMethod.Get, "/metrics", role: null);
        bearer.Headers.Authorization = new("Bearer", host.KeyOf("operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync(twice)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync(bearer)).Response.StatusCode);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_told_only_to_somebody_with_a_key()
    {
        var (without, _) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/nothing", role: null));
        var (with, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/nothing"));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, with.StatusCode);
        Assert.Equal("IH7020", body.GetProperty("code").GetString());
    }

    void Prepare()
    {
        host.Hub.AsOf = TimeProvider.System.GetUtcNow();
        host.Hub.Cases[SomeCase] = Answers.Permit(SomeCase);
        host.Hub.LastRuns[FakeHub.Support] = FakeHub.Run(1, FakeHub.Support);
        host.Hub.FakeRemovals.Held[1] = FakeRemovals.Waiting(1);
        host.Hub.OnRefresh = _ => new RefreshOutcome.Refreshed();
        if (host.Hub.Quarantine.Records.Count == 0) host.Hub.Quarantine.Records.Add(Answers.Held("1", FakeHub.Permits));
        host.Hub.Quarantine.OnRead = _ => Answers.Content(host.Hub.Quarantine.Records[0]);
        host.Hub.Quarantine.OnReplay = _ => new ReplayOutcome.Done(Answers.Replayed);
        host.Hub.Quarantine.OnEdit = _ => new EditOutcome.Stored(SomeCase);
        host.Hub.Quarantine.OnDiscard = _ => 1;
        host.Hub.OnRun = (stream, _) => Task.FromResult<Sync.RunRecord?>(FakeHub.Run(1, stream, Sync.RunOutcome.Succeeded));
    }

    HttpRequestMessage Request(string endpoint, string? role)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        path = path.Replace("{id}", path.Contains("/notifications/", StringComparison.Ordinal) ? FakeNotifications.DeadId : SomeCase.ToString(), StringComparison.Ordinal)
            .Replace("{run}", "1", StringComparison.Ordinal)
            .Replace("{question:int}", "1", StringComparison.Ordinal)
            .Replace("{held}", "1", StringComparison.Ordinal)
            .Replace("{entry}", "1", StringComparison.Ordinal)
            .Replace("{name}", FakeHub.Permits.Value, StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal);
        var json = endpoint switch
        {
            "POST /api/v1/lookups" => """{"by":"caseNumber","value":"BYGG 2026-000200","purpose":"the citizen calls"}""",
            "POST /api/v1/contacts" => """{"channel":"phone"}""",
            "PUT /api/v1/contacts/{id}" => """{"channel":"phone","version":1}""",
            "POST /api/v1/contacts/find" => """{"by":"phone","value":"070-174 06 05","purpose":"the citizen calls"}""",
            "POST /api/v1/handovers" => """{"kind":"callBack","subject":"the permit","to":{"kind":"unit","unit":"it"}}""",
            "POST /api/v1/handovers/find" => """{"by":"phone","value":"070-174 06 05","purpose":"the citizen calls"}""",
            "POST /api/v1/handovers/{id}/preview" => """{"system":"byggr"}""",
            "POST /api/v1/handovers/{id}/steps" => """{"step":"accepted","version":1}""",
            "POST /api/v1/contacts/{id}/questions" => """{"subject":"the permit"}""",
            "PUT /api/v1/contacts/{id}/questions/{question:int}" => """{"notes":"wants to know when","version":1}""",
            "POST /api/v1/cases/{id}/writes" => """{"kind":"note","text":"the citizen calls back"}""",
            "POST /api/v1/writes" => """{"source":"byggr","text":"a lamp is dark"}""",
            "POST /api/v1/writes/{id}/resend" or "POST /api/v1/writes/{id}/settle" or "POST /api/v1/outbox/commands/{id}/resend" or "POST /api/v1/outbox/commands/{id}/settle" => """{"version":1}""",
            "POST /api/v1/quarantine/replay" => """{"stream":"byggr-permits"}""",
            "POST /api/v1/quarantine/discard" => """{"stream":"byggr-permits","reason":"totals rows"}""",
            "POST /api/v1/quarantine/{entry}/discard" => """{"reason":"a totals row"}""",
            "PUT /api/v1/quarantine/{entry}/record" => """{"text":"{}","version":"aa","purpose":"a date that is none"}""",
            "POST /api/v1/streams/{name}/backfill" => """{"from":"2026-03-01T00:00:00Z","until":"2026-03-02T00:00:00Z"}""",
            "POST /api/v1/streams/{name}/reset" => """{"confirm":"byggr-permits"}""",
            "POST /api/v1/search" => """{"text":"IH6003"}""",
            "POST /api/v1/audit/search" => "{}",
            "POST /api/v1/streams/{name}/restore" => """{"run":"17"}""",
            "POST /api/v1/deletes/{held}/reject" => """{"reason":"the vendor moves its archive"}""",
            _ => null,
        };
        var request = host.Request(new HttpMethod(method), path, role, json);
        request.Headers.Add("Idempotency-Key", $"{endpoint} {role}".Replace(' ', '-'));
        return request;
    }
}
