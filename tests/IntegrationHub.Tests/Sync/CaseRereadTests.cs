using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class CaseRereadTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A town whose cases are long out of reach of the lookback, read once.</summary>
    static async Task<WindowedFixture> ReadOnceAsync(int cases, StreamReread? reread = null)
    {
        var town = await WindowedFixture.StartAsync();
        town.Reading = town.Reading with { Reread = reread ?? new StreamReread() };
        for (var i = 0; i < cases; i++) town.Vendor.Put($"K{i:00}", createdAt: town.Clock.GetUtcNow().AddDays(-5));
        await town.RunAsync();
        town.Clock.Advance(TimeSpan.FromHours(1));
        return town;
    }

    [Fact]
    public async Task A_change_of_an_old_open_case_is_found_by_the_next_run()
    {
        await using var town = await ReadOnceAsync(3);
        town.Vendor.Put("K01", "closed");

        var run = await town.RunAsync();

        Assert.Equal("closed", await town.StatusAsync("K01"));
        Assert.Equal(new RunCounters(Read: 3, Written: 1, Unchanged: 2, Skipped: 0, Quarantined: 0, Tombstoned: 0), run.Counters);
    }

    [Fact]
    public async Task Keys_are_asked_for_in_batches()
    {
        await using var town = await ReadOnceAsync(7, new StreamReread { Batch = 3 });

        await town.RunAsync();

        Assert.Equal([["K00", "K01", "K02"], ["K03", "K04", "K05"], ["K06"]], town.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task What_has_not_changed_costs_no_mapping_and_no_row_of_a_record()
    {
        await using var town = await ReadOnceAsync(20);
        var before = town.Hub.Store.RowsWritten;
        var mapped = town.Hub.Mapped;

        await town.RunAsync();

        Assert.Equal(mapped, town.Hub.Mapped);
        Assert.Equal(before, town.Hub.Store.RowsWritten);
    }

    [Fact]
    public async Task The_first_read_asks_for_nothing_twice()
    {
        await using var town = await ReadOnceAsync(3);

        Assert.Empty(town.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task A_closed_case_is_left_alone_unless_the_file_says_for_how_long_it_is_not()
    {
        await using var town = await ReadOnceAsync(2, new StreamReread { ClosedFor = 2 * Day });
        town.Vendor.Put("K00", "closed");
        await town.RunAsync();
        town.Clock.Advance(Day);
        town.Vendor.KeysAskedFor.Clear();
        await town.RunAsync();
        town.Clock.Advance(Day);
        await town.RunAsync();

        Assert.Equal([["K00", "K01"], ["K01"]], town.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task Open_cases_are_read_again_as_often_as_the_file_says()
    {
        await using var town = await ReadOnceAsync(1, new StreamReread { Every = TimeSpan.FromHours(1) });
        for (var i = 0; i < 5; i++)
        {
            await town.RunAsync();
            town.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(3, town.Vendor.KeysAskedFor.Count);
    }

    [Fact]
    public async Task An_old_case_that_is_opened_again_is_found_by_the_event_that_tells_of_it()
    {
        await using var town = await ReadOnceAsync(2);
        town.Vendor.Put("K00", "closed");
        await town.RunAsync();
        await town.RunUpdatesAsync();
        town.Clock.Advance(3 * Day);
        await town.RunAsync();
        town.Vendor.Put("K00", "open");
        town.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.RunUpdatesAsync();

        await town.RunAsync();

        Assert.Equal("open", await town.StatusAsync("K00"));
    }

    [Fact]
    public async Task An_event_that_changed_nothing_is_no_reason_to_ask_for_ever()
    {
        await using var town = await ReadOnceAsync(1);
        town.Vendor.Put("K00", "closed");
        await town.RunAsync();
        town.Clock.Advance(Day);
        town.Vendor.Put("K00", "open");
        town.Vendor.Put("K00", "closed");
        town.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.RunUpdatesAsync();
        await town.RunAsync();
        town.Vendor.KeysAskedFor.Clear();
        for (var i = 0; i < 10; i++)
        {
            town.Clock.Advance(TimeSpan.FromMinutes(5));
            await town.RunAsync();
        }

        // The run before asked in the moment in which the event came, and the vendor may take a minute to show what has happened; the next one is certain.
        Assert.Equal([["K00"]], town.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task Of_a_quiet_stream_every_closed_case_of_which_events_tell_is_asked_for_once_and_then_no_more()
    {
        await using var town = await WindowedFixture.StartAsync();
        for (var i = 0; i < 20; i++) town.Vendor.Put($"K{i:00}", createdAt: town.Clock.GetUtcNow().AddDays(-5));
        for (var i = 0; i < 18; i++) town.Vendor.Put($"K{i:00}", "closed");
        town.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.RunAsync();
        await town.RunUpdatesAsync();

        var asked = new List<int>();
        for (var run = 0; run < 3; run++)
        {
            town.Clock.Advance(TimeSpan.FromMinutes(5));
            town.Vendor.KeysAskedFor.Clear();
            await town.RunAsync();
            await town.RunUpdatesAsync();
            asked.Add(town.Vendor.KeysAskedFor.Sum(keys => keys.Count));
        }

        // The updates came after the cases, and might have told of one that was opened again in between. Then only the two that are open are left.
        Assert.Equal([20, 2, 2], asked);
    }

    [Fact]
    public async Task A_key_that_the_vendor_does_not_know_any_more_is_told_and_its_case_stays()
    {
        await using var town = await ReadOnceAsync(3);
        town.Vendor.Forget("K01");

        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 0L, 3L), (run.Outcome, run.Counters.Tombstoned, await town.CountAsync()));
        Assert.Contains(town.Hub.Log.Lines, line => line.Id == 2021 && line.Text.Contains("has 1 of 3 cases", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_fails_the_run_keeps_what_was_read_and_the_next_run_goes_on_behind_it()
    {
        await using var town = await ReadOnceAsync(6, new StreamReread { Batch = 2 });
        for (var i = 0; i < 6; i++) town.Vendor.Put($"K{i:00}", "closed");
        town.Vendor.Put("NEW");
        town.Clock.Advance(TimeSpan.FromMinutes(5));
        town.Vendor.BeforeAnswer = () =>
        {
            if (town.Vendor.KeysAskedFor.Count == 2) throw new SourceUnavailableException(FaultCodes.Timeout, "no answer within 60 s");
        };

        var failed = await town.RunAsync();
        var after = (await town.StatusAsync("NEW"), await town.StatusAsync("K00"), await town.StatusAsync("K02"));
        var left = (await town.CheckpointAsync()).Reread;
        town.Vendor.BeforeAnswer = null;
        town.Vendor.KeysAskedFor.Clear();
        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Failed, FaultCodes.Timeout), (failed.Outcome, failed.Fault!.Code));
        Assert.Equal(("open", "closed", "open"), after);
        Assert.Equal("K01", left!.AfterKey);
        Assert.Equal([["K02", "K03"], ["K04", "K05"]], town.Vendor.KeysAskedFor.Select(k => k.Except(["NEW"])).Where(k => k.Any()));
        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Null((await town.CheckpointAsync()).Reread);
        Assert.Empty(await town.WrongAsync());
    }

    [Fact]
    public async Task A_run_that_takes_too_long_stops_between_two_batches_and_the_next_goes_on()
    {
        await using var town = await ReadOnceAsync(6, new StreamReread { Batch = 2 });
        for (var i = 0; i < 6; i++) town.Vendor.Put($"K{i:00}", "closed");
        town.Limits = new StreamLimits { MaxRunTime = TimeSpan.FromMinutes(10) };
        town.Vendor.BeforeAnswer = () =>
        {
            if (town.Vendor.KeysAskedFor.Count > 0) town.Clock.Advance(TimeSpan.FromMinutes(6));
        };

        var stopped = await town.RunAsync();
        var first = town.Vendor.KeysAskedFor.Count;
        town.Vendor.BeforeAnswer = null;
        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Stopped, 2), (stopped.Outcome, first));
        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(["K04", "K05"], town.Vendor.KeysAskedFor[^1]);
        Assert.Empty(await town.WrongAsync());
    }

    [Fact]
    public async Task A_run_that_is_asked_to_stop_stops_and_loses_nothing()
    {
        await using var town = await ReadOnceAsync(6, new StreamReread { Batch = 2 });
        for (var i = 0; i < 6; i++) town.Vendor.Put($"K{i:00}", "closed");
        using var stop = new CancellationTokenSource();
        town.Hub.Stop = stop.Token;
        town.Vendor.BeforeAnswer = () =>
        {
            if (town.Vendor.KeysAskedFor.Count == 2) stop.Cancel();
        };

        var stopped = await town.RunAsync();
        town.Hub.Stop = CancellationToken.None;
        town.Vendor.BeforeAnswer = null;
        var run = await town.RunAsync();

        Assert.Equal((RunOutcome.Stopped, RunOutcome.Succeeded), (stopped.Outcome, run.Outcome));
        Assert.Empty(await town.WrongAsync());
    }

    [Fact]
    public async Task A_complete_read_asks_only_for_what_its_windows_did_not_hold_and_what_still_exists_is_not_taken_for_vanished()
    {
        await using var town = await ReadOnceAsync(5);
        town.Reading = town.Reading with { From = town.Clock.GetUtcNow().AddDays(-3) };
        town.Vendor.Put("NEW", createdAt: town.Clock.GetUtcNow().AddDays(-1));
        town.Vendor.Forget("K02");

        var run = await town.RunAsync(full: true);

        // All open ones with the changes that come first; then only the one that neither they nor the windows held.
        Assert.Equal([["K00", "K01", "K02", "K03", "K04"], ["K02"]], town.Vendor.KeysAskedFor);
        Assert.Equal((RunOutcome.Succeeded, 1L), (run.Outcome, run.Counters.Tombstoned));
        Assert.Null(await town.StatusAsync("K02"));
        Assert.Equal(5, await town.CountAsync());
    }

    [Fact]
    public async Task A_record_without_a_key_may_be_any_case_that_was_asked_for_so_a_complete_read_removes_nothing()
    {
        await using var town = await ReadOnceAsync(3);
        town.Reading = town.Reading with { From = town.Clock.GetUtcNow().AddDays(-3) };
        town.Vendor.Put("NEW", createdAt: town.Clock.GetUtcNow().AddDays(-1));
        town.Vendor.Garbled.Add("K01");

        var run = await town.RunAsync(full: true);

        Assert.Equal((RunOutcome.Incomplete, 0L, 4L), (run.Outcome, run.Counters.Tombstoned, await town.CountAsync()));
        Assert.NotNull(await town.StatusAsync("K01"));
    }

    [Fact]
    public async Task A_record_that_was_held_when_it_was_new_is_asked_for_again_and_comes_in_when_its_vendor_has_mended_it()
    {
        await using var town = await ReadOnceAsync(3);
        town.Vendor.Put("N00", "nonsense");
        town.Clock.Advance(TimeSpan.FromHours(1));
        await town.RunAsync();
        town.Vendor.Put("N00", "open");
        town.Clock.Advance(TimeSpan.FromHours(1));

        var run = await town.RunAsync();

        Assert.Equal("open", await town.StatusAsync("N00"));
        Assert.Empty(await town.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), CancellationToken.None));
        Assert.Equal(1, run.Counters.Written);
    }

    [Fact]
    public async Task What_stays_broken_is_asked_for_ever_more_rarely()
    {
        await using var town = await ReadOnceAsync(0);
        town.Vendor.Put("N00", "nonsense");
        town.Clock.Advance(TimeSpan.FromHours(1));
        await town.RunAsync();

        for (var run = 0; run < 200; run++)
        {
            town.Clock.Advance(TimeSpan.FromHours(1));
            await town.RunAsync();
        }

        Assert.InRange(town.Vendor.KeysAskedFor.Count, 7, 9);
    }

    [Fact]
    public async Task A_source_that_cannot_be_asked_for_single_records_is_read_in_windows_only()
    {
        await using var town = await ReadOnceAsync(2);
        town.Hub.Definition = town.Hub.Definition with { Reading = town.Reading };

        var run = await town.Hub.RunAsync(_ => new WindowsOnly(town.Vendor.Open()));

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Empty(town.Vendor.KeysAskedFor);
    }

    sealed class WindowsOnly(ISource source) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => source.ReadPageAsync(request, cancellationToken);
    }
}
