using IntegrationHub.AspNetCore;

namespace IntegrationHub.Server.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("integrationhub.sync.records", "{record}", MetricKind.Counter, "integrationhub_sync_records_total")]
    [InlineData("integrationhub.lookup.duration", "s", MetricKind.Histogram, "integrationhub_lookup_duration_seconds")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", MetricKind.Counter, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("a-b/c", null, MetricKind.Gauge, "a_b_c")]
    [InlineData("9lives", null, MetricKind.Gauge, "_9lives")]
    [InlineData("x_total", null, MetricKind.Counter, "x_total")]
    public void Names_are_written_as_prometheus_allows_them(string name, string? unit, object kind, string expected) =>
        Assert.Equal(expected, PrometheusText.Name(name, unit, (MetricKind)kind));

    [Fact]
    public void Labels_are_sorted_and_what_would_end_them_is_escaped()
    {
        var labels = PrometheusText.Labels([new("stream", "a\"b\\c\nd"), new("outcome", null), new("source", "å")]);

        Assert.Equal("""outcome="",source="å",stream="a\"b\\c\nd" """.TrimEnd(), labels);
    }

    [Fact]
    public void A_distribution_counts_up_to_its_last_bucket()
    {
        var text = new PrometheusText();

        text.Head("waits_seconds", "How long.\nReally \\ so.", MetricKind.Histogram);
        text.Distribution("waits_seconds", "kind=\"a\"", [0.005, 1], [2, 1, 4], 7, 12.5);

        Assert.Equal("""
            # HELP waits_seconds How long.\nReally \\ so.
            # TYPE waits_seconds histogram
            waits_seconds_bucket{kind="a",le="0.005"} 2
            waits_seconds_bucket{kind="a",le="1"} 3
            waits_seconds_bucket{kind="a",le="+Inf"} 7
            waits_seconds_sum{kind="a"} 12.5
            waits_seconds_count{kind="a"} 7

            """.ReplaceLineEndings("\n"), text.ToString());
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1234567.5, "1234567.5")]
    public void Numbers_are_written_the_same_in_every_country(double value, string expected)
    {
        var text = new PrometheusText();

        text.Sample("x", "", value);

        Assert.Equal($"x {expected}\n", text.ToString());
    }
}
