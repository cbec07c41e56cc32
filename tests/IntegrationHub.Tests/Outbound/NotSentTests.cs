using System.Net;
using System.Net.Sockets;
using IntegrationHub.Faults;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>Of which faults it is known that the vendor cannot have done what it was asked.</summary>
public sealed class NotSentTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly OverSockets hub = new();

    static HttpRequestMessage Write(Uri address) => new(HttpMethod.Post, address) { Content = new StringContent("<note/>") };

    async Task<SourceUnavailableException> FaultAsync(Uri address, IReadOnlyList<IPNetwork>? networks = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        using var client = hub.Client(address, networks: networks, resolve: resolve is null ? null : (host, stop) => resolve(host, stop));
        return await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Write(address), Token));
    }

    [Fact]
    public async Task A_refused_connection_carries_nothing()
    {
        Uri address;
        await using (var closed = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"))) address = closed.Address;

        Assert.True((await FaultAsync(address)).NotSent);
    }

    [Fact]
    public async Task A_host_whose_name_cannot_be_looked_up_gets_nothing()
    {
        var address = new Uri("http://vendor.example/");

        var fault = await FaultAsync(address, [IPNetwork.Parse("127.0.0.0/8")], (_, _) => throw new SocketException((int)SocketError.TryAgain));

        Assert.Equal((FaultCodes.Connection, true), (fault.Code, fault.NotSent));
    }

    [Fact]
    public async Task A_secure_connection_that_breaks_off_before_it_stands_carries_nothing()
    {
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"), _ => throw new IOException("The vendor hangs up."));

        Assert.True((await FaultAsync(new Uri($"https://localhost:{vendor.Port}/"))).NotSent);
    }

    [Fact]
    public async Task A_connection_that_is_reset_behind_the_request_may_have_carried_it()
    {
        await using var vendor = new LoopbackVendor((call, _) =>
        {
            call.HangUp = true;
            return Task.CompletedTask;
        });

        var fault = await FaultAsync(vendor.Address);

        Assert.Equal((FaultCodes.Connection, false), (fault.Code, fault.NotSent));
        Assert.Single(vendor.Calls);
    }

    [Fact]
    public async Task A_kept_connection_that_is_dead_may_have_carried_the_next_request()
    {
        var calls = 0;
        await using var vendor = new LoopbackVendor(async (call, _) =>
        {
            if (++calls == 1) await call.AnswerAsync("200 OK");
            call.HangUp = calls > 1;
        });
        using var client = hub.Client(vendor.Address);
        using (await client.SendAsync(Write(vendor.Address), Token))
        {
        }

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Write(vendor.Address), Token));

        Assert.False(fault.NotSent);
        Assert.Equal(2, vendor.Calls.Count);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "", true)]
    [InlineData("429 Too Many Requests", "Retry-After: 7\r\n", true)]
    [InlineData("503 Service Unavailable", "Retry-After: 7\r\n", false)]
    [InlineData("503 Service Unavailable", "", false)]
    [InlineData("502 Bad Gateway", "", false)]
    [InlineData("408 Request Timeout", "", false)]
    public async Task An_answer_says_by_itself_whether_anything_was_done(string status, string headers, bool notSent)
    {
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync(status, headers));

        Assert.Equal(notSent, (await FaultAsync(vendor.Address)).NotSent);
    }

    [Fact]
    public async Task A_vendor_that_is_left_alone_gets_nothing()
    {
        var clock = new ManualClock();
        var vendor = new ScriptedVendor(clock, ScriptedVendor.Down);
        using var client = vendor.Http().Create(vendor.Options(retry: new StreamRetry { Attempts = 1, BreakerFailures = 1 }));
        await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(ScriptedVendor.Write(), Token).Through(clock));

        var open = await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(ScriptedVendor.Write(), Token).Through(clock));

        Assert.Equal((FaultCodes.BreakerOpen, true), (open.Code, open.NotSent));
    }

    [Fact]
    public async Task What_waited_in_vain_for_its_turn_has_not_left_and_what_was_not_answered_may_have()
    {
        var clock = new ManualClock();
        var vendor = new ScriptedVendor(clock, ScriptedVendor.Ok);
        var options = vendor.Options(retry: new StreamRetry { Attempts = 1, MaxDelay = TimeSpan.FromSeconds(1) }, limits: new StreamLimits { RequestsPerMinute = 1, Timeout = TimeSpan.FromSeconds(1) });
        using var client = vendor.Http().Create(options);
        var waiting = Enumerable.Range(0, 5).Select(_ => client.SendAsync(ScriptedVendor.Write(), Token)).ToList();

        var faults = new List<SourceUnavailableException>();
        foreach (var call in waiting)
        {
            if (await Record.ExceptionAsync(() => call.Through(clock)) is SourceUnavailableException fault) faults.Add(fault);
        }

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal((FaultCodes.Timeout, true), (fault.Code, fault.NotSent)));
        Assert.Equal(5 - faults.Count, vendor.Calls.Count);
    }
}
