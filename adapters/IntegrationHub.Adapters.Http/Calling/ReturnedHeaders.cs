using System.Collections.Concurrent;

namespace IntegrationHub.Adapters.Http;

/// <summary>Headers that an answer gives and the next request brings back as they came. They are kept for this run only, and told nobody.</summary>
/// <param name="names">Their names.</param>
sealed class ReturnedHeaders(IReadOnlyList<string> names)
{
    const int MaxLength = 4096;

    readonly ConcurrentDictionary<string, string> latest = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts what the latest answer gave into a request.</summary>
    public void Put(HttpRequestMessage request)
    {
        foreach (var (name, value) in latest) request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>Keeps what an answer gives. What could not stand in a header is left out: it is the vendor's hint, and no part of a record.</summary>
    public void Take(HttpResponseMessage response)
    {
        foreach (var name in names)
            if (response.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 and <= MaxLength } value && value.All(c => c is >= ' ' and <= '~')) latest[name] = value;
    }
}
