using System.Net;
using System.Text;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>An Open311 server that gives the answers it was told, in order, and writes down what it was asked.</summary>
sealed class ScriptedServer : HttpMessageHandler
{
    readonly Queue<HttpResponseMessage> answers = new();

    public List<Uri> Asked { get; } = [];

    public List<bool> WereReads { get; } = [];

    public ListLogger Log { get; } = new();

    public ISource Source(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["url"] = "https://fel.sundby.example/open311/v2/", ["maxRows"] = "200" };
        foreach (var (name, value) in settings) all[name] = value;
        return new Open311Adapter().CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("open311"), new StreamName("fault-reports")),
            Strategy = ReadStrategy.Windowed,
            Settings = all,
            Http = new HttpClient(this, disposeHandler: false),
            Time = new ManualClock(),
            Logger = Log,
        });
    }

    public ScriptedServer Answers(string body, HttpStatusCode status = HttpStatusCode.OK, string? type = null, DateTimeOffset? date = null, Encoding? encoding = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent((encoding ?? Encoding.UTF8).GetBytes(body)) };
        if (type is not "") answer.Content.Headers.TryAddWithoutValidation("Content-Type", type ?? (body.StartsWith('<') ? "text/xml; charset=utf-8" : "application/json; charset=utf-8"));
        answer.Headers.Date = date;
        answers.Enqueue(answer);
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!);
        WereReads.Add(request.IsRead());
        return Task.FromResult(answers.Dequeue());
    }
}
