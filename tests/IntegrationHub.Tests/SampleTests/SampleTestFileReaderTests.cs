using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.SampleTests;

public sealed class SampleTestFileReaderTests : IDisposable
{
    readonly TestFolder folder = new();

    public SampleTestFileReaderTests()
    {
        folder.Write("permits.mapping.yaml", "mapping: permits\n");
        folder.Write("samples/one.json", "{}");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("expects: { status: closed }", "IH4001", "there is no key 'expects' under 'tests[0]' (did you mean 'expect'?)")]
    [InlineData("expect: { stauts: closed }", "IH4008", "there is no field 'stauts' (did you mean 'status'?)")]
    [InlineData("expect: { status: closd }", "IH4003", "status can never be 'closd' (did you mean 'closed'?); it is one of unknown, received, inProgress, waitingForCitizen, waitingForOther, decided, closed, withdrawn")]
    [InlineData("expect: { openedAt: 2026-03-10 }", "IH4003", "openedAt '2026-03-10' is no time with an offset; write for instance 2020-01-01T00:00:00Z or 2020-01-01T00:00:00+01:00")]
    [InlineData("expect: { parties: applicant }", "IH4003", "parties is a list")]
    [InlineData("expect: { handler: Anna }", "IH4003", "handler is a section")]
    [InlineData("expect: { parties.role: applicant }", "IH4008", "'parties.role': a list has items, [0] for the first, and 'count'")]
    [InlineData("expect: { parties: [{ rol: applicant }] }", "IH4008", "there is no field 'parties[0].rol' (did you mean 'role'?)")]
    [InlineData("expect: { location.latitude: north }", "IH4003", "location.latitude 'north' is no number")]
    [InlineData("expect: { status..x: 1 }", "IH4008", "'status..x' is no path to a field; write for instance parties[0].role")]
    [InlineData("expect: {}", "IH4009", "nothing is expected, so the test could not fail")]
    [InlineData("skipped: no", "IH4003", "tests[0].skipped can only be true")]
    [InlineData("deleted: { reason: gone }", "IH4003", "tests[0].deleted.reason: there is no 'gone'; it is one of deleted, outOfScope, merged, vanished")]
    [InlineData("quarantine: { kode: IH3102 }", "IH4001", "there is no key 'kode' under 'tests[0].quarantine' (did you mean 'code'?)")]
    [InlineData("forEach: ../samples/*.json", "IH4009", "a test names its samples with exactly one of input, apply, forEach, not input and forEach")]
    [InlineData("index: { status: closed }", "IH4012", "'index' is for 'apply': what the index holds after the records")]
    [InlineData("check: case.titel == 'a'", "IH4013", "there is no field 'case.titel' (did you mean 'case.title'?)")]
    [InlineData("check: case.title | trim", "IH4013", "'check' takes bool but gets string; convert it first: x | bool(yes, no)")]
    [InlineData("snapshot: ../granted", "IH4014", "'../granted' is no name of a snapshot: letters, digits, '-' and '_'; it becomes expected/NAME.json")]
    [InlineData("note: a", "IH4009", "a test expects exactly one of expect, exactly, quarantine, skipped, deleted, index, check, snapshot")]
    public void A_mistake_in_a_test_never_makes_it_pass(string line, string code, string message)
    {
        var found = Refused("tests:\n  - name: it is so\n    input: ../samples/one.json\n    " + line);

        Assert.Contains((code, message), found);
    }

    [Fact]
    public void A_test_expects_one_outcome() =>
        Assert.Equal([("IH4009", "a test expects exactly one of expect, exactly, quarantine, skipped, deleted, index, check, snapshot, not expect and skipped")],
            Refused("tests:\n  - name: it is so\n    input: ../samples/one.json\n    expect: { status: closed }\n    skipped: true"));

    [Theory]
    [InlineData("apply: [../samples/one.json]\n    expect: { status: closed }", "IH4012", "'apply' is for 'index': what the index holds after the records")]
    [InlineData("apply: ../samples/one.json\n    index: { status: closed }", "IH4003", "tests[0].apply must be a list of samples")]
    [InlineData("apply: [{ input: ../samples/one.json, rekord: 2 }]\n    index: { status: closed }", "IH4001", "there is no key 'rekord' under 'tests[0].apply' (did you mean 'record'?)")]
    [InlineData("apply: [../samples/one.json]\n    record: 2\n    index: { status: closed }", "IH4012", "with 'apply' each record has its own 'record': write - { input: …, record: … }")]
    [InlineData("apply: [../samples/one.json]\n    index: { stauts: closed }", "IH4008", "there is no field 'stauts' (did you mean 'status'?)")]
    [InlineData("apply: [../samples/one.json]\n    index: { removed: gone }", "IH4003", "tests[0].index.removed: there is no 'gone'; it is one of deleted, outOfScope, merged, vanished")]
    [InlineData("apply: [../samples/one.json]\n    index: { removed: deleted, status: closed }", "IH4012", "a case that is not there has no fields")]
    [InlineData("apply: [../samples/one.json]\n    index: {}", "IH4009", "nothing is expected, so the test could not fail")]
    [InlineData("forEach: ../samples/*.xml\n    check: case.title != null", "IH4007", "no sample is called '../samples/*.xml' (the path is relative to the test file; * and ? stand in the file's name only)")]
    [InlineData("forEach: ../samples/*.json\n    expect: { status: closed }", "IH4012", "'forEach' is for 'check': a condition that is true of every record")]
    [InlineData("forEach: ../samples/*.json\n    check: case.title | regexp('a')", "IH4013", "there is no function 'regexp' (did you mean 'regex'?)")]
    public void A_mistake_in_a_test_of_several_records_never_makes_it_pass(string lines, string code, string message) =>
        Assert.Contains((code, message), Refused("tests:\n  - name: it is so\n    " + lines));

    [Fact]
    public void Tests_have_names_of_their_own_and_samples_that_are_there() =>
        Assert.Equal(
            [
                ("IH4007", "there is no sample '../samples/on.json' (the path is relative to the test file)"),
                ("IH4010", "there is another test called 'it is so'; each test has a name of its own"),
            ],
            Refused("tests:\n  - name: it is so\n    input: ../samples/on.json\n    skipped: true\n  - name: it is so\n    input: ../samples/one.json\n    skipped: true"));

    [Fact]
    public void The_mapping_is_the_one_beside_or_the_one_that_is_named()
    {
        const string tests = "tests:\n  - name: it is so\n    input: ../samples/one.json\n    skipped: true";
        folder.Write("events.mapping.yaml", "mapping: events\ntarget: event@1\n");

        Assert.Equal([("IH4006", "there are several mappings; say which one is tested with 'mapping: NAME': events, permits")], Refused(tests));
        Assert.Equal([("IH4006", "there is no mapping 'event' in the folder above this one (did you mean 'events'?)")], Refused("mapping: event\n" + tests));
        Assert.Equal([("IH4008", "there is no field 'parties.count'; there are at, by, caseKey, confidentiality, id, kind, order, text, title")],
            Refused("mapping: events\n" + tests.Replace("skipped: true", "expect: { parties.count: 1 }", StringComparison.Ordinal)));
    }

    IEnumerable<(string Code, string Message)> Refused(string text)
    {
        folder.Write("tests/a.test.yaml", text);
        var diagnostics = new DiagnosticBag();
        Assert.Null(SampleTestFileReader.Read(folder["tests/a.test.yaml"], diagnostics));
        return diagnostics.All.Select(d => (d.Code, d.Message));
    }
}
