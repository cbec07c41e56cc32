using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;

namespace IntegrationHub.AspNetCore;

/// <summary>What operators did here.</summary>
static class AuditEndpoints
{
    const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/audit/search", ReadAsync)
            .WithTags("Operation").WithName("ReadAudit").WithSummary("What operators did and who signed in, newest first. Look-ups of people and cases are not among it.")
            .WithDescription("Who reads it is written into the audit first. Names of people stand in the body, never in an address. A page has 100 lines; 'before' goes on behind the last one.")
            .WithMetadata(EndpointAccess.Trail)
            .Accepts<AuditSearchBody>("application/json").Produces<AuditBody>().ProducesHubProblems(400, 401, 403, 413, 415, 503);

    static async Task<IResult> ReadAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var texts, problem) = TextBody.Parse(utf8, """{"action":"stream."}""",
            [Optional("person"), Optional("action"), Optional("stream"), Optional("from"), Optional("until"), Optional("before")], Check);
        if (texts is null) return new HubProblemResult(problem!);

        // One more than is shown tells whether there is more.
        var lines = await hub.AuditTrail.ReadAsync(HubGate.CallerOf(http), new AuditQuery
        {
            Person = texts.GetValueOrDefault("person"),
            Action = texts.GetValueOrDefault("action"),
            Stream = texts.GetValueOrDefault("stream") is { } stream ? new StreamName(stream) : null,
            From = Moment(texts.GetValueOrDefault("from")),
            Until = Moment(texts.GetValueOrDefault("until")),
            Before = texts.GetValueOrDefault("before") is { } before ? long.Parse(before, CultureInfo.InvariantCulture) : null,
            Limit = PageSize + 1,
        }, cancellationToken);
        return HubJson.Answer(new AuditBody([.. lines.Take(PageSize).Select(AuditItem.Of)], lines.Count > PageSize));
    }

    static BodyText Optional(string name) => new(name) { Optional = true };

    static void Check(IReadOnlyDictionary<string, string?> texts, List<HubProblemPart> errors)
    {
        if (texts.GetValueOrDefault("stream") is { } stream && !HubName.IsValid(stream)) errors.Add(new HubProblemPart("#/stream", "A stream's name was expected: lower-case letters, digits and hyphens."));
        if (texts.GetValueOrDefault("before") is { } before && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out _)) errors.Add(new HubProblemPart("#/before", "The number of a line was expected."));
        foreach (var name in (string[])["from", "until"])
            if (texts.GetValueOrDefault(name) is { } written && !MomentText.TryParse(written, out _, out _)) errors.Add(new HubProblemPart("#/" + name, "A time with its offset was expected: 2026-03-01T00:00:00+01:00, or with Z at its end."));
    }

    static DateTimeOffset? Moment(string? written) => written is not null && MomentText.TryParse(written, out var moment, out _) ? moment : null;
}

/// <summary>Which lines are read; what is left out leaves none out.</summary>
/// <param name="Person">Of a key or a person whose name holds this.</param>
/// <param name="Action">Of actions that begin so.</param>
/// <param name="Stream">About this stream.</param>
/// <param name="From">Written then or later, with an offset.</param>
/// <param name="Until">Written before then, with an offset.</param>
/// <param name="Before">With a lower number, as a text.</param>
public sealed record AuditSearchBody(string? Person, string? Action, string? Stream, string? From, string? Until, string? Before);

/// <summary>Lines of the audit.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="More">Whether there are more.</param>
public sealed record AuditBody(IReadOnlyList<AuditItem> Lines, bool More);

/// <summary>A line of the audit.</summary>
public sealed record AuditItem
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The key's name.</summary>
    public required string Caller { get; init; }

    /// <summary>The key's role.</summary>
    public required string Role { get; init; }

    /// <summary>The person.</summary>
    public string? Person { get; init; }

    /// <summary>What was done.</summary>
    public required string Action { get; init; }

    /// <summary>The stream.</summary>
    public string? Stream { get; init; }

    /// <summary>The entry in quarantine.</summary>
    public string? Entry { get; init; }

    /// <summary>Why, or what exactly.</summary>
    public string? Purpose { get; init; }

    /// <summary>What came of it.</summary>
    public required string Result { get; init; }

    internal static AuditItem Of(WrittenAuditLine written) => new()
    {
        Number = written.Number,
        At = written.Line.At,
        Caller = written.Line.Caller,
        Role = written.Line.Role,
        Person = written.Line.OnBehalfOf,
        Action = written.Line.Action,
        Stream = written.Line.Stream,
        Entry = written.Line.Entry,
        Purpose = written.Line.Purpose,
        Result = written.Line.Result,
    };
}
