using System.Net;
using System.Text;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>A platform that gives the answers it was told for each path, 404 for all others, and writes down what it was asked.</summary>
sealed class ScriptedPlatform : HttpMessageHandler
{
    readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> answers = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    public List<Asked> Requests { get; } = [];

    public ListLogger Log { get; } = new();

    public IEnumerable<string> Paths => Requests.Select(r => r.Path);

    /// <summary>How many requests were under way at the same time, at most.</summary>
    public int MostAtOnce { get; private set; }

    int underWay;

    public ISource Source(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["url"] = "https://e-tjanster.sundby.example/", ["username"] = "hub", ["password"] = "hemligt", ["families"] = "110,210" };
        foreach (var (name, value) in settings) all[name] = value;
        return new OpenEPlatformAdapter().CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("open-eplatform"), new StreamName("e-service-submissions")),
            Strategy = ReadStrategy.Windowed,
            Settings = all,
            Http = new HttpClient(this, disposeHandler: false),
            Time = new ManualClock(),
            Logger = Log,
        });
    }

    /// <summary>Answers at a path below <c>/api/</c>; of several answers each is given once and the last for ever.</summary>
    public ScriptedPlatform Answers(string path, byte[] content, HttpStatusCode status = HttpStatusCode.OK, string type = "text/xml;charset=ISO-8859-1")
    {
        if (!answers.TryGetValue(path, out var queue)) answers[path] = queue = new();
        queue.Enqueue(() =>
        {
            var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(content) };
            if (type.Length > 0) answer.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            answer.Headers.Date = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
            return answer;
        });
        return this;
    }

    public ScriptedPlatform Answers(string path, string content, HttpStatusCode status = HttpStatusCode.OK, string type = "text/xml;charset=ISO-8859-1") =>
        Answers(path, Encoding.Latin1.GetBytes(content), status, type);

    /// <summary>An answer at this path is longer than the hub's client reads.</summary>
    public ScriptedPlatform AnswersTooMuch(string path)
    {
        answers[path] = new([() => throw new UnreadableAnswerException(FaultCodes.LimitExceeded, "The answer is larger than 64 MiB.")]);
        return this;
    }

    /// <summary>The list of a family.</summary>
    public ScriptedPlatform Lists(int family, params int[] ids) => Answers($"instanceapi/getinstances/family/{family}", List(family, ids));

    /// <summary>A submission with its status.</summary>
    public ScriptedPlatform Has(int family, int id, string contentType = "SUBMITTED", string status = "Inskickat", int statusId = 7) =>
        Answers($"instanceapi/getinstance/{id}/xml", Instance(family, id, status, statusId)).Answers($"instanceapi/getstatus/{id}", Status(contentType, status, statusId));

    public static string List(int family, params int[] ids) => $"<FlowInstances>{string.Concat(ids.Select(id => Row(family, $"{id}")))}</FlowInstances>";

    public static string Row(int family, string id) =>
        $"<FlowInstance><flowInstanceID>{id}</flowInstanceID><added>2026-03-09 11:00</added><lastStatusChange>2026-03-09 12:00</lastStatusChange><flowFamilyID>{family}</flowFamilyID></FlowInstance>";

    public static string Instance(int family, int id, string status = "Inskickat", int statusId = 7) =>
        $"""
        <?xml version="1.0" encoding="ISO-8859-1" standalone="no"?>
        <FlowInstance xmlns="http://www.oeplatform.org/version/2.0/schemas/flowinstance"><Header><Flow><FamilyID>{family}</FamilyID><FlowID>1</FlowID><Name><![CDATA[Ansökan]]></Name></Flow><FlowInstanceID>{id}</FlowInstanceID><Status><ID>{statusId}</ID><Name><![CDATA[{status}]]></Name></Status><Owner><Firstname><![CDATA[Åsa]]></Firstname><Lastname><![CDATA[Öberg]]></Lastname></Owner><Posted>2026-03-09T11:00:00</Posted></Header><Values><secret><Value>något</Value></secret></Values></FlowInstance>
        """;

    public static string Status(string contentType, string name, int id = 7) => $"<Status><statusID>{id}</statusID><name>{name}</name><contentType>{contentType}</contentType></Status>";

    public static string Message(int id, string text) =>
        $"<ExternalMessage><postedByManager>false</postedByManager><messageID>{id}</messageID><message>{text}</message><added>2026-03-09 11:00</added><flowInstanceID>5</flowInstanceID></ExternalMessage>";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath[(request.RequestUri.AbsolutePath.IndexOf("/api/", StringComparison.Ordinal) + "/api/".Length)..];
        Func<HttpResponseMessage>? answer;
        lock (gate)
        {
            Requests.Add(new Asked(path, request.RequestUri.Query, request.RequestUri.ToString(), request.Headers.Authorization?.ToString(), request.IsRead()));
            MostAtOnce = Math.Max(MostAtOnce, ++underWay);
            answer = answers.TryGetValue(path, out var queue) ? queue.Count > 1 ? queue.Dequeue() : queue.Peek() : null;
        }

        await Task.Yield();
        lock (gate) underWay--;

        var response = answer?.Invoke() ?? new HttpResponseMessage(HttpStatusCode.NotFound);
        response.RequestMessage = request;
        return response;
    }

    /// <summary>A request as it came.</summary>
    public sealed record Asked(string Path, string Query, string Address, string? SignIn, bool IsRead);
}
