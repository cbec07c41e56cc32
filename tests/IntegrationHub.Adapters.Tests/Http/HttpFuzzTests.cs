using System.Net;
using System.Text;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>Sections that people have broken and answers that vendors have: told or refused by name, and nothing else.</summary>
public sealed class HttpFuzzTests
{
    const string Head = "stream: s\nsource: s\nadapter: http\nmapping: m\nconnection: { url: \"https://cases.example/api\" }\nread: { strategy: cursor }\n";

    static readonly string Json = new DetailSubject().Section + "\n  properties: { list: p, name: n, value: [v, w] }\n  headers: { X-A: '{setting.a}', X-B: '{secret.b}' }\n  faults: [ { status: [404, 500], text: [a, b], is: notFound } ]\n  deletions: { get: '/r?a={since:yyyy-MM-dd}', records: r, key: id, paging: { by: next, at: next } }\n";

    [Fact]
    public void Whatever_a_section_holds_it_is_read_or_told_what_is_wrong() =>
        Fuzzing.Texts([Head + new SoapSubject().Section, Head + new PagesSubject().Section, Head + Json, Head + new OffsetSubject().Section, Head + new LinkSubject().Section], text =>
        {
            var diagnostics = new DiagnosticBag();
            var read = StreamFileReader.Read("f", text, [new HttpAdapter().Manifest], diagnostics);
            Assert.True(read is not null || diagnostics.HasErrors, "Nothing was read, and nothing was told.");
        });

    [Fact]
    public void Whatever_a_system_of_JSON_answers_is_read_or_refused_by_a_named_fault() => Answers(
        Json, ReadStrategy.Cursor, "application/json",
        """{"hits":[{"id":"P-1"},{"id":"P-2"}],"cursor":"2","r":[{"id":1}],"next":"/r?page=2"}""", """{"id":"P-1","statusUrl":"/api/statuses/open","p":[{"n":"a","v":"1"},{"n":"a","w":2}]}""", """{"code":"open"}""");

    [Fact]
    public void Whatever_a_system_of_tables_answers_is_read_or_refused_by_a_named_fault() => Answers(
        "http:\n  list: { get: '/q?a={since}&o={offset}', records: items, total: total, table: { columns: c, rows: r }, paging: { by: offset, end: { more: more } } }\n", ReadStrategy.Cursor, "application/json; charset=iso-8859-1",
        """{"total":2,"more":true,"items":[{"c":["id","å"],"r":[["1",null],["2",{"x":1}]]}]}""");

    [Fact]
    public void Whatever_a_SOAP_service_answers_is_read_or_refused_by_a_named_fault() => Answers(
        new SoapSubject().Section, ReadStrategy.Cursor, "text/xml; charset=utf-8",
        ByggR.ScriptedByggR.Batch("2026-03-09T10:00:00", ByggR.ScriptedByggR.Case("BYGG 2026-000001")), ByggR.ScriptedByggR.Single("BYGG 2026-000001"),
        ByggR.ScriptedByggR.Envelope("<s:Fault><faultcode>s:Client</faultcode><faultstring>Arende not found for dnr</faultstring></s:Fault>"));

    [Fact]
    public void Whatever_a_system_answers_to_a_write_and_its_look_up_is_taken_or_a_named_fault() => Fuzzing.Bytes([Encoding.UTF8.GetBytes("""{"remark":{"id":"r-1"},"total":1,"remarks":[{"id":"r-1","text":"Ring mig.","created":"2026-03-09T07:30:15Z"}]}""")], bytes =>
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity])
        {
            using var system = new DescribedSystem(new LinkSubject().Section) { Answer = _ => DescribedSystem.Of(bytes, "application/json", status) };
            var (writer, command) = (system.Writer(), new WriteCommand { Id = new WriteCommandId(7), Kind = WriteKind.Note, Key = "P-1", Text = "Ring mig.", AskedAt = DescribedSystem.Monday });
            Refusing(() => writer.WriteAsync(command, CancellationToken.None));
            Refusing(() => writer.FindAsync(command, CancellationToken.None));
        }
    });

    static void Answers(string section, ReadStrategy strategy, string type, params string[] good) => Fuzzing.Bytes([.. good.Select(Encoding.UTF8.GetBytes)], bytes =>
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.InternalServerError])
        {
            using var system = new DescribedSystem(section, strategy) { Answer = _ => DescribedSystem.Of(bytes, type, status) };
            var source = system.Source(("token", "t"), ("a", "1"), ("b", "2"));
            Refusing(() => source.ReadPageAsync(DescribedSystem.Changes, CancellationToken.None));
            Refusing(() => source.ReadPageAsync(DescribedSystem.Changes with { Position = """{"by":"Next","deletions":true,"number":0,"given":"/r?page=2"}""" }, CancellationToken.None));
            if (source is IReadsByKey byKey) Refusing(() => byKey.ReadByKeysAsync(["P-1"], CancellationToken.None));
        }
    });

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
}
