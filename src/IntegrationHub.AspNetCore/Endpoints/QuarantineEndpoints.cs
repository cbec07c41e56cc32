using System.Globalization;
using IntegrationHub.Hosting;
using IntegrationHub.Quarantine;

namespace IntegrationHub.AspNetCore;

/// <summary>What could not be mapped, without the records themselves.</summary>
static class QuarantineEndpoints
{
    const int DefaultLimit = 100;
    const int MaxLimit = 500;
    const int MaxName = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        var quarantine = api.MapGroup("").WithTags("Quarantine").WithMetadata(EndpointAccess.Operation);
        quarantine.MapGet("/quarantine", ListAsync)
            .WithName("ListQuarantine")
            .WithSummary("Records that could not be mapped, newest first, without their contents.")
            .WithDescription($"Query parameters: stream (only this stream's), code and field (only those whose first fault has it; an empty field means the whole record), after (what the page before gave as next), limit (1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<QuarantineBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        quarantine.MapGet("/quarantine/groups", GroupAsync)
            .WithName("GroupQuarantine")
            .WithSummary("Records that could not be mapped by stream, code and field, the largest group first.")
            .WithDescription("Query parameter: stream (only this stream's).")
            .Produces<QuarantineGroupsBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        quarantine.MapGet("/quarantine/{entry}", ReadAsync)
            .WithName("ReadQuarantined").WithSummary("One record that could not be mapped, without its contents.")
            .Produces<QuarantineItem>().ProducesHubProblems(401, 403, 404, 503);
    }

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var code = query.Text("code", text => text.Length is 0 or > MaxName ? "A code was expected, for instance IH3102." : null);
        var field = query.Text("field", text => text.Length > MaxName ? "A field was expected, for instance status." : null);
        QuarantinePlace? after = null;
        query.Text("after", text => (after = PlaceOf(text)) is null ? "Send what the page before gave as next." : null);
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        // One more than is shown tells whether there is more.
        var records = await hub.Quarantine.ListAsync(new QuarantineQuery { Stream = stream, Code = code, Field = field, After = after, Limit = limit + 1 }, cancellationToken);
        var more = records.Count > limit;
        return HubJson.Answer(new QuarantineBody([.. records.Take(limit).Select(QuarantineItem.Of)], more, more ? TextOf(records[limit - 1]) : null));
    }

    static async Task<IResult> GroupAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        return HubJson.Answer(new QuarantineGroupsBody([.. (await hub.Quarantine.GroupAsync(stream, cancellationToken)).Select(QuarantineGroupItem.Of)]));
    }

    static async Task<IResult> ReadAsync(string entry, IHub hub, CancellationToken cancellationToken) =>
        await hub.Quarantine.FindAsync(entry, cancellationToken) is { } found ? HubJson.Answer(QuarantineItem.Of(found)) : new HubProblemResult(HubProblems.NoSuchEntry);

    static string TextOf(QuarantinedRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.FirstSeenAt.UtcTicks:x}-{record.Id}");

    static QuarantinePlace? PlaceOf(string text)
    {
        var parts = text.Split('-');
        return parts is [var ticks, { Length: > 0 } id] && long.TryParse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at) && at >= 0 && at <= DateTime.MaxValue.Ticks
            ? new QuarantinePlace(new DateTimeOffset(at, TimeSpan.Zero), id)
            : null;
    }
}
