using System.Text;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.SampleTests;

public sealed class SampleTestRunnerTests : IDisposable
{
    static readonly MappingNote UnknownRole = new("IH3110", "parties[0].role", new Place("permits.mapping.yaml", 9, 3), "code 'X' is not in table 'role'") { UnknownCode = "X" };

    readonly TestFolder folder = new();

    public SampleTestRunnerTests()
    {
        folder.Write("permits.mapping.yaml", "mapping: permits\n");
        folder.Write("samples/one.json", """{ "nr": "B 1", "status": "GRANTED", "fees": [{ "amount": 10.50 }] }""");
        folder.Write("samples/two.json", """[{ "nr": "B 1", "status": "GRANTED" }, { "nr": "B 2", "status": "ZZZ" }]""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_test_passes_when_what_it_names_is_so()
    {
        var result = await RunAsync("""
            input: ../samples/one.json
            expect:
              status: decided
              number: B 1
              openedAt: 2026-03-10T08:00:00Z
              parties[0].role: applicant
              parties:
                - { name: Tolvan Tolvansson, protected: false }
              timeline.count: 1
              timeline[0].kind: decision
              location.latitude: 62.4
              handler: null
              attributes.ward: north
              order: 7
            """);

        Assert.Empty(result.Differences);
    }

    [Theory]
    [InlineData("status: closed", "status: expected closed, got decided")]
    [InlineData("title: Other", "title: expected 'Other', got 'B 1 – GRANTED'")]
    [InlineData("openedAt: 2026-03-10T08:00:00+01:00", "openedAt: expected 2026-03-10T08:00:00+01:00, got 2026-03-10T09:00:00+01:00")]
    [InlineData("parties[0].role: owner", "parties[0].role: expected owner, got applicant")]
    [InlineData("parties[1].name: Anna", "parties[1].name: expected 'Anna', got nothing")]
    [InlineData("parties: []", "parties: expected 0 items, got 1")]
    [InlineData("timeline.count: 4", "timeline.count: expected 4, got 1")]
    [InlineData("handler.name: Anna", "handler.name: expected 'Anna', got nothing")]
    [InlineData("location: null", "location: expected nothing, got a section")]
    [InlineData("location.latitude: 62.5", "location.latitude: expected 62.5, got 62.4")]
    [InlineData("attributes.ward: south", "attributes.ward: expected 'south', got 'north'")]
    [InlineData("order: 8", "order: expected 8, got 7")]
    public async Task A_difference_is_told_with_both_sides(string expect, string difference)
    {
        var result = await RunAsync($"input: ../samples/one.json\nexpect:\n  {expect}");

        Assert.Equal([difference], result.Differences);
    }

    [Fact]
    public async Task Exactly_wants_everything_that_came()
    {
        var result = await RunAsync("""
            input: ../samples/one.json
            exactly:
              key: B 1
              title: B 1 – GRANTED
              status: decided
              openedAt: 2026-03-10T09:00:00+01:00
              parties: [{ role: applicant }]
              attributes: { ward: north }
              timeline: [{ id: "1", at: 2026-03-11T08:00:00Z, kind: decision, confidentiality: open }]
            """);

        Assert.Equal(
            [
                "confidentiality: got open, which the test does not expect",
                "location.latitude: got 62.4, which the test does not expect",
                "parties[0].name: got 'Tolvan Tolvansson', which the test does not expect",
            ],
            result.Differences);
    }

    [Fact]
    public async Task A_sample_is_changed_without_being_copied()
    {
        var result = await RunAsync("""
            input: ../samples/one.json
            with: { status: ZZZ, "fees[0].amount": 0 }
            quarantine: { code: IH3102, field: status }
            """);

        Assert.Empty(result.Differences);
        Assert.Equal("permits.mapping.yaml:7:3: error IH3102: status: code 'ZZZ' is not in table 'status'", Assert.Single(result.Said).ToString());
    }

    [Theory]
    [InlineData("with: { statsu: ZZZ }\nskipped: true", "the sample has no 'statsu' (did you mean 'status'?); 'with' changes what is there")]
    [InlineData("with: { \"fees[1].amount\": 0 }\nskipped: true", "the sample has no 'fees[1].amount'; 'with' changes what is there")]
    [InlineData("record: 2\nskipped: true", "the sample holds 1 records; there is no record 2")]
    [InlineData("records: a.b\nskipped: true", "the sample has no 'a.b'")]
    public async Task A_test_that_misses_its_sample_fails(string test, string difference)
    {
        var result = await RunAsync("input: ../samples/one.json\n" + test);

        Assert.EndsWith(": " + difference, Assert.Single(result.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_record_of_several_is_chosen()
    {
        var chosen = await RunAsync("input: ../samples/two.json\nrecord: 2\nquarantine: {}");
        var none = await RunAsync("input: ../samples/two.json\nquarantine: {}");

        Assert.Empty(chosen.Differences);
        Assert.EndsWith("the sample holds 2 records; choose one with 'record: NUMBER'", Assert.Single(none.Differences), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRANTED", "quarantine: {}", "expected the record to be quarantined, but it was mapped")]
    [InlineData("GRANTED", "skipped: true", "expected the record to be skipped, but it was mapped")]
    [InlineData("ZZZ", "expect: { status: decided }", "expected the record to be mapped, but it was quarantined")]
    [InlineData("ZZZ", "quarantine: { code: IH3101 }", "expected quarantine with IH3101, got IH3102 at status")]
    [InlineData("ZZZ", "quarantine: { field: title }", "expected quarantine with any code at title, got IH3102 at status")]
    [InlineData("GONE", "deleted: { reason: merged }", "reason: expected merged, got deleted")]
    [InlineData("GONE", "deleted: { reason: deleted, erased: false }", "erased: expected false, got true")]
    [InlineData("GONE", "deleted: { reason: deleted, erased: true }", null)]
    [InlineData("TOTAL", "skipped: true", null)]
    public async Task What_became_of_the_record_is_compared(string status, string expectation, string? difference)
    {
        var result = await RunAsync($"input: ../samples/one.json\nwith: {{ status: {status} }}\n{expectation}");

        Assert.Equal(difference is null ? [] : [difference], result.Differences);
    }

    [Theory]
    [InlineData("[IH3110]", null)]
    [InlineData("[{ unknownCode: X }]", null)]
    [InlineData("[IH3110, { field: status, unknownCode: Y }]", "expected the note any code at status on 'Y', which the mapping did not make")]
    [InlineData("[{ code: IH3110, field: \"parties[0].role\", unknownCode: X }]", null)]
    [InlineData("[]", "got the note IH3110 at parties[0].role, which the test does not expect")]
    [InlineData("[IH3110, IH3110]", "expected the note IH3110, which the mapping did not make")]
    public async Task Notes_are_those_that_the_test_names_and_no_others(string notes, string? difference)
    {
        var result = await RunAsync($"input: ../samples/one.json\nexpect: {{ status: decided }}\nnotes: {notes}");

        Assert.Equal(difference is null ? [] : [difference], result.Differences);
    }

    [Fact]
    public async Task A_mapping_with_errors_fails_its_tests_and_tells_why()
    {
        folder.Write("permits.mapping.yaml", "mapping: permits\nbroken: yes\n");

        var result = await RunAsync("input: ../samples/one.json\nskipped: true");

        Assert.False(result.Passed);
        Assert.Equal("IH2001", Assert.Single(result.Said).Code);
    }

    async Task<SampleTestResult> RunAsync(string test)
    {
        folder.Write("tests/a.test.yaml", "tests:\n  - name: it is so\n    " + test.ReplaceLineEndings("\n    ") + "\n");
        var diagnostics = new DiagnosticBag();
        var file = SampleTestFileReader.Read(folder["tests/a.test.yaml"], diagnostics);
        Assert.Empty(diagnostics.All);
        return Assert.Single(await new SampleTestRunner(Compile).RunAsync(file!));
    }

    static StatusMapping? Compile(MappingSource source, DiagnosticBag diagnostics) => FakeMapping.Compile(source, diagnostics) is null ? null : new StatusMapping();

    sealed class StatusMapping : IMapping
    {
        public string Name => "permits";

        public string Version => "1";

        public MappingTarget Target => MappingTarget.Case;

        public RecordFormat Format => RecordFormat.Json;

        public ReadOnlyMemory<byte> Fingerprint => new byte[16];

        public bool TryReadKey(SourceRecord record, out string key) => (key = "") is null;

        public MappingResult Map(SourceRecord record)
        {
            using var json = JsonDocument.Parse(record.Content);
            var number = json.RootElement.GetProperty("nr").GetString()!;
            var status = json.RootElement.GetProperty("status").GetString()!;
            return status switch
            {
                "ZZZ" => new MappingResult.Unmappable(number, [new RecordFault("IH3102", "status", new Place("permits.mapping.yaml", 7, 3), "code 'ZZZ' is not in table 'status'")]),
                "GONE" => new MappingResult.Deleted(number, 7, TombstoneReason.Deleted, Erase: true),
                "TOTAL" => new MappingResult.Skipped("a row of totals"),
                _ => new MappingResult.MappedCase(
                    new Case
                    {
                        Key = number,
                        Reference = new CaseReference(new SourceId("permits"), number),
                        Title = $"{number} – {status}",
                        Status = CaseStatus.Decided,
                        OpenedAt = new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.FromHours(1)),
                        Parties = [new Party { Role = PartyRole.Applicant, Name = "Tolvan Tolvansson" }],
                        Location = new CaseLocation { Latitude = 62.4m },
                        Confidentiality = Confidentiality.Open,
                        Attributes = new Dictionary<string, string> { ["ward"] = "north" },
                    },
                    7)
                {
                    Timeline = [new CaseEvent { CaseKey = number, Id = "1", At = new DateTimeOffset(2026, 3, 11, 8, 0, 0, TimeSpan.Zero), Kind = EventKind.Decision, Confidentiality = Confidentiality.Open }],
                    Notes = [UnknownRole],
                },
            };
        }
    }
}
