using IntegrationHub.EndToEnd.Tests.Canaries;
using IntegrationHub.Sync;

namespace IntegrationHub.EndToEnd.Tests.Collecting;

/// <summary>What a collector gets over OTLP from a hub in whose records everybody is the canary.</summary>
/// <remarks>What listens in a process hears all hubs in it, so the towns of the canary come one after the other.</remarks>
[Collection(nameof(CanaryTests))]
public sealed class CollectorTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_gets_every_span_metrics_and_lines_with_their_numbers_and_no_person()
    {
        await using var collector = await OtlpCollector.StartAsync(Stop);
        await using var town = await CanaryTown.StartAsync(otlp => (otlp.Endpoint, otlp.Logs) = (collector.Address, true));

        var runs = await CanaryTests.PlayADayAsync(town);
        await CanaryTests.AskForEverythingAsync(town);
        await town.EndAsync();
        var spans = town.Traces.Spans;

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], collector.Paths);
        var sent = collector.Items("traces", holding: "gulby").Select(span => span.Text(5)).ToList();
        Assert.Equal(runs.Count, sent.Count(name => name == "integrationhub.sync.run"));
        Assert.Equal(spans.Count, sent.Count);
        string[] told = ["integrationhub.sync.records", "integrationhub.sync.run.duration", "integrationhub.stream.age", "integrationhub.vendor.duration", "integrationhub.lookup.duration"];
        Assert.Empty(told.Except(collector.Items("metrics", holding: "gulby").Select(metric => metric.Text(1))));
        var lines = collector.Items("logs", holding: "gulby/");
        Assert.True(lines.Count >= 2 * runs.Count, "A run's begin and end are lines.");
        Assert.Equal(lines.Count, collector.Items("logs", holding: "gulby/").Count(line => line.Holds("number")));
        Assert.DoesNotContain("Microsoft.AspNetCore", collector.All, StringComparison.Ordinal);
        Assert.Empty(new CanarySearch(town.Secrets).In("collector", collector.All).Leaks);
    }

    [Fact]
    public async Task A_collector_that_refuses_what_it_is_sent_costs_no_run_and_one_line()
    {
        await using var collector = await OtlpCollector.StartAsync(Stop);
        collector.Refuses = true;
        await using var town = await CanaryTown.StartAsync(otlp => otlp.Endpoint = collector.Address);

        town.DropFile(CanaryFiles.Row("E-1", town.Now));
        var runs = await town.HourAsync();
        await town.EndAsync();

        Assert.All(runs, run => Assert.Equal(RunOutcome.Succeeded, run.Outcome));
        var line = Assert.Single(town.Log.Lines, line => line.Text.Contains("does not take what it is sent", StringComparison.Ordinal));
        Assert.Contains("HTTP 503", line.Text, StringComparison.Ordinal);
    }
}
