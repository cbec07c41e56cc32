using System.Net;
using System.Text;
using IntegrationHub.Tests.Shared;
using Newtonsoft.Json.Linq;
using WireMock.Server;
using WireMock.Settings;

namespace IntegrationHub.Extras.Tests.WireMock;

/// <summary>The hub's stub files in WireMock.Net: each call is answered there as the hub's own vendor answers it, and where that is not so it is said here.</summary>
public sealed class StubImportTests : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wiremock-");
    WireMockServer server = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Stubs => Path.Combine(Repository.Root, "tests", "IntegrationHub.Adapters.Tests", "Testing", "stubs");

    public ValueTask InitializeAsync()
    {
        server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], StartAdminInterface = false });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        server.Stop();
        server.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("""{ "request": { "method": "GET", "urlPath": "/a" }, "response": { "status": 201, "body": "here" } }""", "GET", "/a?page=2", null)]
    [InlineData("""{ "request": { "method": "GET", "urlPath": "/a" }, "response": { "status": 201, "body": "here" } }""", "POST", "/a", null)]
    [InlineData("""{ "request": { "urlPathPattern": "/a/[0-9]+" }, "response": { "status": 200, "jsonBody": { "id": 1 } } }""", "GET", "/a/17", null)]
    [InlineData("""{ "request": { "urlPathPattern": "/a/[0-9]+" }, "response": { "status": 200, "jsonBody": { "id": 1 } } }""", "GET", "/a/b", null)]
    [InlineData("""{ "request": { "urlPath": "/a", "headers": { "X-Key": { "matches": "the key.*" } } }, "response": { "status": 200, "body": "here" } }""", "GET", "/a", null)]
    [InlineData("""{ "request": { "urlPath": "/a", "headers": { "X-Other": { "equalTo": "no" } } }, "response": { "status": 200, "body": "here" } }""", "GET", "/a", null)]
    [InlineData("""{ "request": { "urlPath": "/a", "queryParameters": { "page": { "equalTo": "1" } } }, "response": { "status": 200, "body": "here" } }""", "GET", "/a?page=1", null)]
    [InlineData("""{ "request": { "urlPath": "/a", "queryParameters": { "page": { "equalTo": "1" } } }, "response": { "status": 200, "body": "here" } }""", "GET", "/a?page=2", null)]
    [InlineData("""{ "request": { "method": "POST", "urlPath": "/a", "bodyPatterns": [ { "equalToJson": { "id": "P-9" } } ] }, "response": { "status": 200, "base64Body": "w6VrZXI=", "headers": { "Content-Type": "text/plain; charset=utf-8" } } }""", "POST", "/a", """{ "id" : "P-9" }""")]
    [InlineData("""{ "request": { "method": "POST", "urlPath": "/a", "bodyPatterns": [ { "equalToJson": { "id": "P-9" } } ] }, "response": { "status": 200, "body": "here" } }""", "POST", "/a", """{ "id" : "P-8" }""")]
    public async Task A_stub_fits_the_same_calls_and_gives_the_same_answer(string stub, string method, string target, string? body)
    {
        await File.WriteAllTextAsync(In("stub.json"), stub, Stop);
        Import(In("stub.json"));
        await using var ours = await StubFolder.Read(folder.FullName).ServeAsync(new ManualClock());

        Assert.Equal(await AskAsync(ours.Address, method, target, body), await AskAsync(new Uri(server.Url!), method, target, body));
    }

    // Where one of these begins to be answered alike, the page that warns of it (extras/README.md) is out of date.
    [Theory]
    [InlineData("""{ "request": { "url": "/a?page=1" }, "response": { "status": 200 } }""", "GET", "/a?page=1", 404)]
    [InlineData("""{ "request": { "urlPath": "/a", "headers": { "X-Key": { "contains": "key of" } } }, "response": { "status": 200 } }""", "GET", "/a", 404)]
    [InlineData("""{ "request": { "urlPathPattern": "/a" }, "response": { "status": 200 } }""", "GET", "/a/b", 200)]
    public async Task What_WireMock_Net_takes_otherwise_is_known(string stub, string method, string target, int theirs)
    {
        await File.WriteAllTextAsync(In("stub.json"), stub, Stop);
        Import(In("stub.json"));
        await using var ours = await StubFolder.Read(folder.FullName).ServeAsync(new ManualClock());

        Assert.Equal(theirs, (int)(await AskAsync(new Uri(server.Url!), method, target, null)).Status);
        Assert.NotEqual(theirs, (int)(await AskAsync(ours.Address, method, target, null)).Status);
    }

    [Fact]
    public async Task A_stub_without_a_status_is_no_answer_there()
    {
        await File.WriteAllTextAsync(In("stub.json"), """{ "request": { "urlPath": "/a" }, "response": { "body": "here" } }""", Stop);
        Import(In("stub.json"));

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(new Uri(server.Url!), "GET", "/a", null));
    }

    [Fact]
    public async Task The_stub_files_of_the_adapters_tests_are_answered_alike()
    {
        foreach (var file in Directory.EnumerateFiles(Stubs, "*.json").Where(f => Path.GetFileName(f) != StubFolder.FaultFile).Order(StringComparer.Ordinal)) Import(file);
        await using var ours = await StubFolder.Read(Stubs).ServeAsync(new ManualClock());
        // The first call of the second page meets a fault, and faults are the hub's own.
        var theirs = await AskAsync(new Uri(server.Url!), "GET", "/api/cases?page=1", null);

        Assert.Equal(HttpStatusCode.OK, theirs.Status);
        Assert.Contains("P-3", theirs.Body, StringComparison.Ordinal);
        Assert.Equal(await AskAsync(ours.Address, "GET", "/api/nothing", null) with { Body = "" }, await AskAsync(new Uri(server.Url!), "GET", "/api/nothing", null) with { Body = "" });
    }

    // WireMock.Net imports a file of one mapping, or of a list of them; the list under "mappings", which WireMock itself writes, it takes for one mapping that fits everything.
    void Import(string file)
    {
        var root = JObject.Parse(File.ReadAllText(file));
        foreach (var mapping in root["mappings"] is JArray several ? several.Cast<JObject>() : [root])
        {
            var one = In($"{Guid.NewGuid():n}.import");
            File.WriteAllText(one, mapping.ToString());
            server.ReadStaticWireMockOrgMappingAndAddOrUpdate(one);
        }
    }

    string In(string name) => Path.Combine(folder.FullName, name);

    static async Task<Answer> AskAsync(Uri address, string method, string target, string? body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, target));
        request.Headers.Add("X-Key", "the key of the vendor");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Stop);
        // What is said of a call that nothing fits is each server's own.
        return new Answer(response.StatusCode, response.StatusCode == HttpStatusCode.NotFound ? "" : Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(Stop)));
    }

    sealed record Answer(HttpStatusCode Status, string Body);
}
