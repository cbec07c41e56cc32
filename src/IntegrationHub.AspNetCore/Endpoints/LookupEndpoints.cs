using System.Collections.Frozen;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;

namespace IntegrationHub.AspNetCore;

/// <summary>What is happening with my case?</summary>
static class LookupEndpoints
{
    public static FrozenDictionary<string, LookupBy> Kinds { get; } =
        Enum.GetValues<LookupBy>().ToFrozenDictionary(by => EnumNames.Of(by), StringComparer.Ordinal);

    public static IReadOnlyList<string> KindNames { get; } = [.. Kinds.OrderBy(k => k.Value).Select(k => k.Key)];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/lookups", LookUpAsync)
            .WithTags("Look-ups").WithName("LookUp")
            .WithSummary("Finds the cases of a person, an organisation, a number, a property … in all systems, and says how complete and fresh the answer is.")
            .WithDescription("A POST, so that no personal number stands in an address. Headers: X-On-Behalf-Of names the person you ask for.")
            .WithMetadata(EndpointAccess.PersonalData)
            .Accepts<LookupBody>("application/json")
            .Produces<LookupAnswer>().ProducesHubProblems(400, 401, 403, 413, 415, 503);

    static async Task<IResult> LookUpAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var body, problem) = LookupBody.Parse(utf8);
        if (body is null) return new HubProblemResult(problem!);

        try
        {
            return HubJson.Answer(await hub.LookUpAsync(HubGate.CallerOf(http), new LookupRequest(Kinds[body.By], body.Value, body.Purpose), cancellationToken));
        }
        catch (LookupInvalidException e)
        {
            return new HubProblemResult(HubProblems.Body([.. e.Problems.Select(p => new HubProblemPart("#/" + p.Field, p.Message))]));
        }
    }
}
