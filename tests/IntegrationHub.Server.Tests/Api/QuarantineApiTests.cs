using System.Net;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Quarantine as a workplace over HTTP.</summary>
public sealed class QuarantineApiTests : IAsyncLifetime
{
    readonly ApiHost host = new();

    FakeQuarantine Desk => host.Hub.Quarantine;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        foreach (var id in new[] { "a", "b", "c", "d", "e" }) Desk.Records.Add(Answers.Held(id, FakeHub.Permits));
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Pages_follow_each_other_by_what_the_one_before_gave()
    {
        var (_, first) = await GetAsync("quarantine?limit=2");
        var (_, second) = await GetAsync("quarantine?limit=2&after=" + first.GetProperty("next").GetString());
        var (_, third) = await GetAsync("quarantine?limit=2&after=" + second.GetProperty("next").GetString());

        Assert.Equal(["a", "b", "c", "d", "e"], new[] { first, second, third }.SelectMany(page => page.GetProperty("records").EnumerateArray()).Select(r => r.GetProperty("id").GetString()));
        Assert.Equal((JsonValueKind.Null, false), (third.GetProperty("next").ValueKind, third.GetProperty("more").GetBoolean()));
    }

    [Fact]
    public async Task A_list_is_narrowed_by_code_and_field_where_an_empty_field_is_the_whole_record()
    {
        await GetAsync("quarantine?stream=byggr-permits&code=IH3102&field=status");
        await GetAsync("quarantine?code=IH3001&field=");

        Assert.Equal((FakeHub.Permits, "IH3102", "status"), (Desk.Queries[0].Stream!.Value, Desk.Queries[0].Code, Desk.Queries[0].Field));
        Assert.Equal((null, "IH3001", ""), (Desk.Queries[1].Stream, Desk.Queries[1].Code, Desk.Queries[1].Field));
    }

    [Theory]
    [InlineData("?after=nonsense")]
    [InlineData("?after=-")]
    [InlineData("?after=ffffffffffffffffff-a")]
    [InlineData("?after=7fffffffffffffff-a")]
    [InlineData("?code=")]
    [InlineData("?key=19121212-1212")]
    public async Task A_parameter_that_makes_no_sense_is_refused(string query)
    {
        var (response, body) = await GetAsync("quarantine" + query);

        Assert.Equal((HttpStatusCode.BadRequest, "IH7012"), (response.StatusCode, Code(body)));
        Assert.DoesNotContain("1212", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_entry_is_told_with_all_its_diagnostics_and_without_its_record()
    {
        var (_, body) = await GetAsync("quarantine/a");
        var (missing, problem) = await GetAsync("quarantine/nothing");

        Assert.Equal(2, body.GetProperty("diagnostics").GetArrayLength());
        Assert.False(body.TryGetProperty("text", out _));
        Assert.Equal((HttpStatusCode.NotFound, "IH7060"), (missing.StatusCode, Code(problem)));
    }

    [Fact]
    public async Task A_group_is_mapped_again_and_the_answer_tells_what_became_of_it()
    {
        Desk.OnReplay = _ => new ReplayOutcome.Done(Answers.Replayed);

        var (response, body) = await PostAsync("quarantine/replay", """{"stream":"byggr-permits","code":"IH3102","field":"status"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"records":3,"cameIn":1,"older":0,"stillHeld":2,"notOpened":0,"expired":0,"faults":[{"code":"IH3102","field":"status","diagnostic":"permits.mapping.yaml:14:19: error IH3102: …","count":2}]}""",
            body.GetRawText());
        var (caller, did, which, _) = Assert.Single(Desk.Asked);
        Assert.Equal(("replay", "IH3102 status", "operations", "anna.ek"), (did, which, caller.Name, caller.OnBehalfOf));
    }

    [Fact]
    public async Task All_of_a_stream_and_one_entry_are_mapped_again()
    {
        Desk.OnReplay = which => which.Id == "gone" ? new ReplayOutcome.NotFound() : new ReplayOutcome.Done(Answers.Replayed);

        await PostAsync("quarantine/replay", """{"stream":"byggr-permits"}""");
        await PostAsync("quarantine/a/replay", null);
        var (gone, problem) = await PostAsync("quarantine/gone/replay", null);

        Assert.Equal(["all", "a", "gone"], Desk.Asked.Select(a => a.Which));
        Assert.Equal((HttpStatusCode.NotFound, "IH7060"), (gone.StatusCode, Code(problem)));
    }

    [Fact]
    public async Task While_a_run_has_the_stream_the_answer_says_so()
    {
        Desk.OnReplay = _ => new ReplayOutcome.Busy(null);

        var (response, body) = await PostAsync("quarantine/replay", """{"stream":"byggr-permits"}""");

        Assert.Equal((HttpStatusCode.Conflict, "IH7040"), (response.StatusCode, Code(body)));
    }

    [Theory]
    [InlineData("""{"code":"IH3102"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("""{"stream":"byggr-permits","field":"status"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("""{"stream":"byggr-permits","cod":"IH3102"}""", HttpStatusCode.BadRequest, "IH7011")]
    [InlineData("""{"stream":"byggr-permit"}""", HttpStatusCode.NotFound, "IH7022")]
    [InlineData("""{"stream":"../etc"}""", HttpStatusCode.NotFound, "IH7022")]
    [InlineData("[]", HttpStatusCode.BadRequest, "IH7010")]
    public async Task A_body_that_makes_no_sense_does_nothing(string json, HttpStatusCode status, string code)
    {
        foreach (var path in new[] { "quarantine/replay", "quarantine/discard" })
        {
            var (response, body) = await PostAsync(path, path.EndsWith("discard", StringComparison.Ordinal) ? json.Replace("}", ""","reason":"to see"}""", StringComparison.Ordinal) : json);

            Assert.Equal((status, code), (response.StatusCode, Code(body)));
        }

        Assert.Empty(Desk.Asked);
    }

    [Fact]
    public async Task A_group_or_one_entry_is_discarded_with_its_reason()
    {
        Desk.OnDiscard = which => which.Id == "gone" ? null : 41;

        var (_, group) = await PostAsync("quarantine/discard", """{"stream":"byggr-permits","code":"IH3001","field":"","reason":"totals rows"}""");
        var (_, one) = await PostAsync("quarantine/a/discard", """{"reason":"a totals row"}""");
        var (gone, problem) = await PostAsync("quarantine/gone/discard", """{"reason":"a totals row"}""");
        var (without, _) = await PostAsync("quarantine/a/discard", "{}");

        Assert.Equal(["""{"discarded":41}""", """{"discarded":41}"""], [group.GetRawText(), one.GetRawText()]);
        Assert.Equal([("IH3001", "totals rows"), ("a", "a totals row"), ("gone", "a totals row")], Desk.Asked.Select(a => (a.Which, a.Why)));
        Assert.Equal((HttpStatusCode.NotFound, "IH7060"), (gone.StatusCode, Code(problem)));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
    }

    [Fact]
    public async Task An_administrator_reads_the_record_with_a_reason_and_a_person()
    {
        Desk.OnRead = _ => Answers.Content(Desk.Records[0]);

        var (response, body) = await SendAsync(HttpMethod.Get, "quarantine/a/record", "administrator");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("""{"status":"<b>"}""", "abcd", "application/json"), (body.GetProperty("text").GetString(), body.GetProperty("version").GetString(), body.GetProperty("mediaType").GetString()));
        var (caller, did, which, why) = Assert.Single(Desk.Asked);
        Assert.Equal(("read", "a", "the citizen calls", "anna.ek"), (did, which, why, caller.OnBehalfOf));
    }

    [Theory]
    [InlineData("operations")]
    [InlineData("agent")]
    [InlineData("specialist")]
    public async Task Nobody_else_reads_or_edits_it(string role)
    {
        var (read, _) = await SendAsync(HttpMethod.Get, "quarantine/a/record", role);
        var (edit, body) = await SendAsync(HttpMethod.Put, "quarantine/a/record", role, Edited);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, "IH7003"), (read.StatusCode, edit.StatusCode, Code(body)));
        Assert.Empty(Desk.Asked);
    }

    [Fact]
    public async Task Without_a_reason_or_a_person_nothing_is_told()
    {
        var request = host.Request(HttpMethod.Get, "/api/v1/quarantine/a/record", "administrator");
        request.Headers.Remove("X-Purpose");
        var (response, body) = await host.SendAsync(request);
        var nobody = host.Request(HttpMethod.Get, "/api/v1/quarantine/a/record", "administrator");
        nobody.Headers.Remove("X-On-Behalf-Of");
        var (second, _) = await host.SendAsync(nobody);

        Assert.Equal((HttpStatusCode.BadRequest, "IH7005", HttpStatusCode.BadRequest), (response.StatusCode, Code(body), second.StatusCode));
        Assert.Empty(Desk.Asked);
    }

    [Fact]
    public async Task What_has_expired_says_that_it_has()
    {
        Desk.Records[0] = Desk.Records[0] with { ExpiredAt = FakeHub.Began };

        var (expired, body) = await SendAsync(HttpMethod.Get, "quarantine/a/record", "administrator");
        var (missing, _) = await SendAsync(HttpMethod.Get, "quarantine/nothing/record", "administrator");

        Assert.Equal((HttpStatusCode.Gone, "IH7061", HttpStatusCode.NotFound), (expired.StatusCode, Code(body), missing.StatusCode));
    }

    public static TheoryData<EditOutcome, HttpStatusCode, string?> Outcomes => new()
    {
        { new EditOutcome.Stored(new CaseId(42)), HttpStatusCode.OK, null },
        { new EditOutcome.Busy(), HttpStatusCode.Conflict, "IH7040" },
        { new EditOutcome.Changed(), HttpStatusCode.Conflict, "IH7062" },
        { new EditOutcome.Older(), HttpStatusCode.Conflict, "IH7063" },
        { new EditOutcome.Unmappable(["permits.mapping.yaml:14:19: error IH3102: status: …"]), HttpStatusCode.UnprocessableEntity, "IH7064" },
        { new EditOutcome.NotAllowed("Put the key back."), HttpStatusCode.UnprocessableEntity, "IH7065" },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task An_edit_answers_with_what_came_of_it(EditOutcome outcome, HttpStatusCode status, string? code)
    {
        Desk.OnEdit = _ => outcome;

        var (response, body) = await SendAsync(HttpMethod.Put, "quarantine/a/record", "administrator", Edited);

        Assert.Equal(status, response.StatusCode);
        if (code is null) Assert.Equal(new CaseId(42).ToString(), body.GetProperty("case").GetString());
        else Assert.Equal(code, Code(body));
        if (outcome is EditOutcome.Unmappable) Assert.StartsWith("permits.mapping.yaml:14:19", body.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_text_comes_letter_by_letter()
    {
        Desk.OnEdit = _ => new EditOutcome.Stored(null);
        var text = " a\t\u202e\r\n" + new string('å', 190_000);

        var (response, _) = await SendAsync(HttpMethod.Put, "quarantine/a/record", "administrator", JsonSerializer.Serialize(new { text, version = "abcd", purpose = "to see" }));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(text, Desk.Edit!.Text);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_read()
    {
        var (response, body) = await SendAsync(HttpMethod.Put, "quarantine/a/record", "administrator", $$"""{"text":"{{new string('x', 1_700_000)}}","version":"abcd","purpose":"to see"}""");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "IH7031"), (response.StatusCode, Code(body)));
        Assert.Empty(Desk.Asked);
    }

    [Fact]
    public async Task Nothing_of_a_record_stands_in_a_log()
    {
        Desk.OnRead = _ => Answers.Content(Desk.Records[0]);
        await SendAsync(HttpMethod.Get, "quarantine/a/record", "administrator");
        await SendAsync(HttpMethod.Put, "quarantine/a/record", "administrator", """{"text":"19121212-1212","version":"abcd","purpose":"to see"}""");

        Assert.DoesNotContain("1212", host.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", host.Log.All, StringComparison.Ordinal);
    }

    const string Edited = """{"text":"{}","version":"abcd","purpose":"a date that is none"}""";

    Task<(HttpResponseMessage Response, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, "operations");

    Task<(HttpResponseMessage Response, JsonElement Body)> PostAsync(string path, string? json) => SendAsync(HttpMethod.Post, path, "operations", json);

    Task<(HttpResponseMessage Response, JsonElement Body)> SendAsync(HttpMethod method, string path, string role, string? json = null) =>
        host.SendAsync(host.Request(method, "/api/v1/" + path, role, json));

    static string? Code(JsonElement problem) => problem.GetProperty("code").GetString();
}
