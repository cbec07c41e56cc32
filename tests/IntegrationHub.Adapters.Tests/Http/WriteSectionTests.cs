using IntegrationHub.Adapters.Http;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>What a section says of writing: mistakes are told with their place, and what is right becomes what the hub is told.</summary>
public sealed class WriteSectionTests
{
    const string Head = """
        stream: s
        source: s
        adapter: http
        mapping: m
        connection: { url: "https://cases.example/api" }
        read: { strategy: snapshot }
        http:
          list: { get: /cases }
          write:

        """;

    const string Good = """
            note:
              post: /cases/{key}/notes
              body: { text: "{text}", role: "{writeBack.role}" }
              reference: id
              find:
                get: /cases/{key}/notes
                records: notes
                match: { text: "{text}" }
                at: created
                total: total

        """;

    [Theory]
    [InlineData("    note:", "    nota:", "10:5: error IH5001: there is no key 'nota' under 'http.write' (did you mean 'note'?)")]
    [InlineData("      post: /cases/{key}/notes\n", "", "11:7: error IH5110: http.write.note.post is missing: write post: or put: or patch: with the path of the request")]
    [InlineData("      post:", "      get:", "11:7: error IH5001: there is no key 'get' under 'http.write.note'")]
    [InlineData("      post: /", "      put: /x\n      post: /", "11:7: error IH5110: there are both http.write.note.post and http.write.note.put; take one out")]
    [InlineData("/{key}/notes\n      body", "/{kay}/notes\n      body", "11:20: error IH5100: there is no {kay} here (did you mean 'key'?)")]
    [InlineData("{ text: \"{text}\",", "{ text: \"{status}\",", "12:22: error IH5100: there is no {status} here")]
    [InlineData("{ text: \"{text}\",", "{ text: \"{party.nam}\",", "12:22: error IH5100: there is no {party.nam} here")]
    [InlineData("{ text: \"{text}\",", "{ text: \"{text:x}\",", "12:22: error IH5105: {text} takes no format: only {time} do")]
    [InlineData("{writeBack.role}", "{writeBack.Role}", "12:38: error IH5105: {writeBack.Role} names no setting; write {writeBack.NAME}")]
    [InlineData("      body:", "      form: { text: \"{text}\" }\n      body:", "12:7: error IH5116: http.write.note.form is the body; take body out")]
    [InlineData("/notes\n      body", "/notes?t={text}\n      body", "11:34: error IH5121: {text} is what somebody wrote, or who somebody is, and addresses and headers stand in the logs")]
    [InlineData("      reference: id\n      find", "      headers: { X-By: \"{by}\" }\n      reference: id\n      find", "13:25: error IH5121: {by} is what somebody wrote, or who somebody is")]
    [InlineData("      reference: id\n      find", "      server: { url: Their url }\n      reference: id\n      find", "13:22: error IH5105: 'Their url' is no name of a setting")]
    [InlineData("      reference: id\n      find", "      find", "11:7: error IH5119: http.write.note.reference is missing: say where the answer names what was written, or with http.write.note.done how it says yes")]
    [InlineData("      reference: id\n      find", "      done: emty\n      find", "13:13: error IH5003: http.write.note.done: there is no 'emty' (did you mean 'empty'?)")]
    [InlineData("      reference: id\n      find", "      reference: id\n      done: empty\n      find", "14:7: error IH5116: an answer without content names nothing")]
    [InlineData("      reference: id\n      find", "      reference: id\n      done: status\n      find", "14:7: error IH5114: http.write.note.done: status has no effect where the answer names what was written")]
    [InlineData("      reference: id\n      find", "      reference: { at: id, header: Location }\n      find", "13:18: error IH5119: http.write.note.reference takes exactly one of at and header")]
    [InlineData("      reference: id\n      find", "      reference: { at: id, as: note }\n      find", "13:32: error IH5119: http.write.note.reference.as calls everything the same; write {reference}")]
    [InlineData("      reference: id\n      find", "      reference: id\n      repeat: always\n      find", "14:7: error IH5120: http.write.note.repeat says that the vendor knows the command again, and the request does not name it")]
    [InlineData("      reference: id\n      find", "      reference: id\n      faults: [ { status: 404, is: empty } ]\n      find", "14:36: error IH5003: http.write.note.faults[0].is: there is no 'empty'")]
    [InlineData("      reference: id\n      find", "      reference: id\n      faults: [ { status: 200, is: done } ]\n      find", "14:19: error IH5115: a rule for answers that say yes needs a text too")]
    [InlineData("      reference: id\n      find", "      reference: id\n      needs: [ number, feld.x ]\n      find", "14:24: error IH5100: there is no {feld.x} here")]
    [InlineData("      reference: id\n      find", "      reference: id\n      settings: { rol: x }\n      find", "14:19: error IH5114: nothing in http.write.note names {writeBack.rol} (did you mean 'role'?); take it out")]
    [InlineData("      reference: id\n      find", "      reference: id\n      statuses: { a: b }\n      find", "14:7: error IH5114: http.write.note.statuses is for status; take it out")]
    [InlineData("      reference: id\n      find", "      reference: id\n      words: a..b\n      find", "14:14: error IH5111: http.write.note.words: 'a..b' is no path")]
    [InlineData("        match: { text: \"{text}\" }\n        at: created\n", "", "15:9: error IH5122: http.write.note.find.match is missing: say which value of a row is the command's")]
    [InlineData("        at: created\n", "", "15:9: error IH5123: http.write.note.find.at is missing: the same words may have been written before")]
    [InlineData("        total: total\n", "", "15:9: error IH5124: http.write.note.find.ceiling is missing: of a list that was cut, what is not among it may be there, and would be sent twice")]
    [InlineData("notes\n        records", "notes?t={text}\n        records", "15:35: error IH5100: there is no {text} here")]
    [InlineData("        total: total\n", "        total: total\n        changed: c\n", "20:9: error IH5114: http.write.note.find.changed is for status; take it out")]
    [InlineData("        records: notes\n", "        records: notes\n        record: x\n", "17:9: error IH5116: http.write.note.find.records is a list, and record is one")]
    public void A_mistake_is_told_with_its_place_and_code(string what, string by, string expected)
    {
        Assert.Contains(what, Good, StringComparison.Ordinal);
        var told = Told(Head + Good.Replace(what, by, StringComparison.Ordinal));

        Assert.True(told.Any(t => t.StartsWith(expected, StringComparison.Ordinal)), string.Join('\n', told));
    }

    [Fact]
    public void A_status_that_is_looked_for_says_when_it_was_set() => Assert.Contains(
        Told(Head + "    status: { patch: '/cases/{key}', body: { s: '{status}' }, done: { at: s }, find: { get: '/cases/{key}', record: ., match: { s: '{status}' } } }\n"),
        told => told.StartsWith("10:86: error IH5122: http.write.status.find.changed is missing", StringComparison.Ordinal));

    [Fact]
    public void A_new_case_has_no_key_and_is_about_somebody()
    {
        Assert.Contains(Told(Head + "    create: { post: '/cases/{key}', reference: id }\n"), told => told.Contains("IH5100: there is no {key} here", StringComparison.Ordinal));
        Assert.Empty(Told(Head + "    create: { post: /cases, body: { who: '{party.name}', what: '{field.kind}' }, reference: id }\n"));
    }

    [Fact]
    public void What_is_described_is_what_can_be_let_through_with_its_settings()
    {
        var diagnostics = new DiagnosticBag();
        var file = StreamFileReader.Read("f", Head + Good + "    message: { post: '/m/{uuid}', reference: id, repeat: always, longest: 160, settings: { from: KC }, headers: { X-From: '{writeBack.from}' } }\n    attach: { put: '/f', done: empty }\nwriteBack:\n  note: { role: first-line }\n", [new HttpAdapter().Manifest], diagnostics);

        Assert.Empty(diagnostics.All);
        Assert.Equal([(WriteKind.Note, WriteRepeat.AfterLookUp, null), (WriteKind.Message, WriteRepeat.Always, 160), (WriteKind.Attach, WriteRepeat.Never, (int?)null)], file!.Adapter.Writes.Select(w => (w.Kind, w.Repeat, w.MaxText)));
        Assert.Equal([("role", true, null), ("from", false, "KC")], file.Adapter.Writes.SelectMany(w => w.Settings).Select(s => (s.Name, s.Required, s.Default)));
        Assert.Equal([WriteKind.Note], file.Definition.Writes.Keys);
    }

    [Theory]
    [InlineData("writeBack: { note: {} }\n", "IH5012: writeBack.note.role is missing")]
    [InlineData("writeBack: { status: {} }\n", "IH5019: the adapter 'http' cannot write 'status'; it can write note")]
    [InlineData("writeBack: { note: { role: a, rolle: b } }\n", "has no setting 'rolle' (did you mean 'role'?)")]
    public void What_is_let_through_is_checked_against_what_is_described(string writeBack, string expected)
    {
        var told = Told(Head + Good + writeBack);

        Assert.True(told.Any(t => t.Contains(expected, StringComparison.Ordinal)), string.Join('\n', told));
    }

    static List<string> Told(string file)
    {
        var diagnostics = new DiagnosticBag();
        StreamFileReader.Read("f", file, [new HttpAdapter().Manifest], diagnostics);
        return [.. diagnostics.All.Select(d => d.ToString()[2..])];
    }
}
