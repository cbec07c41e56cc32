using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class WindowedTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    static void FillDays(WindowedFixture town, int days)
    {
        for (var i = 0; i < days; i++) town.Vendor.Put($"K{i}", createdAt: town.Clock.GetUtcNow().AddDays(-i).AddMinutes(-2));
    }

    [Fact]
    public async Task The_first_read_goes_through_window_after_window_from_the_beginning_to_now()
    {
        await using var town = await WindowedFixture.StartAsync(days: 10);
        town.Reading = town.Reading with { Window = new StreamWindow { First = 4 * Day, Max = 4 * Day } };
        var now = town.Clock.GetUtcNow();
        FillDays(town, 10);

        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 10L), (run.Outcome, run.Counters.Written));
        Assert.Equal(
            [(now.AddDays(-10), now.AddDays(-6)), (now.AddDays(-6), now.AddDays(-2)), (now.AddDays(-2), (DateTimeOffset?)null)],
            town.Vendor.Asked.Select(w => (w.ChangedAfter!.Value, w.ChangedUntil)));
        var checkpoint = await town.CheckpointAsync();
        Assert.Equal((now.AddMinutes(-1), true), (checkpoint.Watermark, checkpoint.FirstReadDone));
    }

    [Fact]
    public async Task A_later_read_begins_the_lookback_before_the_watermark_and_leaves_what_has_not_settled()
    {
        await using var town = await WindowedFixture.StartAsync();
        await town.RunAsync();
        var first = town.Clock.GetUtcNow();
        town.Clock.Advance(TimeSpan.FromHours(1));
        town.Vendor.Asked.Clear();

        await town.RunAsync();

        var window = Assert.Single(town.Vendor.Asked);
        Assert.Equal((first.AddMinutes(-11), town.Clock.GetUtcNow().AddMinutes(-1)), (window.ChangedAfter, window.ChangedUntil));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_window_that_was_cut_is_asked_for_again_in_smaller_ones_until_everything_is_in(bool newestFirst)
    {
        await using var town = await WindowedFixture.StartAsync();
        (town.Vendor.Limit, town.Vendor.NewestFirst) = (5, newestFirst);
        for (var i = 0; i < 100; i++) town.Vendor.Put($"K{i:00}", createdAt: town.Clock.GetUtcNow().AddHours(-1).AddSeconds(i));

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(100, await town.CountAsync());
        Assert.Contains(town.Hub.Log.Lines, line => line.Id == 2022);
    }

    [Fact]
    public async Task More_in_the_smallest_window_than_the_source_sends_is_told_and_the_watermark_stays_before_it_run_after_run()
    {
        await using var town = await WindowedFixture.StartAsync();
        town.Vendor.Limit = 5;
        var burst = town.Clock.GetUtcNow().AddHours(-2);
        town.Vendor.Put("BEFORE", createdAt: burst.AddDays(-2));
        for (var i = 0; i < 6; i++) town.Vendor.Put($"K{i}", createdAt: burst);
        town.Vendor.Put("AFTER", createdAt: burst.AddHours(1));

        var first = await town.RunAsync();
        var second = await town.RunAsync();

        Assert.All([first, second], run => Assert.Equal((RunOutcome.Failed, FaultCodes.WindowTooFull), (run.Outcome, run.Fault!.Code)));
        Assert.Contains("read.window.min", first.Fault!.Message, StringComparison.Ordinal);
        Assert.Equal("open", await town.StatusAsync("BEFORE"));
        Assert.Equal(6, await town.CountAsync());
        Assert.InRange((await town.CheckpointAsync()).Watermark!.Value, burst.AddSeconds(-2), burst.AddTicks(-1));
        Assert.True(town.Vendor.Asked.Count < 100);
    }

    [Fact]
    public async Task When_the_vendor_raises_its_limit_the_stream_goes_on_where_it_stood_and_nothing_is_missing()
    {
        await using var town = await WindowedFixture.StartAsync();
        town.Vendor.Limit = 5;
        for (var i = 0; i < 9; i++) town.Vendor.Put($"K{i}", createdAt: town.Clock.GetUtcNow().AddHours(-2));
        town.Vendor.Put("AFTER", createdAt: town.Clock.GetUtcNow().AddHours(-1));
        await town.RunAsync();
        town.Vendor.Limit = 10;

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(10, await town.CountAsync());
    }

    [Fact]
    public async Task A_read_that_broke_down_goes_on_at_the_watermark_with_the_width_that_it_had_learned()
    {
        await using var town = await WindowedFixture.StartAsync(days: 40);
        FillDays(town, 40);
        town.Vendor.BeforeAnswer = () =>
        {
            if (town.Vendor.Asked.Count == 4) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        var failed = await town.RunAsync();
        var broken = await town.CheckpointAsync();
        town.Vendor.BeforeAnswer = null;
        town.Vendor.Asked.Clear();

        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Failed, 7L), (failed.Outcome, failed.Counters.Read));
        Assert.Equal(town.Reading.From!.Value.AddDays(7), broken.Watermark);
        Assert.Equal((broken.Watermark - town.Reading.Lookback, broken.Watermark - town.Reading.Lookback + (8 * Day)), (town.Vendor.Asked[0].ChangedAfter, town.Vendor.Asked[0].ChangedUntil));
        Assert.Equal((RunOutcome.Succeeded, 40L), (run.Outcome, await town.CountAsync()));
    }

    [Fact]
    public async Task Windows_grow_while_little_comes_back_and_the_stream_remembers_it()
    {
        await using var town = await WindowedFixture.StartAsync(days: 200);

        await town.RunAsync();

        Assert.Equal([1, 2, 4, 8, 16, 32, 64], town.Vendor.Asked[..7].Select(w => (w.ChangedUntil - w.ChangedAfter)!.Value.TotalDays));
        Assert.Equal(90 * Day, (await town.CheckpointAsync()).Window!.Width);
    }

    [Fact]
    public async Task A_burst_costs_a_few_cut_answers_and_not_one_for_every_window()
    {
        await using var town = await WindowedFixture.StartAsync(days: 1);
        town.Vendor.Limit = 50;
        for (var i = 0; i < 4000; i++) town.Vendor.Put($"K{i}", createdAt: town.Clock.GetUtcNow().AddHours(-12).AddSeconds(5 * i));

        await town.RunAsync();

        Assert.Equal(4000, await town.CountAsync());
        Assert.InRange(town.Vendor.CutAnswers, 1, 20);
        Assert.InRange(town.Vendor.Asked.Count, 80, 260);
    }

    [Fact]
    public async Task A_vendor_whose_clock_is_behind_holds_the_watermark_back()
    {
        await using var town = await WindowedFixture.StartAsync();
        var now = town.Clock.GetUtcNow();

        town.Hub.Definition = town.Hub.Definition with { Reading = town.Reading };
        await town.Hub.RunAsync(_ => new Late(town.Vendor.Open(), now.AddHours(-3)));

        Assert.Equal(now.AddHours(-3).AddMinutes(-1), (await town.Hub.CheckpointAsync()).Watermark);
    }

    [Fact]
    public async Task What_a_vendor_shows_late_is_found_within_the_lookback()
    {
        await using var town = await WindowedFixture.StartAsync();
        await town.RunAsync();
        town.Clock.Advance(TimeSpan.FromMinutes(20));
        town.Vendor.Put("LATE", createdAt: town.Clock.GetUtcNow().AddMinutes(-2), visibleIn: TimeSpan.FromMinutes(5));
        await town.RunAsync();
        var before = await town.StatusAsync("LATE");
        town.Clock.Advance(TimeSpan.FromMinutes(6));

        await town.RunAsync();

        Assert.Null(before);
        Assert.Equal("open", await town.StatusAsync("LATE"));
    }

    [Fact]
    public async Task A_complete_read_goes_through_all_windows_and_what_none_of_them_held_becomes_a_tombstone()
    {
        await using var town = await WindowedFixture.StartAsync(days: 20);
        FillDays(town, 20);
        await town.RunAsync();
        town.Vendor.Put("K5", "closed");
        town.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.RunAsync();
        town.Vendor.Forget("K5");
        town.Vendor.Put("A-MOMENT-AGO");

        var run = await town.RunAsync(full: true);

        Assert.Equal((RunOutcome.Succeeded, RunKind.Full, 1L), (run.Outcome, run.Kind, run.Counters.Tombstoned));
        Assert.Null(await town.StatusAsync("K5"));
        Assert.Equal(20, await town.CountAsync());
        Assert.Empty(await town.WrongAsync());
    }

    [Fact]
    public async Task A_complete_read_with_a_window_that_was_not_whole_removes_nothing()
    {
        await using var town = await WindowedFixture.StartAsync(days: 20);
        FillDays(town, 20);
        await town.RunAsync();
        town.Vendor.Forget("K5");
        town.Vendor.Limit = 5;
        for (var i = 0; i < 6; i++) town.Vendor.Put($"B{i}", createdAt: town.Clock.GetUtcNow().AddDays(-1));

        var run = await town.RunAsync(full: true);

        Assert.Equal((RunOutcome.Failed, 0L), (run.Outcome, run.Counters.Tombstoned));
        Assert.NotNull(await town.StatusAsync("K5"));
    }

    [Fact]
    public async Task A_complete_read_that_broke_down_goes_on_behind_its_last_whole_window_and_still_removes_what_vanished()
    {
        await using var town = await WindowedFixture.StartAsync(days: 60);
        FillDays(town, 60);
        await town.RunAsync();
        town.Vendor.Forget("K59");
        town.Vendor.Asked.Clear();
        town.Reading = town.Reading with { Window = town.Reading.Window with { Max = 10 * Day } };
        town.Vendor.BeforeAnswer = () =>
        {
            // What changed is asked for first.
            if (town.Vendor.Asked.Count == 5) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        var failed = await town.RunAsync(full: true);
        town.Vendor.BeforeAnswer = null;
        town.Vendor.Asked.Clear();
        town.Clock.Advance(TimeSpan.FromHours(1));

        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Failed, 0L), (failed.Outcome, failed.Counters.Tombstoned));
        Assert.Equal(town.Reading.From!.Value.AddDays(30), town.Vendor.Asked[1].ChangedAfter);
        Assert.Equal((RunOutcome.Succeeded, RunKind.Full, 1L), (run.Outcome, run.Kind, run.Counters.Tombstoned));
        Assert.Equal(town.Clock.GetUtcNow().AddMinutes(-1), (await town.CheckpointAsync()).Watermark);
    }

    [Fact]
    public async Task A_source_that_suddenly_has_nothing_in_any_window_removes_nothing_and_somebody_is_told()
    {
        await using var town = await WindowedFixture.StartAsync(days: 20);
        FillDays(town, 20);
        await town.RunAsync();
        foreach (var request in town.Vendor.All.ToArray()) town.Vendor.Forget(request.Key);

        var run = await town.RunAsync(full: true);

        Assert.Equal((RunOutcome.Incomplete, 20L), (run.Outcome, await town.CountAsync()));
    }

    [Theory]
    [InlineData("2026-03-28T09:00:00Z")] // the night without an hour follows
    [InlineData("2026-10-24T09:00:00Z")] // the night with one twice follows
    public async Task Around_the_nights_when_the_clock_is_changed_nothing_is_lost_by_a_vendor_that_filters_by_days(string start)
    {
        await using var town = await WindowedFixture.StartAsync();
        town.Clock.Advance(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture) - town.Clock.GetUtcNow());
        town.Vendor.Days = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        town.Reading = town.Reading with { Lookback = Day, Window = new StreamWindow { Dates = true, Min = Day, Max = 2 * Day } };
        for (var hour = 0; hour < 60; hour++)
        {
            town.Vendor.Put($"H{hour:00}");
            await town.RunAsync();
            town.Clock.Advance(TimeSpan.FromHours(1));
        }

        await town.RunAsync();

        Assert.Empty(await town.WrongAsync());
        Assert.Equal(60, await town.CountAsync());
    }

    [Fact]
    public async Task What_is_filed_at_midnight_belongs_to_a_day_that_is_asked_for()
    {
        await using var town = await WindowedFixture.StartAsync();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        town.Vendor.Days = zone;
        town.Reading = town.Reading with { Lookback = Day, Window = new StreamWindow { Dates = true, Min = Day, Max = Day } };
        var midnight = new DateTimeOffset(2026, 3, 10, 23, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, TimeZoneInfo.ConvertTime(midnight, zone).Hour);
        town.Clock.Advance(midnight.AddMinutes(-5) - town.Clock.GetUtcNow());
        await town.RunAsync();
        foreach (var second in new[] { -1, 0, 1 }) town.Vendor.Put($"S{second}", createdAt: midnight.AddSeconds(second), visibleIn: TimeSpan.FromHours(20));
        town.Clock.Advance(TimeSpan.FromMinutes(10));
        await town.RunAsync();
        town.Clock.Advance(TimeSpan.FromHours(21));

        await town.RunAsync();

        Assert.Empty(await town.WrongAsync());
    }

    [Fact]
    public async Task A_stream_of_events_is_read_in_windows_too()
    {
        await using var town = await WindowedFixture.StartAsync();
        town.Vendor.Put("K1", createdAt: town.Clock.GetUtcNow().AddDays(-3));
        await town.RunAsync();
        town.Vendor.Limit = 3;
        for (var i = 0; i < 20; i++)
        {
            town.Vendor.Put("K1", i % 2 == 0 ? "waiting" : "open");
            town.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        town.Clock.Advance(TimeSpan.FromMinutes(5));
        var run = await town.RunUpdatesAsync();

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        var timeline = await town.Hub.Store.Cases.TimelineAsync(SyncFixture.Tenant, town.Hub.Protector.IdOf(town.Hub.Definition.Source, "K1"), SyncFixture.Everything, 100, CancellationToken.None);
        Assert.Equal(20, timeline.Count);
    }

    sealed class Late(ISource source, DateTimeOffset clock) : ISource
    {
        public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) =>
            await source.ReadPageAsync(request, cancellationToken) with { SourceTime = clock };
    }
}
