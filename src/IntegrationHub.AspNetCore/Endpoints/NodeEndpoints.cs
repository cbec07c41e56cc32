using IntegrationHub.Hosting;
using IntegrationHub.Nodes;

namespace IntegrationHub.AspNetCore;

/// <summary>The processes that share the index.</summary>
static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nodes", ListAsync)
            .WithTags("Nodes").WithName("ListNodes")
            .WithSummary("The processes that share the index: whether each lives, which streams it has now, and how far its clock is off.")
            .WithDescription("Nobody leads: each stream is run by whoever has its lease. Those that live come first.")
            .WithMetadata(EndpointAccess.Operation)
            .Produces<NodesBody>().ProducesHubProblems(401, 403, 503);

    static async Task<IResult> ListAsync(IHub hub, CancellationToken cancellationToken) =>
        HubJson.Answer(new NodesBody([.. (await hub.GetNodesAsync(cancellationToken)).Select(NodeItem.Of)]));
}

/// <summary>The processes that share the index.</summary>
/// <param name="Nodes">Each of them.</param>
public sealed record NodesBody(IReadOnlyList<NodeItem> Nodes);

/// <summary>A process that shares the index.</summary>
public sealed record NodeItem
{
    /// <summary>Its name: the machine's and the process id unless set.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it lives.</summary>
    public required NodeState State { get; init; }

    /// <summary>Whether it is the one that answers.</summary>
    public required bool IsThis { get; init; }

    /// <summary>When its process started; absent for a command, which keeps no row of its own.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Which version of the hub it runs.</summary>
    public string? Version { get; init; }

    /// <summary>When it last showed that it lives, by the store's clock.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>By how many seconds its clock is ahead of the store's.</summary>
    public double? ClockOffsetSeconds { get; init; }

    /// <summary>Whether its clock is off by more than a few seconds.</summary>
    public required bool ClockIsOff { get; init; }

    /// <summary>By whose schedules it runs the streams.</summary>
    public required NodeSchedule Schedule { get; init; }

    /// <summary>Whether it runs the streams by its own schedule while another node runs them too.</summary>
    public required bool RunsApart { get; init; }

    /// <summary>The streams that it has now.</summary>
    public required IReadOnlyList<NodeRunItem> Runs { get; init; }

    internal static NodeItem Of(NodeOverview node) => new()
    {
        Name = node.Name,
        State = node.State,
        IsThis = node.IsThis,
        StartedAt = node.StartedAt,
        Version = node.Version,
        SeenAt = node.SeenAt,
        ClockOffsetSeconds = node.ClockOffset is { } offset ? Math.Round(offset.TotalSeconds, 3) : null,
        ClockIsOff = node.ClockIsOff,
        Schedule = node.Schedule,
        RunsApart = node.RunsApart,
        Runs = [.. node.Runs.Select(run => new NodeRunItem(run.Stream.Value, run.Epoch, Math.Round(run.LastsFor.TotalSeconds, 1), run.Run?.ToString(System.Globalization.CultureInfo.InvariantCulture), run.StartedAt))],
    };
}

/// <summary>A stream that a node has.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Epoch">The epoch of its lease.</param>
/// <param name="LeaseSeconds">How long the lease lasts unless it is renewed.</param>
/// <param name="Run">The run; absent while it has not begun, and while stored records are mapped again.</param>
/// <param name="StartedAt">When the run began.</param>
public sealed record NodeRunItem(string Stream, long Epoch, double LeaseSeconds, string? Run, DateTimeOffset? StartedAt);
