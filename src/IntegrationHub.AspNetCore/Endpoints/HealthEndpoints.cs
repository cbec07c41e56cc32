using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>For whatever keeps the process running: does it live, may it be sent requests.</summary>
static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").WithMetadata(EndpointAccess.Everybody);
        health.MapGet("/live", () => HubJson.Answer(new HealthBody("live")))
            .WithName("GetLiveness").WithSummary("The process runs.")
            .Produces<HealthBody>();
        health.MapGet("/ready", (IHub hub) => hub.IsReady ? HubJson.Answer(new HealthBody("ready")) : new HubProblemResult(HubProblems.NotReady))
            .WithName("GetReadiness").WithSummary("The store is prepared and the catalog of streams and mappings is loaded.")
            .Produces<HealthBody>().ProducesHubProblems(503);
    }
}

/// <summary>What a health check found.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record HealthBody(string Status);
