using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Sync;

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
        streams.MapPost("/streams/{name}/backfill", BackfillAsync)
            .WithName("BackfillStream").WithSummary("Reads again what changed in a period. Where the live read goes on stays as it is, and nothing is removed.")
            .WithDescription("Both times carry an offset or end with Z. The answer comes when the run has begun.")
            .Accepts<BackfillBody>("application/json").Produces<RunStartedBody>(StatusCodes.Status202Accepted).ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        streams.MapPost("/streams/{name}/rebuild", RebuildAsync)
            .WithName("RebuildStream").WithSummary("Reads everything of a stream anew beside what is there, and lets it take the place of that in one commit. The answer comes when the run has begun.")
            .Produces<RunStartedBody>(StatusCodes.Status202Accepted).ProducesHubProblems(401, 403, 404, 409, 503);
        streams.MapPost("/streams/{name}/reset", ResetAsync)
            .WithName("ResetStream").WithSummary("Lets the stream's next run begin from the beginning; nothing is removed. The stream's name must be written once more.")
            .Accepts<ResetBody>("application/json").Produces<StreamItem>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
    }

    /// <summary>The problem to answer with when the catalog has no stream of this name.</summary>
    public static HubProblem? Unknown(IHub hub, StreamName name) =>
        hub.Streams.Any(s => s.Name == name) ? null : HubProblems.NoSuchStream(DidYouMean.Hint(name.Value, hub.Streams.Select(s => s.Name.Value)));

    static async Task<IResult> ListAsync(IHub hub, CancellationToken cancellationToken)
    {
        var streams = await hub.GetStreamsAsync(cancellationToken);
        return HubJson.Answer(new StreamsBody([.. streams.Select(StreamItem.Of)], RefusedBody.Of(hub.RefusedFiles)));
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

        return Started(stream, await runs.StartAsync(HubGate.CallerOf(http), stream, cancellationToken));
    }

    static async Task<IResult> BackfillAsync(string name, HttpContext http, IHub hub, AskedRuns runs, CancellationToken cancellationToken)
    {
        if (Find(hub, name, out var stream) is { } unknown) return new HubProblemResult(unknown);

        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var texts, problem) = TextBody.Parse(utf8, """{"from":"2026-03-01T00:00:00+01:00","until":"2026-03-08T00:00:00+01:00"}""", [new BodyText("from"), new BodyText("until")], CheckMoments);
        if (texts is null) return new HubProblemResult(problem!);

        var caller = HubGate.CallerOf(http);
        return Started(stream, await runs.StartAsync(stream, stop => hub.BackfillAsync(caller, stream, Moment(texts["from"]), Moment(texts["until"]), stop), cancellationToken));
    }

    static async Task<IResult> RebuildAsync(string name, HttpContext http, IHub hub, AskedRuns runs, CancellationToken cancellationToken)
    {
        if (Find(hub, name, out var stream) is { } problem) return new HubProblemResult(problem);

        var caller = HubGate.CallerOf(http);
        return Started(stream, await runs.StartAsync(stream, stop => hub.RebuildAsync(caller, stream, stop), cancellationToken));
    }

    static async Task<IResult> ResetAsync(string name, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (Find(hub, name, out var stream) is { } unknown) return new HubProblemResult(unknown);

        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var texts, problem) = TextBody.Parse(utf8, """{"confirm":"the stream's name"}""", [new BodyText("confirm")]);
        if (texts is null) return new HubProblemResult(problem!);

        return await hub.ResetAsync(HubGate.CallerOf(http), stream, texts["confirm"], cancellationToken)
            ? await AnswerAsync(hub, stream, cancellationToken)
            : new HubProblemResult(HubProblems.StreamRuns);
    }

    static IResult Started(StreamName stream, RunRecord? run) => run is null
        ? new HubProblemResult(HubProblems.StreamRuns)
        : HubJson.Answer(new RunStartedBody(stream.Value, RunBody.Of(run)), StatusCodes.Status202Accepted);

    static void CheckMoments(IReadOnlyDictionary<string, string?> texts, List<HubProblemPart> errors)
    {
        foreach (var (name, written) in texts)
            if (written is not null && !MomentText.TryParse(written, out _, out _)) errors.Add(new HubProblemPart("#/" + name, "A time with its offset was expected: 2026-03-01T00:00:00+01:00, or with Z at its end."));
    }

    static DateTimeOffset Moment(string written) => MomentText.TryParse(written, out var moment, out _) ? moment : default;

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

/// <summary>The period that is read again.</summary>
/// <param name="From">Its beginning, with an offset.</param>
/// <param name="Until">Its end, with an offset; what lies in the future is left out.</param>
public sealed record BackfillBody(string From, string Until);

/// <summary>Says that this stream and no other is meant.</summary>
/// <param name="Confirm">The stream's name.</param>
public sealed record ResetBody(string Confirm);

/// <summary>A run that was begun.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Run">The run as it stood when the answer was written.</param>
public sealed record RunStartedBody(string Stream, RunBody Run);
