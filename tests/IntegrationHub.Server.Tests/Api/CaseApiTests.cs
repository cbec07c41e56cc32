using System.Net;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Api;

public sealed class CaseApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    static readonly CaseId Known = new(7);
    static readonly CaseId Unknown = new(8);

    [Fact]
    public async Task A_case_is_read_with_the_reason_that_the_header_gives()
    {
        host.Hub.Cases[Known] = Answers.Permit(Known);
        host.Hub.Reads.Clear();

        var (response, _) = await host.SendAsync(Read(Known.ToString()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((Known, "the citizen calls"), host.Hub.Reads.Select(r => (r.Id, r.Purpose)).Single());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/refresh")]
    public async Task A_case_is_not_read_without_a_reason(string method, string path)
    {
        var request = host.Request(new HttpMethod(method), $"/api/v1/cases/{Known}{path}");
        request.Headers.Remove("X-Purpose");

        var (response, body) = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("X-Purpose", body.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_case_that_is_not_there_or_hidden_and_an_id_that_cannot_be_one_look_the_same()
    {
        var (missing, missingBody) = await host.SendAsync(Read(Unknown.ToString()));
        var (noId, noIdBody) = await host.SendAsync(Read("19121212-1212"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (missing.StatusCode, noId.StatusCode));
        Assert.Equal(WithoutTrace(missingBody), WithoutTrace(noIdBody));
        Assert.Equal(HeadersOf(missing), HeadersOf(noId));
    }

    [Fact]
    public async Task A_number_in_the_address_does_not_come_into_the_log()
    {
        await host.SendAsync(Read("19340101-9999"));

        Assert.DoesNotContain("19340101", host.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refreshed_case_is_answered_as_it_is_now()
    {
        host.Hub.Cases[Known] = Answers.Permit(Known);
        host.Hub.OnRefresh = _ => new RefreshOutcome.Refreshed();

        var (response, body) = await host.SendAsync(Refresh());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("garage", body.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<RefreshOutcome, HttpStatusCode, string> Failures => new()
    {
        { new RefreshOutcome.NotFound(), HttpStatusCode.NotFound, "IH7021" },
        { new RefreshOutcome.NotSupported(), HttpStatusCode.Conflict, "IH7041" },
        { new RefreshOutcome.Unavailable(new RunFault(FaultKind.Unavailable, FaultCodes.Timeout, "byggr.sundby.internal did not answer")), HttpStatusCode.ServiceUnavailable, "IH7053" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Why_a_case_could_not_be_refreshed_is_told_without_the_inside_of_the_house(RefreshOutcome outcome, HttpStatusCode status, string code)
    {
        host.Hub.OnRefresh = _ => outcome;

        var (response, body) = await host.SendAsync(Refresh());

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.DoesNotContain("internal", body.ToString(), StringComparison.Ordinal);
    }

    HttpRequestMessage Read(string id) => host.Request(HttpMethod.Get, $"/api/v1/cases/{id}");

    HttpRequestMessage Refresh() => host.Request(HttpMethod.Post, $"/api/v1/cases/{Known}/refresh");

    static string WithoutTrace(JsonElement body) => string.Join('\n', body.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString()));

    static string HeadersOf(HttpResponseMessage response) =>
        string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
}
