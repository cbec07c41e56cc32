using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Adapters.Tests.Testing;

public sealed class StubFolderTests : IDisposable
{
    const string Folder = "tests/IntegrationHub.Adapters.Tests/Testing/stubs";

    readonly string folder = Directory.CreateTempSubdirectory("stubs-").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_adapter_reads_from_stub_files_and_meets_the_faults_of_the_file_beside()
    {
        await using var vendor = await StubFolder.Read(Folder).ServeAsync(new ManualClock());
        using var http = new HttpClient();
        var source = Source(vendor, http);

        var first = await source.ReadPageAsync(new PageRequest(), Stop);
        var cut = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAsync(source, first.Next));
        var down = await Assert.ThrowsAsync<SourceRefusedException>(() => ReadAsync(source, first.Next));
        await Assert.ThrowsAsync<SourceRefusedException>(() => ReadAsync(source, first.Next));
        var last = await ReadAsync(source, first.Next);

        Assert.Equal((2, "1"), (first.Records.Count, first.Next));
        Assert.Equal((FaultCodes.MalformedAnswer, FaultCodes.Refused), (cut.Code, down.Code));
        Assert.Equal((1, null), (last.Records.Count, last.Next));
        Assert.Equal(5, vendor.Calls.Count);
    }

    [Fact]
    public async Task A_call_is_answered_by_the_last_stub_that_fits_and_by_the_list_of_stubs_when_none_does()
    {
        var stubs = StubFolder.Read(Folder);
        await using var vendor = await stubs.ServeAsync(new ManualClock());
        using var http = new HttpClient { BaseAddress = vendor.Address };

        Assert.Equal(["one-case", "first page", "second page"], stubs.Stubs.Select(s => s.Name));
        using var unknown = await http.GetAsync(new Uri("api/nothing", UriKind.Relative), Stop);
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Contains("There are: one-case, first page, second page", await unknown.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var draft = new StringContent("""{ "id" : "P-9" }""", Encoding.UTF8, "application/json");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.PostAsync(new Uri("api/cases?draft=true", UriKind.Relative), draft, Stop));
        using var other = new StringContent("""{ "id" : "P-8" }""", Encoding.UTF8, "application/json");
        Assert.Equal(404, (int)(await http.PostAsync(new Uri("api/cases?draft=true", UriKind.Relative), other, Stop)).StatusCode);
    }

    [Fact]
    public void The_nearest_stub_is_one_of_the_same_path_and_what_differs_is_told_part_by_part()
    {
        Write("mappings/one.json", """{ "request": { "method": "GET", "urlPath": "/api/cases", "queryParameters": { "page": { "equalTo": "1" }, "sort": { "matches": "id.*" } } }, "response": {} }""");
        Write("mappings/two.json", """{ "request": { "method": "GET", "urlPath": "/api/cases/1" }, "response": {} }""");
        Write("notes.json", "{}");

        var match = StubFolder.Read(folder).Match(VendorCall.Of("POST", new Uri("http://vendor.example/api/cases?page=2"), [], "", default));

        Assert.Equal("one", match.Nearest!.Name);
        Assert.Equal([new StubDifference("method", "POST", "GET"), new StubDifference("query page", "2", "equalTo '1'"), new StubDifference("query sort", null, "matches 'id.*'")], match.Differences);
    }

    [Fact]
    public void A_stub_that_never_answers_is_a_warning()
    {
        Write("a.json", """{ "request": { "method": "GET", "urlPath": "/a", "headers": { "Accept": { "contains": "json" } } }, "response": {} }""");
        Write("b.json", """{ "request": { "urlPath": "/a", "method": "get", "headers": { "accept": { "contains": "json" } } }, "response": {} }""");
        var diagnostics = new DiagnosticBag();

        Assert.Equal(2, StubFolder.Read(folder, diagnostics).Stubs.Count);

        var told = Assert.Single(diagnostics.All);
        Assert.Equal((Severity.Warning, "IH4110"), (told.Severity, told.Code));
        Assert.Contains("'a' never answers: 'b', which stands behind it, takes the same calls", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_in_answers_lead_to_whoever_serves_them()
    {
        Write("a.json", """{ "request": {}, "response": { "headers": { "Link": "<http://stubs.example/a?page=2>" }, "body": "next: http://stubs.example/a?page=2, http://stubs.example" } }""");
        await using var vendor = await StubFolder.Read(folder).ServeAsync(new ManualClock());
        using var http = new HttpClient();
        var origin = vendor.Address.GetLeftPart(UriPartial.Authority);

        using var answer = await http.GetAsync(vendor.Address, Stop);

        Assert.Equal($"next: {origin}/a?page=2, {origin}", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal($"<{origin}/a?page=2>", answer.Headers.GetValues("Link").Single());
    }

    [Theory]
    [InlineData("""{ "request": {}, "response": { "fixedDelayMilliseconds": 20 } }""", "stub.json:1:32: error IH4106: 'fixedDelayMilliseconds' is not in the subset")]
    [InlineData("""{ "request": {}, "response": { "fault": "EMPTY_RESPONSE" } }""", "Faults and delays stand in faults.json")]
    [InlineData("""{ "request": { "methd": "GET" }, "response": {} }""", "stub.json:1:16: error IH4103: there is no key 'methd' here (did you mean 'method'?)")]
    [InlineData("""{ "request": { "url": "/a", "urlPath": "/a" }, "response": {} }""", "a request has one of url, urlPattern, urlPath, urlPathPattern, not url and urlPath")]
    [InlineData("""{ "request": { "headers": { "Accept": { "absent": true } } }, "response": {} }""", "a value is compared by exactly one of equalTo, contains, matches")]
    [InlineData("""{ "request": { "bodyPatterns": [ { "contains": "a" }, { "contains": "b" } ] }, "response": {} }""", "a list of one pattern")]
    [InlineData("""{ "request": { "urlPattern": "/a(" }, "response": {} }""", "is no regular expression")]
    [InlineData("""{ "request": {}, "response": { "body": "a", "jsonBody": {} } }""", "a response has one of body, jsonBody, base64Body, bodyFileName, not body and jsonBody")]
    [InlineData("""{ "request": {}, "response": { "bodyFileName": "../secret.txt" } }""", "error IH4108: there is no file '../secret.txt' in __files")]
    [InlineData("""{ "request": {}, "response": { "base64Body": "%%" } }""", "holds no base 64")]
    [InlineData("""{ "request": {}, "response": { "status": "200" } }""", "'status' must be a whole number from 100 to 599")]
    [InlineData("""{ "request": {} }""", "'response' is missing")]
    [InlineData("""[]""", "the file must hold one object")]
    [InlineData("""{ "request": """, "stub.json:1:13: error IH4102: this is no JSON")]
    [InlineData("""{ "request": {}, "request": {}, "response": {} }""", "error IH4102: this is no JSON: Property with the name 'request' already exists")]
    [InlineData("""{ "priority": 1, "request": {}, "response": {} }""", "'priority' is not in the subset")]
    public void What_is_wrong_in_a_stub_file_is_told_with_its_place_and_what_to_do(string text, string told) => Assert.Contains(told, Told("stub.json", text), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "faults": [ { "stub": "stob", "fault": "html" } ] }""", "faults.json:1:25: error IH4109: there is no stub 'stob' (did you mean 'stub'?)")]
    [InlineData("""{ "faults": [ { "stub": "stub", "fault": "htm" } ] }""", "there is no fault 'htm' (did you mean 'html'?)")]
    [InlineData("""{ "faults": [ { "stub": "stub", "fault": "resetAt" } ] }""", "the fault 'resetAt' needs 'byte': a whole number")]
    [InlineData("""{ "faults": [ { "stub": "stub", "fault": "delay", "milliseconds": "20" } ] }""", "'milliseconds' must be a whole number")]
    [InlineData("""{ "faults": [ { "stub": "stub", "fault": "redirect", "to": "elsewhere" } ] }""", "the fault 'redirect' needs 'to': an absolute address")]
    [InlineData("""{ "faults": [ { "stub": "stub", "calls": "3-1", "fault": "html" } ] }""", "'calls' is a number of the stub's calls or a range of them")]
    [InlineData("""{ "faults": [ { "fault": "html" } ] }""", "'stub' is missing")]
    [InlineData("""{ "fault": [] }""", "there is no key 'fault' here (did you mean 'faults'?)")]
    public void What_is_wrong_in_a_file_of_faults_is_told_with_its_place_and_what_to_do(string text, string told)
    {
        File.WriteAllText(Path.Combine(folder, "stub.json"), """{ "request": {}, "response": {} }""");

        Assert.Contains(told, Told("faults.json", text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_stubs_is_told()
    {
        var diagnostics = new DiagnosticBag();
        StubFolder.Read(folder, diagnostics);

        Assert.Contains("there is no stub file (*.json) in this folder", Assert.Single(diagnostics.All).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => StubFolder.Read(folder));
    }

    void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
        File.WriteAllText(Path.Combine(folder, file), text);
    }

    string Told(string file, string text)
    {
        File.WriteAllText(Path.Combine(folder, file), text);
        var diagnostics = new DiagnosticBag();
        StubFolder.Read(folder, diagnostics);
        return string.Join('\n', diagnostics.All).Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    static Task<SourcePage> ReadAsync(ISource source, string? position) => source.ReadPageAsync(new PageRequest { Position = position }, Stop).AsTask();

    static ISource Source(ScriptedVendor vendor, HttpClient http) => new ModelAdapter(Defect.None).CreateSource(new SourceContext
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("permits"), new StreamName("model-permits")),
        Strategy = ReadStrategy.Cursor,
        Settings = new Dictionary<string, string> { ["url"] = new Uri(vendor.Address, "api").ToString(), ["key"] = "the key of the hub", ["timezone"] = "Europe/Stockholm" },
        Http = http,
        Time = new ManualClock(),
        Logger = NullLogger.Instance,
    });
}
