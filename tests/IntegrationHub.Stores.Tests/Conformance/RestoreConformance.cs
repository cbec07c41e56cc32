using IntegrationHub.Cases;
using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class RestoreConformance(IStorePlace place) : StoreConformance(place)
{
    IRemovalStore Removals => Store.Removals;

    DateTimeOffset KeepUntil => Clock.GetUtcNow() + RemovalRule.KeptFor;

    ValueTask<long> RestoreAsync(string key) => Removals.RestoreAsync(Stream, new RestoreChoice.Case(key), KeepUntil, Cancel);

    async Task<string[]> FoundByNumberAsync(string key) =>
        [.. (await Store.Cases.FindAsync(Tenant, [Records.Number(key)], Everything, 10, Cancel)).Select(found => found.Case.Key)];

    async Task<int> EmptyAsync() => await Removals.EmptyTombstonesAsync(Tenant, Clock.GetUtcNow() - RemovalRule.RestorableFor, 100, Cancel);

    [Fact]
    public async Task A_removed_case_is_listed_with_its_reason_its_run_and_its_time()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        await run.CommitAsync(Records.Remove("1", order: 2));

        var removed = Assert.Single(await Removals.GetRemovedAsync(Tenant, Stream.Stream, 10, Cancel));

        Assert.Equal(("1", "BYGG 2026-1", TombstoneReason.Deleted, run.Run, Clock.GetUtcNow()), (removed.Key, removed.Number, removed.Reason, removed.Run!.Value, removed.RemovedAt));
        Assert.Equal(Clock.GetUtcNow().AddDays(90), removed.RestorableUntil);
        Assert.Empty(await Removals.GetRemovedAsync(Tenant, new StreamName("another"), 10, Cancel));
        Assert.Empty(await Removals.GetRemovedAsync(new TenantId("another"), null, 10, Cancel));
    }

    [Fact]
    public async Task A_restored_case_is_found_by_everything_that_found_it_before()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1, timeline: Records.Event("1", "a")));
        await run.EndSweepAsync("sweep");

        Assert.Equal(1, await RestoreAsync("1"));

        Assert.Equal("Case 1, version 1", (await GetAsync("1"))!.Case.Title);
        Assert.Single(await FindAsync("tolvan"));
        Assert.Single(await Store.Cases.SearchAsync(Tenant, "case", Everything, 10, Cancel));
        Assert.Equal(["a"], await TimelineAsync("1"));
        Assert.Equal([CaseChangeKind.Added, CaseChangeKind.Removed, CaseChangeKind.Revived], (await Store.Cases.ChangesAsync(Tenant, 0, 10, Cancel)).Select(c => c.Kind));
        Assert.Empty(await Removals.GetRemovedAsync(Tenant, null, 10, Cancel));
    }

    [Fact]
    public async Task A_restored_case_that_no_complete_read_holds_stays_until_its_time_is_over()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        await run.CommitAsync("first", Records.Unchanged("2"));
        await run.EndSweepAsync("first");
        await RestoreAsync("1");

        await run.CommitAsync("second", Records.Unchanged("2"));
        var during = await run.EndSweepAsync("second");
        Clock.Advance(RemovalRule.KeptFor);
        await run.CommitAsync("third", Records.Unchanged("2"));
        var after = await run.EndSweepAsync("third");

        Assert.Equal((0L, 1L), (during.Removed, after.Removed));
    }

    [Fact]
    public async Task A_restored_case_is_updated_when_its_source_sends_it_again()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1));
        await run.EndSweepAsync("sweep");
        await RestoreAsync("1");

        Assert.Empty(await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel));
        await run.CommitAsync(Records.Store("1", "newer", order: 2, read: 1));

        Assert.Equal("Case 1, version newer", (await GetAsync("1"))!.Case.Title);
    }

    [Fact]
    public async Task All_that_a_run_removed_come_back_together_and_nothing_else_does()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Store("3"), Records.Store("4"));
        await run.CommitAsync(Records.Remove("1", order: 2));
        await run.ReleaseAsync();
        var sweeping = await BeginAsync();
        await sweeping.CommitAsync("sweep", Records.Unchanged("2"));
        await sweeping.EndSweepAsync("sweep");

        var restored = await Removals.RestoreAsync(Stream, new RestoreChoice.OfRun(sweeping.Run), KeepUntil, Cancel);

        Assert.Equal(2, restored);
        Assert.Equal([true, false, false, false], new[] { await GetAsync("1"), await GetAsync("2"), await GetAsync("3"), await GetAsync("4") }.Select(c => c is null));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("unknown")]
    [InlineData("stub")]
    [InlineData("erased")]
    [InlineData("old")]
    public async Task What_has_not_left_or_is_destroyed_or_left_too_long_ago_is_not_restored(string which)
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("live"), Records.Store("erased"), Records.Store("old"), Records.Remove("stub", order: 1));
        await run.CommitAsync(Records.Remove("erased", order: 2, erase: true), Records.Remove("old", order: 2));
        if (which == "old") Clock.Advance(RemovalRule.RestorableFor);

        Assert.Equal(0, await RestoreAsync(which));
    }

    [Fact]
    public async Task A_case_of_another_stream_is_not_restored_through_this_one()
    {
        var other = Stream with { Stream = new StreamName("permits-archive") };
        var run = await BeginAsync(other);
        await run.CommitAsync(Records.Store(Records.Case("1") with { Stream = other.Stream }));
        await run.CommitAsync(Records.Remove("1", order: 2));
        await BeginAsync();

        Assert.Equal(0, await RestoreAsync("1"));
    }

    [Fact]
    public async Task After_ninety_days_the_contents_are_destroyed_and_not_a_moment_before()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1, timeline: Records.Event("1", "a")));
        await run.EndSweepAsync("sweep");

        Clock.Advance(RemovalRule.RestorableFor - TimeSpan.FromTicks(1));
        var before = await EmptyAsync();
        Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((0, 1, 0), (before, await EmptyAsync(), await EmptyAsync()));
        Assert.Equal(0, await RestoreAsync("1"));
    }

    [Fact]
    public async Task A_case_whose_contents_were_destroyed_by_time_comes_in_anew_when_its_source_sends_it_again()
    {
        var record = Records.Store("1", order: 3, timeline: Records.Event("1", "a"));
        var run = await BeginAsync();
        await run.CommitAsync(record);
        await run.EndSweepAsync("sweep");
        Clock.Advance(RemovalRule.RestorableFor);
        await EmptyAsync();

        await run.CommitAsync(record with { ReadStartedAt = Records.Read(9) });

        Assert.NotNull(await GetAsync("1"));
        Assert.Single(await FindAsync("tolvan"));
        Assert.Equal(["a"], await TimelineAsync("1"));
    }

    [Fact]
    public async Task Only_so_many_are_emptied_at_a_time_the_oldest_first()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Store("3"));
        await run.EndSweepAsync("sweep");
        Clock.Advance(RemovalRule.RestorableFor);
        var before = Clock.GetUtcNow() - RemovalRule.RestorableFor;

        Assert.Equal((2, 1, 0), (await Removals.EmptyTombstonesAsync(Tenant, before, 2, Cancel), await Removals.EmptyTombstonesAsync(Tenant, before, 2, Cancel), await Removals.EmptyTombstonesAsync(Tenant, before, 2, Cancel)));
    }

    [Fact]
    public async Task Look_ups_by_the_number_of_a_merged_case_find_the_one_it_became_part_of()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("old"), Records.Numbered("new"));

        await run.CommitAsync(Records.Merge("old", "new"));

        Assert.Null(await GetAsync("old"));
        Assert.Equal(["new"], await FoundByNumberAsync("old"));
        Assert.Equal(["new"], (await FindAsync("tolvan")).Select(f => f.Case.Key));
        Assert.Equal((TombstoneReason.Merged, "new"), ((await Removals.GetRemovedAsync(Tenant, null, 10, Cancel))[0].Reason, (await Removals.GetRemovedAsync(Tenant, null, 10, Cancel))[0].MergedInto));
    }

    [Fact]
    public async Task The_other_case_may_come_and_change_later()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("old"), Records.Merge("old", "new"));
        Assert.Empty(await FoundByNumberAsync("old"));

        await run.CommitAsync(Records.Numbered("new"));
        await run.CommitAsync(Records.Numbered("new", "changed", order: 2, read: 1));

        Assert.Equal(["new"], await FoundByNumberAsync("old"));
    }

    [Fact]
    public async Task Over_several_steps_the_last_case_is_found_by_all_numbers_in_whatever_order_they_merged()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("a"), Records.Numbered("b"), Records.Numbered("c"), Records.Numbered("d"));

        await run.CommitAsync(Records.Merge("b", "c"));
        await run.CommitAsync(Records.Merge("a", "b"));
        await run.CommitAsync(Records.Merge("c", "d"));

        Assert.Equal(["d", "d", "d"], [.. await FoundByNumberAsync("a"), .. await FoundByNumberAsync("b"), .. await FoundByNumberAsync("c")]);
    }

    [Fact]
    public async Task A_circle_of_merges_ends_nothing_and_finds_nobody()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("a"), Records.Numbered("b"));

        await run.CommitAsync(Records.Merge("a", "b"), Records.Merge("b", "a"));
        await run.CommitAsync(Records.Numbered("c"));

        Assert.Empty(await FoundByNumberAsync("a"));
        Assert.Equal(["c"], await FoundByNumberAsync("c"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_merged_case_that_comes_back_is_itself_again(bool byHand)
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("old"), Records.Numbered("new"), Records.Merge("old", "new"));

        if (byHand) await RestoreAsync("old");
        else await run.CommitAsync(Records.Numbered("old", "apart again", order: 3));

        Assert.Equal(["old"], await FoundByNumberAsync("old"));
        Assert.Equal(["new"], await FoundByNumberAsync("new"));
    }

    [Fact]
    public async Task The_number_of_a_merged_case_outlives_its_contents_but_not_its_destruction()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("old"), Records.Numbered("new"), Records.Numbered("last"), Records.Merge("old", "new"));
        Clock.Advance(RemovalRule.RestorableFor);
        await EmptyAsync();
        await run.CommitAsync(Records.Merge("new", "last"));
        var afterTime = await FoundByNumberAsync("old");

        await run.CommitAsync(Records.Remove("old", order: 9, read: 9, erase: true));

        Assert.Equal(["last"], afterTime);
        Assert.Empty(await FoundByNumberAsync("old"));
    }

    [Fact]
    public async Task What_became_of_a_case_may_be_told_after_it_has_left()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("old"), Records.Numbered("new"));
        await run.CommitAsync("sweep", Records.Unchanged("new"));
        await run.EndSweepAsync("sweep");

        await run.CommitAsync(Records.Merge("old", "new", order: 2, read: 1));

        Assert.Equal(["new"], await FoundByNumberAsync("old"));
    }
}
