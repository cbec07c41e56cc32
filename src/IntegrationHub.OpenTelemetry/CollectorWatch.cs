using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.OpenTelemetry;

/// <summary>Sees whether the collector takes what it is sent, and says so once when that changes.</summary>
sealed class CollectorWatch(Uri endpoint, TimeProvider time)
{
    readonly Lock gate = new();
    DateTimeOffset? awaySince;
    long lost;

    /// <summary>Where it is told. Nowhere until the application has started: what is sent may be the log itself.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>A handler that sees each sending.</summary>
    public HttpMessageHandler Over(HttpMessageHandler inner) => new SeenHandler(this) { InnerHandler = inner };

    void Sent(string? fault)
    {
        lock (gate)
        {
            if (fault is not null)
            {
                lost++;
                if (awaySince is not null) return;

                awaySince = time.GetUtcNow();
                OtlpLog.NotTaken(Logger, Origin, fault);
            }
            else if (awaySince is { } since)
            {
                OtlpLog.TakenAgain(Logger, Origin, (time.GetUtcNow() - since).TotalMinutes, lost);
                (awaySince, lost) = (null, 0);
            }
        }
    }

    /// <summary>Where the collector is, without a path.</summary>
    public string Origin => endpoint.GetLeftPart(UriPartial.Authority);

    static string? FaultOf(HttpResponseMessage answer) => answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}";

    sealed class SeenHandler(CollectorWatch watch) : DelegatingHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var answer = base.Send(request, cancellationToken);
                watch.Sent(FaultOf(answer));
                return answer;
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                watch.Sent(NameOf(fault));
                throw;
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                watch.Sent(FaultOf(answer));
                return answer;
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                watch.Sent(NameOf(fault));
                throw;
            }
        }

        static string NameOf(Exception fault) => fault is HttpRequestException http ? http.HttpRequestError.ToString() : "no answer in time";
    }
}
