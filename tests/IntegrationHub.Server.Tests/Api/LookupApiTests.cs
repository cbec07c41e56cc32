using System.Net;
using System.Text;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;

namespace IntegrationHub.Server.Tests.Api;

public sealed class LookupApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    const string Good = """{"by":"person","value":"19121212-1212","purpose":"the citizen calls"}""";

    [Fact]
    public async Task The_hub_is_asked_what_the_body_says_on_behalf_of_whom_the_header_says()
    {
        host.Hub.LookUps.Clear();

        var (response, _) = await host.SendAsync(LookUp(Good));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (caller, request) = Assert.Single(host.Hub.LookUps);
        Assert.Equal(new LookupRequest(LookupBy.Person, "19121212-1212", "the citizen calls"), request);
        Assert.Equal(("agent", CallerRole.Agent, "anna.ek"), (caller.Name, caller.Role, caller.OnBehalfOf));
    }

    [Fact]
    public async Task A_specialist_brings_the_departments_of_the_key()
    {
        host.Hub.LookUps.Clear();

        await host.SendAsync(LookUp(Good, "specialist"));

        Assert.Equal(["byggnadsnamnden"], Assert.Single(host.Hub.LookUps).Caller.Departments);
    }

    [Theory]
    [InlineData("person", LookupBy.Person)]
    [InlineData("organisation", LookupBy.Organisation)]
    [InlineData("caseNumber", LookupBy.CaseNumber)]
    [InlineData("phone", LookupBy.Phone)]
    [InlineData("email", LookupBy.Email)]
    [InlineData("address", LookupBy.Address)]
    [InlineData("property", LookupBy.Property)]
    [InlineData("name", LookupBy.Name)]
    [InlineData("text", LookupBy.Text)]
    public async Task Every_kind_of_look_up_is_understood(string by, LookupBy expected)
    {
        host.Hub.LookUps.Clear();

        await host.SendAsync(LookUp($$"""{"by":"{{by}}","value":"x","purpose":"y"}"""));

        Assert.Equal(expected, Assert.Single(host.Hub.LookUps).Request.By);
    }

    [Theory]
    [InlineData("""{"by":"person","value":"x","purpos":"y"}""", "#/purpos", "did you mean 'purpose'?")]
    [InlineData("""{"by":"person","value":"x"}""", "#/purpose", "missing")]
    [InlineData("""{"by":"persn","value":"x","purpose":"y"}""", "#/by", "did you mean 'person'?")]
    [InlineData("""{"by":"Person","value":"x","purpose":"y"}""", "#/by", "did you mean 'person'?")]
    [InlineData("""{"by":"person","value":"x","purpose":"y","value":"z"}""", "#/value", "twice")]
    [InlineData("""{"by":"person","value":12,"purpose":"y"}""", "#/value", "A text was expected")]
    [InlineData("""{"by":"person","value":null,"purpose":"y"}""", "#/value", "A text was expected")]
    [InlineData("""{"by":"person","value":"x","purpose":"   "}""", "#/purpose", "empty")]
    [InlineData("""{"by":"person","value":"x","purpose":"a\u0000b"}""", "#/purpose", "Control characters")]
    [InlineData("""{"by":"person","value":"x","purpose":"a\nINFO forged"}""", "#/purpose", "Control characters")]
    [InlineData("""{"by":"person","value":"x","purpose":"a\u202Eb"}""", "#/purpose", "Control characters")]
    public async Task What_is_wrong_in_a_body_is_named_with_its_place(string json, string at, string detail)
    {
        var (response, body) = await host.SendAsync(LookUp(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(body.GetProperty("errors").EnumerateArray(), e =>
            e.GetProperty("pointer").GetString() == at && e.GetProperty("detail").GetString()!.Contains(detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_that_is_wrong_in_a_body_is_told_at_once()
    {
        var (_, body) = await host.SendAsync(LookUp("""{"b":"person","value":[],"purpose":"","why":"?"}"""));

        Assert.Equal(["#/b", "#/by", "#/purpose", "#/value", "#/why"], body.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"by":"person",}""")]
    [InlineData("""{"by":"person"} {}""")]
    [InlineData("""{"by":"person","value":"\uD800","purpose":"y"}""")]
    [InlineData("""[[[[[[[[[[[[[]]]]]]]]]]]]]""")]
    public async Task What_is_no_JSON_object_is_a_problem_and_not_a_fault(string json)
    {
        var (response, body) = await host.SendAsync(LookUp(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("IH7010", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"by":"19121212-1212","value":"x","purpose":"y"}""")]
    [InlineData("""{"19121212-1212":"x"}""")]
    [InlineData("""{"by":"person","value":"19121212-1212\u0007","purpose":"y"}""")]
    [InlineData("""{"by":"person","value":"19121212-1212" oops""")]
    public async Task A_value_is_never_told_back_or_logged(string json)
    {
        var (response, body) = await host.SendAsync(LookUp(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("1212", body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("19121212", host.Log.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task A_body_of_another_kind_than_JSON_is_not_read(string? contentType)
    {
        var request = host.Request(HttpMethod.Post, "/api/v1/lookups");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var (response, body) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("IH7032", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_the_limit_is_not_read(bool lengthTold)
    {
        var request = LookUp($$"""{"by":"person","value":"{{new string('x', 70_000)}}","purpose":"y"}""");
        request.Headers.TransferEncodingChunked = !lengthTold;

        var (response, body) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("IH7031", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("specialist")]
    public async Task Personal_data_is_not_given_out_without_the_name_of_a_person(string role)
    {
        var request = LookUp(Good, role);
        request.Headers.Remove("X-On-Behalf-Of");

        var (response, body) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("X-On-Behalf-Of", body.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("a\tb")]
    [InlineData("UTF-8''%0Aforged")]
    [InlineData("UTF-8''%ZZ")]
    [InlineData("ihub_pasted-into-the-wrong-field")]
    public async Task A_name_that_could_forge_a_line_of_the_audit_or_is_a_key_is_refused(string name)
    {
        var request = LookUp(Good);
        request.Headers.Remove("X-On-Behalf-Of");
        request.Headers.TryAddWithoutValidation("X-On-Behalf-Of", name);

        var (response, body) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("IH7005", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(200, HttpStatusCode.OK)]
    [InlineData(201, HttpStatusCode.BadRequest)]
    public async Task A_name_has_at_most_200_characters(int length, HttpStatusCode expected)
    {
        var request = LookUp(Good);
        request.Headers.Remove("X-On-Behalf-Of");
        request.Headers.Add("X-On-Behalf-Of", new string('a', length));

        var (response, _) = await host.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_name_with_letters_beyond_ASCII_can_be_sent_percent_encoded()
    {
        host.Hub.LookUps.Clear();
        var request = LookUp(Good);
        request.Headers.Remove("X-On-Behalf-Of");
        request.Headers.Add("X-On-Behalf-Of", "UTF-8''" + Uri.EscapeDataString("Åsa Öberg"));

        await host.SendAsync(request);

        Assert.Equal("Åsa Öberg", Assert.Single(host.Hub.LookUps).Caller.OnBehalfOf);
    }

    [Fact]
    public async Task An_answer_says_in_words_what_stands_in_it_and_writes_letters_as_they_are()
    {
        host.Hub.OnLookUp = (_, _) => Answers.With(Answers.Case(new CaseId(7)));

        var (response, body) = await host.SendAsync(LookUp(Good));

        host.Hub.OnLookUp = null;
        var found = body.GetProperty("cases")[0];
        Assert.Equal("waitingForCitizen", found.GetProperty("status").GetString());
        Assert.Equal("applicant", found.GetProperty("parties")[0].GetProperty("role").GetString());
        Assert.Equal("2026-03-10T08:00:00+01:00", found.GetProperty("openedAt").GetString());
        Assert.Equal("complete", body.GetProperty("coverage")[0].GetProperty("state").GetString());
        Assert.Contains("Åsgatan", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_case_that_may_only_be_known_of_the_answer_holds_whom_to_call_and_nothing_else()
    {
        host.Hub.OnLookUp = (_, _) => Answers.With(Answers.Case(new CaseId(7)), Answers.SocialServices);

        var (_, body) = await host.SendAsync(LookUp(Good));

        host.Hub.OnLookUp = null;
        Assert.Equal(["full", "existence"], body.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("disclosure").GetString()));
        Assert.Equal(
            """{"disclosure":"existence","source":"social","sourceTitle":"Social services","unit":"Reception","phone":"08-465 004 50"}""",
            body.GetProperty("cases")[1].GetRawText());
    }

    [Fact]
    public async Task What_the_hub_finds_wrong_with_a_value_is_told_at_its_place()
    {
        host.Hub.OnLookUp = (_, _) => throw new LookupInvalidException([new LookupProblem("value", "Write twelve digits.")]);

        var (response, body) = await host.SendAsync(LookUp(Good));

        host.Hub.OnLookUp = null;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""[{"pointer":"#/value","detail":"Write twelve digits."}]""", body.GetProperty("errors").GetRawText());
    }

    [Fact]
    public async Task A_key_that_the_municipality_gives_no_cases_is_refused_with_whom_to_ask()
    {
        host.Hub.OnLookUp = (_, _) => throw new LookupDeniedException();

        var (response, body) = await host.SendAsync(LookUp(Good));

        host.Hub.OnLookUp = null;
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("IH7006", body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task No_answer_is_kept_by_anybody_on_the_way()
    {
        var (good, _) = await host.SendAsync(LookUp(Good));
        var (bad, _) = await host.SendAsync(LookUp("{"));

        Assert.True(good.Headers.CacheControl!.NoStore);
        Assert.True(bad.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Without_an_audit_there_is_no_answer()
    {
        host.Hub.OnLookUp = (_, _) => throw new AuditUnavailableException("disk full");

        var (response, body) = await host.SendAsync(LookUp(Good));

        host.Hub.OnLookUp = null;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("IH7052", body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_mistake_of_the_hub_tells_the_caller_nothing_but_where_to_look()
    {
        host.Hub.OnLookUp = (_, request) => throw new InvalidOperationException("secret " + request.Value);

        var (response, body) = await host.SendAsync(LookUp(Good));

        host.Hub.OnLookUp = null;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(["code", "detail", "status", "title", "traceId", "type"], body.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("secret", body.ToString(), StringComparison.Ordinal);
        Assert.Contains(body.GetProperty("traceId").GetString()!, host.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_is_a_problem_like_any_other()
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/lookups"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("IH7030", body.GetProperty("code").GetString());
        Assert.Equal("POST", response.Content.Headers.Allow.Single());
    }

    [Fact]
    public async Task A_problem_has_the_media_type_of_problems()
    {
        var (response, body) = await host.SendAsync(LookUp("{"));

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(400, body.GetProperty("status").GetInt32());
        Assert.Equal("urn:integration-hub:problem:IH7010", body.GetProperty("type").GetString());
    }

    HttpRequestMessage LookUp(string json, string role = "agent") => host.Request(HttpMethod.Post, "/api/v1/lookups", role, json);
}
