using IntegrationHub.Cases;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class ChangeFeedConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task Every_change_of_a_case_is_told_in_order()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "a", order: 1));
        await run.CommitAsync(Records.Store("1", "b", order: 2), Records.StoreEvent(Records.Event("1", "e")), Records.Remove("1", order: 3), Records.Store("1", "c", order: 4));

        var changes = await Store.Cases.ChangesAsync(Tenant, 0, 100, Cancel);

        Assert.Equal([CaseChangeKind.Added, CaseChangeKind.Changed, CaseChangeKind.EventAdded, CaseChangeKind.Removed, CaseChangeKind.Revived],
            changes.Select(change => change.Kind));
        Assert.All(changes, change => Assert.Equal((Records.IdOf("1"), Records.Source, Clock.GetUtcNow()), (change.Case, change.Source, change.At)));
    }

    [Fact]
    public async Task Positions_grow_by_one_for_each_tenant_over_all_its_streams()
    {
        var run = await BeginAsync();
        var other = await BeginAsync(Stream with { Stream = new StreamName("permits-archive") });
        var foreign = await BeginAsync(Stream with { Tenant = new TenantId("norrby") });
        for (var n = 0; n < 10; n++)
        {
            await run.CommitAsync(Records.Store($"a{n}"), Records.Store($"b{n}"));
            await other.CommitAsync(Records.Store($"c{n}"));
            await foreign.CommitAsync(Records.Store($"d{n}"));
        }

        var changes = await Store.Cases.ChangesAsync(Tenant, 0, 100, Cancel);

        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), changes.Select(change => change.Position));
        Assert.Equal(10, (await Store.Cases.ChangesAsync(new TenantId("norrby"), 0, 100, Cancel)).Count);
    }

    [Fact]
    public async Task A_reader_that_follows_while_streams_write_skips_no_change()
    {
        var writers = Enumerable.Range(0, 4).Select(async n =>
        {
            var run = await BeginAsync(Stream with { Stream = new StreamName($"permits-{n}") });
            for (var batch = 0; batch < 10; batch++)
                await run.CommitAsync([.. Enumerable.Range(0, 20).Select(item => Records.Store($"{n}-{batch}-{item}"))]);
        }).ToArray();
        var done = Task.WhenAll(writers);
        var seen = new List<long>();
        bool last;
        do
        {
            last = done.IsCompleted;
            seen.AddRange((await Store.Cases.ChangesAsync(Tenant, seen.LastOrDefault(), 50, Cancel)).Select(change => change.Position));
        }
        while (!last || seen.Count < 800);

        await done;
        Assert.Equal(Enumerable.Range(1, 800).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task What_changes_nothing_has_no_position()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));

        await run.CommitAsync(Records.Store("1"), Records.Unchanged("1"), Records.Hold("1", read: 1), Records.Remove("never came"), Records.StoreEvent(Records.Event("never came", "e")));

        Assert.Single(await Store.Cases.ChangesAsync(Tenant, 0, 100, Cancel));
    }
}
