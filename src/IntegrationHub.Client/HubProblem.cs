using System.Text.Json.Serialization;

namespace IntegrationHub.Client;

/// <summary>What the hub says when it does not do what it was asked (RFC 9457). It never holds a value that was sent.</summary>
public sealed record HubProblem
{
    /// <summary>What went wrong, the same for every problem of this code.</summary>
    public string Title { get; init; } = "";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>What to do.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The stable code, <c>IH7xxx</c>; null when what answered was not the hub.</summary>
    public string? Code { get; init; }

    /// <summary>The request's trace id: what an operator of the hub looks for.</summary>
    public string? TraceId { get; init; }

    /// <summary>The version that stands, of something that somebody else has changed meanwhile.</summary>
    public long? Version { get; init; }

    /// <summary>Everything that is wrong with the request, field by field.</summary>
    public IReadOnlyList<HubProblemPart> Errors { get; init; } = [];
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="At">Where: a JSON pointer into what was sent (<c>#/channel</c>), a header, or a query parameter after a question mark.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record HubProblemPart([property: JsonPropertyName("pointer")] string At, string Detail);

/// <summary>The hub did not do what it was asked.</summary>
public sealed class HubRefusedException : Exception
{
    internal HubRefusedException(HubProblem problem, TimeSpan? retryAfter = null)
        : base($"{problem.Code ?? "HTTP " + problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {problem.Title}. {problem.Detail}")
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>What the hub said.</summary>
    public HubProblem Problem { get; }

    /// <summary>How long the hub asks to wait before the same is asked again; null when it does not ask.</summary>
    public TimeSpan? RetryAfter { get; }
}

/// <summary>The codes that the client gives a meaning of their own.</summary>
static class ProblemCodes
{
    public const string NoSuchCase = "IH7021";
    public const string NoSuchCommand = "IH7070";
    public const string NoSuchContact = "IH7091";
    public const string Changed = "IH7092";
    public const string KeyReused = "IH7094";
    public const string NoSuchHandOver = "IH7096";
}
