using IntegrationHub.Cases;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class SweepConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task What_a_sweep_did_not_see_is_counted()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Store("3"), Records.Store("4"), Records.Remove("4", order: 2));

        await run.CommitAsync("sweep", Records.Unchanged("1"), Records.Hold("2", read: 1));

        Assert.Equal(new SweepCount(Live: 3, Unseen: 1, Seen: 2), (await run.EndSweepAsync("sweep")).Verdict.Count);
    }

    [Fact]
    public async Task A_record_that_a_sweep_sees_twice_counts_once_and_so_does_one_in_quarantine()
    {
        var run = await BeginAsync();
        await run.CommitAsync("sweep", Records.Store("1"), Records.Store("2"), Records.Hold(null, read: 1));
        await run.CommitAsync("sweep", Records.Unchanged("1"), Records.Unchanged("2"), Records.Hold("3", read: 1), Records.Hold(null, read: 1));

        Assert.Equal(new SweepCount(Live: 2, Unseen: 0, Seen: 4), await Store.Streams.CountUnseenAsync(Stream, "sweep", Cancel));
    }

    [Fact]
    public async Task A_sweep_that_no_batch_belongs_to_has_seen_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));

        var result = await run.EndSweepAsync("empty");

        Assert.Equal((new SweepCount(Live: 1, Unseen: 1, Seen: 0), 1L), (result.Verdict.Count, result.Removed));
        Assert.Null(await GetAsync("1"));
    }

    [Fact]
    public async Task Ending_with_removal_makes_tombstones_of_what_was_not_seen_and_of_nothing_else()
    {
        var other = await BeginAsync(Stream with { Stream = new StreamName("permits-archive") });
        await other.CommitAsync(Records.Store(Records.Case("of-another-stream") with { Stream = new StreamName("permits-archive") }));
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        await run.CommitAsync("sweep", Records.Unchanged("1"));

        var result = await run.EndSweepAsync("sweep");

        Assert.Equal(1, result.Removed);
        Assert.NotNull(await GetAsync("1"));
        Assert.Null(await GetAsync("2"));
        Assert.NotNull(await GetAsync("of-another-stream"));
        Assert.Equal(1, (await Store.Streams.GetRunsAsync(Tenant, Stream.Stream, 1, Cancel))[0].Counters.Tombstoned);
        Assert.Equal(CaseChangeKind.Removed, (await Store.Cases.ChangesAsync(Tenant, 0, 10, Cancel))[^1].Kind);
    }

    [Fact]
    public async Task A_verdict_that_proves_nothing_removes_nothing_and_drops_the_marks()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        await run.CommitAsync("sweep", Records.Store("2"));

        var result = await run.EndSweepAsync("sweep", Session.Broken);

        Assert.Equal((SweepReason.OtherCount, 0L, null), (result.Verdict.Reason, result.Removed, result.HeldDelete));
        Assert.NotNull(await GetAsync("1"));
        Assert.Equal(new SweepCount(Live: 2, Unseen: 2, Seen: 0), (await run.EndSweepAsync("sweep", Session.Broken)).Verdict.Count);
    }

    [Fact]
    public async Task The_verdict_stands_in_the_run_with_its_facts_from_the_commit_that_acts_on_it()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));

        var result = await run.EndSweepAsync("sweep", Session.Broken with { Keyless = 3 }, new DeleteGuard { MaxShare = 0.25, MaxCases = 7, AlwaysAllowed = 2 });

        var told = (await Store.Streams.GetRunsAsync(Tenant, Stream.Stream, 1, Cancel))[0];
        Assert.Equal(RunOutcome.Running, told.Outcome);
        Assert.Equal(result.Verdict, told.Sweep);
        Assert.Equal(result.Verdict.InWords(), told.Verdict);
    }

    [Fact]
    public async Task A_sweep_goes_on_in_the_next_run_where_it_was_broken_off()
    {
        var first = await BeginAsync();
        await first.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Store("3"));
        await first.CommitAsync("sweep", Records.Unchanged("1"));
        await first.ReleaseAsync();

        var second = await BeginAsync();
        await second.CommitAsync("sweep", Records.Unchanged("2"));

        Assert.Equal(new SweepCount(Live: 3, Unseen: 1, Seen: 2), (await second.EndSweepAsync("sweep")).Verdict.Count);
    }

    [Fact]
    public async Task A_new_sweep_does_not_count_what_an_earlier_one_saw()
    {
        var run = await BeginAsync();
        await run.CommitAsync("left behind", Records.Store("1"), Records.Store("2"));

        await run.CommitAsync("new", Records.Unchanged("1"));

        Assert.Equal(new SweepCount(Live: 2, Unseen: 1, Seen: 1), (await run.EndSweepAsync("new")).Verdict.Count);
    }

    [Fact]
    public async Task What_was_read_by_its_key_while_the_sweep_went_on_has_been_seen()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        await run.CommitAsync("sweep", Records.Unchanged("1"));

        await Store.Streams.ApplyAsync(Stream, [Records.Store("2", read: 1)], Cancel);

        Assert.Equal(0, (await run.EndSweepAsync("sweep")).Removed);
        Assert.NotNull(await GetAsync("2"));
    }

    [Fact]
    public async Task A_vanished_case_that_is_read_again_in_the_same_bytes_is_mapped_and_comes_back()
    {
        var record = Records.Store("1", order: 3, read: 1);
        var run = await BeginAsync();
        await run.CommitAsync(record);
        await run.EndSweepAsync("sweep");

        var known = await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel);
        await run.CommitAsync(record with { ReadStartedAt = Records.Read(2) });

        Assert.Empty(known);
        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task A_vanished_case_keeps_its_order_so_that_an_older_version_does_not_bring_it_back()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 3));
        await run.CommitAsync(Records.Store("1", order: 5));
        await run.EndSweepAsync("sweep");

        await run.CommitAsync(Records.Store("1", "late", order: 4, read: 9));

        Assert.Null(await GetAsync("1"));
    }

    [Fact]
    public async Task Quarantined_records_that_a_sweep_did_not_see_leave_with_it()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("gone"), Records.Hold("there"), Records.Hold(null, "gone"), Records.Hold(null, "there"));
        await run.CommitAsync("sweep", Records.Hold("there", read: 1), Records.Hold(null, "there", read: 1));

        await run.EndSweepAsync("sweep");

        var left = await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel);
        Assert.Equal([null, "there"], left.Select(entry => entry.Key).Order());
        Assert.False((await Store.Streams.GetKnownAsync(Stream, ["gone"], Cancel))["gone"].Held);
    }

    [Fact]
    public async Task The_checkpoint_of_the_end_is_stored_with_it()
    {
        var run = await BeginAsync();

        await run.EndSweepAsync("sweep", after: new Checkpoint { FirstReadDone = true });

        Assert.True((await Store.Streams.GetCheckpointAsync(Stream, Cancel)).FirstReadDone);
    }
}
