using System.Net;
using IntegrationHub.Codes;

namespace IntegrationHub.Server.Tests.Api;

public sealed class CodeApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Codes_without_a_row_are_told_with_the_line_to_add()
    {
        host.Hub.Codes[FakeHub.Permits] =
            [new CodeCoverage("services", "caseType", "codes/case-types.csv", DateTimeOffset.UnixEpoch, 9, [new MissingCode("ELS", "Elsparkcyklar", "Gata", "ELS,other,Elsparkcyklar")])];

        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams/byggr-permits/codes", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var list = body.GetProperty("lists").EnumerateArray().Single();
        Assert.Equal(("services", "caseType", 9), (list.GetProperty("list").GetString(), list.GetProperty("table").GetString(), list.GetProperty("listed").GetInt32()));
        Assert.Equal("ELS,other,Elsparkcyklar", list.GetProperty("missing")[0].GetProperty("line").GetString());
        Assert.Contains("add to codes/case-types.csv", list.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_vendor_was_not_asked_yet_has_no_lists()
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams/social-support/codes", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(body.GetProperty("lists").EnumerateArray());
    }

    [Theory]
    [InlineData("byggr-permitz")]
    [InlineData("No%20name")]
    public async Task A_stream_that_there_is_not_has_no_codes(string name)
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, $"/api/v1/streams/{name}/codes", "operations"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("IH7022", body.GetProperty("code").GetString());
    }
}
