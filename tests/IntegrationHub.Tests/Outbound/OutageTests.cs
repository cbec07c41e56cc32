using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;
using static IntegrationHub.Tests.Outbound.ScriptedVendor;

namespace IntegrationHub.Tests.Outbound;

public sealed class OutageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static readonly StreamRetry ThreeInARow = new() { Attempts = 1, BreakerFailures = 3, BreakerOpenFor = TimeSpan.FromMinutes(2) };

    readonly ManualClock clock = new();

    [Fact]
    public async Task After_so_many_outages_in_a_row_the_vendor_is_left_alone_by_all_streams_of_the_source_and_then_tried_again()
    {
        var vendor = new ScriptedVendor(clock, Down, Down, Down, Ok);
        var http = vendor.Http();
        using var permits = http.Create(vendor.Options(retry: ThreeInARow));
        using var notices = http.Create(vendor.Options("notices", ThreeInARow));
        for (var i = 0; i < 3; i++) await FaultOf(permits);
        clock.Advance(TimeSpan.FromSeconds(90));

        var open = await FaultOf(notices);
        clock.Advance(TimeSpan.FromSeconds(30));
        using var answer = await notices.SendAsync(Read(), Token).Through(clock);

        Assert.Equal((FaultCodes.BreakerOpen, TimeSpan.FromSeconds(30)), (open.Code, open.RetryAfter));
        Assert.Contains("last with IH6003", open.Message, StringComparison.Ordinal);
        Assert.Equal(4, vendor.Calls.Count);
        Assert.Equal([6003, 6004], vendor.Log.Lines.Select(l => l.Id));
    }

    [Fact]
    public async Task Another_source_is_not_left_alone_with_it()
    {
        var vendor = new ScriptedVendor(clock, Down, Down, Down, Ok);
        var http = vendor.Http();
        using var permits = http.Create(vendor.Options(retry: ThreeInARow));
        var other = vendor.Options(retry: ThreeInARow) with { Stream = new StreamKey(new TenantId("sundby"), new SourceId("ecos"), new StreamName("permits")) };
        using var ecos = http.Create(other);
        for (var i = 0; i < 3; i++) await FaultOf(permits);

        using var answer = await ecos.SendAsync(Read(), Token).Through(clock);

        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_vendor_that_says_no_a_hundred_times_is_not_left_alone()
    {
        var vendor = new ScriptedVendor(clock, SoapFault);
        using var client = vendor.Http().Create(vendor.Options(retry: ThreeInARow));

        for (var i = 0; i < 100; i++) (await client.SendAsync(Read(), Token).Through(clock)).Dispose();

        Assert.Equal(100, vendor.Calls.Count);
    }

    [Fact]
    public async Task A_no_between_outages_shows_that_the_vendor_is_there()
    {
        var vendor = new ScriptedVendor(clock, Down, Down, SoapFault, Down, Down, Ok);
        using var client = vendor.Http().Create(vendor.Options(retry: ThreeInARow));

        await FaultOf(client);
        await FaultOf(client);
        (await client.SendAsync(Read(), Token).Through(clock)).Dispose();
        await FaultOf(client);
        await FaultOf(client);
        using var answer = await client.SendAsync(Read(), Token).Through(clock);

        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_wrong_address_in_the_stream_file_is_no_outage()
    {
        var vendor = new ScriptedVendor(clock, () => throw new HttpRequestException(HttpRequestError.ConnectionError, inner: new MisconfiguredException(FaultCodes.UnknownHost, "connection.url", "not known.")));
        using var client = vendor.Http().Create(vendor.Options(retry: ThreeInARow));

        for (var i = 0; i < 5; i++)
        {
            var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => client.SendAsync(Read(), Token).Through(clock));
            Assert.Equal(FaultCodes.UnknownHost, fault.Code);
        }

        Assert.Equal(5, vendor.Calls.Count);
    }

    [Fact]
    public async Task When_the_breaker_opens_between_two_tries_the_rest_of_the_tries_is_spared()
    {
        var vendor = new ScriptedVendor(clock, Down);
        using var client = vendor.Http().Create(vendor.Options(retry: ThreeInARow with { Attempts = 5 }));

        var fault = await FaultOf(client);

        Assert.Equal(FaultCodes.BreakerOpen, fault.Code);
        Assert.Equal(3, vendor.Calls.Count);
    }

    [Fact]
    public async Task Two_municipalities_with_a_source_of_the_same_name_do_not_share_its_outages()
    {
        var vendor = new ScriptedVendor(clock, Down, Down, Down, Ok);
        var http = vendor.Http();
        using var sundby = http.Create(vendor.Options(retry: ThreeInARow));
        using var norrby = http.Create(vendor.Options(retry: ThreeInARow) with { Stream = new StreamKey(new TenantId("norrby"), new SourceId("byggr"), new StreamName("permits")) });
        for (var i = 0; i < 3; i++) await FaultOf(sundby);

        using var answer = await norrby.SendAsync(Read(), Token).Through(clock);

        Assert.True(answer.IsSuccessStatusCode);
    }

    Task<SourceUnavailableException> FaultOf(HttpClient client) =>
        Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Read(), Token).Through(clock));
}
