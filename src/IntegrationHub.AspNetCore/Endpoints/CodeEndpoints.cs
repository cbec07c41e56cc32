using IntegrationHub.Codes;
using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>The codes that a vendor says it uses, beside the code tables that must know them.</summary>
static class CodeEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/streams/{name}/codes", Read)
            .WithTags("Streams").WithName("ListCodes")
            .WithSummary("Which of the codes that the vendor uses have no row in their code table, with the lines to add.")
            .WithDescription("Vendors are asked after a run that succeeded, at most once a day; before that the list is empty.")
            .WithMetadata(EndpointAccess.Operation)
            .Produces<StreamCodesBody>().ProducesHubProblems(401, 403, 404, 503);

    static IResult Read(string name, IHub hub)
    {
        if (!HubName.IsValid(name)) return new HubProblemResult(HubProblems.NoSuchStream(""));

        var stream = new StreamName(name);
        return StreamEndpoints.Unknown(hub, stream) is { } unknown ? new HubProblemResult(unknown) : HubJson.Answer(new StreamCodesBody(name, hub.GetCodes(stream)));
    }
}

/// <summary>What is known of the codes of a stream's vendor.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Lists">One for each list that the stream file names; empty before the vendor was asked.</param>
public sealed record StreamCodesBody(string Stream, IReadOnlyList<CodeCoverage> Lists);
