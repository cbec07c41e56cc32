using System.Globalization;
using IntegrationHub.History;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

/// <summary>The course of a run, and what days came to.</summary>
static class HistoryEndpoints
{
    const int DefaultDays = 30;

    public static void Map(IEndpointRouteBuilder api)
    {
        var history = api.MapGroup("").WithTags("Runs").WithMetadata(EndpointAccess.Operation);
        history.MapGet("/runs/{run}/course", CourseAsync)
            .WithName("ReadRunCourse").WithSummary("The course of a run: its requests, retries, waits, pages and checkpoints. Of a long run the first and the last steps, and what those in between come to.")
            .WithDescription("Of a request its method, scheme, host and port are told, never its path. Kept for 7 days when the run succeeded, else for 30; empty when none was written down.")
            .Produces<RunCourse>().ProducesHubProblems(401, 403, 404, 503);
        history.MapGet("/streams/{name}/days", DaysAsync)
            .WithName("ReadStreamDays").WithSummary("What the runs of a stream came to on each of the last days (in UTC), the oldest first.")
            .WithDescription($"Query parameter: days (1 to {(int)RunRetention.KeptFor.TotalDays}, {DefaultDays} unless set).")
            .Produces<DaysBody>().ProducesHubProblems(400, 401, 403, 404, 503);
    }

    static async Task<IResult> CourseAsync(string run, IHub hub, CancellationToken cancellationToken) =>
        long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await hub.GetRunAsync(number, cancellationToken) is not null
            ? HubJson.Answer(await hub.History.GetCourseAsync(number, cancellationToken) ?? RunCourse.Empty)
            : new HubProblemResult(HubProblems.NoSuchRun);

    static async Task<IResult> DaysAsync(string name, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (StreamEndpoints.Find(hub, name, out var stream) is { } unknown) return new HubProblemResult(unknown);

        var query = new QueryReader(http.Request.Query);
        var days = query.Number("days", DefaultDays, 1, (int)RunRetention.KeptFor.TotalDays);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);

        var known = await hub.History.GetDaysAsync(stream, days, cancellationToken);
        return HubJson.Answer(new DaysBody(stream.Value, [.. known.GetValueOrDefault(stream, []).Select(DayItem.Of)]));
    }
}

/// <summary>What the days of a stream came to.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Days">The oldest first; empty when nothing ended on any of them.</param>
public sealed record DaysBody(string Stream, IReadOnlyList<DayItem> Days);

/// <summary>What the runs that began on a day came to.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Runs">How many ended.</param>
/// <param name="Failed">How many of them a fault ended.</param>
/// <param name="Counters">What became of their records.</param>
/// <param name="TookSeconds">How long they took together.</param>
/// <param name="LongestSeconds">How long the longest took.</param>
public sealed record DayItem(DateOnly Day, long Runs, long Failed, RunCountersBody Counters, double TookSeconds, double LongestSeconds)
{
    internal static DayItem Of(RunDay day) => new(day.Day, day.Runs, day.Failed, RunCountersBody.Of(day.Counters), day.Took.TotalSeconds, day.Longest.TotalSeconds);
}
