using IntegrationHub.Faults;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;
using static IntegrationHub.Tests.Outbound.ScriptedVendor;

namespace IntegrationHub.Tests.Outbound;

public sealed class OutboundMetricsTests
{
    [Fact]
    public async Task Each_request_is_measured_by_what_came_of_it_and_a_vendor_that_is_left_alone_shows()
    {
        using var measured = new Measured("source", "measured-vendor");
        var vendor = new ScriptedVendor(new ManualClock(), Ok, Down, Ok);
        var options = vendor.Options(retry: new StreamRetry { Attempts = 1, BreakerFailures = 1 });
        using var http = vendor.Http().Create(options with { Stream = options.Stream with { Source = new SourceId("measured-vendor") } });

        using (await http.SendAsync(Read("/api?person=19121212-1212"), TestContext.Current.CancellationToken)) measured.Observe();
        await Assert.ThrowsAsync<SourceUnavailableException>(() => http.SendAsync(Read(), TestContext.Current.CancellationToken));
        measured.Observe();

        Assert.Equal(["IH6003 1", "answered 1"], measured.Count("integrationhub.vendor.duration", "outcome"));
        Assert.Equal(["2"], measured.Sum("integrationhub.vendor.breaker"));
        Assert.DoesNotContain("1212", measured.All, StringComparison.Ordinal);
        Assert.DoesNotContain("vendor.example", measured.All, StringComparison.Ordinal);
    }
}
