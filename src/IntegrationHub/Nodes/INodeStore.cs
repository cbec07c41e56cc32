using IntegrationHub.Sync;

namespace IntegrationHub.Nodes;

/// <summary>Which processes share the store, and what each of them does now.</summary>
public interface INodeStore
{
    /// <summary>The store's own clock: PostgreSQL's; of an embedded store the machine's.</summary>
    ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);

    /// <summary>Writes down that a node lives now, by the store's clock, and clears away those that were not seen for longer than <paramref name="keepFor"/>.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask BeatAsync(TenantId tenant, NodeBeat beat, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>Takes a node away that ends in good order; harmless when another process has its name by now.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask LeaveAsync(TenantId tenant, string node, DateTimeOffset startedAt, CancellationToken cancellationToken);

    /// <summary>The nodes of a tenant, by name, and all leases that have not run out.</summary>
    ValueTask<NodeFacts> GetAsync(TenantId tenant, CancellationToken cancellationToken);
}

/// <summary>What a node says of itself.</summary>
/// <param name="Node">Its name, which its leases have too.</param>
/// <param name="StartedAt">When its process started, by its own clock.</param>
/// <param name="Version">Which version of the hub it runs.</param>
/// <param name="ClockOffset">By how much its clock is ahead of the store's.</param>
/// <param name="Schedule">By whose schedules it runs the streams.</param>
public sealed record NodeBeat(string Node, DateTimeOffset StartedAt, string Version, TimeSpan ClockOffset, NodeSchedule Schedule = NodeSchedule.None);

/// <summary>By whose schedules a node runs the streams. The numbers stand in stores.</summary>
public enum NodeSchedule
{
    /// <summary>It runs them only when somebody asks, or has not said.</summary>
    None = 0,

    /// <summary>By its own, which no other node knows.</summary>
    Own = 1,

    /// <summary>By those that nodes share: each turn runs on one of them.</summary>
    Shared = 2,
}

/// <summary>A node as the store knows it.</summary>
/// <param name="Beat">What it said of itself last.</param>
/// <param name="SeenAt">When that was, by the store's clock.</param>
/// <param name="SinceSeen">How long ago that is, by the store's clock.</param>
public sealed record StoredNode(NodeBeat Beat, DateTimeOffset SeenAt, TimeSpan SinceSeen);

/// <summary>A lease that has not run out.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Owner">The node that has it.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="LastsFor">How long it lasts unless it is renewed.</param>
/// <param name="Run">The run that goes on under it; null while there is none.</param>
/// <param name="RunStartedAt">When that run began, by the node's clock.</param>
public sealed record NodeLease(StreamKey Stream, string Owner, long Epoch, TimeSpan LastsFor, long? Run, DateTimeOffset? RunStartedAt);

/// <summary>What a store knows of its nodes.</summary>
/// <param name="Nodes">Those that have said that they live.</param>
/// <param name="Leases">Who has which stream now.</param>
public sealed record NodeFacts(IReadOnlyList<StoredNode> Nodes, IReadOnlyList<NodeLease> Leases);
