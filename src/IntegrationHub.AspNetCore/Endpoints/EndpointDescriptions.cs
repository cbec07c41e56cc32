namespace IntegrationHub.AspNetCore;

static class EndpointDescriptions
{
    /// <summary>Says in the API's description which problems an endpoint answers with.</summary>
    public static RouteHandlerBuilder ProducesHubProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) endpoint.Produces<HubProblem>(status, "application/problem+json");
        return endpoint;
    }
}
