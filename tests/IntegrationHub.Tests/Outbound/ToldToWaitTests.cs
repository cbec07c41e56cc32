using System.Net;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>Vendors that answer, and say in a header of their own how long the next call is to wait.</summary>
public sealed class ToldToWaitTests
{
    readonly ManualClock clock = new();

    [Fact]
    public async Task The_next_call_goes_out_when_the_vendor_said_and_no_earlier()
    {
        var vendor = new ScriptedVendor(clock, () => Told("1500"), ScriptedVendor.Ok);
        using var client = vendor.Http().Create(vendor.Options());

        using var first = await client.SendAsync(ScriptedVendor.Read().ToldToWaitBy("X-Wait"), TestContext.Current.CancellationToken).Through(clock);
        using var second = await client.SendAsync(ScriptedVendor.Read(), TestContext.Current.CancellationToken).Through(clock, TimeSpan.FromMilliseconds(100));

        Assert.InRange(vendor.Calls[1].At - vendor.Calls[0].At, TimeSpan.FromMilliseconds(1500), TimeSpan.FromMilliseconds(1700));
    }

    [Fact]
    public async Task A_header_that_nobody_named_holds_no_call_back()
    {
        var vendor = new ScriptedVendor(clock, () => Told("60000"));
        using var client = vendor.Http().Create(vendor.Options());

        using var first = await client.SendAsync(ScriptedVendor.Read(), TestContext.Current.CancellationToken);
        using var second = await client.SendAsync(ScriptedVendor.Read(), TestContext.Current.CancellationToken);

        Assert.Equal(vendor.Calls[0].At, vendor.Calls[1].At);
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("250", 250)]
    [InlineData("99999999999999", 86_400_000)]
    public void What_is_no_wait_is_none_and_the_longest_is_a_day(string told, int? milliseconds)
    {
        using var answer = Told(told);

        Assert.Equal(milliseconds is { } wait ? TimeSpan.FromMilliseconds(wait) : null, ResponseFaults.ToldToWait(answer.Headers, "X-Wait"));
        Assert.Null(ResponseFaults.ToldToWait(answer.Headers, null));
        Assert.Null(ResponseFaults.ToldToWait(answer.Headers, "X-Other"));
    }

    static HttpResponseMessage Told(string milliseconds)
    {
        var answer = ScriptedVendor.Xml(HttpStatusCode.OK, "<ok/>");
        answer.Headers.TryAddWithoutValidation("X-Wait", milliseconds);
        return answer;
    }
}
