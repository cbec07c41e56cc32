using IntegrationHub.Cases;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;

namespace IntegrationHub.AspNetCore;

/// <summary>One case with its timeline, and the same read from its vendor now.</summary>
/// <remarks>A case that the caller may not know of, one that is not there, and an id that cannot be one give the same answer.</remarks>
static class CaseEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("").WithTags("Cases").WithMetadata(EndpointAccess.PersonalData);
        cases.MapGet("/cases/{id}", ReadAsync)
            .WithName("ReadCase").WithSummary("One case with its timeline.")
            .WithDescription("Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit.")
            .Produces<CaseAnswer>().ProducesHubProblems(400, 401, 403, 404, 503);
        cases.MapPost("/cases/{id}/refresh", RefreshAsync)
            .WithName("RefreshCase").WithSummary("Reads one case from its vendor now, and answers with it.")
            .WithDescription("Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit.")
            .Produces<CaseAnswer>().ProducesHubProblems(400, 401, 403, 404, 409, 503);
    }

    static async Task<IResult> ReadAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (Purpose(http, out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!CaseId.TryParse(id, null, out var caseId)) return new HubProblemResult(HubProblems.NoSuchCase);

        try
        {
            return await AnswerAsync(caseId, purpose, http, hub, cancellationToken);
        }
        catch (LookupInvalidException e)
        {
            return Invalid(e);
        }
    }

    static async Task<IResult> RefreshAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (Purpose(http, out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!CaseId.TryParse(id, null, out var caseId)) return new HubProblemResult(HubProblems.NoSuchCase);

        try
        {
            return await hub.RefreshCaseAsync(HubGate.CallerOf(http), caseId, purpose, cancellationToken) switch
            {
                RefreshOutcome.Refreshed => await AnswerAsync(caseId, purpose, http, hub, cancellationToken),
                RefreshOutcome.NotSupported => new HubProblemResult(HubProblems.RefreshNotSupported),
                RefreshOutcome.Unavailable unavailable => new HubProblemResult(HubProblems.VendorUnavailable(unavailable.Fault.Code)),
                _ => new HubProblemResult(HubProblems.NoSuchCase),
            };
        }
        catch (LookupInvalidException e)
        {
            return Invalid(e);
        }
    }

    // The reason is all that a caller writes here.
    static HubProblemResult Invalid(LookupInvalidException e) =>
        new(HubProblems.Headers([.. e.Problems.Select(p => new HubProblemPart(HubGate.PurposeHeader, p.Message))]));

    static async Task<IResult> AnswerAsync(CaseId id, string purpose, HttpContext http, IHub hub, CancellationToken cancellationToken) =>
        await hub.ReadCaseAsync(HubGate.CallerOf(http), id, purpose, cancellationToken) is { } answer
            ? HubJson.Answer(answer)
            : new HubProblemResult(HubProblems.NoSuchCase);

    static HubProblem? Purpose(HttpContext http, out string purpose) => CallerText.Purpose(http, "the reason why you read this case", out purpose);
}
