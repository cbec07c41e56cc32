using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;

namespace IntegrationHub.AspNetCore;

/// <summary>For whatever keeps the process running: does it live, may it be sent requests; and for whoever watches: is what it knows as young as it should be.</summary>
static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        var health = app.MapGroup("/health").WithTags("Health").WithMetadata(EndpointAccess.Everybody);
        health.MapGet("/live", () => HubJson.Answer(new HealthBody("live")))
            .WithName("GetLiveness").WithSummary("The process runs.")
            .Produces<HealthBody>();
        health.MapGet("/ready", (IHub hub) => hub.IsReady ? HubJson.Answer(new HealthBody("ready")) : new HubProblemResult(HubProblems.NotReady))
            .WithName("GetReadiness").WithSummary("The store is prepared and the catalog of streams and mappings is loaded.")
            .Produces<HealthBody>().ProducesHubProblems(503);
        health.MapGet("/fresh", FreshAsync)
            .WithName("GetFreshness").WithSummary("What is known of every stream is younger than its goal. 503 when it is not; GET /api/v1/freshness tells of which.")
            .Produces<HealthBody>().ProducesHubProblems(503);
        api.MapGet("/freshness", ListAsync).WithTags("Health").WithMetadata(EndpointAccess.Operation)
            .WithName("ListFreshness").WithSummary("How old what is known of each stream is, beside how old it may be.")
            .Produces<FreshnessBody>().ProducesHubProblems(401, 403, 503);
    }

    static async Task<IResult> FreshAsync(IHub hub, FreshnessReading reading, CancellationToken cancellationToken)
    {
        if (!hub.IsReady) return new HubProblemResult(HubProblems.NotReady);

        return StreamFreshness.Worst(await reading.ReadAsync(cancellationToken)) switch
        {
            Freshness.Fresh => HubJson.Answer(new HealthBody("fresh")),
            Freshness.Loading => new HubProblemResult(HubProblems.StillLoading),
            _ => new HubProblemResult(HubProblems.Late),
        };
    }

    static async Task<IResult> ListAsync(FreshnessReading reading, TimeProvider time, CancellationToken cancellationToken)
    {
        var (streams, now) = (await reading.ReadAsync(cancellationToken), time.GetUtcNow());
        return HubJson.Answer(new FreshnessBody(
            EnumNames.Camel(StreamFreshness.Worst(streams).ToString()),
            [.. streams.Select(stream => new FreshnessItem(
                stream.Stream.Value, stream.Source.Value, EnumNames.Of(stream.State), stream.AsOf, stream.AsOf is { } at ? (long)(now - at).TotalSeconds : null, (long)stream.Goal.TotalSeconds))]));
    }
}

/// <summary>How fresh the streams are.</summary>
/// <param name="Status">The worst of them: <c>fresh</c>, <c>loading</c> or <c>late</c>.</param>
/// <param name="Streams">Each of them.</param>
public sealed record FreshnessBody(string Status, IReadOnlyList<FreshnessItem> Streams);

/// <summary>How fresh a stream is.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Source">Its source.</param>
/// <param name="Status"><c>fresh</c>, <c>loading</c> or <c>late</c>.</param>
/// <param name="AsOf">When the last run that succeeded began; null until the first read is done.</param>
/// <param name="AgeSeconds">How long ago that is.</param>
/// <param name="GoalSeconds">How old it may be.</param>
public sealed record FreshnessItem(string Stream, string Source, string Status, DateTimeOffset? AsOf, long? AgeSeconds, long GoalSeconds);

/// <summary>What a health check found.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>fresh</c>.</param>
public sealed record HealthBody(string Status);
