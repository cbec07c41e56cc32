using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.WriteBack;

/// <summary>A stream with everything that writing to its vendor needs.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Definition">What its file says.</param>
/// <param name="Open">Makes what writes, for one command.</param>
internal sealed record WritableStream(StreamKey Key, StreamDefinition Definition, Func<OpenWriteBack> Open);

/// <summary>What writes one command, with what was opened for it.</summary>
internal sealed class OpenWriteBack(IWriteBack writer, IDisposable? connection = null, WroteSomething? wrote = null) : IAsyncDisposable
{
    public IWriteBack Writer { get; } = writer;

    /// <summary>A fault says that nothing was sent, but a request of the same command before it went well: then it is not known of the command.</summary>
    public Exception Known(Exception fault) => fault is SourceUnavailableException { NotSent: true } unavailable && wrote is { Yes: true }
        ? new SourceUnavailableException(unavailable.Code, unavailable.Message) { RetryAfter = unavailable.RetryAfter }
        : fault;

    public async ValueTask DisposeAsync()
    {
        if (Writer is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else if (Writer is IDisposable disposable) disposable.Dispose();
        connection?.Dispose();
    }
}

/// <summary>Sees whether a request that may write was answered well.</summary>
internal sealed class WroteSomething : DelegatingHandler
{
    public bool Yes { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode && !request.IsRead()) Yes = true;
        return answer;
    }
}
