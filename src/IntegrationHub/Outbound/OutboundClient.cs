namespace IntegrationHub.Outbound;

/// <summary>What one run's adapter calls its vendor with.</summary>
/// <param name="http">The client.</param>
/// <param name="calls">What it counts.</param>
internal sealed class OutboundClient(HttpClient http, CallCounter calls) : IDisposable
{
    /// <summary>The client for <see cref="Sources.SourceContext.Http"/>.</summary>
    public HttpClient Http { get; } = http;

    /// <summary>How many calls went out, and how many of them were repeats.</summary>
    public CallCounter Calls { get; } = calls;

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
