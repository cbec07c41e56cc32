using System.Net;
using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Api;

public sealed class NotificationApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    FakeNotifications Notifications => host.Hub.Notifications;

    [Fact]
    public async Task Dead_letters_are_listed_with_their_fault()
    {
        Notifications.Stored.Clear();
        Notifications.Stored.Add(new StoredNotification
        {
            Id = FakeNotifications.DeadId,
            Stream = FakeHub.Permits,
            Key = "B-1",
            ReceivedAt = FakeHub.Began,
            DeadAt = FakeHub.Began.AddHours(3),
            Attempts = 8,
            Fault = new RunFault(FaultKind.Refused, "IH6201", "The source says no."),
        });

        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/notifications?stream=byggr-permits&limit=1", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((FakeHub.Permits, true, 2), Notifications.Listed[^1]);
        var item = Assert.Single(body.GetProperty("notifications").EnumerateArray());
        Assert.Equal(("B-1", 8, "IH6201", "The source says no."),
            (item.GetProperty("key").GetString(), item.GetProperty("attempts").GetInt32(), item.GetProperty("code").GetString(), item.GetProperty("message").GetString()));
        Assert.False(body.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task Those_that_wait_are_listed_when_they_are_asked_for()
    {
        await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/notifications?state=waiting", "operations"));

        Assert.Equal((null, false, 101), Notifications.Listed[^1]);
    }

    [Theory]
    [InlineData("?state=lost", "?state")]
    [InlineData("?limit=0", "?limit")]
    [InlineData("?states=dead", "?states")]
    public async Task A_query_that_makes_no_sense_is_told(string query, string at)
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/notifications" + query, "operations"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(at, body.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("discard")]
    public async Task Dead_letters_are_replayed_and_discarded_one_or_all_by_somebody_who_is_known(string what)
    {
        var (one, body) = await host.SendAsync(host.Request(HttpMethod.Post, $"/api/v1/streams/byggr-permits/notifications/{FakeNotifications.DeadId}/{what}", "operations"));
        var did = Notifications.Operations[^1];
        var (all, bodyOfAll) = await host.SendAsync(host.Request(HttpMethod.Post, $"/api/v1/streams/byggr-permits/notifications/{what}", "operations"));

        Assert.Equal((HttpStatusCode.OK, 1), (one.StatusCode, body.GetProperty("count").GetInt32()));
        Assert.Equal(("anna.ek", what, FakeHub.Permits, FakeNotifications.DeadId), (did.Caller.OnBehalfOf, did.Did, did.Stream, did.Id));
        Assert.Equal((HttpStatusCode.OK, 2), (all.StatusCode, bodyOfAll.GetProperty("count").GetInt32()));
        Assert.Null(Notifications.Operations[^1].Id);
    }

    [Theory]
    [InlineData("/api/v1/streams/byggr-permits/notifications/nothing/replay", "IH7024")]
    [InlineData("/api/v1/streams/byggr-permit/notifications/replay", "IH7022")]
    public async Task What_is_not_there_cannot_be_replayed(string path, string code)
    {
        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Post, path, "operations"));

        Assert.Equal((HttpStatusCode.NotFound, code), (response.StatusCode, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_stream_tells_how_many_wait_and_how_many_could_not_be_read()
    {
        Notifications.Queues[FakeHub.Permits] = new NotificationQueue(3, FakeHub.Began, FakeHub.Began, 2);

        var (_, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams", "operations"));

        var streams = body.GetProperty("streams").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("notifications"));
        var queue = streams[FakeHub.Permits.Value];
        Assert.Equal((3, FakeHub.Began, 2), (queue.GetProperty("waiting").GetInt32(), queue.GetProperty("oldestAt").GetDateTimeOffset(), queue.GetProperty("dead").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, streams[FakeHub.Support.Value].ValueKind);
    }
}
