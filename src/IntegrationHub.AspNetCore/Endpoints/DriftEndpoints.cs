using IntegrationHub.Drift;
using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>In what a stream's records are not what its mapping expects.</summary>
static class DriftEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/streams/{name}/drift", ReadAsync)
            .WithTags("Streams").WithName("ReadDrift")
            .WithSummary("Fields that the mapping neither maps nor ignores, fields that vanished or hold another kind of thing, and codes without a row; with the lines that put it right.")
            .WithDescription("Told by the mapping in force: what was mapped, ignored or added to a table is told no more. It holds no value of a record, except codes.")
            .WithMetadata(EndpointAccess.Operation)
            .Produces<DriftBody>().ProducesHubProblems(401, 403, 404, 503);

    static async Task<IResult> ReadAsync(string name, IHub hub, CancellationToken cancellationToken)
    {
        if (StreamEndpoints.Find(hub, name, out var stream) is { } problem) return new HubProblemResult(problem);

        return HubJson.Answer(DriftBody.Of(stream, await hub.Drift.GetAsync(stream, cancellationToken)));
    }
}

/// <summary>What has drifted of a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Records">How many records were looked at for their fields: all of small runs, and some of large ones.</param>
/// <param name="Findings">What was found.</param>
/// <param name="OtherFields">How often there were more fields than are kept one by one.</param>
/// <param name="OtherCodes">How often there were other codes than are kept one by one.</param>
public sealed record DriftBody(string Stream, long Records, IReadOnlyList<DriftItem> Findings, long OtherFields, long OtherCodes)
{
    internal static DriftBody Of(StreamName stream, StreamDrift drift) =>
        new(stream.Value, drift.Records, [.. drift.Findings.Select(finding => DriftItem.Of(finding, drift.MappingFile))], drift.OtherFields, drift.OtherCodes);
}

/// <summary>Something in which a stream's records are not what its mapping expects.</summary>
public sealed record DriftItem
{
    /// <summary>What it is.</summary>
    public required DriftKind Kind { get; init; }

    /// <summary>The field's path; absent for a code.</summary>
    public string? Path { get; init; }

    /// <summary>The code table; absent for a field.</summary>
    public string? Table { get; init; }

    /// <summary>The code; absent for a field.</summary>
    public string? Code { get; init; }

    /// <summary>In how many records; of a field, of those that were looked at.</summary>
    public required long Times { get; init; }

    /// <summary>Among how many records that were looked at; absent for a code.</summary>
    public long? Among { get; init; }

    /// <summary>What the field held before.</summary>
    public IReadOnlyList<FieldKind>? Was { get; init; }

    /// <summary>What it holds now.</summary>
    public IReadOnlyList<FieldKind>? Is { get; init; }

    /// <summary>When it was first seen.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The file that the line goes to; absent when no line puts it right.</summary>
    public string? File { get; init; }

    /// <summary>The row to add to the code table, or the line under <c>ignore:</c>.</summary>
    public string? Line { get; init; }

    /// <summary>The line under <c>attributes:</c> that takes a new field in.</summary>
    public string? MapLine { get; init; }

    internal static DriftItem Of(DriftFinding finding, string mappingFile) => new()
    {
        Kind = finding.Kind,
        Path = finding.Path,
        Table = finding.Table,
        Code = finding.Code,
        Times = finding.Times,
        Among = finding.Among,
        Was = finding.Was.Count > 0 ? finding.Was : null,
        Is = finding.Is.Count > 0 ? finding.Is : null,
        FirstSeenAt = finding.FirstSeenAt,
        LastSeenAt = finding.LastSeenAt,
        File = finding.Line is null ? null : finding.File ?? mappingFile,
        Line = finding.Line,
        MapLine = finding.MapLine,
    };
}
