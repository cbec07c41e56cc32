using System.Net;
using IntegrationHub.Idempotency;
using IntegrationHub.Cases;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Server.Tests.Api;

public sealed class WriteApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    static readonly string Path = $"/api/v1/cases/{new CaseId(42)}/writes";

    async Task<(HttpStatusCode Status, string Code, string Errors)> AskAsync(string json, string? key = "k", string? path = null)
    {
        var request = host.Request(HttpMethod.Post, path ?? Path, json: json);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        var (response, body) = await host.SendAsync(request);
        return (response.StatusCode, body.TryGetProperty("code", out var code) ? code.GetString()! : "", body.TryGetProperty("errors", out var errors) ? string.Join(' ', errors.EnumerateArray().Select(e => e.GetProperty("pointer").GetString())) : "");
    }

    [Fact]
    public async Task What_is_asked_for_comes_through_as_it_was_sent()
    {
        host.Hub.FakeWriteBacks.Asked.Clear();

        var answer = await AskAsync("""{"kind":"attach","subject":" drawing ","text":"line 1\nline 2","attachment":{"name":"a.pdf","mediaType":"application/pdf","content":"AQID"}}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var asked = Assert.Single(host.Hub.FakeWriteBacks.Asked);
        Assert.Equal((WriteKind.Attach, "drawing", "line 1\nline 2", "a.pdf"), (asked.Kind, asked.Subject, asked.Text, asked.Attachment!.Name));
        Assert.Equal([1, 2, 3], asked.Attachment.Content.ToArray());
    }

    [Fact]
    public async Task A_new_case_comes_through_as_it_was_sent_and_where_one_may_be_made_is_told()
    {
        host.Hub.FakeWriteBacks.Asked.Clear();

        var answer = await AskAsync("""{"source":"reports","subject":" A lamp ","text":"is dark","person":{"name":"Tolvan Tolvansson"},"fields":{"lat":"62.39"}}""", path: "/api/v1/writes");
        var wrong = await AskAsync("""{"sauce":"reports","fields":{"lat":62,"a":"b"}}""", path: "/api/v1/writes");
        var (_, targets) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/writes/targets"));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var asked = Assert.Single(host.Hub.FakeWriteBacks.Asked);
        Assert.Equal((WriteKind.Create, "A lamp", "is dark", "Tolvan Tolvansson", "62.39"), (asked.Kind, asked.Subject, asked.Text, asked.Person!.Name, asked.Fields["lat"]));
        Assert.Equal((HttpStatusCode.BadRequest, "IH7011", "#/source #/fields/lat #/sauce"), wrong);
        Assert.Equal(4000, targets.GetProperty("targets")[0].GetProperty("maxText").GetInt32());
    }

    [Theory]
    [InlineData("""{"text":"a"}""", "#/kind")]
    [InlineData("""{"kind":"nots","text":"a"}""", "#/kind")]
    [InlineData("""{"kind":"note","text":7,"txt":"a"}""", "#/text #/txt")]
    [InlineData("""{"kind":"attach","attachment":{"name":"a","mediaType":"b","content":"not base64!"}}""", "#/attachment/content")]
    public async Task What_makes_no_sense_is_told_by_name(string json, string at)
    {
        var answer = await AskAsync(json);

        Assert.Equal((HttpStatusCode.BadRequest, "IH7011", at), answer);
    }

    [Fact]
    public async Task What_came_of_it_has_a_status_and_a_code_of_its_own()
    {
        try
        {
            Assert.Equal((HttpStatusCode.BadRequest, "IH7093"), (await AskAsync("""{"kind":"note","text":"a"}""", key: null)) is var none ? (none.Status, none.Code) : default);
            foreach (var (outcome, status, code) in new (WriteOutcome<WriteAsked>, HttpStatusCode, string)[]
                     {
                         (new WriteNotOffered([WriteKind.Note]), HttpStatusCode.Conflict, "IH7071"),
                         (new WriteOutcome<WriteAsked>.KeyReused(), HttpStatusCode.UnprocessableEntity, "IH7094"),
                         (new WriteOutcome<WriteAsked>.NotFound(), HttpStatusCode.NotFound, "IH7021"),
                         (new WriteOutcome<WriteAsked>.Changed(5), HttpStatusCode.Conflict, "IH7092"),
                         (new WriteNotNow(WriteState.Sending), HttpStatusCode.Conflict, "IH7072"),
                     })
            {
                host.Hub.FakeWriteBacks.Outcome = outcome;
                var answer = await AskAsync("""{"kind":"note","text":"a"}""");
                Assert.Equal((status, code), (answer.Status, answer.Code));
            }
        }
        finally
        {
            host.Hub.FakeWriteBacks.Outcome = new FakeWriteBacks().Outcome;
        }
    }

    [Theory]
    [InlineData("writes", "resend", """{"version":4,"text":"b\nc","subject":"s"}""", "b\nc", "s")]
    [InlineData("writes", "resend", """{"version":4}""", null, null)]
    [InlineData("outbox/commands", "resend", """{"version":4}""", null, null)]
    [InlineData("writes", "settle", """{"version":4}""", null, null)]
    [InlineData("outbox/commands", "settle", """{"version":4}""", null, null)]
    public async Task A_decision_comes_through_with_the_version_that_was_seen_and_not_without(string of, string what, string json, string? text, string? subject)
    {
        host.Hub.FakeWriteBacks.Decided.Clear();
        var (path, role) = ($"/api/v1/{of}/{new WriteCommandId(42)}/{what}", of == "writes" ? "agent" : "operations");

        var (response, _) = await host.SendAsync(host.Request(HttpMethod.Post, path, role, json));
        var (unseen, body) = await host.SendAsync(host.Request(HttpMethod.Post, path, role, "{}"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (response.StatusCode, unseen.StatusCode));
        Assert.Equal("#/version", body.GetProperty("errors")[0].GetProperty("pointer").GetString());
        WriteDecision wanted = what == "settle" ? new WriteDecision.Done(4) : new WriteDecision.Resend(4, text, subject);
        Assert.Equal(wanted, Assert.Single(host.Hub.FakeWriteBacks.Decided).Decision with { Why = null });
    }

    [Fact]
    public async Task An_id_that_cannot_be_one_looks_like_no_command()
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/writes/nonsense"));

        Assert.Equal((HttpStatusCode.NotFound, "IH7070"), (response.StatusCode, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Operators_see_that_there_is_one_and_nothing_of_it()
    {
        var (_, counts) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/outbox", "operations"));
        var (_, listed) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/outbox/commands?limit=1", "operations"));
        var (wrong, _) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/outbox/commands?state=accepted", "operations"));

        Assert.Equal(3, counts.GetProperty("streams")[0].GetProperty("dead").GetInt64());
        Assert.Equal(["id", "version", "stream", "source", "kind", "state", "reason", "askedAt", "changedAt", "mayBeDone", "dueAt", "attempts", "code", "message"], listed.GetProperty("commands")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }
}
