namespace IntegrationHub.AspNetCore;

/// <summary>What is counted and measured, for Prometheus and everything that reads its format.</summary>
static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void Map(IEndpointRouteBuilder app, bool open) =>
        app.MapGet(Path, (MeterReadings readings) => Results.Text(readings.Tell(), PrometheusText.ContentType))
            .WithTags("Metrics").WithName("GetMetrics")
            .WithSummary("What is counted and measured, in the text format of Prometheus.")
            .WithMetadata(open ? EndpointAccess.Everybody : EndpointAccess.Operation)
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesHubProblems(401, 403, 503);
}
