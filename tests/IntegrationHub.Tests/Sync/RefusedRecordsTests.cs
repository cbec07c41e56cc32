using System.Text;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>Runs whose store refuses records: R5, a bad record never stops the good ones.</summary>
public sealed class RefusedRecordsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(249)]
    [InlineData(250)]
    [InlineData(377)]
    [InlineData(499)]
    public async Task Of_500_records_with_a_bad_one_499_arrive_with_at_most_18_commits_more(int bad)
    {
        var (plain, _, commits) = await RunAsync(500);
        await plain.DisposeAsync();

        var (hub, run, tries) = await RunAsync(500, bad);
        await using var _ = hub;

        Assert.Equal((RunOutcome.Succeeded, 499L, 1L), (run.Outcome, run.Counters.Written, run.Counters.Quarantined));
        Assert.Equal(499, await hub.CountAsync());
        Assert.InRange(tries - commits, 0, (int)((2 * Math.Log2(500)) + 1));
        Assert.True(run.Counters.Reconciles);
    }

    [Fact]
    public async Task The_bad_record_lies_in_quarantine_with_its_bytes_and_why()
    {
        var (hub, _, _) = await RunAsync(60, 17);
        await using var _ = hub;

        var entry = Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
        Assert.Equal(("K017", "IH3020", ""), (entry.Key, entry.Code, entry.Field));
        Assert.Contains("CHECK constraint failed: cases.", entry.Diagnostics, StringComparison.Ordinal);
        var held = Assert.Single(await hub.Store.Streams.GetHeldAsync(hub.Key, HeldFilter.All, null, 10, CancellationToken.None));
        var record = hub.Protector.OpenRaw(held.Raw, hub.Definition.Source, held.RawHash);
        Assert.Contains("\"id\":\"K017\"", Encoding.UTF8.GetString(record.Content.Span), StringComparison.Ordinal);
        Assert.Contains(hub.Log.Lines, line => line.Id == 2012);
    }

    [Fact]
    public async Task The_checkpoint_moves_only_with_the_last_part_of_a_batch()
    {
        await using var hub = await SyncFixture.StartAsync();
        var control = Refusing(hub, 3, 40);
        Fill(hub, 64);

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        var withItems = control.Stored.Where(s => s.Items > 0).ToList();
        Assert.All(withItems.SkipLast(1), stored => Assert.Null(stored.Checkpoint.Unfinished));
        Assert.NotNull(withItems[^1].Checkpoint.Unfinished);
        Assert.NotNull((await hub.CheckpointAsync()).Watermark);
    }

    [Fact]
    public async Task A_store_that_fails_in_the_middle_of_it_loses_nothing()
    {
        await using var hub = await SyncFixture.StartAsync();
        var control = Refusing(hub, 20);
        Fill(hub, 64);
        control.BeforeTry = number =>
        {
            if (number == 4) throw new CommitFailedException("The disk is full.", new IOException());
        };

        var broken = await hub.RunAsync();
        var halfway = await hub.CountAsync();
        control.BeforeTry = null;
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var whole = await hub.RunAsync();

        Assert.Equal((RunOutcome.Failed, "IH5901"), (broken!.Outcome, broken.Fault!.Code));
        Assert.True(halfway < 63);
        Assert.Equal(RunOutcome.Succeeded, whole!.Outcome);
        Assert.Equal(63, await hub.CountAsync());
    }

    [Fact]
    public async Task A_store_that_refuses_everything_stops_the_run_by_the_share_that_the_stream_allows()
    {
        await using var hub = await SyncFixture.StartAsync();
        Refusing(hub, [.. Enumerable.Range(0, 100)]);
        Fill(hub, 100);

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Failed, "IH3900"), (run!.Outcome, run.Fault!.Code));
        Assert.True(run.Counters.Quarantined <= 20);
        Assert.Null((await hub.CheckpointAsync()).Watermark);
    }

    [Fact]
    public async Task A_record_whose_key_is_refused_is_held_without_it_and_a_complete_read_proves_nothing_then()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Reading = hub.Definition.Reading with { Strategy = ReadStrategy.Snapshot } };
        Fill(hub, 30);
        await hub.RunAsync();
        var control = Refusing(hub, 4);
        control.RefusesHoldsWithTheKey = true;
        hub.Vendor.Put("K004", "waiting");
        hub.Vendor.Forget("K009");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Incomplete, run!.Outcome);
        Assert.Contains("1 records without a readable key", run.Verdict, StringComparison.Ordinal);
        Assert.NotNull(await hub.FindAsync("K009"));
        Assert.Null(Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None)).Key);
    }

    [Fact]
    public async Task A_record_that_was_refused_comes_in_with_the_next_mapping_once_the_store_takes_it()
    {
        var (hub, _, _) = await RunAsync(30, 7);
        await using var _ = hub;
        hub.Streams = hub.Store.Streams;
        hub.MappingText = hub.MappingText.Replace("closed: closed }", "closed: closed, paused: waitingForOther }", StringComparison.Ordinal);
        hub.Clock.Advance(TimeSpan.FromHours(5));

        await hub.RunAsync();

        Assert.Equal(30, await hub.CountAsync());
        Assert.Empty(await hub.Store.Quarantine.CountAsync(SyncFixture.Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task A_held_record_that_can_be_mapped_now_and_is_refused_stays_and_does_not_stop_the_run()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("K000", "paused");
        hub.Vendor.Put("K001", "paused");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        Refusing(hub, 0);
        hub.MappingText = hub.MappingText.Replace("closed: closed }", "closed: closed, paused: waitingForOther }", StringComparison.Ordinal);
        hub.Clock.Advance(TimeSpan.FromHours(5));

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.NotNull(await hub.FindAsync("K001"));
        var entry = Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
        Assert.Equal(("K000", "IH3020"), (entry.Key, entry.Code));
    }

    [Fact]
    public async Task A_case_that_is_read_alone_and_refused_goes_to_quarantine_too()
    {
        await using var hub = await SyncFixture.StartAsync();
        Fill(hub, 3);
        await hub.RunAsync();
        Refusing(hub, 1);
        hub.Vendor.Put("K001", "waiting");
        var refresh = new CaseRefresh(hub.Streams, hub.Protector, hub.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<CaseRefresh>.Instance);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(await refresh.RefreshAsync(hub.Runnable(_ => hub.Vendor.Open()), "K001", CancellationToken.None));

        Assert.True((await hub.FindAsync("K001"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task A_batch_that_would_keep_people_from_writing_is_committed_in_parts_and_a_bad_record_in_one_of_them_is_held_as_ever()
    {
        await using var hub = await SyncFixture.StartAsync();
        var control = Refusing(hub, 150);
        control.Turn = TimeSpan.FromMilliseconds(10);
        Fill(hub, 450);

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 449L, 1L), (run!.Outcome, run.Counters.Written, run.Counters.Quarantined));
        Assert.Equal(449, await hub.CountAsync());
        Assert.True(run.Counters.Reconciles);
        var withItems = control.Stored.Where(s => s.Items > 0).ToList();
        Assert.Equal(100, withItems[0].Items);
        Assert.All(withItems.SkipLast(1), stored => Assert.Null(stored.Checkpoint.Unfinished));
        Assert.NotNull(withItems[^1].Checkpoint.Unfinished);
    }

    [Fact]
    public async Task A_run_that_ends_between_two_parts_of_a_batch_loses_and_doubles_nothing()
    {
        await using var hub = await SyncFixture.StartAsync();
        var control = Refusing(hub);
        control.Turn = TimeSpan.FromMilliseconds(10);
        Fill(hub, 450);
        control.BeforeTry = number => { if (number == 2) throw new CommitFailedException("the disk is full", new IOException()); };

        var broken = await hub.RunAsync();
        Assert.Equal((RunOutcome.Failed, 100L, 100), (broken!.Outcome, broken.Counters.Written, await hub.CountAsync()));
        control.BeforeTry = null;
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        var whole = await hub.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 350L, 450), (whole!.Outcome, whole.Counters.Written, await hub.CountAsync()));
    }

    static async Task<(SyncFixture Hub, RunRecord Run, int Tries)> RunAsync(int records, params int[] bad)
    {
        var hub = await SyncFixture.StartAsync();
        var control = Refusing(hub, bad);
        Fill(hub, records);
        var run = await hub.RunAsync();
        return (hub, run!, control.Tries);
    }

    static RefusingStreams Refusing(SyncFixture hub, params int[] bad)
    {
        (hub.Streams, var control) = RefusingStreams.Before(hub.Store.Streams);
        foreach (var number in bad) control.Refused.Add($"K{number:000}");
        return control;
    }

    static void Fill(SyncFixture hub, int records)
    {
        hub.Vendor.PageSize = 500;
        for (var i = 0; i < records; i++) hub.Vendor.Put($"K{i:000}", at: hub.Clock.GetUtcNow().AddSeconds(i));
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
    }
}
