using System.Net;

namespace IntegrationHub.Server.Tests.Api;

public sealed class AlertApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task What_fires_and_what_was_told_is_told_to_operations()
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/alerts", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var alert = Assert.Single(body.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("late", FakeHub.Permits.Value, 25), (alert.GetProperty("rule").GetString(), alert.GetProperty("stream").GetString(), alert.GetProperty("count").GetInt32()));
        Assert.Equal("webhook", Assert.Single(body.GetProperty("channels").EnumerateArray()).GetProperty("channel").GetString());
        Assert.Equal(2, Assert.Single(body.GetProperty("messages").EnumerateArray()).GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task A_test_is_sent_for_whoever_asked_and_what_came_of_it_is_told()
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Post, "/api/v1/alerts/test", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("it answers HTTP 500", Assert.Single(body.GetProperty("messages").EnumerateArray()).GetProperty("fault").GetString());
        Assert.Equal("anna.ek", host.Hub.FakeAlerts.Tested[^1].OnBehalfOf);
    }
}
