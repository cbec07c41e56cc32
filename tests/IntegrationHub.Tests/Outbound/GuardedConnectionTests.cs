using System.Net;
using System.Net.Sockets;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;

namespace IntegrationHub.Tests.Outbound;

public sealed class GuardedConnectionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_the_addresses_of_a_host_only_those_it_may_have_are_tried()
    {
        var connection = Connection("10.0.0.1", "9.9.9.9", "::1");

        var allowed = await connection.AllowedAsync("vendor.example", Token);

        Assert.Equal([IPAddress.Parse("9.9.9.9")], allowed);
    }

    [Theory]
    [InlineData("10.0.0.1", "a private network")]
    [InlineData("127.0.0.1", "this machine")]
    [InlineData("::ffff:169.254.169.254", "metadata")]
    public async Task A_host_that_leads_inside_is_refused_and_the_message_says_where_it_leads(string address, string place)
    {
        var refused = await Assert.ThrowsAsync<MisconfiguredException>(async () => await Connection(address).AllowedAsync("vendor.example", Token));

        Assert.Equal((FaultCodes.HostNotAllowed, "connection.url"), (refused.Code, refused.Setting));
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_DNS_that_changes_after_the_first_call_leads_nowhere()
    {
        var answers = new Queue<string>(["9.9.9.9", "127.0.0.1"]);
        var connection = new GuardedConnection(Declared(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));

        await connection.AllowedAsync("vendor.example", Token);

        await Assert.ThrowsAsync<MisconfiguredException>(async () => await connection.AllowedAsync("vendor.example", Token));
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.NoData)]
    public async Task A_host_that_DNS_does_not_know_is_a_wrong_setting(SocketError error)
    {
        var connection = new GuardedConnection(Declared(), (_, _) => throw new SocketException((int)error));

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(async () => await connection.AllowedAsync("vendor.example", Token));

        Assert.Equal((FaultCodes.UnknownHost, "connection.url"), (fault.Code, fault.Setting));
    }

    [Fact]
    public async Task A_DNS_that_does_not_answer_is_an_outage()
    {
        var connection = new GuardedConnection(Declared(), (_, _) => throw new SocketException((int)SocketError.TryAgain));

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(async () => await connection.AllowedAsync("vendor.example", Token));

        Assert.Equal(FaultCodes.Connection, fault.Code);
    }

    static GuardedConnection Connection(params string[] addresses) =>
        new(Declared(), (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

    static DeclaredAddresses Declared() => new(new Dictionary<string, Uri> { ["url"] = new("https://vendor.example/") }, []);
}
