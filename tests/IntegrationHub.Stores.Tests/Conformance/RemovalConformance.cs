using IntegrationHub.Cases;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class RemovalConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task A_removed_case_is_found_by_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1, timeline: Records.Event("1", "a")));

        var result = await run.CommitAsync(Records.Remove("1", order: 2));

        Assert.Null(await GetAsync("1"));
        Assert.Empty(await FindAsync("tolvan"));
        Assert.Empty(await Store.Cases.SearchAsync(Tenant, "case", Everything, 10, Cancel));
        Assert.Empty(await TimelineAsync("1"));
        Assert.Equal((1, 1), (result.Counters.Written, result.Counters.Tombstoned));
    }

    [Fact]
    public async Task A_removal_that_is_older_than_the_case_does_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 5, read: 3));

        var byOrder = await run.CommitAsync(Records.Remove("1", order: 4, read: 9));
        var byRead = await run.CommitAsync(Records.Remove("1", order: null, read: 2));

        Assert.NotNull(await GetAsync("1"));
        Assert.Equal((0, 0), (byOrder.Counters.Written, byRead.Counters.Written));
    }

    [Fact]
    public async Task A_removal_again_changes_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1));
        await run.CommitAsync(Records.Remove("1", order: 2));

        var again = await run.CommitAsync(Records.Remove("1", order: 2));

        Assert.Equal((0, 1, 0), (again.Counters.Written, again.Counters.Unchanged, again.Counters.Tombstoned));
        Assert.Empty(again.Ties);
    }

    [Fact]
    public async Task A_newer_version_brings_a_removed_case_back_whole()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1, timeline: Records.Event("1", "a")), Records.Remove("1", order: 2));

        await run.CommitAsync(Records.Store("1", order: 3, timeline: Records.Event("1", "a")));

        Assert.NotNull(await GetAsync("1"));
        Assert.Single(await FindAsync("tolvan"));
        Assert.Single(await Store.Cases.SearchAsync(Tenant, "case", Everything, 10, Cancel));
        Assert.Equal(["a"], await TimelineAsync("1"));
        Assert.Equal([CaseChangeKind.Added, CaseChangeKind.Removed, CaseChangeKind.Revived],
            (await Store.Cases.ChangesAsync(Tenant, 0, 10, Cancel)).Select(change => change.Kind));
    }

    [Fact]
    public async Task A_version_from_before_the_removal_does_not_bring_the_case_back_nor_in()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Remove("1", order: 5), Records.Remove("2", order: 5));

        await run.CommitAsync(Records.Store("1", "late", order: 4, read: 9), Records.Store("2", "late", order: 4, read: 9));

        Assert.Null(await GetAsync("1"));
        Assert.Null(await GetAsync("2"));
    }

    [Fact]
    public async Task A_case_whose_removal_came_first_comes_in_with_a_newer_version()
    {
        var run = await BeginAsync();
        var stub = await run.CommitAsync(Records.Remove("1", order: 1));

        await run.CommitAsync(Records.Store("1", order: 2));

        Assert.NotNull(await GetAsync("1"));
        Assert.Equal((1, 0), (stub.Counters.Written, stub.Counters.Tombstoned));
        Assert.Equal([CaseChangeKind.Added], (await Store.Cases.ChangesAsync(Tenant, 0, 10, Cancel)).Select(change => change.Kind));
    }

    [Fact]
    public async Task An_erased_case_never_comes_back()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Remove("1", order: 2, erase: true));

        var result = await run.CommitAsync(Records.Store("1", "again", order: 9, read: 9));

        Assert.Null(await GetAsync("1"));
        Assert.Equal(1, result.Counters.Unchanged);
    }

    [Fact]
    public async Task A_case_that_was_erased_before_it_came_does_not_come()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Remove("1", order: 2, erase: true));

        await run.CommitAsync(Records.Store("1", order: 9), Records.StoreEvent(Records.Event("1", "a")), Records.Hold("1", read: 9));

        Assert.Null(await GetAsync("1"));
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel));
    }

    [Fact]
    public async Task A_removed_case_can_still_be_erased()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Remove("1", order: 2));

        await run.CommitAsync(Records.Remove("1", order: 3, erase: true));
        await run.CommitAsync(Records.Store("1", order: 4));

        Assert.Null(await GetAsync("1"));
    }

    [Fact]
    public async Task Erasing_takes_events_of_all_streams_and_quarantined_records_of_the_case_and_of_no_other()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", timeline: Records.Event("1", "a")), Records.Store("10", timeline: Records.Event("10", "a")), Records.Hold("1"), Records.Hold("10"));
        var events = await BeginAsync(Stream with { Stream = new StreamName("permits-events") });
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "b")), Records.StoreEvent(Records.Event("10", "b")));

        await run.CommitAsync(Records.Remove("1", order: 2, erase: true));
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "c")));

        Assert.Equal(["10"], (await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel)).Select(entry => entry.Key));
        Assert.Equal(["a", "b"], await TimelineAsync("10"));
        Assert.Empty(await TimelineAsync("1"));
        Assert.Empty(await Store.Streams.GetKnownAsync(events.Lease.Stream, [Sync.EventKeys.Of("1", "b"), Sync.EventKeys.Of("1", "c")], Cancel));
    }
}
