using System.Diagnostics.Metrics;
using System.Globalization;
using IntegrationHub.AspNetCore;
using IntegrationHub.Diagnostics;
using IntegrationHub.Server.Tests.Api;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Server.Tests.Metrics;

public sealed class MetricsEndpointTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_answer_is_text_as_prometheus_reads_it()
    {
        using var response = await host.Http.SendAsync(host.Request(HttpMethod.Get, "/metrics", "operations"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("# TYPE dotnet_process_memory_working_set_bytes gauge\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'), line =>
            Assert.True(double.TryParse(line[(line.LastIndexOf(' ') + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture, out _), "A sample ends in a number."));
    }

    [Fact]
    public void Numbers_of_another_municipality_in_the_same_process_are_not_told()
    {
        using var meter = new Meter(HubMeter.Name);
        using var readings = new MeterReadings(host.Hub, Options.Create(new IntegrationHubApiOptions()));
        var counter = meter.CreateCounter<long>("test.counted");

        counter.Add(1, new KeyValuePair<string, object?>("tenant", "norrby"));
        counter.Add(2, new KeyValuePair<string, object?>("tenant", host.Hub.Tenant.Value));
        counter.Add(3, new KeyValuePair<string, object?>("tenant", host.Hub.Tenant.Value));

        var text = readings.Tell();
        Assert.Contains("test_counted_total{tenant=\"sundby\"} 5\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("norrby", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_observed_is_told_as_it_is_now()
    {
        using var meter = new Meter(HubMeter.Name);
        using var readings = new MeterReadings(host.Hub, Options.Create(new IntegrationHubApiOptions()));
        var streams = new List<string> { "a", "b" };
        meter.CreateObservableGauge("test.observed", () => streams.Select(s => new Measurement<int>(7, new KeyValuePair<string, object?>("stream", s))));

        Assert.Contains("test_observed{stream=\"b\"} 7", readings.Tell(), StringComparison.Ordinal);
        streams.Remove("b");

        Assert.Contains("test_observed{stream=\"a\"} 7", readings.Tell(), StringComparison.Ordinal);
        Assert.DoesNotContain("test_observed{stream=\"b\"}", readings.Tell(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_without_end_does_not_fill_the_memory()
    {
        using var meter = new Meter(HubMeter.Name);
        using var readings = new MeterReadings(host.Hub, Options.Create(new IntegrationHubApiOptions()));
        var counter = meter.CreateCounter<long>("test.endless");

        for (var n = 0; n < 5000; n++) counter.Add(1, new KeyValuePair<string, object?>("n", n));

        Assert.InRange(readings.Tell().Split('\n').Count(line => line.StartsWith("test_endless", StringComparison.Ordinal)), 1000, 2000);
    }
}
