using System.Net;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>What is sent of a command, and what its answers mean. What holds of every writing adapter stands in the conformance suite.</summary>
public sealed class WriteTests
{
    static readonly DateTimeOffset Asked = DescribedSystem.Monday;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_holds_what_the_command_has_and_leaves_out_what_it_has_not()
    {
        using var system = new DescribedSystem(Of("""
            create:
              post: /cases?d={setting.domain}
              headers: { X-Request: "{uuid}", X-None: "{writeBack.none}" }
              body:
                title: "{subject}"
                text: "{words}"
                mark: "Ref: {id}"
                at: "{time:yyyy-MM-dd}"
                group: "{field.group:number}"
                by: "{by}"
                people:
                  - { name: "{party.lastName}", reach: [ { mail: "{party.email}" }, { phone: "{party.phone}" } ] }
              subject: { longest: 20, otherwise: "{writeBack.title}" }
              settings: { title: Från oss }
              reference: id
            """)) { Answer = _ => DescribedSystem.Json("""{"id":17}""") };
        var writer = system.Writer((WriteKind.Create, "none", "-"));

        var receipt = await writer.WriteAsync(New() with { Fields = new Dictionary<string, string> { ["group"] = "7" }, Party = new Party { Name = "Eva Lund", Phone = "060-1740600" }, By = "anna" }, Stop);

        Assert.Equal("17", receipt.Reference);
        var call = Assert.Single(system.Calls);
        Assert.Equal(("POST", "/api/cases?d=SUNDBY", "00000000-0000-0000-0000-000000000007", false), (call.Method, call.Target, call.Headers["X-Request"], call.Reads));
        Assert.Equal(
            $$"""{"title":"Från oss","text":"Ring mig, \"tack\".","mark":"Ref: {{New().Id}}","at":"2026-03-09","group":7,"by":"anna","people":[{"name":"Lund","reach":[{"phone":"060-1740600"}]}]}""",
            call.Body);

        await writer.WriteAsync(New() with { Subject = "En lång rubrik\nom ingenting alls", Party = new Party { Name = "Eva Lund", Protected = true } }, Stop);
        Assert.Contains("""{"title":"En lång rubrik […]","text":"En lång rubrik\nom ingenting alls\n\nRing mig""", system.Calls[1].Body, StringComparison.Ordinal);
        Assert.Contains("\"people\":[]", system.Calls[1].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("group", system.Calls[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_lacks_what_the_file_needs_is_refused_and_nothing_is_sent()
    {
        using var system = new DescribedSystem(Of("""
            handOver: { patch: "/cases/{key}", body: { group: "{field.group}" }, needs: field.group, done: empty }
            status: { patch: "/cases/{key}", body: { s: "{status}" }, statuses: { Pågår: "2" }, done: empty }
            """)) { Answer = _ => new HttpResponseMessage(HttpStatusCode.NoContent) };
        var writer = system.Writer();

        var lacking = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Note() with { Kind = WriteKind.HandOver }, Stop).AsTask());
        var unknown = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Note() with { Kind = WriteKind.Status, Status = "Klart" }, Stop).AsTask());
        await writer.WriteAsync(Note() with { Kind = WriteKind.Status, Status = "pågår" }, Stop);

        Assert.Contains("{field.group}", lacking.Message, StringComparison.Ordinal);
        Assert.EndsWith("There are Pågår.", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("""{"s":"2"}""", Assert.Single(system.Calls).Body);
    }

    [Theory]
    [InlineData("reference: id", 200, """{"id":"n-1"}""", "n-1")]
    [InlineData("reference: { at: id, as: 'note-{reference}' }", 200, """{"id":1}""", "note-1")]
    [InlineData("reference: .", 200, "98765", "98765")]
    [InlineData("reference: id", 200, """{"no":"n-1"}""", "IH6101")]
    [InlineData("reference: id", 200, "<html>Logga in</html>", "IH6101")]
    [InlineData("done: { at: 'r[0].ok', is: [OK, Done] }", 200, """{"r":[{"ok":"done"}]}""", null)]
    [InlineData("done: { at: 'r[0].ok', is: OK }\n  words: 'r[0].why'", 200, """{"r":[{"ok":"NO","why":"Låst"}]}""", "IH6201 Låst")]
    [InlineData("done: { at: 'r[0].ok', is: OK }", 200, """{"r":[]}""", "IH6101")]
    [InlineData("done: status", 200, "", null)]
    [InlineData("done: status", 200, """{"any":1}""", null)]
    [InlineData("done: status", 200, "<html>Logga in</html>", "IH6101")]
    [InlineData("done: empty", 204, "", null)]
    [InlineData("done: empty", 200, "{}", "IH6101")]
    [InlineData("done: empty\n  words: [title, detail]", 400, """{"title":"Fel","detail":"För lång"}""", "IH6201 Fel; För lång")]
    [InlineData("done: empty\n  words: detail", 409, """{"message":"Låst"}""", """IH6201 {"message":"Låst"}""")]
    [InlineData("done: empty", 413, "<html>Too large</html>", "IH6201")]
    [InlineData("done: empty", 404, """{"detail":"Finns inte"}""", """IH6202 {"detail":"Finns inte"}""")]
    [InlineData("done: empty", 500, """{"detail":"Ojoj"}""", "IH6003")]
    [InlineData("done: empty\n  words: detail\n  faults: [ { status: 500, text: ojoj, is: refused } ]", 500, """{"detail":"Ojoj"}""", "IH6201 Ojoj")]
    [InlineData("done: empty\n  faults: [ { status: 409, is: done } ]", 409, "", null)]
    [InlineData("reference: id\n  faults: [ { status: 409, is: done } ]", 409, """{"id":"n-1"}""", "n-1")]
    [InlineData("done: empty\n  faults: [ { status: 400, is: unavailable } ]", 400, "", "IH6003")]
    [InlineData("reference: id\n  words: why\n  faults: [ { status: 200, text: locked, is: refused } ]", 200, """{"why":"Locked"}""", "IH6201 Locked")]
    public async Task An_answer_means_what_the_file_says(string says, int status, string answer, string? means)
    {
        using var system = new DescribedSystem(Of($"note:\n  post: /cases/{{key}}/notes\n  body: {{ text: \"{{text}}\" }}\n  {says}")) { Answer = _ => DescribedSystem.Json(answer, (HttpStatusCode)status) };

        Assert.Equal(means, await MeaningAsync(system.Writer()));
        Assert.Single(system.Calls);
    }

    [Fact]
    public async Task A_refusal_by_a_SOAP_fault_and_an_answer_in_XML_are_read_too()
    {
        var section = "http:\n  format: xml\n  list: { get: /cases, records: cases.case }\n  write:\n    note:\n      post: /x\n      body: <note><text>{text}</text><about>{subject}</about></note>\n      reference: answer.id\n      words: fault.text\n";
        using var system = new DescribedSystem(section, Sources.ReadStrategy.Snapshot) { Answer = _ => DescribedSystem.Xml("<answer><id>n-1</id></answer>") };
        Assert.Equal("n-1", await MeaningAsync(system.Writer()));
        Assert.Equal("<note><text>Ring mig, &quot;tack&quot;.</text><about></about></note>", system.Calls[0].Body);

        system.Answer = _ => DescribedSystem.Xml("<fault><text>Låst</text></fault>", HttpStatusCode.BadRequest);
        Assert.Equal("IH6201 Låst", await MeaningAsync(system.Writer()));
        system.Answer = _ => DescribedSystem.Xml("<other/>");
        Assert.Equal("IH6101", await MeaningAsync(system.Writer()));
    }

    [Fact]
    public async Task Words_that_were_written_before_are_not_the_commands_and_of_two_the_nearest_is_it()
    {
        using var system = new DescribedSystem(Of("""
            note:
              post: /cases/{key}/notes
              body: { text: "{text}" }
              reference: { at: id, as: "note-{reference}" }
              find: { get: "/cases/{key}/notes", records: notes, match: { text: "{text}" }, at: created, reference: id, ceiling: 4 }
            """));
        var (writer, old) = (system.Writer(), """{"id":1,"text":"Ring mig, \"tack\".","created":"2026-03-01T09:00:00+01:00"}""");

        system.Answer = _ => DescribedSystem.Json($$"""{"notes":[{{old}}]}""");
        Assert.Null(await writer.FindAsync(Note(), Stop));

        system.Answer = _ => DescribedSystem.Json($$"""{"notes":[{{old}},{"id":2,"text":"Ring mig, \"tack\". ","created":"2026-03-09T09:20:00+01:00"},{"id":3,"text":"Ring  mig, \"tack\".","created":"2026-03-09T07:31:00Z"}]}""");
        Assert.Equal("note-3", (await writer.FindAsync(Note(), Stop))?.Reference);
        Assert.True(system.Calls.All(call => call.Reads));

        system.Answer = _ => DescribedSystem.Json($$"""{"notes":[{{old}},{{old}},{{old}},{{old}}]}""");
        Assert.Equal(FaultCodes.WindowTooFull, (await Assert.ThrowsAsync<UnreadableAnswerException>(() => writer.FindAsync(Note(), Stop).AsTask())).Code);
    }

    [Theory]
    [InlineData("2026-03-09T07:30:15.000Z", "x", true)]
    [InlineData("2026-03-09T08:30:15", "x", true)]
    [InlineData("1773041415", "x", true)]
    [InlineData("2026-03-09T07:30:17Z", "x", false)]
    [InlineData("2026-03-09T07:30:15Z", "another", false)]
    public async Task A_time_of_the_commands_own_is_compared_as_a_time(string shown, string status, bool isIt)
    {
        using var system = new DescribedSystem("http:\n  times: { zone: Europe/Stockholm }\n  list: { get: /cases }\n  write:\n    note:\n      post: /n/{key}\n      reference: id\n      find: { get: '/n/{key}', record: ., match: { at: '{time}', s: x } }\n", Sources.ReadStrategy.Snapshot)
        {
            Answer = _ => DescribedSystem.Json($$"""{"at":"{{shown}}","s":"{{status}}"}"""),
        };

        Assert.Equal(isIt, await system.Writer().FindAsync(Note(), Stop) is not null);
    }

    static async Task<string?> MeaningAsync(IWriteBack writer)
    {
        try
        {
            return (await writer.WriteAsync(Note(), Stop)).Reference;
        }
        catch (SourceException fault)
        {
            Assert.DoesNotContain("Låst", fault.Message, StringComparison.Ordinal);
            return fault is SourceRefusedException { VendorText: { } words } ? $"{fault.Code} {words}" : fault.Code;
        }
    }

    static string Of(string writes) => $"http:\n  list: {{ get: '/cases?after={{since}}' }}\n  write:\n{string.Join('\n', writes.Split('\n').Select(line => $"    {line}"))}\n";

    static WriteCommand Note() => new() { Id = new WriteCommandId(7), Kind = WriteKind.Note, Key = "P-1", Text = "Ring mig, \"tack\".", AskedAt = Asked };

    static WriteCommand New() => Note() with { Kind = WriteKind.Create, Key = null };
}
