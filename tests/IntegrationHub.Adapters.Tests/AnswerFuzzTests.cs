using System.Net;
using System.Text;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Adapters.Tests.ByggR;
using IntegrationHub.Adapters.Tests.OpenEPlatform;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Adapters.Tests;

/// <summary>What vendors answer, broken, through whole adapters: a page or records come of it, or a named fault, and nothing else.</summary>
public sealed class AnswerFuzzTests
{
    const string Reports = """[{"service_request_id":"2026-1","token":"t1","status":"open","service_code":"007","requested_datetime":"2026-03-10T10:00:00+01:00","lat":57.7,"long":11.9,"address":"Storgatan 1","description":"Å"},{"token":"t2"}]""";

    const string ReportsXml = """<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_request_id>2026-1</service_request_id><status>open</status><service_code>007</service_code><requested_datetime>2026-03-10T10:00:00+01:00</requested_datetime></request><request><token>t2</token></request></service_requests>""";

    const string Updates = """[{"update_id":"u1","service_request_id":"2026-1","status":"CLOSED","updated_datetime":"2026-03-10T10:00:00Z","description":"Lagat"}]""";

    const string Services = """[{"service_code":"ELS","service_name":"Elsparkcyklar","group":"Gata","type":"realtime","metadata":false}]""";

    static readonly PageRequest Window = new() { ChangedAfter = new DateTimeOffset(2026, 3, 9, 11, 0, 0, TimeSpan.Zero), ChangedUntil = new DateTimeOffset(2026, 3, 10, 11, 0, 0, TimeSpan.Zero) };

    [Theory]
    [InlineData("json", "requests")]
    [InlineData("xml", "requests")]
    [InlineData("json", "updates")]
    public void Whatever_an_Open311_server_answers_is_read_or_refused_by_a_named_fault(string format, string reads)
    {
        string[] good = format == "xml" ? [ReportsXml] : reads == "updates" ? [Updates] : [Reports, Services];
        Fuzzing.Bytes([.. good.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            using var answers = new SameAnswer(bytes, format == "xml" ? "text/xml; charset=utf-8" : "application/json; charset=utf-8");
            var source = Source(new Open311Adapter(), answers, ReadStrategy.Windowed, ("url", "https://fel.example/open311/v2/"), ("maxRows", "200"), ("format", format), ("reads", reads));
            Read(source, "2026-1");
            if (source is IListsCodes codes) Refusing(() => codes.ListCodesAsync("services", CancellationToken.None));
        });
    }

    [Theory]
    [InlineData("V4")]
    [InlineData("V8")]
    public void Whatever_a_ByggR_answers_is_read_or_refused_by_a_named_fault(string contract)
    {
        string[] good = [ScriptedByggR.Batch("2026-03-09T10:00:00", ScriptedByggR.Case("BYGG 2026-000001"), ScriptedByggR.Case("BYGG 2026-000002")), ScriptedByggR.Single("BYGG 2026-000001")];
        Fuzzing.Bytes([.. good.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.InternalServerError])
            {
                using var answers = new SameAnswer(bytes, "text/xml; charset=utf-8", status);
                Read(Source(new ByggRAdapter(), answers, ReadStrategy.Cursor, ("url", "https://byggr.example/ArendeExportWS.svc"), ("contract", contract)), "BYGG 2026-000001");
            }
        });
    }

    [Theory]
    [InlineData("instances")]
    [InlineData("messages")]
    public void Whatever_a_platform_of_e_services_answers_is_read_or_refused_by_a_named_fault(string reads)
    {
        string[] good =
        [
            ScriptedPlatform.List(110, 5, 6), ScriptedPlatform.Instance(110, 5), ScriptedPlatform.Status("SUBMITTED", "Inskickat"),
            $"<Messages>{ScriptedPlatform.Message(1, "Hej å")}</Messages>",
        ];
        Fuzzing.Bytes([.. good.Select(Encoding.Latin1.GetBytes)], bytes =>
        {
            using var answers = new SameAnswer(bytes, "text/xml;charset=ISO-8859-1");
            Read(Source(new OpenEPlatformAdapter(), answers, ReadStrategy.Windowed,
                ("url", "https://e-tjanster.example/"), ("username", "hub"), ("password", "hemligt"), ("families", "110"), ("reads", reads)), "5");
        });
    }

    [Fact]
    public void Whatever_a_platform_says_its_e_services_are_is_a_list_of_families_or_none() =>
        Fuzzing.Bytes([Encoding.Latin1.GetBytes("""{"Flows":[{"FlowFamilyID":110,"Name":"Ansökan"},{"FlowFamilyID":210},{"\uD83D\uDE00":null}]}""")], bytes =>
        {
            foreach (var charset in (string?[])["iso-8859-1", "utf-8", null, "no such charset"]) FlowList.Families(bytes, charset);
        });

    static void Read(ISource source, string key)
    {
        Refusing(() => source.ReadPageAsync(Window, CancellationToken.None));
        if (source is IReadsByKey byKey) Refusing(() => byKey.ReadByKeysAsync([key], CancellationToken.None));
    }

    // What answers is in memory, so waiting here is short.
    static void Refusing<T>(Func<ValueTask<T>> read)
    {
        try
        {
            read().AsTask().GetAwaiter().GetResult();
        }
        catch (SourceException)
        {
            // Refused, with a name.
        }
    }

    static ISource Source(IAdapter adapter, SameAnswer answers, ReadStrategy strategy, params (string Name, string Value)[] settings)
    {
        var values = adapter.Manifest.Settings.Where(s => s.Default is not null).ToDictionary(s => s.Name, s => s.Default!);
        foreach (var (name, value) in settings) values[name] = value;
        return adapter.CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("source"), new StreamName("stream")),
            Strategy = strategy,
            Settings = values,
            Http = new HttpClient(answers, disposeHandler: false),
            Time = new ManualClock(),
            Logger = NullLogger.Instance,
        });
    }

    sealed class SameAnswer(byte[] bytes, string type, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(bytes), RequestMessage = request };
            answer.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            answer.Headers.Date = new DateTimeOffset(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);
            return Task.FromResult(answer);
        }
    }
}
