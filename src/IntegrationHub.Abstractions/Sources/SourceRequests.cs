namespace IntegrationHub.Sources;

/// <summary>Says of a request whether it reads or writes. HTTP's verb does not tell: a SOAP read is a POST.</summary>
public static class SourceRequests
{
    static readonly HttpRequestOptionsKey<bool> Reads = new("IntegrationHub.Reads");

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
}
