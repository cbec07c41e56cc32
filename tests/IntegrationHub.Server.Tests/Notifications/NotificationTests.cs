using System.Net;
using IntegrationHub.Audit;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Notifications;

/// <summary>The whole way over HTTP: a vendor that tells, the hook, the store, the vendor that is asked, the index.</summary>
public sealed class NotificationTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_change_that_the_vendor_tells_of_is_in_the_index_though_no_run_has_read_it()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor);
        vendor.Put("A-1", "open");

        using var answer = await hub.TellAsync("A-1");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await NotifiedHub.UntilAsync(async () => await hub.StatusAsync("A-1") == "open");
        Assert.Empty(await hub.Hub.GetRunsAsync(null, 10, Stop));
        Assert.Equal(NotificationQueue.Empty, await hub.QueueAsync());
        Assert.Equal(["/cases/A-1"], vendor.Asked);
    }

    [Fact]
    public async Task What_no_notification_told_is_found_by_the_streams_own_read()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor);
        vendor.Put("A-1", "open");
        vendor.Put("A-2", "open");
        using var answer = await hub.TellAsync("A-1");
        await NotifiedHub.UntilAsync(async () => await hub.StatusAsync("A-1") == "open");

        var run = await hub.Hub.RunAsync(NotifiedHub.Cases, RunTrigger.Schedule, Stop);

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal("open", await hub.StatusAsync("A-2"));
    }

    [Fact]
    public async Task What_is_not_proved_is_refused_stored_nowhere_and_asks_the_vendor_for_nothing()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor);
        vendor.Put("A-1", "open");
        var genuine = SignedDelivery.Of("""{"data":{"id":"A-1"}}""", Now);

        foreach (var (delivery, secret, signature) in new (SignedDelivery, string, string?)[]
        {
            (genuine, SignedDelivery.OtherSecret, null),
            (genuine with { Body = [.. genuine.Body, (byte)' '] }, SignedDelivery.Secret, genuine.SignatureWith()),
            (genuine with { Id = "msg_2" }, SignedDelivery.Secret, genuine.SignatureWith()),
            (genuine with { Seconds = genuine.Seconds - 1 }, SignedDelivery.Secret, genuine.SignatureWith()),
            (genuine, SignedDelivery.Secret, "v1a,AAAA"),
            (SignedDelivery.Of("""{"data":{"id":"A-1"}}""", Now.AddMinutes(-6)), SignedDelivery.Secret, null),
            (SignedDelivery.Of("""{"data":{"id":"A-1"}}""", Now.AddMinutes(6)), SignedDelivery.Secret, null),
        })
        {
            using var refused = await hub.SendAsync(delivery, secret, signature);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.Equal(NotificationQueue.Empty, await hub.QueueAsync());
        Assert.Equal(0, Written(hub));
        Assert.Empty(vendor.Asked);
    }

    [Fact]
    public async Task The_same_delivery_again_is_a_replay_and_a_later_one_of_the_same_notification_is_not()
    {
        await using var vendor = await SmallVendor.StartAsync();
        vendor.IsDown = true;
        await using var hub = await NotifiedHub.StartAsync(vendor);
        var first = SignedDelivery.Of("""{"data":{"id":"A-1"}}""", Now.AddSeconds(-5));

        using var stored = await hub.SendAsync(first);
        using var replayed = await hub.SendAsync(first);
        using var again = await hub.SendAsync(first with { Seconds = first.Seconds + 5 });
        using var old = await hub.SendAsync(first);
        using var reused = await hub.SendAsync(SignedDelivery.Of("""{"data":{"id":"A-2"}}""", Now.AddSeconds(1), first.Id));

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            [stored.StatusCode, replayed.StatusCode, again.StatusCode, old.StatusCode, reused.StatusCode]);
        Assert.Equal(1, (await hub.QueueAsync()).Waiting);
    }

    [Fact]
    public async Task A_hub_that_is_killed_between_the_answer_and_the_reading_reads_it_after_its_restart()
    {
        await using var vendor = await SmallVendor.StartAsync();
        vendor.Put("A-1", "open");
        vendor.IsDown = true;
        await using var hub = await NotifiedHub.StartAsync(vendor);
        using var answer = await hub.TellAsync("A-1", "msg_kept");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        await using var restarted = await hub.AfterAKillAsync();
        using var replayed = await restarted.TellAsync("A-1", "msg_kept", at: Now.AddSeconds(-200));
        vendor.IsDown = false;

        Assert.Equal(HttpStatusCode.Conflict, replayed.StatusCode);
        await NotifiedHub.UntilAsync(async () => await restarted.StatusAsync("A-1") == "open");
        Assert.Equal(NotificationQueue.Empty, await restarted.QueueAsync());
    }

    [Fact]
    public async Task A_secret_is_replaced_without_a_notification_being_refused_and_without_a_restart()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor, """kind: standard-webhooks, secrets: ["${secret:HOOK_NEXT}", "${secret:HOOK}"], key: data.id""");

        using var old = await hub.TellAsync("A-1");
        using var next = await hub.TellAsync("A-2", secret: SignedDelivery.OtherSecret);
        hub.Secrets["HOOK"] = SignedDelivery.OtherSecret;
        using var gone = await hub.TellAsync("A-3");
        using var stays = await hub.TellAsync("A-4", secret: SignedDelivery.OtherSecret);

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.NoContent], [old.StatusCode, next.StatusCode, gone.StatusCode, stays.StatusCode]);
    }

    [Fact]
    public async Task A_secret_that_has_lost_its_value_is_the_hubs_fault_and_the_vendor_is_told_to_come_again()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor);
        hub.Secrets.TryRemove("HOOK", out _);

        for (var n = 0; n < 20; n++)
        {
            using var answer = await hub.TellAsync("A-1");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.RetryAfter is not null));
        }

        var told = hub.Log.All.Split('\n').Where(line => line.Contains("cannot check its notifications", StringComparison.Ordinal)).ToList();
        Assert.Contains("cases.stream.yaml:9:", Assert.Single(told), StringComparison.Ordinal);
        Assert.Contains("notify.secrets needs the secret 'HOOK', which has no value", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_notifications_at_once_fill_the_queue_to_its_limit_and_are_caught_by_the_net()
    {
        const int Most = 1000;
        await using var vendor = await SmallVendor.StartAsync();
        vendor.IsDown = true;
        await using var hub = await NotifiedHub.StartAsync(vendor, $$"""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: data.id, gather: 0s, maxWaiting: {{Most}}""");
        for (var n = 0; n < 10_000; n++) vendor.Put($"{n}", "open");

        var statuses = new System.Collections.Concurrent.ConcurrentBag<HttpStatusCode>();
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (n, _) =>
        {
            using var answer = await hub.TellAsync($"{n}");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) Assert.NotNull(answer.Headers.RetryAfter);
            statuses.Add(answer.StatusCode);
        });

        Assert.Equal(Most, statuses.Count(s => s == HttpStatusCode.NoContent));
        Assert.Equal(10_000 - Most, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
        Assert.Equal(Most, (await hub.QueueAsync()).Waiting);

        vendor.IsDown = false;
        var run = await hub.Hub.RunAsync(NotifiedHub.Cases, RunTrigger.Schedule, Stop);
        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal(10_000, await hub.CountAsync());
        await NotifiedHub.UntilAsync(async () => (await hub.QueueAsync()).Waiting == 0);
    }

    [Fact]
    public async Task Of_an_address_that_is_not_the_vendors_nothing_is_asked_for_and_no_token_leaves()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var elsewhere = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor, """kind: zgw, secrets: "${secret:ZGW}", base: "${ZAKEN}", case: "cases/{key}", gather: 0s""");
        vendor.Put("A-1", "open");
        elsewhere.Put("A-1", "closed");

        using var stolen = await hub.SendZgwAsync(Zgw(elsewhere.Address + "cases/A-1"));
        using var mixed = await hub.SendZgwAsync(Zgw(vendor.Address + "cases/A-1", elsewhere.Address + "statussen/1"));
        using var upwards = await hub.SendZgwAsync(Zgw(vendor.Address + "cases/../secrets/1"));
        using var genuine = await hub.SendZgwAsync(Zgw(vendor.Address + "cases/A-1"));

        Assert.Equal(
            [HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NoContent],
            [stolen.StatusCode, mixed.StatusCode, upwards.StatusCode, genuine.StatusCode]);
        await NotifiedHub.UntilAsync(async () => await hub.StatusAsync("A-1") == "open");
        Assert.Empty(elsewhere.Asked);
        Assert.Equal(["/cases/A-1"], vendor.Asked);
    }

    [Fact]
    public async Task Who_subscribes_finds_that_the_hub_answers_with_the_header_and_not_without_and_that_a_repeat_is_taken_once()
    {
        await using var vendor = await SmallVendor.StartAsync();
        vendor.IsDown = true;
        await using var hub = await NotifiedHub.StartAsync(vendor, """kind: zgw, secrets: "${secret:ZGW}", base: "${ZAKEN}", case: "cases/{key}", gather: 0s""");
        const string Test = """
            {"kanaal":"test","hoofdObject":"http://some.hoofdobject.nl/","resource":"some_resource","resourceUrl":"http://some.resource.nl/","actie":"create","aanmaakdatum":"2019-01-01T12:00:00Z","kenmerken":{}}
            """;

        using var with = await hub.SendZgwAsync(Test);
        using var without = await hub.SendZgwAsync(Test, authorization: null);
        using var wrong = await hub.SendZgwAsync(Test, "Bearer zgw-hub-000000000002");
        using var first = await hub.SendZgwAsync(Zgw(vendor.Address + "cases/A-1"));
        using var repeat = await hub.SendZgwAsync(Zgw(vendor.Address + "cases/A-1"));

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.NoContent, HttpStatusCode.NoContent],
            [with.StatusCode, without.StatusCode, wrong.StatusCode, first.StatusCode, repeat.StatusCode]);
        Assert.Equal(1, (await hub.QueueAsync()).Waiting);
    }

    [Fact]
    public async Task A_case_that_cannot_be_read_is_seen_by_operators_replayed_by_them_and_read()
    {
        await using var vendor = await SmallVendor.StartAsync();
        vendor.Put("A-1", "open");
        vendor.Bad.Add("A-1");
        await using var hub = await NotifiedHub.StartAsync(vendor, """kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: data.id, gather: 0s, attempts: 1""");
        using var answer = await hub.TellAsync("A-1");
        await NotifiedHub.UntilAsync(async () => (await hub.QueueAsync()).Dead == 1);

        var (_, listed) = await hub.ApiAsync(HttpMethod.Get, "/api/v1/notifications?stream=cases");
        var dead = Assert.Single(listed.GetProperty("notifications").EnumerateArray());
        Assert.Equal(("A-1", 1, "IH6201"), (dead.GetProperty("key").GetString(), dead.GetProperty("attempts").GetInt32(), dead.GetProperty("code").GetString()));
        vendor.Bad.Clear();
        var (replayed, _) = await hub.ApiAsync(HttpMethod.Post, $"/api/v1/streams/cases/notifications/{dead.GetProperty("id").GetString()}/replay");

        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        await NotifiedHub.UntilAsync(async () => await hub.StatusAsync("A-1") == "open");
        Assert.Equal(NotificationQueue.Empty, await hub.QueueAsync());
        var line = Assert.Single(await hub.Store.Audit.ReadAsync(hub.Hub.Tenant, 0, 10, Stop));
        Assert.Equal(("notifications.replay", "cases", "anna.ek"), (line.Line.Action, line.Line.Stream, line.Line.OnBehalfOf));
    }

    [Fact]
    public async Task While_a_stream_is_paused_its_notifications_wait_and_afterwards_they_are_read()
    {
        await using var vendor = await SmallVendor.StartAsync();
        vendor.Put("A-1", "open");
        await using var hub = await NotifiedHub.StartAsync(vendor);
        await hub.ApiAsync(HttpMethod.Post, "/api/v1/streams/cases/pause");
        using var answer = await hub.TellAsync("A-1");
        using var another = await hub.TellAsync("A-2");

        Assert.Equal((2, HttpStatusCode.NoContent), ((await hub.QueueAsync()).Waiting, answer.StatusCode));
        Assert.Empty(vendor.Asked);

        await hub.ApiAsync(HttpMethod.Post, "/api/v1/streams/cases/resume");
        await NotifiedHub.UntilAsync(async () => await hub.StatusAsync("A-1") == "open");
    }

    [Fact]
    public async Task Nothing_that_a_notification_holds_is_logged_or_measured()
    {
        await using var vendor = await SmallVendor.StartAsync();
        await using var hub = await NotifiedHub.StartAsync(vendor);
        vendor.Bad.Add("19350101-9800");

        foreach (var secret in new[] { SignedDelivery.Secret, SignedDelivery.OtherSecret })
        {
            using var answer = await hub.TellAsync("19350101-9800", "19350101-9800", secret);
        }

        using var malformed = await hub.SendAsync(SignedDelivery.Of("19350101-9800", Now, "m1"));
        using var nameless = await hub.SendAsync(SignedDelivery.Of("""{"person":"19350101-9800"}""", Now, "m2"));
        await NotifiedHub.UntilAsync(async () => (await hub.Store.Notifications.ListAsync(hub.Hub.Tenant, null, dead: false, 10, Stop)) is [{ Attempts: 1 }]);
        var metrics = await MetricsAsync(hub);

        Assert.Contains("integrationhub_notifications_received_total{outcome=\"stored\"", metrics, StringComparison.Ordinal);
        Assert.Contains("integrationhub_notifications_refused_total{reason=\"notProved\"", metrics, StringComparison.Ordinal);
        Assert.Contains("integrationhub_notifications_refused_total{reason=\"malformed\"", metrics, StringComparison.Ordinal);
        Assert.Contains("integrationhub_notifications_refused_total{reason=\"noCase\"", metrics, StringComparison.Ordinal);
        Assert.Contains("refused 1 notifications", hub.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("19350101", metrics + hub.Log.All + await malformed.Content.ReadAsStringAsync(Stop) + await nameless.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(SignedDelivery.Secret["whsec_".Length..], metrics + hub.Log.All, StringComparison.Ordinal);
    }

    static async Task<string> MetricsAsync(NotifiedHub hub)
    {
        var (response, _) = await hub.ApiAsync(HttpMethod.Get, "/metrics");
        return await response.Content.ReadAsStringAsync(Stop);
    }

    static long Written(NotifiedHub hub) => ((Sqlite.SqliteHubStore)hub.Store).RowsWritten["notifications"];

    static string Zgw(string main, string? resource = null) => $$"""
        {"kanaal":"zaken","hoofdObject":"{{main}}","resource":"zaak","resourceUrl":"{{resource ?? main}}","actie":"update","aanmaakdatum":"2026-03-02T09:00:00Z"}
        """;
}
