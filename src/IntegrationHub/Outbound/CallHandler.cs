using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Polly;
using Polly.Timeout;

namespace IntegrationHub.Outbound;

/// <summary>Lets only declared addresses be called, and repeats what only reads.</summary>
internal sealed class CallHandler(
    OutboundOptions options, DeclaredAddresses declared, ResiliencePipeline<HttpResponseMessage> reads, ResiliencePipeline<HttpResponseMessage> writes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        declared.SettingOf(request.RequestUri);
        var onlyReads = request.IsRead();
        // A stream can be sent once; what may be sent again is held in memory.
        if (onlyReads && request.Content is not null) await request.Content.LoadIntoBufferAsync(cancellationToken);
        // SocketsHttpHandler sends a request without content again by itself, up to three times, when a kept connection dies unanswered. An empty content stops that.
        if (!onlyReads) request.Content ??= new ByteArrayContent([]);

        var tried = new Tried();
        try
        {
            return await (onlyReads ? reads : writes).ExecuteAsync(
                static async (call, token) => await call.Handler.SendOnceAsync(call.Request, call.Tried, token), (Handler: this, Request: request, Tried: tried), cancellationToken);
        }
        catch (TimeoutRejectedException late)
        {
            var origin = DeclaredAddresses.OriginOf(request.RequestUri!);
            throw new SourceUnavailableException(FaultCodes.Timeout, late.Timeout == options.CallTimeout
                ? $"A call to {origin} was given up after {OutboundOptions.Seconds(late.Timeout)} of tries and waits. If the vendor answers, limits.requestsPerMinute is too low for the streams of {options.Stream.Source}."
                : $"{origin} did not answer within {OutboundOptions.Seconds(late.Timeout)}.")
            {
                NotSent = !tried.Once,
            };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a blocking call would pass by everything that guards a call.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Calls to a vendor are asynchronous: use SendAsync.");

    Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, Tried tried, CancellationToken cancellationToken)
    {
        tried.Once = true;
        return base.SendAsync(request, cancellationToken);
    }

    // Whether anything was tried of a call, or it waited in vain for its turn.
    sealed class Tried
    {
        public bool Once { get; set; }
    }
}
