using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace IntegrationHub.Outbound;

/// <summary>What an HTTP answer is to the hub.</summary>
internal enum AnswerKind
{
    /// <summary>The vendor's answer, for the adapter to read; also when it says no.</summary>
    Answer,

    /// <summary>The server failed; the next try may go well.</summary>
    ServerError,

    /// <summary>The server, or something before it, gave up waiting.</summary>
    TimedOut,

    /// <summary>The vendor asks to be left alone for a while.</summary>
    Busy,

    /// <summary>The answer points somewhere else.</summary>
    Redirect,

    /// <summary>The vendor does not accept who calls.</summary>
    NotAuthorised,

    /// <summary>A proxy on the way does not accept who calls.</summary>
    ProxyWantsPassword,
}

/// <summary>Tells a vendor's outage from a vendor's answer.</summary>
internal static class ResponseFaults
{
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>What an answer is. The table stands in docs/calls-to-vendors.md.</summary>
    /// <param name="status">The status.</param>
    /// <param name="mediaType">The content's type without parameters, if it has one.</param>
    /// <param name="bodyLength">The content's length; null while it is not known.</param>
    /// <param name="asksToWait">Whether it carries Retry-After.</param>
    public static AnswerKind Classify(HttpStatusCode status, string? mediaType, long? bodyLength, bool asksToWait) => (int)status switch
    {
        304 => AnswerKind.Answer,
        >= 300 and <= 399 => AnswerKind.Redirect,
        401 or 403 => AnswerKind.NotAuthorised,
        407 => AnswerKind.ProxyWantsPassword,
        408 => AnswerKind.TimedOut,
        425 or 429 => AnswerKind.Busy,
        503 => asksToWait ? AnswerKind.Busy : AnswerKind.ServerError,
        502 or 504 => AnswerKind.ServerError,
        // SOAP says "no such case" with a 500. What a proxy or a crashed server says has no XML or JSON in it.
        >= 500 => bodyLength != 0 && IsStructured(mediaType) ? AnswerKind.Answer : AnswerKind.ServerError,
        _ => AnswerKind.Answer,
    };

    /// <summary>How long the vendor asks to be left alone, at most a day; null when it does not ask.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The hub's time, for a vendor that tells a date without telling its own time.</param>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            // Both by the vendor's clock, so that it need not go right.
            { Date: { } date } => date - (headers.Date ?? now),
            _ => (TimeSpan?)null,
        };
        return wait is not { } asked ? null : asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestWait ? LongestWait : asked;
    }

    /// <summary>How long the next call is to wait by a vendor's own header, in milliseconds, at most a day; null when it does not say.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="name">The header; null for a vendor that has none.</param>
    public static TimeSpan? ToldToWait(HttpResponseHeaders headers, string? name) =>
        name is not null && headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, (long)LongestWait.TotalMilliseconds))
            : null;

    static bool IsStructured(string? mediaType) =>
        mediaType is not null
        && (mediaType.EndsWith("/xml", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            // SOAP with attachments.
            || mediaType.Equals("multipart/related", StringComparison.OrdinalIgnoreCase));
}
