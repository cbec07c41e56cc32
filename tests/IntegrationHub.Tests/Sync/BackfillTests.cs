using IntegrationHub.Operation;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class BackfillTests
{
    static async Task<(SyncFixture Hub, DateTimeOffset First)> ReadThreeDaysAsync()
    {
        var hub = await SyncFixture.StartAsync();
        var first = hub.Clock.GetUtcNow();
        for (var day = 0; day < 3; day++)
        {
            hub.Vendor.Put($"day-{day}");
            hub.Clock.Advance(TimeSpan.FromDays(1));
            await hub.RunAsync();
        }

        return (hub, first);
    }

    [Fact]
    public async Task A_period_is_read_again_and_where_the_live_read_goes_on_stays_to_the_letter()
    {
        var (hub, first) = await ReadThreeDaysAsync();
        await using var _ = hub;
        hub.Vendor.Put("late", at: first.AddHours(30));
        var before = await hub.CheckpointAsync();
        hub.Vendor.Requests.Clear();

        var run = await hub.RunAsync(new RunOrder.Period(first.AddDays(1).AddHours(-1), first.AddHours(40)));

        Assert.Equal((RunKind.Backfill, RunOutcome.Succeeded), (run!.Kind, run.Outcome));
        Assert.Equal((2L, 1L), (run.Counters.Read, run.Counters.Written));
        Assert.NotNull(await hub.FindAsync("late"));
        Assert.Equal(before, await hub.CheckpointAsync() with { LastReadAt = before.LastReadAt });
        Assert.Equal((first.AddDays(1).AddHours(-1), first.AddHours(40), null), (hub.Vendor.Requests[0].ChangedAfter, hub.Vendor.Requests[0].ChangedUntil, hub.Vendor.Requests[0].Position));
    }

    [Fact]
    public async Task What_the_period_does_not_hold_stays()
    {
        var (hub, first) = await ReadThreeDaysAsync();
        await using var _ = hub;
        hub.Vendor.Forget("day-1");

        var run = await hub.RunAsync(new RunOrder.Period(first, first.AddDays(3)));

        Assert.Equal((0L, null), (run!.Counters.Tombstoned, run.Sweep));
        Assert.NotNull(await hub.FindAsync("day-1"));
    }

    [Fact]
    public async Task A_complete_read_that_was_broken_off_goes_on_after_a_backfill()
    {
        var (hub, first) = await ReadThreeDaysAsync();
        await using var _ = hub;
        hub.Vendor.PageSize = 1;
        hub.Vendor.BeforePage = page =>
        {
            if (page == 2) throw new Faults.SourceUnavailableException(Faults.FaultCodes.Connection, "the connection broke");
        };
        await hub.RunAsync(full: true);
        hub.Vendor.BeforePage = null;
        var unfinished = (await hub.CheckpointAsync()).Unfinished;

        await hub.RunAsync(new RunOrder.Period(first, first.AddDays(1)));
        var after = (await hub.CheckpointAsync()).Unfinished;
        hub.Vendor.Requests.Clear();
        var run = await hub.RunAsync();

        Assert.NotNull(unfinished);
        Assert.Equal(unfinished, after);
        // What has changed is read first; then the complete read goes on where it was.
        Assert.Equal("2", hub.Vendor.Requests.First(request => request.Position is not null).Position);
        Assert.Equal((RunOutcome.Succeeded, 0L), (run!.Outcome, run.Counters.Tombstoned));
    }

    [Fact]
    public void A_period_that_makes_no_sense_is_refused_with_what_is_wrong()
    {
        var now = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
        var stream = new StreamDefinition
        {
            Name = new StreamName("permits"),
            Source = new SourceId("permits"),
            Title = "Permits",
            File = "permits.stream.yaml",
            Adapter = "model",
            Mapping = "permits",
            Connection = new Dictionary<string, string>(),
            Reading = new StreamReading { Strategy = ReadStrategy.Cursor },
        };

        Assert.Equal("until", Assert.Throws<OrderRefusedException>(() => StreamOrders.Period(stream, now, now, now)).Field);
        Assert.Equal("from", Assert.Throws<OrderRefusedException>(() => StreamOrders.Period(stream, now.AddDays(1), now.AddDays(2), now)).Field);
        Assert.Equal("from", Assert.Throws<OrderRefusedException>(() => StreamOrders.Period(
            stream with { Reading = new StreamReading { Strategy = ReadStrategy.Snapshot } }, now.AddDays(-2), now.AddDays(-1), now)).Field);
        Assert.Equal(new RunOrder.Period(now.AddDays(-1), now), StreamOrders.Period(stream, now.AddDays(-1), now.AddDays(5), now));
        Assert.Equal("confirm", Assert.Throws<OrderRefusedException>(() => StreamOrders.Confirm(stream.Name, "permit")).Field);
        Assert.Equal("reason", Assert.Throws<OrderRefusedException>(() => StreamOrders.Reason("she called, 19350101-9800")).Field);
        Assert.Null(StreamOrders.Reason("  "));
    }
}
