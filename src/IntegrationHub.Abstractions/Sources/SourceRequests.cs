using System.Net;

namespace IntegrationHub.Sources;

/// <summary>Says of a request whether it reads or writes. HTTP's verb does not tell: a SOAP read is a POST.</summary>
public static class SourceRequests
{
    /// <summary>The option that <see cref="AsRead"/> sets, by its name: for clients that make their requests themselves and take options by name.</summary>
    public const string ReadsOption = "IntegrationHub.Reads";

    static readonly HttpRequestOptionsKey<bool> Reads = new(ReadsOption);
    static readonly HttpRequestOptionsKey<Func<HttpStatusCode, ReadOnlyMemory<byte>, bool>> Known = new("IntegrationHub.Known");

    static readonly HttpRequestOptionsKey<string> Waits = new("IntegrationHub.Waits");

    /// <summary>Marks the request as one that changes nothing at the vendor, so that the hub may repeat it.</summary>
    public static HttpRequestMessage AsRead(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);

        request.Options.Set(Reads, true);
        return request;
    }

    /// <summary>Whether the request was marked as one that changes nothing. What is not marked counts as a write and is never repeated.</summary>
    public static bool IsRead(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);

        return request.Options.TryGetValue(Reads, out var reads) && reads;
    }

    /// <summary>
    /// Says of which answers the adapter knows better than the hub what they mean: a 403 that says "no such case", a 500 of plain text that says the same. Such an answer comes to the adapter
    /// instead of a fault. What asks to be left alone, redirects, or broke off never does.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="knows">Looks at a status and the whole content; must not throw.</param>
    public static HttpRequestMessage Recognising(this HttpRequestMessage request, Func<HttpStatusCode, ReadOnlyMemory<byte>, bool> knows)
    {
        ArgumentNullException.ThrowIfNull(request);

        request.Options.Set(Known, knows);
        return request;
    }

    /// <summary>Whether there are answers that the request's adapter may know better.</summary>
    public static bool MayRecognise(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);

        return request.Options.TryGetValue(Known, out _);
    }

    /// <summary>Whether the request's adapter knows what an answer means.</summary>
    public static bool Recognises(this HttpRequestMessage request, HttpStatusCode status, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(request);

        return request.Options.TryGetValue(Known, out var knows) && knows(status, content);
    }

    /// <summary>Names the header in which this vendor tells, with every answer, how many milliseconds the next call is to wait. The hub keeps to it for all streams of the source, as it does to Retry-After.</summary>
    public static HttpRequestMessage ToldToWaitBy(this HttpRequestMessage request, string header)
    {
        ArgumentNullException.ThrowIfNull(request);

        request.Options.Set(Waits, header);
        return request;
    }

    /// <summary>The header in which answers to the request tell how long the next call is to wait; null when there is none.</summary>
    public static string? WaitHeader(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);

        return request.Options.TryGetValue(Waits, out var header) ? header : null;
    }
}
