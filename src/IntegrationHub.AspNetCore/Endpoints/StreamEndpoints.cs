using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>The streams, and runs on request.</summary>
static class StreamEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var streams = api.MapGroup("").WithTags("Streams").WithMetadata(EndpointAccess.Operation);
        streams.MapGet("/streams", ListAsync)
            .WithName("ListStreams").WithSummary("The streams, how complete and fresh each is, and its last run.")
            .Produces<StreamsBody>().ProducesHubProblems(401, 403, 503);
        streams.MapPost("/streams/{name}/runs", RunAsync)
            .WithName("RunStream").WithSummary("Runs a stream now. The answer comes when the run has begun; GET /api/v1/streams shows how it goes on.")
            .Produces<RunStartedBody>(StatusCodes.Status202Accepted).ProducesHubProblems(401, 403, 404, 409, 503);
    }

    /// <summary>The problem to answer with when the catalog has no stream of this name.</summary>
    public static HubProblem? Unknown(IHub hub, StreamName name) =>
        hub.Streams.Any(s => s.Name == name) ? null : HubProblems.NoSuchStream(DidYouMean.Hint(name.Value, hub.Streams.Select(s => s.Name.Value)));

    static async Task<IResult> ListAsync(IHub hub, CancellationToken cancellationToken)
    {
        var streams = await hub.GetStreamsAsync(cancellationToken);
        return HubJson.Answer(new StreamsBody([.. streams.Select(StreamItem.Of)]));
    }

    static async Task<IResult> RunAsync(string name, HttpContext http, IHub hub, AskedRuns runs, CancellationToken cancellationToken)
    {
        if (!HubName.IsValid(name)) return new HubProblemResult(HubProblems.NoSuchStream(""));

        var stream = new StreamName(name);
        if (Unknown(hub, stream) is { } unknown) return new HubProblemResult(unknown);

        var run = await runs.StartAsync(stream, HubGate.CallerOf(http).Name, cancellationToken);
        return run is null
            ? new HubProblemResult(HubProblems.StreamRuns)
            : HubJson.Answer(new RunStartedBody(name, RunBody.Of(run)), StatusCodes.Status202Accepted);
    }
}

/// <summary>A run that was begun.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Run">The run as it stood when the answer was written.</param>
public sealed record RunStartedBody(string Stream, RunBody Run);
