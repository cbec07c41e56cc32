using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class WindowedTests
{
    static async Task<(SyncFixture Hub, WindowedVendor Vendor)> StartAsync(StreamWindow? window = null, int days = 10)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with
        {
            Reading = hub.Definition.Reading with { Strategy = ReadStrategy.Windowed, From = hub.Clock.GetUtcNow().AddDays(-days), Window = window ?? new StreamWindow() },
        };
        return (hub, new WindowedVendor(hub.Clock));
    }

    [Fact]
    public async Task The_first_read_goes_through_window_after_window_from_the_beginning_to_now()
    {
        var (hub, vendor) = await StartAsync(new StreamWindow { First = TimeSpan.FromDays(4), Max = TimeSpan.FromDays(4) });
        await using var _ = hub;
        var now = hub.Clock.GetUtcNow();
        for (var i = 0; i < 10; i++) vendor.Put($"K{i}", createdAt: now.AddDays(-i).AddMinutes(-1));

        var run = await hub.RunAsync(_ => vendor.Open());

        Assert.Equal((RunOutcome.Succeeded, 10L), (run!.Outcome, run.Counters.Written));
        Assert.Equal(
            [(now.AddDays(-10), now.AddDays(-6)), (now.AddDays(-6), now.AddDays(-2)), (now.AddDays(-2), (DateTimeOffset?)null)],
            vendor.Asked.Select(w => (w.ChangedAfter!.Value, w.ChangedUntil)));
        Assert.Equal(now.AddMinutes(-1), (await hub.CheckpointAsync()).Watermark);
    }

    [Fact]
    public async Task A_window_that_was_cut_is_asked_for_again_in_smaller_ones_until_everything_is_in()
    {
        var (hub, vendor) = await StartAsync();
        await using var _ = hub;
        vendor.Limit = 5;
        for (var i = 0; i < 100; i++) vendor.Put($"K{i:00}", createdAt: hub.Clock.GetUtcNow().AddHours(-1).AddSeconds(i));

        var run = await hub.RunAsync(_ => vendor.Open());

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal(100, await hub.CountAsync());
    }

    [Fact]
    public async Task More_in_the_smallest_window_than_the_source_sends_is_told_and_the_watermark_stays_before_it()
    {
        var (hub, vendor) = await StartAsync();
        await using var _ = hub;
        vendor.Limit = 5;
        var burst = hub.Clock.GetUtcNow().AddHours(-2);
        vendor.Put("BEFORE", createdAt: burst.AddDays(-2));
        for (var i = 0; i < 6; i++) vendor.Put($"K{i}", createdAt: burst);
        vendor.Put("AFTER", createdAt: burst.AddHours(1));

        var run = await hub.RunAsync(_ => vendor.Open());

        Assert.Equal((RunOutcome.Failed, FaultCodes.WindowTooFull), (run!.Outcome, run.Fault!.Code));
        Assert.Contains("read.window.min", run.Fault.Message, StringComparison.Ordinal);
        Assert.NotNull(await hub.FindAsync("BEFORE"));
        var watermark = (await hub.CheckpointAsync()).Watermark;
        Assert.InRange(watermark!.Value, burst.AddSeconds(-1), burst.AddTicks(-1));
    }
}
