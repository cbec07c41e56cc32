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
        streams.MapPost("/streams/{name}/pause", PauseAsync)
            .WithName("PauseStream").WithSummary("Pauses a stream: it is not run by schedule until it is resumed; it may still be run by a person.")
            .Produces<StreamItem>().ProducesHubProblems(401, 403, 404, 503);
        streams.MapPost("/streams/{name}/resume", ResumeAsync)
            .WithName("ResumeStream").WithSummary("Ends a stream's pause.")
            .Produces<StreamItem>().ProducesHubProblems(401, 403, 404, 503);
        streams.MapPost("/streams/{name}/runs", RunAsync)
            .WithName("RunStream").WithSummary("Runs a stream now. The answer comes when the run has begun; GET /api/v1/runs/{run} shows how it goes on.")
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

    static async Task<IResult> PauseAsync(string name, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (Find(hub, name, out var stream) is { } problem) return new HubProblemResult(problem);

        await hub.PauseAsync(HubGate.CallerOf(http), stream, cancellationToken);
        return await AnswerAsync(hub, stream, cancellationToken);
    }

    static async Task<IResult> ResumeAsync(string name, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (Find(hub, name, out var stream) is { } problem) return new HubProblemResult(problem);

        await hub.ResumeAsync(HubGate.CallerOf(http), stream, cancellationToken);
        return await AnswerAsync(hub, stream, cancellationToken);
    }

    static async Task<IResult> RunAsync(string name, HttpContext http, IHub hub, AskedRuns runs, CancellationToken cancellationToken)
    {
        if (Find(hub, name, out var stream) is { } problem) return new HubProblemResult(problem);

        var run = await runs.StartAsync(HubGate.CallerOf(http), stream, cancellationToken);
        return run is null
            ? new HubProblemResult(HubProblems.StreamRuns)
            : HubJson.Answer(new RunStartedBody(name, RunBody.Of(run)), StatusCodes.Status202Accepted);
    }

    /// <summary>The stream of this name, or the problem to answer with.</summary>
    public static HubProblem? Find(IHub hub, string name, out StreamName stream)
    {
        stream = HubName.IsValid(name) ? new StreamName(name) : default;
        return HubName.IsValid(name) ? Unknown(hub, stream) : HubProblems.NoSuchStream("");
    }

    // The file may have been taken away a moment ago.
    static async Task<IResult> AnswerAsync(IHub hub, StreamName stream, CancellationToken cancellationToken) =>
        (await hub.GetStreamsAsync(cancellationToken)).FirstOrDefault(s => s.Definition.Name == stream) is { } found
            ? HubJson.Answer(StreamItem.Of(found))
            : new HubProblemResult(HubProblems.NoSuchStream(""));
}

/// <summary>A run that was begun.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Run">The run as it stood when the answer was written.</param>
public sealed record RunStartedBody(string Stream, RunBody Run);
