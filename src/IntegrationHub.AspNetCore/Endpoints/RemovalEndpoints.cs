using System.Globalization;
using IntegrationHub.Hosting;
using IntegrationHub.Removals;

namespace IntegrationHub.AspNetCore;

/// <summary>What waits for a decision before it leaves the index, and what has left and can be brought back.</summary>
static class RemovalEndpoints
{
    const int DefaultLimit = 100;
    const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var removals = api.MapGroup("").WithTags("Removals").WithMetadata(EndpointAccess.Operation);
        removals.MapGet("/deletes", ListAsync)
            .WithName("ListHeldDeletes").WithSummary("What complete reads would have removed and was more than the guard lets go, newest first.")
            .WithDescription($"Query parameters: stream (only this stream's), state (waiting, or all; waiting unless set), limit (1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<HeldDeletesBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        removals.MapGet("/deletes/{held}", ReadAsync)
            .WithName("ReadHeldDelete").WithSummary("One held delete with the cases that would go, by their numbers.")
            .WithDescription($"Query parameter: limit (how many cases, 1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<HeldDeleteBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        removals.MapPost("/deletes/{held}/approve", ApproveAsync)
            .WithName("ApproveHeldDelete").WithSummary("Removes the cases of a held delete that have not been read again since. They can be brought back for 90 days.")
            .WithDescription("The reason may be left out; it stands in the audit.")
            .Accepts<DecisionBody>("application/json").Produces<HeldDeleteDecidedBody>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        removals.MapPost("/deletes/{held}/reject", RejectAsync)
            .WithName("RejectHeldDelete").WithSummary("Keeps the cases of a held delete: for 30 days no complete read removes them or asks about them again, unless they are read again before.")
            .WithDescription("The reason stands in the audit.")
            .Accepts<DecisionBody>("application/json").Produces<HeldDeleteDecidedBody>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        removals.MapGet("/removed", RemovedAsync)
            .WithName("ListRemovedCases").WithSummary("Cases that left the index in the last 90 days and can be brought back, the latest first.")
            .WithDescription($"Query parameters: stream (only this stream's), limit (1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<RemovedCasesBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        removals.MapPost("/streams/{name}/restore", RestoreAsync)
            .WithName("RestoreCases").WithSummary("Brings back one case of a stream, or all that a run removed.")
            .Accepts<RestoreBody>("application/json").Produces<RestoredBody>().ProducesHubProblems(400, 401, 403, 404, 413, 415, 503);
    }

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var state = query.Choice("state", "waiting", "all");
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        // One more than is shown tells whether there is more.
        var held = await hub.Removals.GetHeldAsync(stream, waitingOnly: state == "waiting", limit + 1, cancellationToken);
        return HubJson.Answer(new HeldDeletesBody([.. held.Take(limit).Select(HeldDeleteItem.Of)], held.Count > limit));
    }

    static async Task<IResult> ReadAsync(string held, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);

        return Number(held) is { } id && await hub.Removals.GetHeldAsync(id, limit + 1, cancellationToken) is { } found
            ? HubJson.Answer(new HeldDeleteBody(HeldDeleteItem.Of(found.Held), [.. found.Cases.Take(limit)], found.Cases.Count > limit))
            : new HubProblemResult(HubProblems.NoSuchHeldDelete);
    }

    static async Task<IResult> ApproveAsync(string held, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        // Without a body there is no reason to read.
        var (reason, problem) = http.Request.ContentLength is null or 0 && http.Request.ContentType is null ? (null, null) : await ReasonAsync(http, required: false, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        return Number(held) is { } id ? Answer(await hub.Removals.ApproveAsync(HubGate.CallerOf(http), id, reason, cancellationToken)) : new HubProblemResult(HubProblems.NoSuchHeldDelete);
    }

    static async Task<IResult> RejectAsync(string held, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (reason, problem) = await ReasonAsync(http, required: true, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        return Number(held) is { } id ? Answer(await hub.Removals.RejectAsync(HubGate.CallerOf(http), id, reason!, cancellationToken)) : new HubProblemResult(HubProblems.NoSuchHeldDelete);
    }

    static async Task<IResult> RemovedAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        var removed = await hub.Removals.GetRemovedAsync(stream, limit + 1, cancellationToken);
        return HubJson.Answer(new RemovedCasesBody([.. removed.Take(limit).Select(RemovedCaseItem.Of)], removed.Count > limit));
    }

    static async Task<IResult> RestoreAsync(string name, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (StreamEndpoints.Find(hub, name, out var stream) is { } unknown) return new HubProblemResult(unknown);

        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var texts, problem) = TextBody.Parse(utf8, """{"key":"…"} or {"run":"17"}""", [new BodyText("key") { Optional = true }, new BodyText("run") { Optional = true }]);
        if (texts is null) return new HubProblemResult(problem!);

        RestoreChoice? which = (texts.GetValueOrDefault("key"), texts.GetValueOrDefault("run")) switch
        {
            ({ } key, null) => new RestoreChoice.Case(key),
            (null, { } run) when Number(run) is { } id => new RestoreChoice.OfRun(id),
            _ => null,
        };
        if (which is null) return new HubProblemResult(HubProblems.Body([new HubProblemPart("#", "Either the key of a case or the number of a run was expected.")]));

        return HubJson.Answer(new RestoredBody(await hub.Removals.RestoreAsync(HubGate.CallerOf(http), stream, which, cancellationToken)));
    }

    static async Task<(string? Reason, HubProblem? Problem)> ReasonAsync(HttpContext http, bool required, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return (null, problem);

        (var texts, problem) = TextBody.Parse(utf8, """{"reason":"…"}""", [new BodyText("reason") { Optional = !required }]);
        return (texts?.GetValueOrDefault("reason"), problem);
    }

    static IResult Answer(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Done done => HubJson.Answer(new HeldDeleteDecidedBody(HeldDeleteItem.Of(done.Held), done.Cases)),
        DecisionOutcome.NotWaiting not => new HubProblemResult(HubProblems.HeldDeleteNotWaiting(WhyNot(not.Held.State))),
        DecisionOutcome.StreamRuns => new HubProblemResult(HubProblems.StreamRuns),
        _ => new HubProblemResult(HubProblems.NoSuchHeldDelete),
    };

    static string WhyNot(HeldDeleteState state) => state switch
    {
        HeldDeleteState.Approved => "Somebody approved it. What was removed is in GET /api/v1/removed.",
        HeldDeleteState.Rejected => "Somebody rejected it: its cases stay.",
        HeldDeleteState.Replaced => "A newer complete read took its place; look at what that holds: GET /api/v1/deletes.",
        HeldDeleteState.Expired => "Nobody decided in time; the next complete read asks again.",
        _ => "All its cases have been read again, or left in another way.",
    };

    static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
