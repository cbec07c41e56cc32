using IntegrationHub.Nodes;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Every process that shares the store is known, by the store's clock, with what it runs now.</summary>
public abstract class NodeConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task What_a_node_says_of_itself_comes_back_as_it_was_said()
    {
        var beat = Beat("node-1") with { ClockOffset = TimeSpan.FromSeconds(-2.5), Schedule = NodeSchedule.Shared };

        await Store.Nodes.BeatAsync(Tenant, beat, Day, Cancel);

        var node = Assert.Single((await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes);
        Assert.Equal(beat, node.Beat);
        Assert.InRange(node.SinceSeen, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(await Store.Nodes.GetTimeAsync(Cancel) - node.SeenAt, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_node_has_one_row_however_often_it_shows_itself()
    {
        await Store.Nodes.BeatAsync(Tenant, Beat("node-1"), Day, Cancel);
        await Place.LetLeaseTimePassAsync(TimeSpan.FromMinutes(10));
        await Store.Nodes.BeatAsync(Tenant, Beat("node-1") with { Version = "2.0.0" }, Day, Cancel);

        var node = Assert.Single((await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes);

        Assert.Equal("2.0.0", node.Beat.Version);
        Assert.InRange(node.SinceSeen, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task How_long_ago_a_node_was_seen_is_told_by_the_stores_clock_and_not_by_a_nodes()
    {
        await Store.Nodes.BeatAsync(Tenant, Beat("node-1"), Day, Cancel);
        await Store.Nodes.BeatAsync(Tenant, Beat("node-2"), Day, Cancel);
        await Place.LetLeaseTimePassAsync(TimeSpan.FromMinutes(10));
        await Store.Nodes.BeatAsync(Tenant, Beat("node-2"), Day, Cancel);

        var nodes = (await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes;

        Assert.Equal(["node-1", "node-2"], nodes.Select(n => n.Beat.Node));
        Assert.InRange(nodes[0].SinceSeen, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.InRange(nodes[1].SinceSeen, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_node_that_was_not_seen_for_a_day_is_cleared_away_by_the_next_that_shows_itself()
    {
        await Store.Nodes.BeatAsync(Tenant, Beat("node-1"), Day, Cancel);
        await Place.LetLeaseTimePassAsync(Day - TimeSpan.FromHours(1));
        await Store.Nodes.BeatAsync(Tenant, Beat("node-2"), Day, Cancel);
        Assert.Equal(2, (await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes.Count);
        await Place.LetLeaseTimePassAsync(TimeSpan.FromHours(2));

        await Store.Nodes.BeatAsync(Tenant, Beat("node-3"), Day, Cancel);

        Assert.Equal(["node-2", "node-3"], (await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes.Select(n => n.Beat.Node));
    }

    [Fact]
    public async Task A_node_that_ends_takes_its_row_away_and_not_that_of_a_process_that_has_its_name_by_now()
    {
        var earlier = Beat("node-1");
        await Store.Nodes.BeatAsync(Tenant, earlier with { StartedAt = earlier.StartedAt.AddMinutes(1) }, Day, Cancel);

        await Store.Nodes.LeaveAsync(Tenant, "node-1", earlier.StartedAt, Cancel);
        Assert.Single((await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes);
        await Store.Nodes.LeaveAsync(Tenant, "node-1", earlier.StartedAt.AddMinutes(1), Cancel);

        Assert.Empty((await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes);
    }

    [Fact]
    public async Task What_a_node_runs_now_is_told_by_its_leases()
    {
        var session = await BeginAsync();
        var mapped = await Store.Streams.TryLeaseAsync(Stream with { Stream = new StreamName("other") }, "node-2", TimeSpan.FromMinutes(1), Cancel);

        var leases = (await Store.Nodes.GetAsync(Tenant, Cancel)).Leases;

        Assert.Equal(["other", Stream.Stream.Value], leases.Select(l => l.Stream.Stream.Value));
        Assert.Equal(("node-2", mapped!.Epoch, null, null), (leases[0].Owner, leases[0].Epoch, leases[0].Run, leases[0].RunStartedAt));
        Assert.Equal((Stream, "node-1", session.Lease.Epoch, (long?)session.Run, (DateTimeOffset?)Clock.GetUtcNow()), (leases[1].Stream, leases[1].Owner, leases[1].Epoch, leases[1].Run, leases[1].RunStartedAt));
        Assert.All(leases, l => Assert.InRange(l.LastsFor, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_lease_that_has_run_out_or_was_given_back_is_nobodys()
    {
        var session = await BeginAsync();
        await Store.Streams.ReleaseAsync((await Store.Streams.TryLeaseAsync(Stream with { Stream = new StreamName("other") }, "node-2", TimeSpan.FromMinutes(1), Cancel))!, Cancel);
        Assert.Equal([session.Lease.Stream], (await Store.Nodes.GetAsync(Tenant, Cancel)).Leases.Select(l => l.Stream));

        await Place.LetLeaseTimePassAsync(TimeSpan.FromMinutes(1));

        Assert.Empty((await Store.Nodes.GetAsync(Tenant, Cancel)).Leases);
    }

    [Fact]
    public async Task Tenants_know_nothing_of_each_others_nodes()
    {
        await Store.Nodes.BeatAsync(Tenant, Beat("node-1"), Day, Cancel);
        await BeginAsync();

        Assert.Equivalent(new NodeFacts([], []), await Store.Nodes.GetAsync(new TenantId("norrby"), Cancel), strict: true);
    }

    [Fact]
    public async Task Several_that_show_themselves_at_the_same_time_are_all_known()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Store.Nodes.BeatAsync(Tenant, Beat($"node-{n}"), Day, Cancel).AsTask()));

        Assert.Equal(10, (await Store.Nodes.GetAsync(Tenant, Cancel)).Nodes.Count);
    }

    NodeBeat Beat(string node) => new(node, Clock.GetUtcNow(), "1.0.0", TimeSpan.Zero);
}
