using System.Text;
using System.Text.Json;
using IntegrationHub.AdapterKit;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Mapping;

/// <summary>What is read the short way, from a record's bytes, and what is evaluated step by step: both must come to the same case, the same faults and the same notes.</summary>
public sealed class ShortWayTests
{
    const string Text = """
        mapping: test
        version: 1.0.0
        target: case@1
        source: { system: test, format: json }
        timezone: Europe/Stockholm
        identity:
          key: id
          order: rev
        codes:
          state: { map: { A: received, B: decided, "": unknown, Å: closed}, unknown: keep }
          kind: { map: { A: decision, B: other }, unknown: drop }
          level: { map: { O: open, S: secret }, unknown: protected }
          type: { map: { A: permit, C: " " }, unknown: quarantine }
        fields:
          number: no
          title: title
          summary: text | trim | lower
          publicTitle: "template('{0}, {1} {2}', a.street, a.zip, a.city)"
          department: text | trim | upper
          status: state | lookup(state)
          statusText: state | trim | lookup(state)
          type: type | lookup(type)
          openedAt: at | datetime
          dueAt: at | date | startOfDay
          closedAt: { from: at | trim | datetime, onError: null }
          nextStep.text: "text ?? 'none'"
          nextStep.by: { from: at | datetime, onError: null }
          location.lat: lat | decimal
          location.lon: { from: lat, onError: null }
          deepLink: { from: link, onError: null }
          confidentiality: level | lookup(level)
          handler.name: "(text | collapse | nullIfBlank) ?? (other | trim | nullIfBlank) ?? 'nobody'"
          handler.unit: if((other | nullIfBlank) == null, other, text ?? other)
          attributes.other: other
          attributes.state: (state | nullIfBlank | lookup(state) | nullIfBlank) ?? const(' ')
          attributes.day: other | nullIfBlank | date
        lists:
          parties: { each: people | toList, fields: { role: role, name: name | trim, email: mail | trim | lower, protected: "secret | bool('J', 'N')" } }
          timeline: { each: events, fields: { id: id, at: at | datetime, kind: kind | lookup(kind), title: text, confidentiality: root level | lookup(level) } }
        """;

    static readonly string[] Records =
    [
        """{"id":"1","rev":3,"no":7,"title":"A title","text":" Å text ","a":{"street":"Storgatan 1","zip":"123 45","city":"Sundby"},"state":"A","type":"A","at":"2026-03-10T08:00:00+01:00","lat":59.25,"link":"https://a.example/1","level":"O","other":"2026-03-10","people":[{"role":"applicant","name":" A ","mail":" A@B.example ","secret":"J"}],"events":[{"id":"e1","at":"2026-03-10 08:00","kind":"A","text":"x"},{"id":2,"at":"2026-03-11T08:00:00Z","kind":"B"}]}""",
        """{"id":" 2 ","rev":"4","title":"\u00c5","text":"   ","a":{"street":null,"zip":12345},"state":"\u0041","type":"A","at":" 2026-03-10 ","lat":"59,2","link":"no link","level":"X","other":" a \t b ","people":{"name":"B","secret":"N"},"events":[]}""",
        """{"id":3,"rev":1e2,"title":true,"text":"\u00a0x\u00a0","state":"Å","type":"A","at":"2026-10-25T02:30:00","lat":-0.5,"level":"","other":"a\u2003b\u00a0","people":[{"role":"no role","secret":null}],"events":[{"id":"a","at":"2026-10-25T02:30:00","kind":"Z","text":["x"]}]}""",
        """{"id":"4","title":"T","state":"Z","type":"C","at":null,"text":"ABC","a":{"street":" ","zip":"","city":null},"level":"S","other":"Åå  öø","people":[],"events":null}""",
    ];

    [Fact]
    public void Whatever_a_record_holds_the_short_way_and_the_long_way_come_to_the_same()
    {
        var (direct, traced) = (Compile(null), Compile(new Listener()));

        Fuzzing.Bytes([.. Records.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            var record = new SourceRecord { Content = bytes, Format = RecordFormat.Json };

            Assert.Equal(Written(traced.Map(record)), Written(direct.Map(record)));
        });
    }

    [Fact]
    public void A_record_that_is_json_comes_to_the_same_when_it_is_read_leniently()
    {
        var mapping = Compile(null);

        foreach (var text in Records) Assert.NotNull(LenientJson.Strict(Encoding.UTF8.GetBytes(text)));
        Fuzzing.Bytes([.. Records.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            if (LenientJson.Strict(bytes) is not { } strict || !IsJson(bytes)) return;

            Assert.Equal(
                Written(mapping.Map(new SourceRecord { Content = bytes, Format = RecordFormat.Json })),
                Written(mapping.Map(new SourceRecord { Content = strict, Format = RecordFormat.Json })));
        });
    }

    static bool IsJson(byte[] bytes)
    {
        try
        {
            using var _ = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 128 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [Fact]
    public void A_link_that_is_no_address_is_told_as_the_link_and_not_as_the_field_before_it() =>
        Assert.Equal(("IH3212", "deepLink"), Mappings.Of(Mappings.Json("nextStep.text: text\nnextStep.by: at | datetime\ndeepLink: link"))
            .Fault(Mappings.JsonRecord("""{"id":"1","text":"x","at":"2026-03-10T08:00:00Z","link":"/1"}""")) is var fault ? (fault.Code, fault.Field) : default);

    static string Written(MappingResult result) => JsonSerializer.Serialize(result, result.GetType());

    static CompiledMapping Compile(IMappingTrace? trace)
    {
        var diagnostics = new DiagnosticBag();
        var mapping = new MappingCompilation(new MappingSource(Mappings.File, Text, _ => null), diagnostics, FunctionRegistry.BuiltIn, trace).Compile();
        Assert.Empty(diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()));
        return mapping!;
    }

    // With somebody who listens to every step, every step is taken.
    sealed class Listener : IMappingTrace
    {
        public void Met(ScalarPlaces text, Syntax part, IReadOnlyList<string> fields)
        {
        }

        public void Valued(ScalarPlaces text, Syntax part, Evaluation run, in Value value)
        {
        }

        public void Coded(CodeTable table, IReadOnlyList<string> codes)
        {
        }
    }
}
