using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Sync;

public sealed class SyncMetricsTests
{
    [Fact]
    public async Task What_a_run_counts_is_what_its_history_says()
    {
        using var measured = new Measured("source", "measured-run");
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Source = new SourceId("measured-run"), QuarantineStopAbove = 1 };
        for (var i = 0; i < 5; i++) hub.Vendor.Put($"K{i}");
        hub.Vendor.Put("K5", "no such status");
        hub.Vendor.Put("K6", "draft");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var first = await hub.RunAsync();
        hub.Clock.Advance(TimeSpan.FromSeconds(90));
        var second = await hub.RunAsync();
        measured.Observe();

        var written = first!.Counters.Written + second!.Counters.Written;
        Assert.Equal(5, written);
        Assert.Equal(
            [$"quarantined {first.Counters.Quarantined + second.Counters.Quarantined}", $"skipped {first.Counters.Skipped + second.Counters.Skipped}", $"unchanged {first.Counters.Unchanged + second.Counters.Unchanged}", $"written {written}"],
            measured.Sum("integrationhub.sync.records", "outcome"));
        Assert.Equal(["succeeded 2"], measured.Sum("integrationhub.sync.runs", "outcome"));
        Assert.Equal(["succeeded 2"], measured.Count("integrationhub.sync.run.duration", "outcome"));
        Assert.Equal([$"{first.Commits + second.Commits}"], measured.Sum("integrationhub.sync.batches"));
        Assert.Equal([$"{first.Progress.Pages + second.Progress.Pages}"], measured.Sum("integrationhub.sync.pages"));
        Assert.Equal(["permits 1"], measured.Sum("integrationhub.stream.quarantine", "stream"));
        Assert.Equal(["permits 0"], measured.Sum("integrationhub.stream.age", "stream"));
    }

    [Fact]
    public async Task The_age_of_what_is_known_grows_by_itself()
    {
        using var measured = new Measured("source", "measured-age");
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Source = new SourceId("measured-age") };
        hub.Vendor.Put("K1");
        await hub.RunAsync();

        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        measured.Observe();

        Assert.Equal(["permits 600"], measured.Sum("integrationhub.stream.age", "stream"));
    }

    [Fact]
    public async Task A_fault_is_counted_by_its_kind_and_code()
    {
        using var measured = new Measured("source", "measured-fault");
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Source = new SourceId("measured-fault") };
        hub.Vendor.BeforePage = _ => throw new SourceUnavailableException(FaultCodes.ServerError, "HTTP 503");

        await hub.RunAsync();
        measured.Observe();

        Assert.Equal(["unavailable IH6003 1"], measured.Sum("integrationhub.sync.faults", "kind", "code"));
        Assert.Equal(["failed 1"], measured.Sum("integrationhub.sync.runs", "outcome"));
        Assert.Equal(["1"], measured.Sum("integrationhub.stream.failures"));
        Assert.Empty(measured.Sum("integrationhub.stream.age"));
    }
}
