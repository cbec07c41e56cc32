using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

/// <summary>Watching, deciding and telling, with a webhook and a mail server on real sockets.</summary>
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
        var settings = Settings with { Webhook = new AlertWebhookSettings(new AlertText("http://metadata.example/", default), Settings.Webhook!.Secrets) };
        var channel = new WebhookChannel(Tenant, settings, Values, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]), clock);

        var delivery = await channel.SendAsync(new AlertMessage("msg_1", "webhook", clock.GetUtcNow(), "test"), Stop);

        Assert.False(delivery.Taken);
        Assert.Contains("metadata service", delivery.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_tells_stream_rule_count_and_since_when_in_the_municipalitys_time()
    {
        await using var server = new MailServer();
        var settings = new AlertSettings
        {
            Link = new Uri("https://hub.example/operations"),
            Mail = new AlertMailSettings(new AlertText("127.0.0.1", default), server.Port, Encrypted: false, new AlertText("hub@sundby.example", default), [new AlertText("drift@sundby.example", default)]),
        };
        var channel = new MailChannel(settings, Values, "Sundbys kommun", TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        var state = new AlertState(AlertRule.Quarantine, "permits", "byggr", clock.GetUtcNow(), 40) { FiredAt = clock.GetUtcNow() };

        var delivery = await channel.SendAsync(new AlertMessage("msg_1", "mail", clock.GetUtcNow(), "alerts") { Firing = [state], FiringInAll = 3 }, Stop);

        Assert.True(delivery.Taken, delivery.Fault);
        // A long line is broken with '=' at its end.
        var mail = (await server.Received).Replace("=" + Environment.NewLine, "", StringComparison.Ordinal);
        Assert.Contains("Subject: Sundbys kommun: permits has records in quarantine", mail, StringComparison.Ordinal);
        Assert.Contains("permits: has records in quarantine (40 records), since 2026-03-10 09:00", mail, StringComparison.Ordinal);
        // Lines end as mail programs know it: some show a line feed alone as nothing.
        Assert.Contains("=0D=0A=0D=0A3 in all.=0D=0A", mail, StringComparison.Ordinal);
        Assert.Contains("<msg_1@sundby.example>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_not_sent_in_the_clear_to_a_server_that_speaks_no_STARTTLS()
    {
        await using var server = new MailServer();
        var settings = new AlertSettings
        {
            Mail = new AlertMailSettings(new AlertText("127.0.0.1", default), server.Port, Encrypted: true, new AlertText("hub@sundby.example", default), [new AlertText("drift@sundby.example", default)]),
        };

        var delivery = await new MailChannel(settings, Values, "Sundby", TimeZoneInfo.Utc).SendAsync(new AlertMessage("msg_1", "mail", clock.GetUtcNow(), "test"), Stop);

        Assert.Equal("the mail server offers no STARTTLS", delivery.Fault);
        Assert.False(server.Received.IsCompleted);
    }

    [Fact]
    public async Task A_mail_is_not_sent_to_a_server_whose_certificate_is_not_trusted_and_that_is_what_is_told()
    {
        await using var server = new MailServer { Certificate = Signed.ByItself("127.0.0.1") };

        var delivery = await SendAsync(server, encrypted: true);

        Assert.StartsWith("this machine does not trust the mail server's certificate (", delivery.Fault, StringComparison.Ordinal);
        Assert.False(server.Received.IsCompleted);
    }

    [Fact]
    public async Task A_mail_is_not_sent_to_a_server_whose_certificate_is_for_another_name()
    {
        await using var server = new MailServer { Certificate = Signed.ByItself("mail.other.example") };

        Assert.Equal("the mail server's certificate is for another name than alerts.mail.host", (await SendAsync(server, encrypted: true)).Fault);
    }

    [Fact]
    public async Task A_mail_signs_in_with_user_and_password()
    {
        await using var server = new MailServer { Password = "geheim-7" };

        var delivery = await SendAsync(server, encrypted: false, password: "geheim-7");

        Assert.True(delivery.Taken, delivery.Fault);
    }

    [Fact]
    public async Task A_password_that_is_not_taken_is_told_as_that_and_by_name_only()
    {
        await using var server = new MailServer { Password = "geheim-7" };

        var delivery = await SendAsync(server, encrypted: false, password: "geheim-8");

        Assert.Equal("the mail server does not let alerts.mail.user in with this password (530), or offers no sign-in by LOGIN", delivery.Fault);
        Assert.Equal("the mail server wants a user and a password, or encryption (530)", (await SendAsync(new MailServer { Password = "geheim-7" }, encrypted: false)).Fault);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_is_told_as_that()
    {
        var server = new MailServer();
        await server.DisposeAsync();

        Assert.Equal("the mail server cannot be reached (ConnectionRefused)", (await SendAsync(server, encrypted: true)).Fault);
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

    async Task<AlertDelivery> SendAsync(MailServer server, bool encrypted, string? password = null)
    {
        var mail = new AlertMailSettings(new AlertText("127.0.0.1", default), server.Port, encrypted, new AlertText("hub@sundby.example", default), [new AlertText("drift@sundby.example", default)]);
        if (password is not null) mail = mail with { User = new AlertText("hub", default), Password = new AlertText(password, default) };
        return await new MailChannel(new AlertSettings { Mail = mail }, Values, "Sundby", TimeZoneInfo.Utc).SendAsync(new AlertMessage("msg_1", "mail", clock.GetUtcNow(), "test"), Stop);
    }

    AlertSettings Settings => new()
    {
        Link = new Uri("https://hub.example/operations"),
        Webhook = new AlertWebhookSettings(new AlertText($"{receiver.Address}hub", default), [new AlertText("${secret:ALERTS}", default), new AlertText("${secret:OLD}", default)]),
    };

    [Fact]
    public async Task A_unit_that_has_hand_overs_past_their_time_is_told_of_by_its_code_and_no_other()
    {
        await WatchAsync(Hub(units: [new UnitCount("barn", 3, 1, 2), new UnitCount("it", 5, 0, 0)]), minutes: 20);

        var body = JsonDocument.Parse(Assert.Single(receiver.Calls).Body).RootElement;
        var alert = Assert.Single(body.GetProperty("data").GetProperty("firing").EnumerateArray());
        Assert.Equal(("overdueHandOvers", "barn", 2), (alert.GetProperty("rule").GetString(), alert.GetProperty("stream").GetString(), alert.GetProperty("count").GetInt32()));
        Assert.Equal("https://hub.example/operations", alert.GetProperty("link").GetString());
    }

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

    /// <summary>A mail server that speaks as little as a mail takes; STARTTLS and a sign-in only when it is told to.</summary>
    sealed class MailServer : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly TaskCompletionSource<string> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly Task serving;

        public MailServer()
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
            serving = ServeAsync();
        }

        /// <summary>What it encrypts with; null when it offers no STARTTLS.</summary>
        public X509Certificate2? Certificate { get; init; }

        /// <summary>Without this password it takes no mail; null when it takes them from anybody.</summary>
        public string? Password { get; init; }

        public int Port { get; }

        public Task<string> Received => received.Task;

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
            Certificate?.Dispose();
        }

        async Task ServeAsync()
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                Stream stream = client.GetStream();
                var letIn = Password is null;
                await SayAsync(stream, "220 mail.example");
                while (await HearAsync(stream) is { } line)
                {
                    switch (line.Split(' ')[0].ToUpperInvariant())
                    {
                        case "EHLO":
                            await SayAsync(stream, "250-mail.example");
                            if (Certificate is not null && stream is not SslStream) await SayAsync(stream, "250-STARTTLS");
                            if (Password is not null) await SayAsync(stream, "250-AUTH LOGIN");
                            await SayAsync(stream, "250 8BITMIME");
                            break;
                        case "STARTTLS":
                            await SayAsync(stream, "220 go on");
                            var encrypted = new SslStream(stream);
                            await encrypted.AuthenticateAsServerAsync(Certificate!);
                            stream = encrypted;
                            break;
                        case "AUTH":
                            await SayAsync(stream, "334 UGFzc3dvcmQ6");
                            letIn = Encoding.UTF8.GetString(Convert.FromBase64String(await HearAsync(stream) ?? "")) == Password;
                            await SayAsync(stream, letIn ? "235 welcome" : "535 no");
                            break;
                        case "MAIL" when !letIn:
                            await SayAsync(stream, "530 who are you");
                            break;
                        case "DATA":
                            await SayAsync(stream, "354 go on");
                            var mail = new StringBuilder();
                            while (await HearAsync(stream) is { } text && text != ".") mail.AppendLine(text);
                            received.SetResult(mail.ToString());
                            await SayAsync(stream, "250 taken");
                            break;
                        case "QUIT":
                            await SayAsync(stream, "221 bye");
                            break;
                        default:
                            await SayAsync(stream, "250 mail.example");
                            break;
                    }
                }
            }
            catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException or AuthenticationException)
            {
                // The test is over, or the client has hung up.
            }
        }

        static async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

        // Byte by byte: what follows STARTTLS is no text, and must not have been read with it.
        static async Task<string?> HearAsync(Stream stream)
        {
            var (line, one) = (new List<byte>(), new byte[1]);
            while (await stream.ReadAsync(one) == 1)
            {
                if (one[0] == '\n') return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }

            return null;
        }
    }

    static class Signed
    {
        public static X509Certificate2 ByItself(string name)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        }
    }
}

/// <summary>One text for each municipality, in memory, as the stores keep it.</summary>
sealed class MemoryAlertStore : IAlertStore
{
    readonly Lock gate = new();
    readonly Dictionary<TenantId, (long Version, string Text)> texts = [];

    public ValueTask<(long Version, string? Text)> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        lock (gate) return ValueTask.FromResult(texts.TryGetValue(tenant, out var found) ? (found.Version, (string?)found.Text) : (0, null));
    }

    public ValueTask<bool> TryWriteAsync(TenantId tenant, long version, string text, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if ((texts.TryGetValue(tenant, out var found) ? found.Version : 0) != version) return ValueTask.FromResult(false);

            texts[tenant] = (version + 1, text);
            return ValueTask.FromResult(true);
        }
    }
}
