using IntegrationHub.Diagnostics;
using IntegrationHub.Tests.Configuration;
using IntegrationHub.Workshop.Inference;

namespace IntegrationHub.Tests.Workshop;

public sealed class DraftTests : IDisposable
{
    const string Answer = """
        { "count": 3, "data": { "cases": [
          { "id": 7, "caseNumber": "2026-1", "subject": "Altan", "status": "OPEN", "created": "2026-03-02", "modifiedAt": "2026-03-02T09:00:00", "applicant": { "name": "Tolvan Tolvansson", "pnr": "19121212-1212", "email": "tolvan@example.se" }, "score": 1.5 },
          { "id": 8, "caseNumber": "2026-2", "subject": "Plank", "status": "CLOSED", "created": "2026-03-03", "modifiedAt": "2026-03-04T10:30:00", "applicant": { "name": "Anna Andersson", "pnr": "19350101-9800", "email": "anna@example.se" }, "score": 2 },
          { "id": 9, "caseNumber": "2026-3", "subject": "Carport", "status": "OPEN", "created": "2026-03-05", "modifiedAt": "2026-03-06T08:00:00", "applicant": null, "score": 3 } ] } }
        """;

    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_seems_to_be_what_is_mapped_and_the_samples_with_it()
    {
        var (mapping, trial) = await DraftAsync("answer.json", Answer);

        Assert.Equal((3, 3), (trial.Records, trial.Mapped));
        Assert.All(
            (string[])["  key: id", "  order: modifiedAt | datetime", "  title: subject", "  status: status | lookup(status)", "  openedAt: created | date | startOfDay", "  updatedAt: modifiedAt | datetime", "  number: caseNumber",
                "      personalNumber: applicant.pnr", "      email: applicant.email", "      name: applicant.name", "timezone: Europe/Stockholm"],
            line => Assert.Contains(line, mapping.Split('\n')));
    }

    [Fact]
    public async Task What_only_a_person_can_decide_is_a_warning_and_nothing_is_an_error()
    {
        await DraftAsync("answer.json", Answer);
        var diagnostics = new DiagnosticBag();

        var trial = await DraftTrial.OfSamplesAsync(folder["out/cases.mapping.yaml"], [folder["answer.json"]], "data.cases", diagnostics);

        Assert.DoesNotContain(diagnostics.All, d => d.Severity == Severity.Error);
        Assert.Contains(diagnostics.All, d => d is { Code: "IH2008" } && d.Message.Contains("'score'", StringComparison.Ordinal));
        Assert.Contains(diagnostics.All, d => d is { Code: "IH4020" } && d.Message.Contains("'OPEN'", StringComparison.Ordinal));
        Assert.Equal(diagnostics.All.Count, trial!.Warnings);
    }

    [Fact]
    public async Task A_code_gets_a_shared_word_only_where_it_is_the_very_same()
    {
        await DraftAsync("answer.json", Answer);

        Assert.Equal("source,target,note\nOPEN,TODO,seen 2 times\nCLOSED,closed,seen once; the same word\n", File.ReadAllText(folder["out/codes/status.csv"]));
    }

    [Fact]
    public async Task No_value_that_could_be_a_persons_stands_in_what_is_written()
    {
        await DraftAsync("answer.json", Answer);

        var all = string.Concat(Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.All((string[])["Tolvan", "Andersson", "19121212", "19350101", "@example.se", "Altan"], personal => Assert.DoesNotContain(personal, all, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rows.csv", "NR;PERSONNR;NAMN;STATUS;INKOM;ÄNDRAD\n1;19121212-1212;Tolvan Tolvansson;P;20260301;2026-03-01 12.00\n2;;;A;20260302;2026-03-02 13.30\n", "  openedAt: INKOM | date('yyyyMMdd') | startOfDay", "  order: ÄNDRAD | datetime('yyyy-MM-dd HH.mm')")]
    [InlineData("cases.xml", "<svar xmlns='urn:x'><arende nr='1'><status>A</status><inkom>2026-03-01T12:00:00+01:00</inkom><part><namn>X</namn></part><part><namn>Y</namn></part></arende><arende nr='2'><status>B</status><inkom>2026-03-01T12:00:00+01:00</inkom></arende></svar>", "  key: \"@nr\"", "  openedAt: inkom | datetime")]
    [InlineData("odd.json", """[{ "case id": "a", "my-state": "x", "tags": ["p", "q"], "in": { "or": 1 } }, { "case id": "b", "my-state": "x", "tags": [] }]""", "  key: root['case id']", "  title: template('{0}', root['case id'])")]
    [InlineData("one.json", """{ "uuid": "0b8f", "lat": 59.27, "lon": 15.21, "description": "Trasig lampa", "assigned_user_email": null, "reporter": { "phone": "070-174 06 35" } }""", "  location.lat: lat", "      phone: reporter.phone")]
    public async Task Samples_of_every_kind_are_mapped_by_their_draft(string file, string text, string line, string other)
    {
        var (mapping, trial) = await DraftAsync(file, text);

        Assert.Equal(trial.Records, trial.Mapped);
        Assert.Contains(line, mapping.Split('\n'));
        Assert.Contains(other, mapping.Split('\n'));
    }

    [Fact]
    public async Task A_personal_number_is_never_the_key()
    {
        var (mapping, _) = await DraftAsync("p.json", """[{ "ssnId": "19121212-1212", "reference": "r1" }, { "ssnId": "19350101-9800", "reference": "r2" }]""");

        Assert.Contains("  key: reference", mapping.Split('\n'));
    }

    [Fact]
    public async Task A_citizen_service_number_is_a_persons_and_never_the_key()
    {
        var (mapping, _) = await DraftAsync("z.json", """[{ "inpBsn": "999990019", "identificatie": "Z-1", "naam": "X" }, { "inpBsn": "999993653", "identificatie": "Z-2", "naam": "Y" }]""");

        Assert.Contains("  key: identificatie", mapping.Split('\n'));
        Assert.DoesNotContain("999990019", mapping, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json", "{ \"a\": ", "the sample cannot be read as what it begins like: JSON")]
    [InlineData("a.xml", "<a><b></a>", "the sample cannot be read as what it begins like: XML")]
    [InlineData("a.json", "[]", "it holds no JSON objects; name the path to the list of records with --each")]
    [InlineData("a.txt", "hello\nworld\n", "it is no JSON, no XML, and its first row holds no ; , | or tab: nothing tells what its records are")]
    public async Task What_cannot_be_read_is_told(string file, string text, string message)
    {
        folder.Write(file, text);

        var wrong = await Assert.ThrowsAsync<InferenceException>(() => Draft.OfSamplesAsync([folder[file]], null, "cases", "cases", "Europe/Stockholm"));

        Assert.EndsWith(message, wrong.Message, StringComparison.Ordinal);
    }

    async Task<(string Mapping, DraftTrial Trial)> DraftAsync(string file, string text)
    {
        folder.Write(file, text);
        var draft = await Draft.OfSamplesAsync([folder[file]], null, "cases", "cases", "Europe/Stockholm");
        foreach (var (name, content) in draft.Files) folder.Write($"out/{name}", content);
        var diagnostics = new DiagnosticBag();
        var trial = await DraftTrial.OfSamplesAsync(folder["out/cases.mapping.yaml"], [folder[file]], draft.Each, diagnostics);
        Assert.True(trial is not null, string.Join('\n', diagnostics.All));
        return (draft.Files["cases.mapping.yaml"], trial);
    }
}
