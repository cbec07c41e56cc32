using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Faults;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

public sealed class ConnectionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly OverSockets hub = new();

    [Fact]
    public async Task A_redirect_is_told_with_the_host_it_points_to_and_nobody_is_called_there()
    {
        await using var elsewhere = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"));
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("302 Found", $"Location: {elsewhere.Address}login?state=opaque-state\r\n"));
        using var client = hub.Client(vendor.Address, attempts: 3);

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));

        Assert.Equal((FaultCodes.Redirected, "connection.url"), (fault.Code, fault.Setting));
        Assert.Contains($"to http://127.0.0.1:{elsewhere.Port} (302)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("opaque-state", fault.Message, StringComparison.Ordinal);
        Assert.Single(vendor.Calls);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_refused_connection_is_an_outage()
    {
        Uri address;
        await using (var closed = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"))) address = closed.Address;
        using var client = hub.Client(address);

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(OverSockets.Read(address), Token));

        Assert.Equal(FaultCodes.Connection, fault.Code);
        Assert.Contains("refused", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_a_wrong_setting()
    {
        using var certificate = SelfSigned();
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"), async connection =>
        {
            var secured = new SslStream(connection);
            await secured.AuthenticateAsServerAsync(certificate);
            return secured;
        });
        var address = new Uri($"https://localhost:{vendor.Port}/");
        using var client = hub.Client(address, attempts: 3);

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => client.SendAsync(OverSockets.Read(address), Token));

        Assert.Equal((FaultCodes.Certificate, "connection.url"), (fault.Code, fault.Setting));
        Assert.Empty(vendor.Calls);
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_gets_no_connection_unless_its_network_is_declared()
    {
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"));
        var address = new Uri($"http://vendor.example:{vendor.Port}/");
        using var trusting = hub.Client(address, networks: [IPNetwork.Parse("127.0.0.0/8")], resolve: ToThisMachine);
        using var wary = hub.Client(address, attempts: 3, resolve: ToThisMachine);

        var refused = await Assert.ThrowsAsync<MisconfiguredException>(() => wary.SendAsync(OverSockets.Read(address), Token));
        var connections = vendor.Connections;
        using var answer = await trusting.SendAsync(OverSockets.Read(address), Token);

        Assert.Equal((FaultCodes.HostNotAllowed, "connection.url"), (refused.Code, refused.Setting));
        Assert.Equal(0, connections);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains("Host: vendor.example", vendor.Calls[0].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_with_a_dead_and_a_living_address_is_reached()
    {
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"));
        var address = new Uri($"http://vendor.example:{vendor.Port}/");
        using var client = hub.Client(address, networks: [IPNetwork.Parse("127.0.0.0/8")], resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]));

        using var answer = await client.SendAsync(OverSockets.Read(address), Token);

        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Neither_cookies_nor_trace_ids_travel_and_the_connection_is_kept()
    {
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK", "Set-Cookie: session=1\r\n"));
        using var client = hub.Client(vendor.Address);
        using var activity = new Activity("run").AddBaggage("user", "agent-7").Start();

        for (var i = 0; i < 2; i++) (await client.SendAsync(OverSockets.Read(vendor.Address), Token)).Dispose();

        Assert.Equal(2, vendor.Calls.Count);
        Assert.Equal(1, vendor.Connections);
        Assert.All(vendor.Calls, call =>
        {
            Assert.DoesNotContain("Cookie:", call.Head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("traceparent", call.Head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("agent-7", call.Head, StringComparison.OrdinalIgnoreCase);
        });
    }

    public static TheoryData<string> BadAnswers =>
    [
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 429 Busy\r\nRetry-After: 1000\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 500 {0}\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 502 {0}\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /login?key={0}&{1}\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: https://{0}@elsewhere.example/{1}\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n{0} {1} without a colon\r\n\r\n",
        "{0} {1}\r\n\r\n",
        "",
    ];

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task However_a_call_fails_neither_keys_nor_the_query_are_told_though_the_vendor_repeats_them(string answer)
    {
        await using var vendor = new LoopbackVendor(async (call, _) =>
        {
            await call.WriteAsync(answer.Replace("{0}", OverSockets.Secret, StringComparison.Ordinal).Replace("{1}", OverSockets.Query, StringComparison.Ordinal));
            call.HangUp = true;
        });
        using var client = hub.Client(vendor.Address, attempts: 3);

        var fault = await Record.ExceptionAsync(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));
        var told = $"{fault}\n{string.Join('\n', hub.Log.Lines.Select(l => l.Text))}";

        Assert.IsType<SourceException>(fault, exactMatch: false);
        Assert.DoesNotContain(OverSockets.Secret, told, StringComparison.Ordinal);
        Assert.DoesNotContain(OverSockets.Query, told, StringComparison.Ordinal);
    }

    static Task<IPAddress[]> ToThisMachine(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
