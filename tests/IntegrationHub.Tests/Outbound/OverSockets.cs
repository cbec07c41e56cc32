using System.Net;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>A hub's side of calls over real sockets of this machine.</summary>
sealed class OverSockets
{
    public const string Secret = "canary-6f1f2b";
    public const string Query = "q-19121212-1212";

    public ManualClock Clock { get; } = new();

    public ListLogger Log { get; } = new();

    /// <summary>Makes a client; a second try comes at once, so that no test waits.</summary>
    public HttpClient Client(Uri address, int attempts = 1, long maxAnswerBytes = 1024 * 1024, IReadOnlyList<IPNetwork>? networks = null, ResolveHost? resolve = null) =>
        new OutboundHttp(Clock, resolve).Create(new OutboundOptions
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("byggr"), new StreamName("permits")),
            Addresses = new Dictionary<string, Uri> { ["url"] = address },
            Credentials = ["apiKey"],
            Networks = networks ?? [],
            Limits = new StreamLimits { MaxAnswerBytes = maxAnswerBytes },
            Retry = new StreamRetry { Attempts = attempts, FirstDelay = TimeSpan.Zero },
            Logger = Log,
        });

    public static HttpRequestMessage Read(Uri address, string? body = null)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address, $"api?{Query}"))
        {
            Content = body is null ? null : new StringContent(body),
        };
        request.Headers.Add("X-Api-Key", Secret);
        return request.AsRead();
    }
}
