using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Hosting;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.AspNetCore;

/// <summary>Callbacks and hand-overs: begun, carried on step by step, listed and found again.</summary>
/// <remarks>One that the caller may not know of, one that is not there, and an id that cannot be one give the same answer.</remarks>
static class HandOverEndpoints
{
    const string Why = "Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit.";
    const string Once = "Headers: X-On-Behalf-Of names the person you ask for. Idempotency-Key is a name that you give this request: sent again under it within 24 hours, it is answered as it was the first time and written once.";
    const int MaxCode = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var handOvers = api.MapGroup("").WithTags("Hand-overs").WithMetadata(EndpointAccess.PersonalData);
        handOvers.MapPost("/handovers", BeginAsync)
            .WithName("BeginHandOver").WithSummary("Begins a callback or a hand-over, and puts it into somebody's hand.").WithDescription(Once)
            .Accepts<HandOverBody>("application/json").Produces<HandOverReceipt>(StatusCodes.Status201Created).ProducesHubProblems(400, 401, 403, 409, 413, 415, 422, 503);
        handOvers.MapPost("/handovers/{id}/steps", StepAsync)
            .WithName("StepHandOver").WithSummary("Takes a step: accepted, returned, passedOn, attempted, noted, done, withdrawn or replied.").WithDescription(Once)
            .Accepts<StepBody>("application/json").Produces<HandOverReceipt>(StatusCodes.Status201Created).ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        handOvers.MapPost("/handovers/{id}/preview", PreviewAsync)
            .WithName("PreviewHandOver").WithSummary("What would come of a hand-over if a system made a case of it: what is copied, cut, needed and lost. Nothing is done.").WithDescription(Why)
            .Accepts<PreviewBody>("application/json").Produces<HandOverPreview>().ProducesHubProblems(400, 401, 403, 404, 413, 415, 503);
        handOvers.MapGet("/handovers/{id}", ReadAsync)
            .WithName("ReadHandOver").WithSummary("One hand-over with its steps.").WithDescription(Why)
            .Produces<AnswerHandOver>().ProducesHubProblems(400, 401, 403, 404, 503);
        handOvers.MapPost("/handovers/{id}/phone", ReachAsync)
            .WithName("ReadHandOverPhone").WithSummary("How the person of a callback is reached, also under a protected identity. Told only to who has taken it, and in the audit as exported.").WithDescription(Why)
            .Produces<AnswerReach>().ProducesHubProblems(400, 401, 403, 404, 409, 503);
        handOvers.MapGet("/handovers", ListAsync)
            .WithName("ListHandOvers").WithSummary("What units, groups or whoever asks have in hand, the oldest first.")
            .WithDescription(
                "Query: unit, group (of the unit), mine (true: what the person of X-On-Behalf-Of has in hand), state (open unless sent, waiting, accepted, done, withdrawn, all), kind (callBack, handOver), overdue (true), "
                + "after ('next' of the page before), limit (1 to 200, 50 unless sent). " + Why)
            .Produces<HandOverPage>().ProducesHubProblems(400, 401, 403, 503);
        handOvers.MapPost("/handovers/find", FindAsync)
            .WithName("FindHandOvers").WithSummary("The newest for a person or an organisation, by number, telephone number, e-mail address or name.")
            .WithDescription("A POST, so that no personal number stands in an address. Headers: X-On-Behalf-Of names the person you ask for.")
            .Accepts<LookupBody>("application/json").Produces<HandOversBody>().ProducesHubProblems(400, 401, 403, 413, 415, 503);
        handOvers.MapGet("/handovers/units", async (HttpContext http, IHub hub, CancellationToken cancellationToken) =>
                HubJson.Answer(new UnitsBody(await hub.HandOvers.UnitsAsync(HubGate.CallerOf(http), cancellationToken))))
            .WithName("ReadUnits").WithSummary("The units, with how much of what you may know each has in hand.")
            .Produces<UnitsBody>().ProducesHubProblems(400, 401, 403, 503);
        handOvers.MapGet("/contacts/{id}/handovers", OfContactAsync)
            .WithName("ReadHandOversOfContact").WithSummary("What was promised in a contact, and what came of it.").WithDescription(Why)
            .Produces<HandOversBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        handOvers.MapGet("/cases/{id}/handovers", OfCaseAsync)
            .WithName("ReadHandOversOfCase").WithSummary("The newest hand-overs about a case.").WithDescription(Why)
            .Produces<HandOversBody>().ProducesHubProblems(400, 401, 403, 404, 503);
    }

    static Task<IResult> BeginAsync(HttpContext http, IHub hub, OnceGate gate, CancellationToken cancellationToken) =>
        PeopleWrite.OnceAsync(http, gate, HandOverBody.Parse, (body, key) => hub.HandOvers.BeginAsync(
            HubGate.CallerOf(http), body.ToHandOver(), body.To.ToHolder(), body.From, key, cancellationToken), Result, cancellationToken);

    static Task<IResult> StepAsync(string id, HttpContext http, IHub hub, OnceGate gate, CancellationToken cancellationToken) =>
        PeopleWrite.OnceAsync(http, gate, StepBody.Parse, (body, key) => HandOverId.TryParse(id, null, out var handOver)
            ? hub.HandOvers.StepAsync(HubGate.CallerOf(http), handOver, body.ToOrder(), body.Version, key, cancellationToken)
            : Task.FromResult<WriteOutcome<HandOverReceipt>>(new WriteOutcome<HandOverReceipt>.NotFound()), Result, cancellationToken);

    static async Task<IResult> PreviewAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you look", out var purpose) is { } problem) return new HubProblemResult(problem);

        var (utf8, fault) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (fault is not null) return new HubProblemResult(fault);

        (var body, fault) = PreviewBody.Parse(utf8);
        if (body is null) return new HubProblemResult(fault!);
        if (!HandOverId.TryParse(id, null, out var handOver)) return new HubProblemResult(HubProblems.NoSuchHandOver);

        var made = body.Case?.ToCase() ?? new HandOverCase(null, new Dictionary<string, string>());
        return await PeopleWrite.AnswerAsync(
            () => PeopleWrite.TryAsync(() => hub.HandOvers.PreviewAsync(HubGate.CallerOf(http), handOver, body.System, made, purpose, cancellationToken),
                preview => preview is null ? new HubProblemResult(HubProblems.NoSuchHandOver) : HubJson.Answer(preview)), PeopleWrite.OfHeader);
    }

    static async Task<IResult> ReadAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read this hand-over", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!HandOverId.TryParse(id, null, out var handOver)) return new HubProblemResult(HubProblems.NoSuchHandOver);

        return await PeopleWrite.AnswerAsync(async () => await hub.HandOvers.ReadAsync(HubGate.CallerOf(http), handOver, purpose, cancellationToken) is { } found
            ? HubJson.Answer(found)
            : new HubProblemResult(HubProblems.NoSuchHandOver), PeopleWrite.OfHeader);
    }

    static async Task<IResult> ReachAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you call", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!HandOverId.TryParse(id, null, out var handOver)) return new HubProblemResult(HubProblems.NoSuchHandOver);

        return await PeopleWrite.AnswerAsync(async () => await hub.HandOvers.ReachAsync(HubGate.CallerOf(http), handOver, purpose, cancellationToken) switch
        {
            ReachOutcome.Told told => HubJson.Answer(told.Reach),
            ReachOutcome.Refused refused => new HubProblemResult(HubProblems.NotInYourHand(Standing(refused.State, refused.Unit, refused.Possible))),
            _ => new HubProblemResult(HubProblems.NoSuchHandOver),
        }, PeopleWrite.OfHeader);
    }

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read the list", out var purpose) is { } problem) return new HubProblemResult(problem);

        var query = new QueryReader(http.Request.Query);
        var list = new HandOverList
        {
            Unit = query.Text("unit", Fault),
            Group = query.Text("group", Fault),
            Mine = query.Choice("mine", "false", "true") == "true",
            States = query.Choice("state", "open", "waiting", "accepted", "done", "withdrawn", "all") switch
            {
                "open" => [HandOverState.Waiting, HandOverState.Accepted],
                "waiting" => [HandOverState.Waiting],
                "accepted" => [HandOverState.Accepted],
                "done" => [HandOverState.Done],
                "withdrawn" => [HandOverState.Withdrawn],
                _ => Enum.GetValues<HandOverState>(),
            },
            Kind = query.Word<HandOverKind>("kind"),
            Overdue = query.Choice("overdue", "false", "true") == "true",
            After = PlaceOf(query.Text("after", text => PlaceOf(text) is null ? "'next' of the page before was expected." : null)),
            Limit = query.Number("limit", 50, 1, 200),
        };
        if (query.Problem() is { } wrong) return new HubProblemResult(wrong);
        if (list is { Group: not null, Unit: null }) return new HubProblemResult(HubProblems.Query([new HubProblemPart("?group", "A group is one of a unit: send the unit too.")]));

        return await PeopleWrite.AnswerAsync(async () => HubJson.Answer(await hub.HandOvers.ListAsync(HubGate.CallerOf(http), list, purpose, cancellationToken)), PeopleWrite.OfHeader);
    }

    static async Task<IResult> FindAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var body, problem) = LookupBody.Parse(utf8);
        return body is null ? new HubProblemResult(problem!) : await PeopleWrite.AnswerAsync(
            async () => HubJson.Answer(new HandOversBody(await hub.HandOvers.FindAsync(
                HubGate.CallerOf(http), new LookupRequest(LookupEndpoints.Kinds[body.By], body.Value, body.Purpose), cancellationToken))),
            PeopleWrite.OfBody);
    }

    static async Task<IResult> OfContactAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read what was promised in this contact", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!ContactId.TryParse(id, null, out var contact)) return new HubProblemResult(HubProblems.NoSuchContact);

        return await PeopleWrite.AnswerAsync(async () => await hub.HandOvers.OfContactAsync(HubGate.CallerOf(http), contact, purpose, cancellationToken) is { } found
            ? HubJson.Answer(new HandOversBody(found))
            : new HubProblemResult(HubProblems.NoSuchContact), PeopleWrite.OfHeader);
    }

    static async Task<IResult> OfCaseAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read the hand-overs about this case", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!CaseId.TryParse(id, null, out var of)) return new HubProblemResult(HubProblems.NoSuchCase);

        return await PeopleWrite.AnswerAsync(async () => await hub.HandOvers.OfCaseAsync(HubGate.CallerOf(http), of, purpose, cancellationToken) is { } found
            ? HubJson.Answer(new HandOversBody(found))
            : new HubProblemResult(HubProblems.NoSuchCase), PeopleWrite.OfHeader);
    }

    static IResult Result(WriteOutcome<HandOverReceipt> outcome, int status) => outcome is HandOverRefused refused
        ? new HubProblemResult(HubProblems.StepNotPossible(Standing(refused.State, refused.Unit, refused.Possible)))
        : PeopleWrite.Result(outcome, status, HubProblems.NoSuchHandOver);

    // Units' codes and words of the hub: no name of anybody.
    static string Standing(HandOverState state, string unit, IReadOnlyList<HandOverStepKind> possible) =>
        $"It is {EnumNames.Of(state)}, in the hand of the unit '{unit}'. You may: {(possible.Count == 0 ? "nothing" : string.Join(", ", possible.Select(step => EnumNames.Of(step))))}.";

    static string? Fault(string text) => text.Length == 0 ? "It is empty." : CallerText.Fault(text, MaxCode);

    static HandOverPlace? PlaceOf(string? text) =>
        text?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
            && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && HandOverId.TryParse(id, null, out var handOver)
            ? new HandOverPlace(new DateTimeOffset(at, TimeSpan.Zero), handOver)
            : null;
}
