using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>A vendor without sockets: each call gets the next answer, the last one for ever, and is written down with its time.</summary>
sealed class ScriptedVendor(ManualClock clock, params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public static readonly Uri Address = new("https://vendor.example/api");

    public List<(DateTimeOffset At, string Body)> Calls { get; } = [];

    public ListLogger Log { get; } = new();

    public static HttpResponseMessage Ok() => Xml(HttpStatusCode.OK, "<ok/>");

    public static HttpResponseMessage Down() => new(HttpStatusCode.BadGateway);

    public static HttpResponseMessage SoapFault() => Xml(HttpStatusCode.InternalServerError, "<Fault>no such case</Fault>");

    public static HttpResponseMessage Busy(RetryConditionHeaderValue? wait, DateTimeOffset? vendorTime = null)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter = wait;
        answer.Headers.Date = vendorTime;
        return answer;
    }

    public static HttpResponseMessage Xml(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "text/xml") };

    public OutboundHttp Http() => new(clock, transport: () => new Shared(this));

    public OutboundOptions Options(string stream = "permits", StreamRetry? retry = null, StreamLimits? limits = null) => new()
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("byggr"), new StreamName(stream)),
        Addresses = new Dictionary<string, Uri> { ["url"] = Address },
        Credentials = ["password"],
        Retry = retry ?? new StreamRetry(),
        Limits = limits ?? new StreamLimits(),
        Logger = Log,
    };

    public static HttpRequestMessage Read(string path = "/api", string? body = null) =>
        new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(Address, path))
        {
            Content = body is null ? null : new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))),
        }.AsRead();

    public static HttpRequestMessage Write() => new(HttpMethod.Post, Address) { Content = new StringContent("<callback/>") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Func<HttpResponseMessage> answer;
        lock (Calls)
        {
            Calls.Add((clock.GetUtcNow(), body));
            answer = answers[Math.Min(Calls.Count, answers.Length) - 1];
        }

        return answer();
    }

    // Disposing a client must not end the vendor.
    sealed class Shared(ScriptedVendor vendor) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => vendor.SendAsync(request, cancellationToken);
    }
}

static class Waiting
{
    /// <summary>Moves the clock on, a little at a time, until the task is done.</summary>
    public static async Task<T> Through<T>(this Task<T> task, ManualClock clock, TimeSpan? step = null)
    {
        while (!task.IsCompleted)
        {
            clock.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await task;
    }
}
