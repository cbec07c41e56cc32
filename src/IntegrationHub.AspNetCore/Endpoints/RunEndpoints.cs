using System.Globalization;
using IntegrationHub.History;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

/// <summary>The history of runs.</summary>
static class RunEndpoints
{
    const int DefaultLimit = 50;
    const int MaxLimit = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("").WithTags("Runs").WithMetadata(EndpointAccess.Operation);
        runs.MapGet("/runs", ListAsync)
            .WithName("ListRuns").WithSummary("The latest runs, newest first.")
            .WithDescription($"Query parameters, each of which narrows the list: stream, outcome, trigger, code (of the fault), from and until (when it began, with an offset), before (a run's number: goes on behind it). limit is 1 to {MaxLimit}, {DefaultLimit} unless set.")
            .Produces<RunsBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        runs.MapGet("/runs/{run}", ReadAsync)
            .WithName("ReadRun").WithSummary("One run: what became of its records, and what ended it.")
            .Produces<RunBody>().ProducesHubProblems(401, 403, 404, 503);
    }

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        var wanted = new RunQuery
        {
            Stream = stream,
            Outcome = query.Word<RunOutcome>("outcome"),
            Trigger = query.Word<RunTrigger>("trigger"),
            Code = query.Text("code", FaultOfCode),
            From = query.Moment("from"),
            Until = query.Moment("until"),
            Before = query.Position("before"),
            Limit = limit + 1,
        };
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        // One more than is shown tells whether there is more.
        var runs = await hub.History.ListAsync(wanted, cancellationToken);
        return HubJson.Answer(new RunsBody([.. runs.Take(limit).Select(RunBody.Of)], runs.Count > limit));
    }

    static string? FaultOfCode(string code) =>
        code.Length == 6 && code.StartsWith("IH", StringComparison.Ordinal) && code.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0 ? null : "A code was expected: IH6003.";

    static async Task<IResult> ReadAsync(string run, IHub hub, CancellationToken cancellationToken) =>
        long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await hub.GetRunAsync(number, cancellationToken) is { } found
            ? HubJson.Answer(RunBody.Of(found))
            : new HubProblemResult(HubProblems.NoSuchRun);
}

/// <summary>Runs of the history.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record RunsBody(IReadOnlyList<RunBody> Runs, bool More);
