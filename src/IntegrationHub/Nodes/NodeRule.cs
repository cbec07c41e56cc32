using IntegrationHub.Sync;

namespace IntegrationHub.Nodes;

/// <summary>Decides how often a node shows itself, when it counts as gone, and what is said of the nodes.</summary>
internal static class NodeRule
{
    /// <summary>What is said of a node that is gone is kept for a day.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromDays(1);

    /// <summary>A clock that is further off is warned of. Schedules, freshness and the order of reads that carry no order of their own are told by it.</summary>
    public static readonly TimeSpan MostOffset = TimeSpan.FromSeconds(5);

    /// <summary>How often a node shows itself: twice in a lease.</summary>
    public static TimeSpan BeatEvery(SyncOptions options) => options.LeaseDuration / 2;

    /// <summary>By how much a clock is ahead of the store's, asked for between two looks at it.</summary>
    public static TimeSpan Offset(DateTimeOffset before, DateTimeOffset store, DateTimeOffset after) => before + (after - before) / 2 - store;

    /// <summary>Whether a clock is off for certain: what the question itself took proves nothing.</summary>
    public static bool IsOff(TimeSpan offset, TimeSpan asking = default) => offset.Duration() - asking / 2 > MostOffset;

    /// <summary>The nodes that run the streams too while this one runs them by its own schedule. Nobody, when it is alone, shares the schedules, or does not live.</summary>
    public static IEnumerable<string> Besides(NodeFacts facts, SyncOptions options, string self) =>
        facts.Nodes.FirstOrDefault(node => node.Beat.Node == self) is { } known ? Besides(facts, options, known) : [];

    static IEnumerable<string> Besides(NodeFacts facts, SyncOptions options, StoredNode self) => self.Beat.Schedule != NodeSchedule.Own || IsGone(self, options) ? []
        : facts.Nodes.Where(other => other.Beat.Node != self.Beat.Node && other.Beat.Schedule != NodeSchedule.None && !IsGone(other, options)).Select(other => other.Beat.Node);

    static bool IsGone(StoredNode node, SyncOptions options) => node.SinceSeen > options.LeaseDuration * 2;

    /// <summary>What is said of the nodes: those that live first, each by name.</summary>
    /// <param name="facts">What the store knows.</param>
    /// <param name="options">How long leases last.</param>
    /// <param name="self">The name of the one that answers.</param>
    public static IReadOnlyList<NodeOverview> Overview(NodeFacts facts, SyncOptions options, string self)
    {
        var leases = facts.Leases.ToLookup(lease => lease.Owner);
        var known = facts.Nodes.Select(node => new NodeOverview
        {
            Name = node.Beat.Node,
            State = IsGone(node, options) ? NodeState.Gone : NodeState.Alive,
            IsThis = node.Beat.Node == self,
            StartedAt = node.Beat.StartedAt,
            Version = node.Beat.Version,
            SeenAt = node.SeenAt,
            ClockOffset = node.Beat.ClockOffset,
            ClockIsOff = IsOff(node.Beat.ClockOffset),
            Schedule = node.Beat.Schedule,
            RunsApart = Besides(facts, options, node).Any(),
            Runs = RunsOf(leases[node.Beat.Node]),
        });
        var names = facts.Nodes.Select(node => node.Beat.Node).ToHashSet();
        var passing = leases.Where(of => !names.Contains(of.Key)).Select(of => new NodeOverview { Name = of.Key, State = NodeState.Passing, IsThis = of.Key == self, Runs = RunsOf(of) });
        return [.. known.Concat(passing).OrderBy(node => node.State == NodeState.Gone).ThenBy(node => node.Name, StringComparer.Ordinal)];
    }

    static IReadOnlyList<NodeRun> RunsOf(IEnumerable<NodeLease> leases) =>
        [.. leases.OrderBy(lease => lease.Stream.Stream.Value, StringComparer.Ordinal).Select(lease => new NodeRun(lease.Stream.Stream, lease.Epoch, lease.LastsFor, lease.Run, lease.RunStartedAt))];
}
