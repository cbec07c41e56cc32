using IntegrationHub.Cases;
using IntegrationHub.Hosting;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.WriteBack;

namespace IntegrationHub.AspNetCore;

/// <summary>What is written to the systems that own the cases: asked for by who sees the case, watched over by operators.</summary>
/// <remarks>A command that the caller may not know of, one that is not there, and an id that cannot be one give the same answer.</remarks>
static class WriteEndpoints
{
    // A file of the largest in base64, and a text of the longest beside it.
    const int MaxBytes = 8 * 1024 * 1024;
    const int DefaultLimit = 100;
    const int MaxLimit = 500;
    const string Named = "Headers: X-On-Behalf-Of names the person you ask for.";
    const string MaySayWhy = "Headers: X-Purpose may say why; it stands in the audit.";
    const string Reasoned = "Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit.";

    public static void Map(IEndpointRouteBuilder api)
    {
        var writes = api.MapGroup("").WithTags("Writes").WithMetadata(EndpointAccess.PersonalData);
        writes.MapPost("/cases/{id}/writes", AskAsync)
            .WithName("AskForWrite").WithSummary("Has a note, a message, a status or a file written to the system that owns the case.")
            .WithDescription("What can be written to a case stands in its answer under writes. It is kept before it is answered, and sent as soon as the vendor takes it. " + Named
                + " Idempotency-Key is a name that you give this request: sent again under it within 24 hours, it is answered as it was the first time and written once.")
            .Accepts<WriteBody>("application/json").Produces<WriteAsked>(StatusCodes.Status202Accepted).ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        writes.MapPost("/writes", CreateAsync)
            .WithName("CreateCase").WithSummary("Has a new case made in a department's system.")
            .WithDescription("GET /api/v1/writes/targets says in which systems the caller may, and what each demands. It is kept before it is answered; once the vendor has it, the command tells the vendor's reference, and the case's id as soon as the index has it. " + Named
                + " Idempotency-Key is a name that you give this request: sent again under it within 24 hours, it is answered as it was the first time and written once.")
            .Accepts<NewCaseBody>("application/json").Produces<WriteAsked>(StatusCodes.Status202Accepted).ProducesHubProblems(400, 401, 403, 409, 413, 415, 422, 503);
        writes.MapGet("/writes/targets", async (HttpContext http, IHub hub, CancellationToken cancellationToken) =>
                HubJson.Answer(new WriteTargetsBody(await hub.WriteBacks.TargetsAsync(HubGate.CallerOf(http), cancellationToken))))
            .WithName("ReadWriteTargets").WithSummary("The systems in which the caller may create cases, and what each demands.").WithDescription(Named)
            .Produces<WriteTargetsBody>().ProducesHubProblems(400, 401, 403, 503);
        writes.MapGet("/cases/{id}/writes", OfCaseAsync)
            .WithName("ReadWritesOfCase").WithSummary("The newest commands about a case, and where each stands.").WithDescription(Reasoned)
            .Produces<WritesBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        writes.MapGet("/writes/{id}", ReadAsync)
            .WithName("ReadWrite").WithSummary("One command, and where it stands.").WithDescription(Reasoned)
            .Produces<AnswerWrite>().ProducesHubProblems(400, 401, 403, 404, 503);
        writes.MapPost("/writes/{id}/resend", (string id, HttpContext http, IHub hub, CancellationToken stop) =>
                DecideAsync(id, ResendBody.Parse, body => new WriteDecision.Resend(body.Version, body.Text, body.Subject), http, hub, stop))
            .WithName("ResendWrite").WithSummary("Sends a command once more, as it is or with another text; of one that may have been carried out, because you looked and it is not there.").WithDescription(Named)
            .Accepts<ResendBody>("application/json").Produces<WriteAsked>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        Decisions(writes.MapGroup("/writes/{id}"), "Write", $"{Named} {MaySayWhy}");

        var outbox = api.MapGroup("").WithTags("Outbox").WithMetadata(EndpointAccess.Operation);
        outbox.MapGet("/outbox", CountAsync)
            .WithName("ReadOutbox").WithSummary("How many commands to vendors stand where, by stream.")
            .Produces<OutboxBody>().ProducesHubProblems(401, 403, 503);
        outbox.MapGet("/outbox/commands", ListAsync)
            .WithName("ListOutbox").WithSummary("Commands that wait for a person, or those that go on by themselves; oldest first, without what they say.")
            .WithDescription($"Query parameters: stream (only this stream's), state (dead or waiting, dead unless set), limit (1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<OutboxCommandsBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        var command = outbox.MapGroup("/outbox/commands/{id}");
        command.MapPost("/resend", (string id, HttpContext http, IHub hub, CancellationToken stop) => DecideAsync(id, SeenBody.Parse, body => new WriteDecision.Resend(body.Version), http, hub, stop))
            .WithName("ResendCommand").WithSummary("Sends a command once more as it is; of one that may have been carried out, because somebody looked and it is not there.").WithDescription(MaySayWhy)
            .Accepts<SeenBody>("application/json").Produces<WriteAsked>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        Decisions(command, "Command", MaySayWhy);
    }

    static void Decisions(RouteGroupBuilder one, string name, string description)
    {
        one.MapPost("/withdraw", (string id, HttpContext http, IHub hub, CancellationToken stop) => DecideAsync(id, new WriteDecision.Withdraw(), http, hub, stop))
            .WithName($"Withdraw{name}").WithSummary("Takes a command back: it is not sent any more, and what comes after it for its case goes on.").WithDescription(description)
            .Produces<WriteAsked>().ProducesHubProblems(400, 401, 403, 404, 409, 503);
        one.MapPost("/settle", (string id, HttpContext http, IHub hub, CancellationToken stop) => DecideAsync(id, SeenBody.Parse, body => new WriteDecision.Done(body.Version), http, hub, stop))
            .WithName($"Settle{name}").WithSummary("Says of a command of which nobody knew that somebody looked, and the vendor has it.").WithDescription(description)
            .Accepts<SeenBody>("application/json").Produces<WriteAsked>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
    }

    static Task<IResult> AskAsync(string id, HttpContext http, IHub hub, OnceGate gate, CancellationToken cancellationToken) =>
        PeopleWrite.OnceAsync(http, gate, WriteBody.Parse, (body, key) => CaseId.TryParse(id, null, out var @case)
            ? hub.WriteBacks.AskAsync(HubGate.CallerOf(http), @case, body.ToRequest(), key, cancellationToken)
            : Task.FromResult<WriteOutcome<WriteAsked>>(new WriteOutcome<WriteAsked>.NotFound()),
            (outcome, status) => Result(outcome, status, HubProblems.NoSuchCase), cancellationToken, MaxBytes, StatusCodes.Status202Accepted);

    static Task<IResult> CreateAsync(HttpContext http, IHub hub, OnceGate gate, CancellationToken cancellationToken) =>
        PeopleWrite.OnceAsync(http, gate, NewCaseBody.Parse, (body, key) => hub.WriteBacks.CreateAsync(HubGate.CallerOf(http), body.Source, body.Stream, body.ToRequest(), key, cancellationToken),
            (outcome, status) => Result(outcome, status, HubProblems.NoSuchCommand), cancellationToken, MaxBytes, StatusCodes.Status202Accepted);

    static async Task<IResult> DecideAsync<T>(
        string id, Func<ReadOnlyMemory<byte>, (T?, HubProblem?)> parse, Func<T, WriteDecision> decide, HttpContext http, IHub hub, CancellationToken cancellationToken) where T : class
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var body, problem) = parse(utf8);
        return body is null ? new HubProblemResult(problem!) : await DecideAsync(id, decide(body), http, hub, cancellationToken);
    }

    static async Task<IResult> DecideAsync(string id, WriteDecision decision, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (!WriteCommandId.TryParse(id, null, out var command)) return new HubProblemResult(HubProblems.NoSuchCommand);

        if (http.Request.Headers.ContainsKey(HubGate.PurposeHeader))
        {
            if (CallerText.Purpose(http, "the reason of your decision", out var why) is { } problem) return new HubProblemResult(problem);
            decision = decision with { Why = why };
        }

        return await PeopleWrite.TryAsync(() => hub.WriteBacks.DecideAsync(HubGate.CallerOf(http), command, decision, cancellationToken), outcome => Result(outcome, StatusCodes.Status200OK, HubProblems.NoSuchCommand));
    }

    static async Task<IResult> OfCaseAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read what was written to this case", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!CaseId.TryParse(id, null, out var of)) return new HubProblemResult(HubProblems.NoSuchCase);

        return await PeopleWrite.AnswerAsync(async () => await hub.WriteBacks.OfCaseAsync(HubGate.CallerOf(http), of, purpose, cancellationToken) is { } found
            ? HubJson.Answer(new WritesBody(found))
            : new HubProblemResult(HubProblems.NoSuchCase), PeopleWrite.OfHeader);
    }

    static async Task<IResult> ReadAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read this command", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!WriteCommandId.TryParse(id, null, out var command)) return new HubProblemResult(HubProblems.NoSuchCommand);

        return await PeopleWrite.AnswerAsync(async () => await hub.WriteBacks.ReadAsync(HubGate.CallerOf(http), command, purpose, cancellationToken) is { } found
            ? HubJson.Answer(found)
            : new HubProblemResult(HubProblems.NoSuchCommand), PeopleWrite.OfHeader);
    }

    static async Task<IResult> CountAsync(IHub hub, CancellationToken cancellationToken) => HubJson.Answer(new OutboxBody(
        [.. (await hub.WriteBacks.CountAsync(cancellationToken)).OrderBy(queue => queue.Key.Stream.Value, StringComparer.Ordinal).Select(queue => OutboxStreamItem.Of(queue.Key, queue.Value))]));

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var state = query.OneOf("state", "dead", "waiting");
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        // One more than is shown tells whether there is more.
        var found = await hub.WriteBacks.ListAsync(stream, dead: state == "dead", limit + 1, cancellationToken);
        return HubJson.Answer(new OutboxCommandsBody([.. found.Take(limit).Select(OutboxCommandItem.Of)], found.Count > limit));
    }

    static IResult Result(WriteOutcome<WriteAsked> outcome, int status, HubProblem missing) => outcome switch
    {
        WriteNotOffered offered => new HubProblemResult(HubProblems.NotOffered(offered.Kinds.Select(kind => Configuration.EnumNames.Of(kind)))),
        WriteNotNow now => new HubProblemResult(HubProblems.NotDecidable(Configuration.EnumNames.Of(now.State))),
        _ => PeopleWrite.Result(outcome, status, missing),
    };
}
