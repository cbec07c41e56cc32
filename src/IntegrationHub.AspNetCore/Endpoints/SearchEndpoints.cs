using IntegrationHub.Hosting;
using IntegrationHub.Operation;

namespace IntegrationHub.AspNetCore;

/// <summary>Finds streams, runs, records in quarantine and codes by a text.</summary>
static class SearchEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/search", FindAsync)
            .WithTags("Operation").WithName("Search").WithSummary("Streams, runs, records in quarantine and codes without a row whose names, numbers, keys or faults hold a text.")
            .WithDescription("The text stands in the body, so that it is in no log of addresses. No record and no case is looked into. Of each kind the first 20.")
            .WithMetadata(EndpointAccess.Operation)
            .Accepts<SearchBody>("application/json").Produces<FoundBody>().ProducesHubProblems(400, 401, 403, 413, 415, 503);

    static async Task<IResult> FindAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var texts, problem) = TextBody.Parse(utf8, """{"text":"IH6003"}""", [new BodyText("text")], (given, errors) =>
        {
            if (given.GetValueOrDefault("text") is { Length: 1 }) errors.Add(new HubProblemPart("#/text", "At least two characters are needed."));
        });
        if (texts is null) return new HubProblemResult(problem!);

        var found = await hub.Search.FindAsync(texts["text"], cancellationToken);
        return HubJson.Answer(new FoundBody(
            [.. found.Streams.Select(stream => new FoundStream(stream.Name.Value, stream.Title, stream.Source.Value, stream.Adapter))],
            [.. found.Runs.Select(RunBody.Of)],
            [.. found.Held.Select(QuarantineItem.Of)],
            [.. found.Codes.Select(code => new FoundCode(code.Stream.Value, code.Table, code.Code, code.File, code.Line, code.Name))]));
    }
}

/// <summary>What is looked for.</summary>
/// <param name="Text">Two characters at least.</param>
public sealed record SearchBody(string Text);

/// <summary>What was found.</summary>
/// <param name="Streams">Streams, by name.</param>
/// <param name="Runs">Runs, newest first.</param>
/// <param name="Quarantined">Records in quarantine, newest first.</param>
/// <param name="Codes">Codes without a row, with the line to add.</param>
public sealed record FoundBody(IReadOnlyList<FoundStream> Streams, IReadOnlyList<RunBody> Runs, IReadOnlyList<QuarantineItem> Quarantined, IReadOnlyList<FoundCode> Codes);

/// <summary>A stream that was found.</summary>
public sealed record FoundStream(string Name, string Title, string Source, string Adapter);

/// <summary>A code without a row.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Table">The code table.</param>
/// <param name="Code">The code.</param>
/// <param name="File">Where the line goes to.</param>
/// <param name="Line">The line to add.</param>
/// <param name="Name">What the vendor calls it.</param>
public sealed record FoundCode(string Stream, string Table, string Code, string File, string Line, string? Name);
