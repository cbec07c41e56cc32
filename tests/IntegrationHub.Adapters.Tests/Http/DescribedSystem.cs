using System.Net;
using System.Text;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>A system that a section describes, without sockets: each call is written down and answered by the test.</summary>
sealed class DescribedSystem(string section, ReadStrategy strategy = ReadStrategy.Cursor) : HttpMessageHandler
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 9, 7, 30, 15, TimeSpan.Zero);

    public static readonly PageRequest Changes = new() { ChangedAfter = Monday, ChangedUntil = Monday.AddHours(1), PageSize = 50 };

    readonly List<Called> calls = [];
    bool mayWrite;

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero));

    public ListLogger Log { get; } = new();

    public IReadOnlyList<Called> Calls
    {
        get { lock (calls) return [.. calls]; }
    }

    /// <summary>What a writer is connected with.</summary>
    public IReadOnlyDictionary<string, string> Connection { get; init; } = new Dictionary<string, string> { ["url"] = "https://cases.example/api", ["domain"] = "SUNDBY" };

    /// <summary>Answers a call.</summary>
    public Func<Called, HttpResponseMessage> Answer { get; set; } = _ => Json("[]");

    public static HttpDescription Describe(string section, ReadStrategy strategy = ReadStrategy.Cursor)
    {
        var diagnostics = new DiagnosticBag();
        var node = (YamlTreeReader.Read("f", section, diagnostics) as YamlMap)?["http"]?.Value;
        var description = new HttpSection().Describe(node, new Place("f", 1, 1), strategy, diagnostics);
        Assert.True(!diagnostics.HasErrors, string.Join('\n', diagnostics.All));
        return Assert.IsType<HttpDescription>(description);
    }

    public ISource Source(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["url"] = "https://cases.example/api" };
        foreach (var (name, value) in settings) all[name] = value;
        return new HttpAdapter().CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("cases"), new StreamName("cases")),
            Strategy = strategy,
            Settings = all,
            Description = Describe(section, strategy),
            Http = new HttpClient(this, disposeHandler: false),
            Time = Clock,
            Logger = Log,
        });
    }

    /// <summary>What writes, with the kinds that are let through, each with its settings.</summary>
    public ILooksUpWrites Writer(params IReadOnlyList<(WriteKind Kind, string Setting, string Value)> settings)
    {
        mayWrite = true;
        var description = Describe(section, strategy);
        var given = settings.ToLookup(s => s.Kind, s => KeyValuePair.Create(s.Setting, s.Value));
        return (ILooksUpWrites)new HttpAdapter().CreateWriteBack(new WriteBackContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("cases"), new StreamName("cases")),
            Settings = Connection,
            Kinds = description.Manifest.Writes.ToDictionary(
                write => write.Kind,
                write => (IReadOnlyDictionary<string, string>)write.Settings.Where(s => s.Default is not null).Select(s => KeyValuePair.Create(s.Name, s.Default!)).Concat(given[write.Kind]).ToDictionary()),
            Description = description,
            Http = new HttpClient(this, disposeHandler: false),
            Time = Clock,
            Logger = Log,
        });
    }

    public static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json") => Of(Encoding.UTF8.GetBytes(text), type, status);

    public static HttpResponseMessage Xml(string text, HttpStatusCode status = HttpStatusCode.OK) => Of(Encoding.UTF8.GetBytes(text), "text/xml; charset=utf-8", status);

    public static HttpResponseMessage Of(byte[] content, string type, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(content) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        answer.Headers.Date = Monday.AddDays(1);
        return answer;
    }

    public static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.True(request.IsRead() || mayWrite, "Everything that is sent only reads.");
        var called = new Called(
            request.Method.Method, request.RequestUri!, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken), request.Content?.Headers.ContentType?.ToString() ?? "",
            request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase), request.IsRead());
        lock (calls) calls.Add(called);

        var answer = Answer(called);
        answer.RequestMessage = request;
        // As the hub's own client judges it, unless the request's adapter knows better.
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && !request.Recognises(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken)))
            throw new MisconfiguredException(FaultCodes.NotAuthorised, "connection.token", "not accepted.");

        return answer;
    }

    /// <summary>A call as it came.</summary>
    internal sealed record Called(string Method, Uri Address, string Body, string ContentType, IReadOnlyDictionary<string, string> Headers, bool Reads)
    {
        public string Target => Address.PathAndQuery;
    }
}
