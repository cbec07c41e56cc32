using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Mapping;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Fuzz;

/// <summary>The files that people write, broken: each is accepted, or refused with diagnostics that have a place and a code.</summary>
public sealed class FileFuzzTests
{
    static readonly SourceId[] Sources = [new("byggr"), new("social")];

    // Shaped after adapters of the house; a mapping's compiler and a stream file's reader know no real ones.
    static readonly AdapterManifest[] Adapters =
        [.. ((string[])["byggr", "files", "open311", "open-eplatform"]).Select(name => new AdapterManifest
        {
            Name = name,
            Summary = "A model.",
            Contract = "none",
            Settings =
            [
                new("url", SettingKind.Url, "The address.") { Required = true }, new("folder", SettingKind.Folder, "The folder."), new("key", SettingKind.Secret, "The key."),
                new("contract", SettingKind.Choice, "The version.") { Choices = ["V4", "V8"] }, new("timezone", SettingKind.TimeZone, "The zone."),
                new("rows", SettingKind.Number, "How many."), new("wait", SettingKind.Duration, "How long."), new("strict", SettingKind.Flag, "Whether."),
            ],
            Strategies = [.. Enum.GetValues<ReadStrategy>()],
            ReadsByKey = true,
            PersonalData = [],
        })];

    // With what none of the shipped files says.
    const string Notified = """
        stream: zaken
        source: open-zaak
        adapter: byggr
        mapping: zaken
        connection: { url: "https://zaken.example/api/" }
        schedule: { cron: "*/5 6-18 * * MON-FRI", jitter: 30s, windows: ["06:00-20:00"], misfire: skip }
        read: { strategy: cursor, full: { every: 7d, guard: { maxShare: 2.5% } } }
        notify:
          kind: zgw
          secrets: ["${secret:NEW}", "${secret:OLD}"]
          key: "data['case.id']"
          base: "https://zaken.example/zaken/api/v1/"
          case: zaken/{key}
          only: [zaken]
          maxBody: 64KB
          gather: 1s
        """;

    [Fact]
    public void A_mapping_file_whatever_it_holds_is_compiled_or_refused_with_places()
    {
        var records = RecordFuzzTests.Samples("byggr", RecordFormat.Xml);
        Fuzzing.Texts(RecordFuzzTests.Files("*.mapping.yaml"), text =>
        {
            var diagnostics = new DiagnosticBag();
            var mapping = MappingCompiler.Compile(new MappingSource("fuzz.mapping.yaml", text, CodeTable), diagnostics);
            MappingHeader.Read("fuzz.mapping.yaml", text);

            Check(diagnostics);
            Assert.Equal(mapping is null, diagnostics.HasErrors);
            if (mapping is not { Format: RecordFormat.Xml }) return;

            foreach (var record in records) RecordFuzzTests.Map(mapping, record);
        });
    }

    [Fact]
    public void A_code_table_whatever_it_holds_is_read_or_refused_with_places()
    {
        var mapping = File.ReadAllText(Path.Combine(Repository.Root, "mappings/byggr/byggr-permits.mapping.yaml"));
        Fuzzing.Texts(RecordFuzzTests.Files("*.csv", "codes"), text =>
        {
            var diagnostics = new DiagnosticBag();
            var compiled = MappingCompiler.Compile(new MappingSource("fuzz.mapping.yaml", mapping, _ => text), diagnostics);

            Check(diagnostics);
            Assert.Equal(compiled is null, diagnostics.HasErrors);
        });
    }

    [Fact]
    public void A_stream_file_whatever_it_holds_is_read_or_refused_with_places() =>
        Fuzzing.Texts([.. RecordFuzzTests.Files("*.stream.yaml"), Notified], text =>
        {
            var diagnostics = new DiagnosticBag();
            var stream = StreamFileReader.Read("fuzz.stream.yaml", text, Adapters, diagnostics);

            Check(diagnostics);
            Assert.Equal(stream is null, diagnostics.HasErrors);
        });

    [Fact]
    public void A_hub_file_whatever_it_holds_is_read_or_refused_with_places()
    {
        const string Whole = """
            tenant: sundby
            name: Sundbys kommun
            timezone: Europe/Stockholm
            data: data
            keys: /etc/ihub/hub.keys
            streams: [mappings, "more mappings"]
            disclosure:
              sources:
                byggr: { departments: [byggnadsnamnden] }
                social:
                  social: true
                  departments: [socialtjansten]
                  existence: { decision: SN 2026-014, by: Socialnämnden, date: 2026-02-12, unit: Mottagningen, phone: 08-465 004 50 }
              limits:
                - { sources: [byggr], types: [demolition], from: restricted, upTo: secret, atMost: hidden, roles: [agent], callers: [desk] }
            """;
        Fuzzing.Texts([Whole], text =>
        {
            var diagnostics = new DiagnosticBag();
            var hub = HubFileReader.Read("hub.yaml", text, diagnostics);
            Assert.Equal(hub is null, diagnostics.HasErrors);
            if (hub is not null) DisclosurePolicyReader.Read(hub.Disclosure, Sources, diagnostics);

            Check(diagnostics);
        });
    }

    [Fact]
    public void A_test_file_whatever_it_holds_is_read_or_refused_with_places()
    {
        using var folder = new Configuration.TestFolder();
        Fuzzing.Texts(RecordFuzzTests.Files("*.test.yaml"), text =>
        {
            // Half a character cannot stand in a file of UTF-8.
            folder.Write("tests/fuzz.test.yaml", System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
            var diagnostics = new DiagnosticBag();
            SampleTestFileReader.Read(folder["tests/fuzz.test.yaml"], diagnostics);

            Check(diagnostics);
        });
    }

    [Fact]
    public void An_expression_whatever_it_holds_is_bound_or_refused()
    {
        var expressions = RecordFuzzTests.Files("*.mapping.yaml").SelectMany(text => text.Split('\n'))
            .Where(line => line.Contains(" | ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).Distinct().ToList();
        Fuzzing.Texts(expressions, text => Assert.All(Expressions.Errors(text), error => Assert.Matches("^IH[0-9]{4}$", error.Code)));
    }

    [Fact]
    public void A_key_ring_whatever_it_holds_is_read_or_refused_without_a_key_being_told()
    {
        using var folder = new Configuration.TestFolder();
        var file = folder["hub.keys"];
        KeyRingFile.CreateNew(file);
        var good = File.ReadAllBytes(file);
        var secrets = System.Text.RegularExpressions.Regex.Matches(System.Text.Encoding.UTF8.GetString(good), "[A-Za-z0-9+/=_-]{40,}").Select(m => m.Value).ToList();
        Assert.NotEmpty(secrets);
        Fuzzing.Bytes([good], bytes =>
        {
            File.WriteAllBytes(file, bytes);
            try
            {
                KeyRingFile.Read(file);
            }
            catch (KeyRingUnusableException refused)
            {
                Assert.DoesNotContain(secrets, secret => refused.Message.Contains(secret, StringComparison.Ordinal));
            }
        });
    }

    static string? CodeTable(string path)
    {
        var file = Path.Combine(Repository.Root, "mappings/byggr", path);
        return path.StartsWith("codes/", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal) && path.IndexOfAny(['\0', '\n']) < 0 && File.Exists(file) ? File.ReadAllText(file) : null;
    }

    static void Check(DiagnosticBag diagnostics) => Assert.All(diagnostics.All, diagnostic =>
    {
        Assert.Matches("^IH[0-9]{4}$", diagnostic.Code);
        Assert.True(diagnostic.Place is { Line: >= 1, Column: >= 1 }, diagnostic.ToString());
        Assert.NotEmpty(diagnostic.Message);
    });
}
