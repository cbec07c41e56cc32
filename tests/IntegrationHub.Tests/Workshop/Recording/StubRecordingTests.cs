using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Testing;
using IntegrationHub.Tests.Configuration;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class StubRecordingTests : IDisposable
{
    static readonly DateTimeOffset Later = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_windows_of_time_the_fullest_answers_at_any_time_and_each_its_own()
    {
        var stubs = Served(
            Exchange("cases?from=2026-01-01&to=2026-02-01", "[]"),
            Exchange("cases?from=2026-02-01&to=2026-03-01", """[{"id":"A 1"},{"id":"A 2"}]"""),
            Exchange("cases?from=2026-03-01&to=2026-04-01", """[{"id":"A 3"}]"""));

        Assert.Equal("""[{"id":"A 1"},{"id":"A 2"}]""", Answer(stubs, "cases?from=2027-01-01&to=2027-02-01"));
        Assert.Equal("""[{"id":"A 3"}]""", Answer(stubs, "cases?from=2026-03-01&to=2026-04-01"));
        Assert.Equal("[]", Answer(stubs, "cases?from=2026-01-01&to=2026-02-01"));
        Assert.Null(Answer(stubs, "case?from=2026-01-01"));
    }

    [Fact]
    public void A_link_to_the_next_page_leads_on_in_the_replay()
    {
        var stubs = Served(
            Exchange("cases?since=2026-01-01", """{"items":[{"id":"A 1"}],"next":"https://vendor.example/api/cases?since=2026-01-01&cursor=abc"}"""),
            Exchange("cases?since=2026-01-01&cursor=abc", """{"items":[{"id":"A 2"}],"next":null}"""));

        Assert.Contains("\"next\":\"http://stubs.example/api/cases?since=2026-01-01&cursor=abc\"", Answer(stubs, "cases?since=2027-01-01"), StringComparison.Ordinal);
        Assert.Contains("A 2", Answer(stubs, "cases?since=2026-01-01&cursor=abc"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_can_look_into_is_left_out_and_told()
    {
        var files = Recorded(
            Exchange("document", "") with { Body = new byte[] { 0x25, 0x50, 0x44, 0x46, 0, 1 }, ContentType = "application/pdf" },
            Exchange("page", "<!DOCTYPE html><p>kanariella@fagel.example</p>", "text/html"),
            Exchange("broken", """{"name":"kanariella@fagel.example","""),
            Exchange("latin", "") with { Body = Encoding.Latin1.GetBytes("""{"t":"på"}""") });

        Assert.Equal(
            [
                "GET /api/document answered 6 bytes of application/pdf, which is no text: nobody can tell who is in it, so the stub answers without them",
                "GET /api/page answered a page of HTML: it was searched for numbers, mail addresses and names that stand in other answers; read it whole",
                "GET /api/broken answered what is not well-formed JSON: it was searched for numbers, mail addresses and names that stand in other answers; read it whole",
                "GET /api/latin is not in the charset that its answer tells; it was read as ISO-8859-1, and written back so",
            ], files.Told);
        Assert.Empty(Canary.In(string.Join('\n', files.Files.Values.Select(Encoding.UTF8.GetString))));
        Assert.DoesNotContain(files.Files.Keys, f => f.Contains("document", StringComparison.Ordinal) && f.StartsWith(StubFolder.BodyFolder, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_the_headers_those_that_lead_on_stay_and_what_could_be_a_session_does_not()
    {
        var exchange = Exchange("cases", "[]") with
        {
            Headers = [("Link", "<https://vendor.example/api/cases?page=2>; rel=\"next\""), ("Set-Cookie", "sid=kanariehemligheten-4711"), ("X-Session", "kanariehemligheten-4711"), ("X-Total-Count", "3"), ("X-Connection-Token", "kanariehemligheten-4711"), ("Date", "Mon, 01 Jan 2026 00:00:00 GMT")],
        };

        var files = Recorded(["X-Connection-Token"], exchange);

        var mapping = Encoding.UTF8.GetString(files.Files.First(f => f.Key.StartsWith("mappings/", StringComparison.Ordinal)).Value);
        Assert.Empty(Canary.In(mapping));
        Assert.Contains("\"Link\": \"<http://stubs.example/api/cases?page=2>; rel=\\\"next\\\"\"", mapping, StringComparison.Ordinal);
        Assert.Contains("\"X-Total-Count\": \"3\"", mapping, StringComparison.Ordinal);
        Assert.Contains("\"X-Connection-Token\": \"made-up-secret\"", mapping, StringComparison.Ordinal);
        Assert.Equal(["headers of answers that were left out: Set-Cookie, X-Session"], files.Told);
    }

    [Fact]
    public void Fields_that_nobody_maps_are_judged_by_their_names_and_what_people_write_by_its_form()
    {
        var files = Recorded(Exchange("cases", """
            [{"id":"A 1","state":"open","sokande":{"namn":"Kanariella Fagelstrom","personnr":198503129804,"telefon":"070-999 77 31","adress":"Kanariestigen 77"},"note":"kanariefritext om en sjukdom","open":true,"sum":12.50,
              "doc":"{\"email\":\"kanariella@fagel.example\"}","file":"a2FuYXJpZWxsYSBmYWdlbHN0cm9tIGthbmFyaWVsbGEgZmFnZWxzdHJvbSBrYW5hcmllbGxhIGZhZ2Vsc3Ryb20ga2FuYXJpZWxsYSBmYWdlbHN0cm9t"}]
            """));

        var body = Encoding.UTF8.GetString(files.Files.First(f => f.Key.StartsWith("__files/", StringComparison.Ordinal)).Value);
        Assert.Empty(Canary.In(body));
        Assert.Matches("""^\[\{"id":"A 1","state":"open","sokande":\{"namn":"[A-Za-z]+ [A-Za-z]+","personnr":19[0-9]{6}9[89][0-9]{2},"telefon":"070-174 06 05","adress":"[A-Za-z]+stigen [0-9]{2}"\}""", body);
        Assert.Contains("\"open\":true,\"sum\":12.50,", body, StringComparison.Ordinal);
        Assert.Contains("""{\"email\":\"alva.""", body, StringComparison.Ordinal);
        Assert.Contains("\"file\":\"bWFkZSB1cA==\"", body, StringComparison.Ordinal);
    }

    static Exchange Exchange(string target, string body, string type = "application/json; charset=utf-8") =>
        new() { Method = "GET", Address = new Uri($"https://vendor.example/api/{target}"), Status = 200, ContentType = type, Body = Encoding.UTF8.GetBytes(body) };

    static RecordedFiles Recorded(params Exchange[] exchanges) => Recorded([], exchanges);

    static RecordedFiles Recorded(IReadOnlyList<string> headers, params Exchange[] exchanges) =>
        StreamRecorder.Redact(exchanges, [], new FieldJudge(null, mayTellTitles: false, [], []), new Scrubbing(new SecretForms(), ["https://vendor.example"], 1), headers).Files;

    StubFolder Served(params Exchange[] exchanges)
    {
        foreach (var (file, bytes) in Recorded(exchanges).Files) folder.Write(file, Encoding.UTF8.GetString(bytes));
        var diagnostics = new DiagnosticBag();
        var stubs = StubFolder.Read(folder.Path, diagnostics);
        Assert.Empty(diagnostics.All);
        return stubs;
    }

    static string? Answer(StubFolder stubs, string target) =>
        stubs.Match(VendorCall.Of("GET", new Uri($"http://127.0.0.1/api/{target}"), [], "", Later)).Stub is { } stub ? Encoding.UTF8.GetString(stub.Answer.Body.Span) : null;
}
