using System.Diagnostics;
using System.Text.Json.Serialization;

namespace IntegrationHub.AspNetCore;

/// <summary>What went wrong, in the form of RFC 9457: the body of every answer that is not a success.</summary>
/// <remarks>It never holds a value that the caller sent, a value from a case, or a stack trace.</remarks>
public sealed record HubProblem
{
    /// <summary>Names the kind of problem: <c>urn:integration-hub:problem:</c> and the code.</summary>
    public string Type => $"urn:integration-hub:problem:{Code}";

    /// <summary>What went wrong, the same for every problem of this code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What to do.</summary>
    public required string Detail { get; init; }

    /// <summary>The stable code, <c>IH7xxx</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The request's trace id: what an operator looks for in the log and in the audit.</summary>
    public string? TraceId { get; init; }

    /// <summary>The version that stands, of something that somebody else has changed meanwhile.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Version { get; init; }

    /// <summary>Everything that is wrong with the request, when there is more to say than <see cref="Detail"/> does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<HubProblemPart>? Errors { get; init; }

    internal static string TraceIdOf(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="At">Where, written as <c>pointer</c>: a JSON pointer into the body (<c>#/value</c>), a header's name, or a query parameter's name after a question mark.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record HubProblemPart([property: JsonPropertyName("pointer")] string At, string Detail);
