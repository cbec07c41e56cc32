using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationHub.Alerts;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Lookup;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Tests.Alerts;

/// <summary>Watching, deciding and telling, with a webhook on a real socket.</summary>
public sealed class HubAlertsTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly Caller Operator = new() { Name = "console", Role = CallerRole.Operations, OnBehalfOf = "bo.drift" };
    static readonly GivenSettings Values = new(null, new Dictionary<string, string> { ["ALERTS"] = SignedDelivery.Secret, ["OLD"] = SignedDelivery.OtherSecret });

    readonly ManualClock clock = new();
    readonly FakeHubStore store = new() { Alerts = new MemoryAlertStore() };
    readonly ListLogger log = new();
    readonly LoopbackVendor receiver;
    string answer = "204 No Content";
    string answerHeaders = "";
    int failures;

    public HubAlertsTests() => receiver = new LoopbackVendor((call, _) => call.AnswerAsync(answer, answerHeaders));

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task A_fault_that_lasts_is_told_once_signed_so_that_the_receiver_can_prove_it()
    {
        var hub = Hub();
        failures = 4;

        await WatchAsync(hub, minutes: 40);

        var call = Assert.Single(receiver.Calls);
        var sent = new SignedDelivery(Header(call, "webhook-id"), long.Parse(Header(call, "webhook-timestamp"), System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(call.Body));
        Assert.Equal($"{sent.SignatureWith(SignedDelivery.Secret)} {sent.SignatureWith(SignedDelivery.OtherSecret)}", Header(call, "webhook-signature"));
        var body = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal("integrationhub.alerts", body.GetProperty("type").GetString());
        var alert = Assert.Single(body.GetProperty("data").GetProperty("firing").EnumerateArray());
        Assert.Equal(("failing", "permits", 4), (alert.GetProperty("rule").GetString(), alert.GetProperty("stream").GetString(), alert.GetProperty("count").GetInt32()));
        Assert.Equal("https://hub.example/operations#stream-permits", alert.GetProperty("link").GetString());
        Assert.Contains(log.Lines, line => line.Id == 8101);
    }

    [Fact]
    public async Task When_it_has_been_well_for_long_enough_that_is_told_once_too()
    {
        var hub = Hub();
        failures = 4;
        await WatchAsync(hub, minutes: 20);
        failures = 0;

        await WatchAsync(hub, minutes: 30);

        Assert.Equal(2, receiver.Calls.Count);
        Assert.Single(JsonDocument.Parse(receiver.Calls[1].Body).RootElement.GetProperty("data").GetProperty("cleared").EnumerateArray());
        Assert.Empty((await hub.GetAsync(Stop)).Alerts);
    }

    [Fact]
    public async Task After_a_restart_and_from_a_second_node_nobody_is_told_again()
    {
        failures = 4;
        var (first, second) = (Hub(), Hub());
        for (var minute = 0; minute < 30; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(first.LookAsync(Stop), second.LookAsync(Stop));
            await Task.WhenAll(first.SendDueAsync(Stop), second.SendDueAsync(Stop));
        }

        await WatchAsync(Hub(), minutes: 30);

        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task A_receiver_that_is_away_gets_the_same_message_later_with_the_same_id_and_a_new_signature()
    {
        var hub = Hub();
        failures = 4;
        answer = "503 Service Unavailable";
        await WatchAsync(hub, minutes: 17);
        answer = "200 OK";

        await WatchAsync(hub, minutes: 10);

        Assert.True(receiver.Calls.Count >= 3);
        Assert.Single(receiver.Calls.Select(call => Header(call, "webhook-id")).Distinct());
        Assert.True(receiver.Calls.Select(call => Header(call, "webhook-signature")).Distinct().Count() >= 3);
        Assert.NotNull((await hub.GetAsync(Stop)).Messages[0].SentAt);
    }

    [Fact]
    public async Task A_redirect_is_no_success_and_is_not_followed()
    {
        answer = "302 Found";
        answerHeaders = $"Location: {receiver.Address}elsewhere\r\n";

        var message = Assert.Single(await Hub().TestAsync(Operator, Stop));

        Assert.Equal("it answers HTTP 302", message.Fault);
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_told_nothing_more_until_a_test_reaches_it()
    {
        var hub = Hub();
        failures = 4;
        answer = "410 Gone";
        await WatchAsync(hub, minutes: 60 * 26);

        Assert.Single(receiver.Calls);
        Assert.Contains("410", (await hub.GetAsync(Stop)).Closed["webhook"], StringComparison.Ordinal);
        answer = "200 OK";
        await hub.TestAsync(Operator, Stop);
        Assert.Empty((await hub.GetAsync(Stop)).Closed);
    }

    [Fact]
    public async Task A_test_is_in_the_audit_before_it_is_sent_and_not_sent_when_it_cannot_be()
    {
        await Hub().TestAsync(Operator, Stop);

        Assert.Equal(("alerts.test", "bo.drift"), (Assert.Single(store.Lines).Action, store.Lines[0].OnBehalfOf));
        store.AuditFails = true;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => Hub().TestAsync(Operator, Stop));
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task A_secret_without_a_value_is_told_by_its_name_and_nothing_is_sent()
    {
        var message = Assert.Single(await Hub(values: new GivenSettings()).TestAsync(Operator, Stop));

        Assert.Contains("'ALERTS'", message.Fault, StringComparison.Ordinal);
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task An_address_that_a_host_may_not_have_is_not_connected_to()
    {
        var settings = Settings with { Webhook = new AlertWebhookSettings(new TextWithReferences("http://metadata.example/", default), Settings.Webhook!.Secrets) };
        var channel = new WebhookChannel(Tenant, settings, Values, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]), clock);

        var delivery = await channel.SendAsync(new AlertMessage("msg_1", "webhook", clock.GetUtcNow(), "test"), Stop);

        Assert.False(delivery.Taken);
        Assert.Contains("metadata service", delivery.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_channel_has_not_taken_and_that_it_is_closed_can_be_measured()
    {
        var measured = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name is "integrationhub.alerts.waiting" or "integrationhub.alerts.closed") listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.ToArray().Contains(new("tenant", "metered"))) measured[instrument.Name] = value;
        });
        listener.Start();
        var hub = Hub(tenant: new TenantId("metered"));
        failures = 4;

        answer = "503 Service Unavailable";
        await WatchAsync(hub, minutes: 20);
        listener.RecordObservableInstruments();
        Assert.Equal((1, 0), (measured["integrationhub.alerts.waiting"], measured["integrationhub.alerts.closed"]));

        answer = "410 Gone";
        await WatchAsync(hub, minutes: 60);
        listener.RecordObservableInstruments();
        Assert.Equal((0, 1), (measured["integrationhub.alerts.waiting"], measured["integrationhub.alerts.closed"]));
    }

    [Fact]
    public async Task A_unit_that_has_hand_overs_past_their_time_is_told_of_by_its_code_and_no_other()
    {
        await WatchAsync(Hub(units: [new UnitCount("barn", 3, 1, 2), new UnitCount("it", 5, 0, 0)]), minutes: 20);

        var body = JsonDocument.Parse(Assert.Single(receiver.Calls).Body).RootElement;
        var alert = Assert.Single(body.GetProperty("data").GetProperty("firing").EnumerateArray());
        Assert.Equal(("overdueHandOvers", "barn", 2), (alert.GetProperty("rule").GetString(), alert.GetProperty("stream").GetString(), alert.GetProperty("count").GetInt32()));
        Assert.Equal("https://hub.example/operations", alert.GetProperty("link").GetString());
    }

    AlertSettings Settings => new()
    {
        Link = new Uri("https://hub.example/operations"),
        Webhook = new AlertWebhookSettings(new TextWithReferences($"{receiver.Address}hub", default), [new TextWithReferences("${secret:ALERTS}", default), new TextWithReferences("${secret:OLD}", default)]),
    };

    HubAlerts Hub(ISettingSource? values = null, TenantId? tenant = null, params IReadOnlyList<UnitCount> units) => new(
        tenant ?? Tenant, store, Settings, new Dictionary<string, IAlertChannel> { ["webhook"] = new WebhookChannel(Tenant, Settings, values ?? Values, Dns.GetHostAddressesAsync, clock) },
        _ => Task.FromResult<IReadOnlyList<StreamOverview>>([Overview()]), _ => Task.FromResult<IReadOnlyDictionary<StreamName, StreamDrift>>(new Dictionary<StreamName, StreamDrift>()), clock, log)
    {
        Jitter = () => 0,
        Units = _ => Task.FromResult(units),
    };

    async Task WatchAsync(HubAlerts hub, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await hub.LookAsync(Stop);
            await hub.SendDueAsync(Stop);
        }
    }

    StreamOverview Overview()
    {
        var definition = LookupSetting.Permits with { Name = new StreamName("permits"), FreshnessGoal = TimeSpan.FromDays(1000) };
        var state = new StreamState
        {
            Stream = new StreamKey(Tenant, definition.Source, definition.Name),
            Checkpoint = new Checkpoint { FirstReadDone = true },
            Epoch = 1,
            LastSuccessStartedAt = clock.GetUtcNow(),
            FailuresInARow = failures,
        };
        return new StreamOverview(definition, state, CoverageDecision.Decide(definition, state, clock.GetUtcNow()));
    }

    static string Header(LoopbackCall call, string name) => call.Head.Split("\r\n").Single(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}
