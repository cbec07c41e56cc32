using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;

namespace IntegrationHub.AspNetCore;

/// <summary>What a person does with records in quarantine: sees one, maps them again, edits one, discards them.</summary>
/// <remarks>All of it may be repeated: what is done already is not there any more, or is done to no effect.</remarks>
static class QuarantineDeskEndpoints
{
    // A text of the longest that is shown, each letter escaped at its longest.
    const int MaxEditBytes = 1536 * 1024;
    const int MaxText = 250_000;

    static readonly BodyText[] Group = [new("stream"), new("code") { Optional = true }, new("field") { Optional = true, MayBeEmpty = true }];
    static readonly BodyText[] GroupAndReason = [.. Group, new("reason")];
    static readonly BodyText[] Reason = [new("reason")];
    static readonly BodyText[] Edit = [new("text", MaxText) { Exact = true }, new("version", 64), new("purpose")];

    public static void Map(IEndpointRouteBuilder api)
    {
        var desk = api.MapGroup("").WithTags("Quarantine").WithMetadata(EndpointAccess.Operation);
        desk.MapPost("/quarantine/replay", ReplayGroupAsync)
            .WithName("ReplayQuarantine").WithSummary("Maps records again with the mapping in force: all of a stream, or those that one thing is wrong with.")
            .WithDescription("No run is waited for and no vendor is asked. While a run has the stream the answer waits a few seconds for its end, and is then 409.")
            .Accepts<ReplayBody>("application/json").Produces<Replayed>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        desk.MapPost("/quarantine/{entry}/replay", ReplayOneAsync)
            .WithName("ReplayQuarantined").WithSummary("Maps one record again with the mapping in force.")
            .WithDescription("The body is empty. While a run has the stream the answer waits a few seconds for its end, and is then 409.")
            .Produces<Replayed>().ProducesHubProblems(401, 403, 404, 409, 503);
        desk.MapPost("/quarantine/discard", DiscardGroupAsync)
            .WithName("DiscardQuarantine").WithSummary("Takes records out of quarantine for good: all of a stream, or those that one thing is wrong with. Those that come after it was asked for stay.")
            .WithDescription("The same bytes come back when their source sends them again.")
            .Accepts<DiscardBody>("application/json").Produces<DiscardedBody>().ProducesHubProblems(400, 401, 403, 404, 413, 415, 503);
        desk.MapPost("/quarantine/{entry}/discard", DiscardOneAsync)
            .WithName("DiscardQuarantined").WithSummary("Takes one record out of quarantine for good.")
            .WithDescription("The body holds the reason only. The same bytes come back when their source sends them again.")
            .Accepts<DiscardBody>("application/json").Produces<DiscardedBody>().ProducesHubProblems(400, 401, 403, 404, 413, 415, 503);

        var records = api.MapGroup("").WithTags("Quarantine").WithMetadata(EndpointAccess.HeldRecords);
        records.MapGet("/quarantine/{entry}/record", ReadAsync)
            .WithName("ReadQuarantinedRecord").WithSummary("One record in quarantine as its source sent it: personal data.")
            .WithDescription("Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit before the answer leaves.")
            .Produces<HeldRecordBody>().ProducesHubProblems(400, 401, 403, 404, 410, 503);
        records.MapPut("/quarantine/{entry}/record", EditAsync)
            .WithName("EditQuarantinedRecord").WithSummary("Maps what somebody made of a record, and stores it. A record that still cannot be mapped is told with what is wrong, and nothing is stored.")
            .WithDescription("The case says that it stems from an edited record until its source sends a newer version; the same bytes sent again do not come back over it.")
            .Accepts<EditBody>("application/json").Produces<EditedBody>().ProducesHubProblems(400, 401, 403, 404, 409, 410, 413, 415, 422, 503);
    }

    static async Task<IResult> ReplayGroupAsync(HttpContext http, IHub hub, CancellationToken cancellationToken) =>
        await GroupOfAsync(http, hub, Group, cancellationToken) switch
        {
            (null, _, var problem) => new HubProblemResult(problem!),
            var (which, _, _) => await ReplayAsync(which, http, hub, cancellationToken),
        };

    static Task<IResult> ReplayOneAsync(string entry, HttpContext http, IHub hub, CancellationToken cancellationToken) =>
        ReplayAsync(QuarantineSelection.Entry(entry), http, hub, cancellationToken);

    static async Task<IResult> DiscardGroupAsync(HttpContext http, IHub hub, CancellationToken cancellationToken) =>
        await GroupOfAsync(http, hub, GroupAndReason, cancellationToken) switch
        {
            (null, _, var problem) => new HubProblemResult(problem!),
            var (which, texts, _) => await DiscardAsync(which, texts!["reason"], http, hub, cancellationToken),
        };

    static async Task<IResult> DiscardOneAsync(string entry, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (texts, problem) = await BodyAsync(http, Reason, """{"reason":"…"}""", HubGate.MaxBodyBytes, cancellationToken);
        return texts is null ? new HubProblemResult(problem!) : await DiscardAsync(QuarantineSelection.Entry(entry), texts["reason"], http, hub, cancellationToken);
    }

    static async Task<IResult> ReadAsync(string entry, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read this record", out var purpose) is { } problem) return new HubProblemResult(problem);

        try
        {
            return await hub.Quarantine.ReadAsync(HubGate.CallerOf(http), entry, purpose, cancellationToken) is { } content
                ? HubJson.Answer(HeldRecordBody.Of(content))
                : await MissingAsync(entry, hub, cancellationToken);
        }
        catch (LookupInvalidException e)
        {
            return new HubProblemResult(HubProblems.Headers([.. e.Problems.Select(p => new HubProblemPart(HubGate.PurposeHeader, p.Message))]));
        }
        catch (ProtectedValueException)
        {
            return new HubProblemResult(HubProblems.NotOpened);
        }
    }

    static async Task<IResult> EditAsync(string entry, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (texts, problem) = await BodyAsync(http, Edit, """{"text":"…","version":"…","purpose":"…"}""", MaxEditBytes, cancellationToken);
        if (texts is null) return new HubProblemResult(problem!);

        try
        {
            var outcome = await hub.Quarantine.EditAsync(HubGate.CallerOf(http), entry, new RecordEdit(texts["text"], texts["version"], texts["purpose"]), cancellationToken);
            return outcome switch
            {
                EditOutcome.Stored stored => HubJson.Answer(new EditedBody(stored.Case?.ToString())),
                EditOutcome.Busy => new HubProblemResult(HubProblems.StreamRuns),
                EditOutcome.Changed => new HubProblemResult(HubProblems.EntryChanged),
                EditOutcome.Older => new HubProblemResult(HubProblems.EditIsOlder),
                EditOutcome.Unmappable unmappable => new HubProblemResult(HubProblems.EditNotMapped(unmappable.Diagnostics)),
                EditOutcome.NotAllowed not => new HubProblemResult(HubProblems.EditNotAllowed(not.Message)),
                _ => await MissingAsync(entry, hub, cancellationToken),
            };
        }
        catch (LookupInvalidException e)
        {
            return Invalid(e);
        }
        catch (ProtectedValueException)
        {
            return new HubProblemResult(HubProblems.NotOpened);
        }
        catch (KeyNotFoundException)
        {
            return new HubProblemResult(HubProblems.NoSuchStream(""));
        }
    }

    static async Task<IResult> ReplayAsync(QuarantineSelection which, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        try
        {
            return await hub.Quarantine.ReplayAsync(HubGate.CallerOf(http), which, cancellationToken) switch
            {
                ReplayOutcome.Done done => HubJson.Answer(done.Result),
                ReplayOutcome.Busy => new HubProblemResult(HubProblems.StreamRuns),
                _ => new HubProblemResult(HubProblems.NoSuchEntry),
            };
        }
        catch (KeyNotFoundException)
        {
            return new HubProblemResult(HubProblems.NoSuchStream(""));
        }
    }

    static async Task<IResult> DiscardAsync(QuarantineSelection which, string reason, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        try
        {
            return await hub.Quarantine.DiscardAsync(HubGate.CallerOf(http), which, reason, cancellationToken) is { } discarded
                ? HubJson.Answer(new DiscardedBody(discarded))
                : new HubProblemResult(HubProblems.NoSuchEntry);
        }
        catch (LookupInvalidException e)
        {
            return Invalid(e);
        }
    }

    static async Task<(QuarantineSelection? Which, IReadOnlyDictionary<string, string>? Texts, HubProblem? Problem)> GroupOfAsync(
        HttpContext http, IHub hub, BodyText[] properties, CancellationToken cancellationToken)
    {
        var (texts, problem) = await BodyAsync(http, properties, """{"stream":"…","code":"IH3102","field":"status"}""", HubGate.MaxBodyBytes, cancellationToken);
        if (texts is null) return (null, null, problem);
        if (!HubName.IsValid(texts["stream"])) return (null, null, HubProblems.NoSuchStream(""));

        var stream = new StreamName(texts["stream"]);
        if (StreamEndpoints.Unknown(hub, stream) is { } unknown) return (null, null, unknown);
        if (texts.GetValueOrDefault("code") is { } code) return (QuarantineSelection.Group(stream, code, texts.GetValueOrDefault("field")), texts, null);

        return texts.ContainsKey("field")
            ? (null, null, HubProblems.Body([new HubProblemPart("#/field", "A field narrows a code; send the code too.")]))
            : (QuarantineSelection.AllOf(stream), texts, null);
    }

    static async Task<(IReadOnlyDictionary<string, string>? Texts, HubProblem? Problem)> BodyAsync(
        HttpContext http, BodyText[] properties, string example, int maxBytes, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken, maxBytes);
        return problem is null ? TextBody.Parse(utf8, example, properties) : (null, problem);
    }

    // What is listed and has no contents any more has expired.
    static async Task<HubProblemResult> MissingAsync(string entry, IHub hub, CancellationToken cancellationToken) =>
        new(await hub.Quarantine.FindAsync(entry, cancellationToken) is { ExpiredAt: not null } ? HubProblems.EntryExpired : HubProblems.NoSuchEntry);

    static HubProblemResult Invalid(LookupInvalidException e) =>
        new(HubProblems.Body([.. e.Problems.Select(p => new HubProblemPart("#/" + p.Field, p.Message))]));
}
