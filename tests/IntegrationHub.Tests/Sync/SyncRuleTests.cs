using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>The rules drawn from the watermark and sync defects of the systems that try the same today, one or more tests each.</summary>
public sealed class SyncRuleTests
{
    [Fact]
    public async Task Rule_1_a_change_that_happens_while_the_source_is_read_is_read_by_the_next_run()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        hub.Vendor.BeforePage = _ =>
        {
            hub.Vendor.BeforePage = null;
            hub.Clock.Advance(TimeSpan.FromMinutes(20));
            hub.Vendor.Put("A", "closed");
            hub.Clock.Advance(TimeSpan.FromMinutes(20));
        };
        await hub.RunAsync();

        await hub.RunAsync();

        Assert.Equal("closed", (await hub.FindAsync("A"))!.Case.SourceStatus);
    }

    [Fact]
    public async Task Rule_1_the_watermark_never_passes_the_time_before_the_read_less_the_settle_time()
    {
        await using var hub = await SyncFixture.StartAsync();
        var before = hub.Clock.GetUtcNow();
        hub.Vendor.BeforePage = _ => hub.Clock.Advance(TimeSpan.FromMinutes(30));

        await hub.RunAsync();

        Assert.Equal(before.AddMinutes(-1), (await hub.CheckpointAsync()).Watermark);
    }

    [Fact]
    public async Task Rule_2_reads_overlap_and_what_is_read_twice_is_written_once()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A", at: hub.Clock.GetUtcNow().AddMinutes(-5));
        await hub.RunAsync();

        var second = await hub.RunAsync();

        Assert.Equal(new RunCounters(Read: 1, Written: 0, Unchanged: 1, Skipped: 0, Quarantined: 0, Tombstoned: 0), second!.Counters);
    }

    [Fact]
    public async Task Rule_3_a_record_that_cannot_be_mapped_is_held_and_the_others_and_the_watermark_go_on()
    {
        await using var hub = await SyncFixture.StartAsync();
        foreach (var key in new[] { "A", "B", "C", "D", "E", "F", "G" }) hub.Vendor.Put(key, key == "C" ? "nonsense" : "open");
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.RunAsync();

        Assert.Equal(new RunCounters(Read: 7, Written: 6, Unchanged: 0, Skipped: 0, Quarantined: 1, Tombstoned: 0), run!.Counters);
        Assert.Equal(hub.Clock.GetUtcNow().AddMinutes(-1), (await hub.CheckpointAsync()).Watermark);
        var held = Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), CancellationToken.None));
        Assert.Equal(("C", "status"), (held.Key, held.Field));
    }

    [Fact]
    public async Task Rule_3_a_held_record_that_can_be_mapped_again_leaves_quarantine()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A", "nonsense");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        hub.Vendor.Put("A", "open");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        await hub.RunAsync();

        Assert.Empty(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), CancellationToken.None));
        Assert.False((await hub.FindAsync("A"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task Rule_4_a_run_reads_on_until_the_source_says_that_there_is_no_more()
    {
        await using var hub = await SyncFixture.StartAsync();
        for (var i = 0; i < 25; i++) hub.Vendor.Put($"K{i:00}");
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.RunAsync();

        Assert.Equal(25, run!.Counters.Written);
        Assert.Equal(9, run.Progress.Pages);
    }

    [Fact]
    public async Task Rule_5_a_read_that_gets_nowhere_ends_with_a_reported_fault_and_keeps_what_it_had()
    {
        await using var hub = await SyncFixture.StartAsync();
        for (var i = 0; i < 9; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        hub.Vendor.AfterPage = (number, page) => number == 1 ? page with { Next = "3" } : page;

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Failed, FaultCodes.PagingWentRound), (run!.Outcome, run.Fault!.Code));
        Assert.Equal(6, run.Counters.Written);
    }

    [Fact]
    public async Task Rule_6_two_sources_with_streams_of_one_name_keep_checkpoints_apart()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A");
        await hub.RunAsync();
        hub.Definition = hub.Definition with { Source = new SourceId("permits-north") };

        var other = await hub.CheckpointAsync();

        Assert.Equal(Checkpoint.Start, other);
    }

    [Fact]
    public async Task Rule_7_an_older_version_never_overwrites_a_newer_one()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A", "closed", revision: 7);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        hub.Vendor.Put("A", "open", revision: 5);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal("closed", (await hub.FindAsync("A"))!.Case.SourceStatus);
        Assert.Equal(0, run!.Counters.Written);
        Assert.True(run.Counters.Reconciles);
    }

    [Fact]
    public async Task Rule_7_equal_content_is_no_change()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A", revision: 1, at: hub.Clock.GetUtcNow().AddMinutes(-5));
        await hub.RunAsync();
        hub.Vendor.Put("A", revision: 2, at: hub.Clock.GetUtcNow().AddMinutes(-5));
        var before = (await hub.Store.Cases.ChangesAsync(SyncFixture.Tenant, 0, 100, CancellationToken.None)).Count;

        await hub.RunAsync();

        Assert.Equal(before, (await hub.Store.Cases.ChangesAsync(SyncFixture.Tenant, 0, 100, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Rule_7_equally_old_and_different_versions_are_settled_by_asking_the_source()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A", "open", revision: 4);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        hub.Vendor.Put("A", "closed", revision: 4);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        await hub.RunAsync();

        Assert.Equal(["A"], hub.Vendor.KeysAskedFor);
        Assert.Equal("closed", (await hub.FindAsync("A"))!.Case.SourceStatus);
    }

    [Fact]
    public async Task Rule_8_a_case_that_a_read_of_changes_does_not_hold_stays()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A");
        hub.Vendor.Put("B");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        hub.Vendor.Forget("B");
        hub.Clock.Advance(TimeSpan.FromHours(5));

        await hub.RunAsync();

        Assert.Equal(2, await hub.CountAsync());
    }

    [Fact]
    public async Task Rule_9_what_a_failing_source_last_gave_and_since_when_it_fails_is_known()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Vendor.Put("A");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        var watermark = (await hub.CheckpointAsync()).Watermark;
        hub.Clock.Advance(TimeSpan.FromHours(1));
        var failedAt = hub.Clock.GetUtcNow();
        await hub.RunAsync(_ => new BrokenSource(new SourceUnavailableException(FaultCodes.Timeout, "no answer within 60 s")));
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var failed = await hub.RunAsync(_ => new BrokenSource(new SourceUnavailableException(FaultCodes.Timeout, "no answer within 60 s")));

        var state = Assert.Single(await hub.Store.Streams.GetStatesAsync(SyncFixture.Tenant, CancellationToken.None));
        Assert.Equal(RunOutcome.Failed, failed!.Outcome);
        Assert.Equal((2, failedAt, watermark), (state.FailuresInARow, state.FailingSince, state.Checkpoint.Watermark));
        Assert.Equal(1, await hub.CountAsync());
    }

    sealed class BrokenSource(Exception fault) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => throw fault;
    }
}
