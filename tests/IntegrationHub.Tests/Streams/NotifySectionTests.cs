using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Tests.Streams;

/// <summary>What stands under <c>notify:</c> in a stream file.</summary>
public sealed class NotifySectionTests
{
    static readonly AdapterManifest Requests = new()
    {
        Name = "requests",
        Summary = "Reads nothing.",
        Contract = "None.",
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot],
        ReadsByKey = true,
        PersonalData = [],
        Settings = [],
    };

    [Fact]
    public void The_least_gets_the_defaults()
    {
        var notify = Accepted("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: data.id""");

        Assert.Equal(NotifyKind.StandardWebhooks, notify.Kind);
        Assert.Equal(["${secret:HOOK}"], notify.Secrets);
        Assert.Equal(["data", "id"], notify.Key);
        Assert.Null(notify.Base);
        Assert.Empty(notify.Only);
        Assert.Equal((TimeSpan.FromMinutes(5), 64 * 1024, 10_000, TimeSpan.FromSeconds(1), 50, 8), (notify.Tolerance, notify.MaxBodyBytes, notify.MaxWaiting, notify.Gather, notify.Batch, notify.Attempts));
    }

    [Fact]
    public void Everything_is_read_as_it_says()
    {
        var notify = Accepted("""
            kind: standard-webhooks, secrets: ["${secret:NEW}", "${secret:OLD}"], key: "data['case.id']", base: "${VENDOR}/api/", case: "cases/{key}", only: [case.created, case.updated],
            tolerance: 2m, maxBody: 8KB, maxWaiting: 500, gather: 0s, batch: 20, attempts: 3
            """.ReplaceLineEndings(" "));

        Assert.Equal(["${secret:NEW}", "${secret:OLD}"], notify.Secrets);
        Assert.Equal(["data", "case.id"], notify.Key);
        Assert.Equal(("${VENDOR}/api/", "cases/{key}"), (notify.Base, notify.Case));
        Assert.Equal(["case.created", "case.updated"], notify.Only);
        Assert.Equal((TimeSpan.FromMinutes(2), 8 * 1024, 500, TimeSpan.Zero, 20, 3), (notify.Tolerance, notify.MaxBodyBytes, notify.MaxWaiting, notify.Gather, notify.Batch, notify.Attempts));
    }

    [Fact]
    public void A_ZGW_stream_takes_the_case_from_the_main_object()
    {
        var notify = Accepted("""kind: zgw, secrets: "${secret:HOOK}", base: "https://zaken.example/zaken/api/v1/", case: "zaken/{key}" """);

        Assert.Equal(NotifyKind.Zgw, notify.Kind);
        Assert.Equal(["hoofdObject"], notify.Key);
    }

    [Fact]
    public void A_file_that_says_nothing_of_notifications_takes_none() => Assert.Null(Read("", Requests).Stream!.Definition.Notify);

    [Theory]
    [InlineData("""secrets: ["${secret:HOOK}"], key: id""", "6:9: error IH5002: notify.kind is missing")]
    [InlineData("""kind: zwg, secrets: ["${secret:HOOK}"], key: id""", "6:17: error IH5003: notify.kind: there is no 'zwg' (did you mean 'zgw'?); it is one of standard-webhooks, zgw")]
    [InlineData("""kind: standard-webhooks, key: id""", "6:9: error IH5002: notify.secrets is missing; write [\"${secret:NAME}\"]")]
    [InlineData("""kind: standard-webhooks, secrets: [], key: id""", "6:45: error IH5003: notify.secrets is empty; write at least one text, or leave the key out")]
    [InlineData("""kind: standard-webhooks, secrets: [whsec_dG9wIHNlY3JldA==], key: id""", "6:46: error IH5014: notify.secrets must not hold a secret itself; write \"${secret:NAME}\" and treat what stood here as known to others")]
    [InlineData("""kind: standard-webhooks, secrets: ["whsec_${secret:HOOK}"], key: id""", "6:46: error IH5014: notify.secrets must not hold a secret itself; write \"${secret:NAME}\" and treat what stood here as known to others")]
    [InlineData("""kind: standard-webhooks, secrets: ["${HOOK}"], key: id""", "6:46: error IH5014: notify.secrets must not hold a secret itself; write \"${secret:NAME}\" and treat what stood here as known to others")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:A}", "${secret:B}", "${secret:C}", "${secret:D}", "${secret:E}"], key: id""", "6:36: error IH5004: notify.secrets holds 5 secrets; at most 4 are in force at once")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"]""", "6:9: error IH5002: notify.key is missing")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: "data | trim" """, "6:70: error IH5003: notify.key must be the names that lead to the case in a notification, at most 8, for instance data.id or data['case.id']")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: "data[0].id" """, "6:70: error IH5003: notify.key must be the names that lead to the case in a notification, at most 8, for instance data.id or data['case.id']")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: a.b.c.d.e.f.g.h.i""", "6:70: error IH5003: notify.key must be the names that lead to the case in a notification, at most 8, for instance data.id or data['case.id']")]
    [InlineData("""kind: zgw, secrets: ["${secret:HOOK}"]""", "6:9: error IH5002: notify.base is missing")]
    [InlineData("""kind: zgw, secrets: ["${secret:HOOK}"], base: "https://zaken.example/api" """, "6:57: error IH5015: notify.base must be an absolute address that begins with https:// or http:// and ends with '/', without user name, query and '..'")]
    [InlineData("""kind: zgw, secrets: ["${secret:HOOK}"], base: "https://${secret:HOST}/" """, "6:57: error IH5017: notify.base is no secret, so its value may be logged; a secret must not go into it")]
    [InlineData("""kind: zgw, secrets: ["${secret:HOOK}"], base: "${ZAKEN}", tolerance: 5m""", "6:69: error IH5007: notify.tolerance has no effect with kind zgw, whose notifications are not signed; take it away")]
    [InlineData("""kind: zgw, secrets: ["${secret:HOOK}"], base: "${ZAKEN}", case: "zaken" """, "6:75: error IH5003: notify.case must hold '{key}' once, as a whole step of the address, for instance zaken/{key}")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: id, case: "zaken/{key}" """, "6:80: error IH5007: notify.case has no effect without notify.base; take it away, or set the base")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: id, maxBody: 5MB""", "6:83: error IH5004: notify.maxBody must be from 1KB to 1MB")]
    [InlineData("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: id, tolerence: 5m""", "6:74: error IH5001: there is no key 'tolerence' under 'notify' (did you mean 'tolerance'?)")]
    public void What_is_wrong_is_told_with_its_place_and_never_with_a_secret(string section, string told)
    {
        var (stream, diagnostics) = Read(section, Requests);

        Assert.Null(stream);
        Assert.Equal([told], diagnostics.Select(d => d["requests.stream.yaml:".Length..]));
    }

    [Fact]
    public void A_source_that_cannot_be_asked_for_single_records_can_take_no_notifications()
    {
        var (stream, diagnostics) = Read("""kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: id""", Requests with { ReadsByKey = false });

        Assert.Null(stream);
        Assert.Equal(["requests.stream.yaml:6:1: error IH5007: notify has no effect: the adapter 'requests' cannot be asked for single records; take it away"], diagnostics);
    }

    [Fact]
    public void How_long_a_change_may_be_invisible_is_said_with_any_strategy_where_notifications_come()
    {
        const string Notify = """kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: id""";

        Assert.Equal(TimeSpan.Zero, Read(Notify, Requests, "{ strategy: snapshot, settle: 0s }").Stream!.Definition.Reading.Settle);
        Assert.Equal(
            ["requests.stream.yaml:5:29: error IH5007: read.settle has no effect with strategy snapshot, which reads everything every time; take it away"],
            Read("", Requests, "{ strategy: snapshot, settle: 0s }").Diagnostics);
    }

    static StreamNotify Accepted(string section)
    {
        var (stream, diagnostics) = Read(section, Requests);
        Assert.Empty(diagnostics);
        return stream!.Definition.Notify!;
    }

    static (StreamFile? Stream, IReadOnlyList<string> Diagnostics) Read(string section, AdapterManifest adapter, string read = "{ strategy: cursor }")
    {
        var text = $$"""
            stream: requests
            source: town
            adapter: requests
            mapping: requests
            read: {{read}}

            """ + (section.Length == 0 ? "" : $"notify: {{ {section} }}\n");
        var diagnostics = new DiagnosticBag();
        var stream = StreamFileReader.Read("requests.stream.yaml", text, [adapter], diagnostics);
        return (stream, [.. diagnostics.All.Select(d => d.ToString())]);
    }
}
