using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class StreamRunnerTests
{
    [Fact]
    public async Task A_read_that_a_hub_with_a_clock_a_day_ahead_began_moves_the_watermark_no_further_than_the_sources_time_at_its_beginning()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Reading = new StreamReading { Strategy = ReadStrategy.Cursor, Lookback = TimeSpan.Zero, Settle = TimeSpan.FromMinutes(1) } };
        var began = hub.Clock.GetUtcNow();
        var sourceTime = began;
        for (var i = 1; i <= 4; i++) hub.Vendor.Put($"K{i}", at: began.AddSeconds(i - 10));
        hub.Vendor.AfterPage = (_, page) => page with { SourceTime = sourceTime };
        hub.Vendor.BeforePage = number =>
        {
            if (number == 1) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.RunAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromDays(1));
        sourceTime = hub.Clock.GetUtcNow();
        hub.Vendor.BeforePage = null;
        // Committed late, as the settle time allows, and before what the first page held.
        hub.Vendor.Put("late", at: began.AddSeconds(-20));

        await hub.RunAsync();

        Assert.NotNull(await hub.FindAsync("late"));
    }

    [Fact]
    public async Task A_hub_whose_clock_was_a_day_ahead_does_not_make_older_what_is_read_after_it()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.MappingText = hub.MappingText.Replace("  order: rev\n", "", StringComparison.Ordinal);
        hub.Definition = hub.Definition with { Reading = new StreamReading { Strategy = ReadStrategy.Snapshot } };
        hub.Vendor.Put("K1", "open");
        hub.Vendor.Put("K2", "nonsense");
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.RunAsync();
        hub.Clock.Advance(-TimeSpan.FromDays(1));
        hub.Vendor.Put("K1", "closed");
        hub.Vendor.Put("K2", "open");

        await hub.RunAsync();

        Assert.Equal("closed", (await hub.FindAsync("K1"))?.Case.SourceStatus);
        Assert.Equal("open", (await hub.FindAsync("K2"))?.Case.SourceStatus);
    }

    [Fact]
    public async Task A_stream_that_another_run_has_is_left_alone()
    {
        await using var hub = await SyncFixture.StartAsync();
        var other = await hub.Store.Streams.TryLeaseAsync(hub.Key, "another node", TimeSpan.FromMinutes(1), CancellationToken.None);

        var run = await hub.RunAsync();

        Assert.NotNull(other);
        Assert.Null(run);
    }

    [Fact]
    public async Task A_run_that_was_replaced_writes_nothing_more_and_says_so()
    {
        await using var hub = await SyncFixture.StartAsync();
        for (var i = 0; i < 6; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var definition = hub.Definition;
        hub.Definition = definition with { Reading = definition.Reading with { BatchSize = 1 } };
        hub.Vendor.BeforePage = number =>
        {
            if (number == 1) hub.TakeOver();
        };

        var run = await hub.RunAsync();

        Assert.True(await hub.CountAsync() <= 3);
        Assert.NotEqual(RunOutcome.Succeeded, run!.Outcome);
    }

    [Fact]
    public async Task What_was_read_before_a_fault_is_kept()
    {
        await using var hub = await SyncFixture.StartAsync();
        for (var i = 0; i < 9; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        hub.Vendor.BeforePage = number =>
        {
            if (number == 2) throw new SourceUnavailableException(FaultCodes.ServerError, "HTTP 503");
        };

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Failed, 6L), (run!.Outcome, run.Counters.Written));
        Assert.Equal((FaultKind.Unavailable, FaultCodes.ServerError), (run.Fault!.Kind, run.Fault.Code));
    }

    [Fact]
    public async Task A_broken_off_read_of_changes_goes_on_at_its_page_and_then_reads_what_changed_since()
    {
        await using var hub = await SyncFixture.StartAsync();
        for (var i = 0; i < 9; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        hub.Vendor.BeforePage = number =>
        {
            if (number == 2) throw new SourceUnavailableException(FaultCodes.ServerError, "HTTP 503");
        };
        await hub.RunAsync();
        hub.Vendor.BeforePage = null;
        hub.Vendor.Requests.Clear();
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        hub.Vendor.Put("NEW");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal("6", hub.Vendor.Requests[0].Position);
        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal(10, await hub.CountAsync());
    }

    [Fact]
    public async Task A_run_in_which_too_much_cannot_be_mapped_stops_and_writes_nothing_of_that_batch()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.PageSize = 50;
        for (var i = 0; i < 30; i++) hub.Vendor.Put($"K{i:00}", i % 2 == 0 ? "nonsense" : "open");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Failed, "IH3900"), (run!.Outcome, run.Fault!.Code));
        Assert.Null((await hub.CheckpointAsync()).Watermark);
        Assert.Equal(0, await hub.CountAsync());
    }

    [Fact]
    public async Task A_fault_that_no_code_expects_ends_the_run_without_telling_its_message()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.BeforePage = _ => throw new InvalidOperationException("19121212-1212 is not known");

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Failed, run!.Outcome);
        Assert.DoesNotContain("1212", run.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_on_an_unchanged_source_maps_nothing_and_writes_no_row_of_a_case_or_a_key()
    {
        await using var hub = await SyncFixture.StartAsync();
        for (var i = 0; i < 9; i++) hub.Vendor.Put($"K{i}", at: hub.Clock.GetUtcNow().AddHours(-1));
        await hub.RunAsync(full: true);
        var before = hub.Store.RowsWritten;
        var mappedBefore = hub.Mapped;

        var second = await hub.RunAsync(full: true);

        Assert.Equal(9, second!.Counters.Unchanged);
        Assert.Equal((9, 9), (mappedBefore, hub.Mapped));
        Assert.Equal((before["cases"], before["lookup_keys"]), (hub.Store.RowsWritten["cases"], hub.Store.RowsWritten["lookup_keys"]));
    }

    [Fact]
    public async Task A_record_that_changes_and_changes_back_within_one_read_ends_as_the_source_last_sent_it()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.MappingText = hub.MappingText.Replace("  order: rev\n", "", StringComparison.Ordinal);
        var first = hub.Vendor.Put("A", at: hub.Clock.GetUtcNow().AddMinutes(-5));
        await hub.RunAsync();
        var changed = first with { Status = "closed" };

        await hub.RunAsync(_ => new Pages([[ModelVendor.Record(changed)], [ModelVendor.Record(first)]]));

        Assert.Equal("open", (await hub.FindAsync("A"))!.Case.SourceStatus);
    }

    [Fact]
    public async Task A_record_larger_than_the_stream_allows_is_held()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Limits = new IntegrationHub.Streams.StreamLimits { MaxRecordBytes = 20 } };
        hub.Vendor.Put("A", at: hub.Clock.GetUtcNow().AddMinutes(-5));

        var run = await hub.RunAsync();

        Assert.Equal(1, run!.Counters.Quarantined);
    }

    [Fact]
    public async Task A_case_whose_contents_the_source_destroyed_is_gone_for_good()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A", at: hub.Clock.GetUtcNow().AddMinutes(-5));
        await hub.RunAsync();
        hub.Vendor.Put("A", "destroyed", at: hub.Clock.GetUtcNow().AddMinutes(-4));
        await hub.RunAsync();
        hub.Vendor.Put("A", "open", at: hub.Clock.GetUtcNow().AddMinutes(-3));

        await hub.RunAsync();

        Assert.Null(await hub.FindAsync("A"));
    }

    sealed class Pages(SourceRecord[][] pages) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            var number = request.Position is null ? 0 : int.Parse(request.Position, System.Globalization.CultureInfo.InvariantCulture);
            return ValueTask.FromResult(new SourcePage { Records = pages[number], Next = number + 1 < pages.Length ? $"{number + 1}" : null });
        }
    }
}
