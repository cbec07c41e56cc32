using IntegrationHub.Nodes;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Nodes;

public sealed class NodeRuleTests
{
    static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    static readonly SyncOptions Options = new() { LeaseDuration = TimeSpan.FromSeconds(10) };

    [Fact]
    public void A_node_shows_itself_twice_in_a_lease() => Assert.Equal(TimeSpan.FromSeconds(5), NodeRule.BeatEvery(Options));

    [Theory]
    [InlineData(20, NodeState.Alive)]
    [InlineData(20.1, NodeState.Gone)]
    public void A_node_that_was_not_seen_for_longer_than_two_leases_is_gone(double seconds, NodeState state) =>
        Assert.Equal(state, Assert.Single(NodeRule.Overview(new NodeFacts([Node("a", seconds)], []), Options, "a")).State);

    [Fact]
    public void Those_that_live_are_told_first_and_each_by_name() =>
        Assert.Equal(["b", "d", "a", "c"], NodeRule.Overview(new NodeFacts([Node("a", 60), Node("b", 1), Node("c", 60), Node("d", 1)], []), Options, "b").Select(n => n.Name));

    [Fact]
    public void The_one_that_answers_is_marked() =>
        Assert.Equal(["b"], NodeRule.Overview(new NodeFacts([Node("a", 1), Node("b", 1)], []), Options, "b").Where(n => n.IsThis).Select(n => n.Name));

    [Fact]
    public void A_node_has_the_streams_of_its_leases_by_name()
    {
        var nodes = NodeRule.Overview(new NodeFacts([Node("a", 1), Node("b", 1)], [Lease("permits", "a", 7), Lease("faults", "a", null)]), Options, "b");

        Assert.Equal([("faults", null), ("permits", 7L)], nodes[0].Runs.Select(r => (r.Stream.Value, r.Run)));
        Assert.Empty(nodes[1].Runs);
    }

    [Fact]
    public void Who_has_a_stream_and_never_showed_itself_is_passing()
    {
        var node = Assert.Single(NodeRule.Overview(new NodeFacts([], [Lease("permits", "desk/17", 7)]), Options, "b"));

        Assert.Equal(("desk/17", NodeState.Passing, null, null), (node.Name, node.State, node.SeenAt, node.ClockOffset));
    }

    [Fact]
    public void An_offset_is_told_from_the_middle_of_the_question() =>
        Assert.Equal(TimeSpan.FromSeconds(30), NodeRule.Offset(Noon.AddSeconds(29), Noon, Noon.AddSeconds(31)));

    [Theory]
    [InlineData(5, 0, false)]
    [InlineData(5.1, 0, true)]
    [InlineData(-5.1, 0, true)]
    [InlineData(8, 6, false)] // the question took so long that nobody knows
    [InlineData(8.1, 6, true)]
    public void A_clock_is_off_when_it_is_more_than_five_seconds_for_certain(double offset, double asking, bool isOff) =>
        Assert.Equal(isOff, NodeRule.IsOff(TimeSpan.FromSeconds(offset), TimeSpan.FromSeconds(asking)));

    [Fact]
    public void A_node_whose_clock_is_off_is_marked()
    {
        var node = Node("a", 1);

        Assert.True(Assert.Single(NodeRule.Overview(new NodeFacts([node with { Beat = node.Beat with { ClockOffset = TimeSpan.FromHours(1) } }], []), Options, "a")).ClockIsOff);
    }

    [Theory]
    [InlineData(NodeSchedule.Own, NodeSchedule.Own, 1, true)]
    [InlineData(NodeSchedule.Own, NodeSchedule.Shared, 1, true)]
    [InlineData(NodeSchedule.Own, NodeSchedule.None, 1, false)] // it runs nothing by itself
    [InlineData(NodeSchedule.Own, NodeSchedule.Own, 60, false)] // it is gone
    [InlineData(NodeSchedule.Shared, NodeSchedule.Own, 1, false)] // the other one is told of
    [InlineData(NodeSchedule.Shared, NodeSchedule.Shared, 1, false)]
    [InlineData(NodeSchedule.None, NodeSchedule.Own, 1, false)]
    public void A_node_that_keeps_its_schedules_to_itself_beside_another_that_runs_streams_runs_them_apart(NodeSchedule own, NodeSchedule other, double since, bool apart)
    {
        var facts = new NodeFacts([Node("a", 1, own), Node("b", since, other)], []);

        Assert.Equal(apart, NodeRule.Overview(facts, Options, "b").Single(node => node.Name == "a").RunsApart);
        Assert.Equal(apart ? ["b"] : [], NodeRule.Besides(facts, Options, "a"));
    }

    static StoredNode Node(string name, double since, NodeSchedule schedule = NodeSchedule.None) => new(new NodeBeat(name, Noon, "1.0.0", TimeSpan.Zero, schedule), Noon, TimeSpan.FromSeconds(since));

    static NodeLease Lease(string stream, string owner, long? run) =>
        new(new StreamKey(new TenantId("sundby"), new SourceId(stream), new StreamName(stream)), owner, 3, TimeSpan.FromSeconds(8), run, run is null ? null : Noon);
}
