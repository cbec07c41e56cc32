using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Adapters.Tests.ByggR;

/// <summary>A ByggR that gives the answers it was told, in order, and writes down what it was asked.</summary>
sealed partial class ScriptedByggR : HttpMessageHandler
{
    readonly Queue<HttpResponseMessage> answers = new();

    public List<Asked> Requests { get; } = [];

    public ByggRSource Source(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["url"] = "https://byggr.sundby.example/TekisArende/ArendeExportWS.svc", ["contract"] = "V4" };
        foreach (var (name, value) in settings) all[name] = value;
        return (ByggRSource)new ByggRAdapter().CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("byggr"), new StreamName("building-permits")),
            Strategy = ReadStrategy.Cursor,
            Settings = all,
            Http = new HttpClient(this, disposeHandler: false),
            Time = new ManualClock(),
            Logger = NullLogger.Instance,
        });
    }

    public ScriptedByggR Answers(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "text/xml; charset=utf-8", DateTimeOffset? date = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (type.Length > 0) answer.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        answer.Headers.Date = date;
        answers.Enqueue(answer);
        return this;
    }

    public ScriptedByggR AnswersBatch(string? end, params string[] cases) => Answers(Batch(end, cases));

    public ScriptedByggR AnswersFault(string text, string code = "s:Client") => Answers(
        Envelope($"<s:Fault><faultcode>{code}</faultcode><faultstring xml:lang='sv-SE'>{text}</faultstring></s:Fault>"),
        HttpStatusCode.InternalServerError);

    public static string Batch(string? end, params string[] cases) => Envelope(
        $"""
        <GetUpdatedArendenResponse xmlns="www.tekis.se/ServiceContract"><GetUpdatedArendenResult>
          <BatchStart>2026-03-01T08:00:00</BatchStart>{(end is null ? "" : $"<BatchEnd>{end}</BatchEnd>")}
          <Arenden>{string.Concat(cases)}</Arenden>
        </GetUpdatedArendenResult></GetUpdatedArendenResponse>
        """);

    public static string Single(string dnr) => Envelope(
        $"""<GetArendeResponse xmlns="www.tekis.se/ServiceContract">{Case(dnr, "GetArendeResult")}</GetArendeResponse>""");

    public static string Case(string dnr, string element = "arende") =>
        $"""<{element} dnr="{dnr}" arendegrupp="LOV"><status xmlns="www.tekis.se/arende">Pågående</status><objektLista xmlns="www.tekis.se/arende"><abstractArendeObjekt xsi:type="arendeFastighet" arHuvudObjekt="true"><fastighet fnr="1"><trakt>BALDER</trakt></fastighet></abstractArendeObjekt></objektLista></{element}>""";

    public static string Envelope(string body) =>
        $"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{body}</s:Body></s:Envelope>""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Requests.Add(new Asked(
            request.Headers.GetValues("SOAPAction").Single(), request.Content.Headers.ContentType?.ToString() ?? "", request.IsRead(), body,
            LowerBound().Match(body).Groups[1].Value, UpperBound().Match(body).Groups[1].Value));
        return answers.Dequeue();
    }

    [GeneratedRegex("LowerExclusiveBound>([^<]*)<")]
    private static partial Regex LowerBound();

    [GeneratedRegex("UpperInclusiveBound>([^<]*)<")]
    private static partial Regex UpperBound();

    /// <summary>A request as it came.</summary>
    public sealed record Asked(string Action, string ContentType, bool IsRead, string Body, string Lower, string Upper);
}
