using Hangfire.Dashboard;
using IntegrationHub.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Hangfire;

/// <summary>Puts a run that a person asked for on the page into the queue. Hangfire has checked the form's token, the gate the role.</summary>
sealed class RunNowDispatcher : IDashboardDispatcher
{
    public Task Dispatch(DashboardContext context)
    {
        var http = context.GetHttpContext();
        http.Response.StatusCode = Answer(context, http);
        return Task.CompletedTask;
    }

    static int Answer(DashboardContext context, HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return StatusCodes.Status405MethodNotAllowed;
        if (context.IsReadOnly || DashboardGate.SessionOf(http) is not { } session) return StatusCodes.Status403Forbidden;

        var stream = new StreamName(context.UriMatch.Groups["stream"].Value);
        var services = http.RequestServices;
        if (services.GetService<IHub>()?.Streams.Any(s => s.Name == stream) != true) return StatusCodes.Status404NotFound;

        services.GetRequiredService<RecurringStreams>().RunNow(stream, session.Caller.Name, session.Caller.OnBehalfOf);
        http.Response.Headers.Location = new UrlHelper(context).To($"{StreamsInDashboard.Path}?asked={stream}");
        return StatusCodes.Status303SeeOther;
    }
}
