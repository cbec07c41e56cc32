using IntegrationHub.Hosting;
using IntegrationHub.Quarantine;

namespace IntegrationHub.AspNetCore;

/// <summary>What could not be mapped, without the records themselves.</summary>
static class QuarantineEndpoints
{
    const int DefaultLimit = 100;
    const int MaxLimit = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var quarantine = api.MapGroup("").WithTags("Quarantine").WithMetadata(EndpointAccess.Operation);
        quarantine.MapGet("/quarantine", ListAsync)
            .WithName("ListQuarantine")
            .WithSummary("Records that could not be mapped, newest first, without their contents.")
            .WithDescription($"Query parameters: stream (only this stream's), limit (1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<QuarantineBody>().ProducesHubProblems(400, 401, 403, 404, 503);
        quarantine.MapGet("/quarantine/groups", GroupAsync)
            .WithName("GroupQuarantine")
            .WithSummary("Records that could not be mapped by stream, code and field, the largest group first.")
            .WithDescription("Query parameter: stream (only this stream's).")
            .Produces<QuarantineGroupsBody>().ProducesHubProblems(400, 401, 403, 404, 503);
    }

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        // One more than is shown tells whether there is more.
        var records = await hub.GetQuarantineAsync(stream, limit + 1, cancellationToken);
        return HubJson.Answer(new QuarantineBody([.. records.Take(limit).Select(QuarantineItem.Of)], records.Count > limit));
    }

    static async Task<IResult> GroupAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        return HubJson.Answer(new QuarantineGroupsBody([.. (await hub.GetQuarantineGroupsAsync(stream, cancellationToken)).Select(QuarantineGroupItem.Of)]));
    }
}

/// <summary>Records in quarantine.</summary>
/// <param name="Records">Newest first.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record QuarantineBody(IReadOnlyList<QuarantineItem> Records, bool More);

/// <summary>One record in quarantine, without its contents.</summary>
public sealed record QuarantineItem
{
    /// <summary>A random id.</summary>
    public required string Id { get; init; }

    /// <summary>The stream it came from.</summary>
    public required string Stream { get; init; }

    /// <summary>The source it came from.</summary>
    public required string Source { get; init; }

    /// <summary>The record's key in its source, when it could be read.</summary>
    public string? Key { get; init; }

    /// <summary>The stable code of the first fault.</summary>
    public required string Code { get; init; }

    /// <summary>The target field of the first fault.</summary>
    public required string Field { get; init; }

    /// <summary>All faults: place in the mapping, code, what is wrong and what to do.</summary>
    public required IReadOnlyList<string> Diagnostics { get; init; }

    /// <summary>The version that the mapping called itself.</summary>
    public required string MappingVersion { get; init; }

    /// <summary>Where the record stood: a file and a line, an index in a page.</summary>
    public string? Where { get; init; }

    /// <summary>When it first came.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it last came.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    internal static QuarantineItem Of(QuarantinedRecord record) => new()
    {
        Id = record.Id,
        Stream = record.Stream.Value,
        Source = record.Source.Value,
        Key = record.Key,
        Code = record.Code,
        Field = record.Field,
        Diagnostics = record.Diagnostics.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        MappingVersion = record.MappingVersion,
        Where = record.Where,
        FirstSeenAt = record.FirstSeenAt,
        LastSeenAt = record.LastSeenAt,
    };
}
