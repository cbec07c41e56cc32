using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sqlite;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.SampleTests;

public sealed class SampleTestKindsTests : IDisposable
{
    readonly TestFolder folder = new();

    public SampleTestKindsTests()
    {
        folder.Write("permits.mapping.yaml", """
            mapping: permits
            version: 1.0.0
            target: case@1
            source: { system: permits, format: json }
            timezone: Europe/Stockholm
            identity:
              key: nr
              order: rev | int
              deleted: status == 'GONE'
            codes:
              status:
                map: { NEW: received, DONE: closed, WAIT: waitingForCitizen }
                unknown: quarantine
            fields:
              title: title
              status: status | lookup(status)
              closedAt: if(status == 'DONE', at | datetime, null)
              department: "case(nr == 'B 1', 'one', nr == 'B 2', 'two', 'other')"
              confidentiality: const('open')
            """);
        Sample("rev5", "B 1", 5, "NEW");
        Sample("rev7", "B 1", 7, "DONE");
        Sample("other", "B 2", 1, "NEW");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("[../samples/rev7.json, ../samples/rev5.json]", "{ status: closed, order: 7 }")]
    [InlineData("[../samples/rev5.json, ../samples/rev7.json]", "{ status: closed, order: 7, closedAt: 2026-03-10T09:00:00+01:00, title: Garage, held: false }")]
    [InlineData("[../samples/rev5.json, ../samples/other.json]", "{ key: B 1, status: received, order: 5 }")]
    [InlineData("[../samples/rev5.json, { input: ../samples/rev7.json, with: { status: GONE } }]", "{ removed: deleted }")]
    [InlineData("[{ input: ../samples/rev7.json, with: { status: GONE } }, ../samples/rev5.json]", "{ absent: true }")]
    [InlineData("[../samples/rev5.json, { input: ../samples/rev7.json, with: { status: ZZZ } }]", "{ status: received, order: 5, held: true }")]
    [InlineData("[{ input: ../samples/rev5.json, with: { status: ZZZ } }]", "{ absent: true, held: true }")]
    public async Task The_index_holds_after_the_records_what_a_run_would_have_left(string apply, string index) =>
        Assert.Empty((await RunAsync($"apply: {apply}\nindex: {index}")).Differences);

    [Theory]
    [InlineData("{ status: received }", "status: expected received, got closed")]
    [InlineData("{ order: 5 }", "order: expected 5, got 7")]
    [InlineData("{ removed: deleted }", "the case 'B 1' is there in the index, expected removed: deleted")]
    [InlineData("{ key: B 9, status: closed }", "the case 'B 9' is absent in the index, expected there")]
    [InlineData("{ held: true }", "held: expected true, got false")]
    public async Task What_the_index_holds_instead_is_told(string index, string difference) =>
        Assert.Equal([difference], (await RunAsync($"apply: [../samples/rev7.json, ../samples/rev5.json]\nindex: {index}")).Differences);

    [Fact]
    public async Task Each_test_finds_the_index_empty()
    {
        var results = await AllAsync("""
            tests:
              - name: one
                apply: [../samples/rev7.json]
                index: { order: 7 }
              - name: two
                apply: [../samples/rev5.json]
                index: { order: 5 }
            """);

        Assert.All(results, result => Assert.Empty(result.Differences));
    }

    [Theory]
    [InlineData("case.title == 'Garage'")]
    [InlineData("case.closedAt == null or case.status == 'closed'")]
    [InlineData("(case.parties | count) == 0 and case.order > 0")]
    [InlineData("not (case.title | regex('\\\\d{6,8}-?\\\\d{4}'))")]
    [InlineData("case.attributes.nothing == null")]
    public async Task A_check_that_is_true_of_every_record_passes(string check) =>
        Assert.Empty((await RunAsync($"forEach: ../samples/*.json\ncheck: \"{check}\"")).Differences);

    [Fact]
    public async Task A_check_that_is_false_of_one_record_names_it()
    {
        folder.Write("samples/several.json", """[{ "nr": "B 3", "rev": 1, "status": "NEW", "title": "Garage" }, { "nr": "B 4", "rev": 1, "status": "NEW", "title": "For 19121212-1212" }]""");

        var result = await RunAsync("forEach: ../samples/*.json\ncheck: \"not (case.title | regex('\\\\d{8}-\\\\d{4}'))\"");

        Assert.Equal(["several.json, record 2: not (case.title | regex('\\d{8}-\\d{4}')): it is not true"], result.Differences);
    }

    [Fact]
    public async Task A_check_of_which_no_record_is_mapped_fails() =>
        Assert.Equal(["no record of the samples is mapped, so there is nothing to check"],
            (await RunAsync("forEach: ../samples/rev7.json\nwith: { status: ZZZ }\ncheck: case.title != null")).Differences);

    [Fact]
    public async Task A_snapshot_is_written_when_it_is_accepted_and_compared_ever_after()
    {
        const string test = "input: ../samples/rev7.json\nsnapshot: closed";
        var before = await RunAsync(test);
        var accepted = await RunAsync(test, accept: true);
        var after = await RunAsync(test);
        Sample("rev7", "B 1", 7, "WAIT");
        var changed = await RunAsync(test);
        var again = await RunAsync(test, accept: true);

        Assert.Contains("ihub test --accept", Assert.Single(before.Differences), StringComparison.Ordinal);
        Assert.Equal(folder["tests/expected/closed.json"], Path.GetFullPath(accepted.Accepted!));
        Assert.Empty(after.Differences);
        Assert.Equal(["case.closedAt: accepted \"2026-03-10T09:00:00+01:00\", got nothing", "case.status: accepted \"closed\", got \"waitingForCitizen\""], changed.Differences);
        Assert.NotNull(again.Accepted);
    }

    [Fact]
    public async Task A_snapshot_of_a_record_that_cannot_be_mapped_holds_why()
    {
        const string test = "input: ../samples/rev7.json\nwith: { status: ZZZ }\nsnapshot: unknown";
        await RunAsync(test, accept: true);

        Assert.Contains("\"IH3102 status\"", File.ReadAllText(folder["tests/expected/unknown.json"]), StringComparison.Ordinal);
        Assert.Empty((await RunAsync(test)).Differences);
    }

    [Fact]
    public async Task Coverage_tells_the_fields_codes_and_branches_that_no_test_exercised()
    {
        var coverage = new TestCoverage();
        await AllAsync("tests:\n  - name: one\n    input: ../samples/rev5.json\n    expect: { status: received }\n", coverage: coverage);

        var report = Assert.Single(coverage.Report());

        Assert.Equal(["closedAt"], report.Fields);
        Assert.Equal(("status", 3, "DONE WAIT"), (report.Codes[0].Table, report.Codes[0].Of, string.Join(' ', report.Codes[0].Rows)));
        Assert.Equal(["status == 'DONE' true", "nr == 'B 2' true", "nr == 'B 1' false", "nr == 'B 2' false"], report.Branches.Select(b => $"{b.Condition} {(b.Never ? "true" : "false")}"));
        Assert.Equal((17, 16), (report.Branches[0].Place.Line, report.Branches[0].Place.Column));
    }

    [Fact]
    public async Task Coverage_is_whole_when_the_tests_of_all_files_exercise_everything()
    {
        Sample("wait", "B 3", 1, "WAIT");
        var coverage = new TestCoverage();
        foreach (var sample in (string[])["rev5", "rev7", "other", "wait"])
            await AllAsync($"tests:\n  - name: one\n    input: ../samples/{sample}.json\n    expect: {{ title: Garage }}\n", coverage: coverage);

        Assert.True(Assert.Single(coverage.Report()).IsWhole);
    }

    void Sample(string name, string number, int revision, string status) =>
        folder.Write($"samples/{name}.json", $$"""{ "nr": "{{number}}", "rev": {{revision}}, "status": "{{status}}", "title": "Garage", "at": "2026-03-10T09:00:00" }""");

    async Task<SampleTestResult> RunAsync(string test, bool accept = false) =>
        Assert.Single(await AllAsync("tests:\n  - name: it is so\n    " + test.ReplaceLineEndings("\n    ") + "\n", accept));

    async Task<IReadOnlyList<SampleTestResult>> AllAsync(string tests, bool accept = false, TestCoverage? coverage = null)
    {
        folder.Write("tests/a.test.yaml", tests);
        var diagnostics = new DiagnosticBag();
        var file = SampleTestFileReader.Read(folder["tests/a.test.yaml"], diagnostics);
        Assert.Empty(diagnostics.All);
        await using var runner = new SampleTestRunner(MappingCompiler.Compile) { OpenStore = SqliteHubStore.Temporary, Accept = accept, Coverage = coverage };
        return await runner.RunAsync(file!);
    }
}
