namespace IntegrationHub.AspNetCore;

/// <summary>Writes a problem as the answer.</summary>
sealed class HubProblemResult(HubProblem problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "5";
        // What waits is read in rounds, and a vendor that cannot be read is given minutes.
        if (problem.Status == StatusCodes.Status429TooManyRequests) httpContext.Response.Headers.RetryAfter = "60";
        return httpContext.Response.WriteAsJsonAsync(
            problem with { TraceId = HubProblem.TraceIdOf(httpContext) }, HubJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
