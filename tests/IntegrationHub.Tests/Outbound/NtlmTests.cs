using System.Net;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>Signing in with NTLM, over real sockets, against a server that checks the answer to its challenge as MS-NLMP has it.</summary>
public sealed class NtlmTests
{
    readonly ManualClock clock = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_server_of_these_tests_makes_the_hash_of_the_published_example()
    {
        Assert.Equal("31d6cfe0d16ae931b73c59d7e0c089c0", Convert.ToHexStringLower(NtlmServer.Md4([])));
        Assert.Equal("a448017aaf21d8525fc10ae87aa6729d", Convert.ToHexStringLower(NtlmServer.Md4("abc"u8.ToArray())));
        // MS-NLMP 4.2.4.1.1
        Assert.Equal("0c868a403bfd7a93a3001ef22ef02e3f", Convert.ToHexStringLower(NtlmServer.HashOf("User", "Password", "Domain")));
    }

    [Theory]
    [InlineData("SUNDBY", "GET")]
    [InlineData("", "GET")]
    [InlineData("SUNDBY", "POST")]
    public async Task A_connection_signs_in_with_the_account_of_the_stream(string domain, string method)
    {
        var server = new NtlmServer("läsaren", "S3kret å", domain);
        await using var vendor = new LoopbackVendor(server.AnswerAsync);
        using var client = Client(vendor.Address, new NetworkCredential("läsaren", "S3kret å", domain));

        for (var call = 0; call < 3; call++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(vendor.Address, "api")) { Content = method == "POST" ? new StringContent("<sök/>") : null }.AsRead();
            using var response = await client.SendAsync(request, Token);
            Assert.Equal("inne", await response.Content.ReadAsStringAsync(Token));
        }

        Assert.Equal(3, server.LetIn);
        if (method == "POST") Assert.Equal("<sök/>", vendor.Calls[^1].Body);
    }

    [Fact]
    public async Task An_account_that_is_not_accepted_is_told_by_its_setting_and_not_tried_again()
    {
        var server = new NtlmServer("reader", "right", "");
        await using var vendor = new LoopbackVendor(server.AnswerAsync);
        using var client = Client(vendor.Address, new NetworkCredential("reader", "wrong", ""));

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, vendor.Address).AsRead(), Token));

        Assert.Equal((FaultCodes.NotAuthorised, "connection.password"), (fault.Code, fault.Setting));
        Assert.Equal((0, 1), (server.LetIn, server.Refused));
    }

    HttpClient Client(Uri address, NetworkCredential account) => new OutboundHttp(clock).Create(new OutboundOptions
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("ecos"), new StreamName("cases")),
        Addresses = new Dictionary<string, Uri> { ["url"] = address },
        Credentials = ["password"],
        SignIn = account,
        Retry = new StreamRetry { Attempts = 3, FirstDelay = TimeSpan.Zero },
        Logger = new ListLogger(),
    });
}
