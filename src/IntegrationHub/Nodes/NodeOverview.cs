using IntegrationHub.Sync;

namespace IntegrationHub.Nodes;

/// <summary>Whether a node lives.</summary>
public enum NodeState
{
    /// <summary>It was seen a moment ago.</summary>
    Alive,

    /// <summary>It has not shown itself for as long as two leases, and did not say that it ends: it was killed, stands still, or cannot reach the store.</summary>
    Gone,

    /// <summary>It has a stream and keeps no row of its own: a command such as <c>ihub sync</c>.</summary>
    Passing,
}

/// <summary>A process that shares the index, and what it does now.</summary>
public sealed record NodeOverview
{
    /// <summary>Its name: the machine's and the process id unless set. Its leases have it too.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it lives.</summary>
    public required NodeState State { get; init; }

    /// <summary>Whether it is the one that answers.</summary>
    public bool IsThis { get; init; }

    /// <summary>When its process started, by its own clock; null where it keeps no row.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Which version of the hub it runs; null where it keeps no row.</summary>
    public string? Version { get; init; }

    /// <summary>When it last showed that it lives, by the store's clock; null where it keeps no row.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>By how much its clock is ahead of the store's; null where it keeps no row.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>Whether its clock is off by so much that times in answers and schedules suffer.</summary>
    public bool ClockIsOff { get; init; }

    /// <summary>By whose schedules it runs the streams.</summary>
    public NodeSchedule Schedule { get; init; }

    /// <summary>Whether it runs the streams by its own schedule while another node runs them too: each is run more often than its file says.</summary>
    public bool RunsApart { get; init; }

    /// <summary>The streams that it has now, by name.</summary>
    public IReadOnlyList<NodeRun> Runs { get; init; } = [];
}

/// <summary>A stream that a node has.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Epoch">The epoch of its lease.</param>
/// <param name="LastsFor">How long the lease lasts unless it is renewed: so long nobody else runs the stream if the node dies now.</param>
/// <param name="Run">The run's number; null while it has not begun, and while stored records are mapped again.</param>
/// <param name="StartedAt">When the run began.</param>
public sealed record NodeRun(StreamName Stream, long Epoch, TimeSpan LastsFor, long? Run, DateTimeOffset? StartedAt);
