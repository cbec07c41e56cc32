using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Cli;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary><c>ihub record</c>, <c>ihub replay</c> and <c>ihub preview --stubs</c>, with what can go wrong.</summary>
public sealed class RecordCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("record-").FullName;
    readonly StringWriter output = new();
    readonly StringWriter error = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string Out => Path.Combine(folder, "stubs");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_stream_is_recorded_and_previewed_from_the_files_while_its_system_is_gone()
    {
        await using (var vendor = await StartAsync(call => Page(call)))
        {
            Assert.Equal(0, await RunAsync("record", Stream(vendor), "--out", Out));
        }

        Assert.Contains($"2 stubs in {Out}. No rule finds everybody: read the files before you share them.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("these fields were kept as they are; look at them:", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("preview", Path.Combine(folder, "permits.stream.yaml"), "--stubs", Out, "--pages", "5"));
        Assert.Contains("2 records: 2 mapped; nothing was written", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary.Name, string.Concat(Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_one_object_that_names_the_files_and_what_was_kept()
    {
        await using var vendor = await StartAsync(call => Page(call));

        Assert.Equal(0, await RunAsync("record", Stream(vendor), "--out", Out, "--format", "json", "--keep", "name", "--redact", "title", "--keep", "nothing"));

        var told = JsonNode.Parse(output.ToString())!;
        Assert.Equal(2, (int)told["stubs"]!);
        Assert.All(told["files"]!.AsArray(), f => Assert.True(File.Exists(Path.Combine(Out, (string)f!))));
        Assert.Contains(told["kept"]!.AsArray(), k => (string?)k!["field"] == "name" && (string?)k["why"] == "you said so");
        Assert.Contains("title", told["replaced"]!.AsArray().Select(r => (string?)r));
        Assert.Contains(told["notes"]!.AsArray(), n => ((string)n!).StartsWith("no field is called 'nothing'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_packed_answer_is_kept_unpacked()
    {
        await using var vendor = await StartAsync(call => Page(call) with { Body = Packed(Page(call).Body), Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } });

        Assert.Equal(0, await RunAsync("record", Stream(vendor), "--out", Out));

        Assert.StartsWith("""{"items":[""", await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(Out, "__files")).Order(StringComparer.Ordinal).First(), Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(Out, "mappings")), f => File.ReadAllText(f).Contains("gzip", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "application/json", "{}", "this page did not come: IH63")]
    [InlineData(200, "text/html", "<!doctype html><title>Logga in</title>", "this page did not come: IH6")]
    public async Task A_vendor_that_answers_something_else_is_told_and_nothing_is_written(int status, string type, string body, string told)
    {
        await using var vendor = await StartAsync(_ => VendorAnswer.Of(body, type, status));

        Assert.Equal(1, await RunAsync("record", Stream(vendor), "--out", Out));

        Assert.Contains(told, output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task What_came_before_a_page_that_did_not_is_recorded()
    {
        await using var vendor = await StartAsync(call => call.Query["page"] == "1" ? Page(call) : VendorAnswer.Json("{}", 400));

        Assert.Equal(1, await RunAsync("record", Stream(vendor), "--out", Out));

        Assert.Contains("this page did not come", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("the vendor has more than was recorded", output.ToString(), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Out, "mappings")));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "old.json"), "{}", Stop);

        Assert.Equal(2, await RunAsync("record", "anything", "--out", Out));

        Assert.Equal($"ihub: '{Out}' is not empty; stub files of another recording would answer too, so name a folder that is new or empty\n", error.ToString());
    }

    [Fact]
    public async Task A_stream_that_calls_nobody_over_HTTP_has_nothing_to_record()
    {
        Write("permits.mapping.yaml", Mapping);
        Write("drop/permits.json", """[{"id":"A 1","title":"Garage","name":"Kanariella","state":"open"}]""");
        Write("drop.stream.yaml", "stream: permits\nsource: permits\nadapter: files\nmapping: permits\nconnection: { folder: drop, content: complete, format: json }\nread: { strategy: snapshot }\n");

        Assert.Equal(2, await RunAsync("record", Path.Combine(folder, "drop.stream.yaml"), "--out", Out));

        Assert.Equal("ihub: the adapter 'files' calls nobody over HTTP: it reads from this machine or from a database, and there is nothing to record\n", error.ToString());
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task A_replay_tells_each_call_with_its_stub_and_one_without_by_what_differs()
    {
        Write("stubs/mappings/one.json", """{ "request": { "method": "GET", "urlPath": "/cases", "queryParameters": { "page": { "equalTo": "1" } } }, "response": { "body": "one" } }""");
        Write("stubs/faults.json", """{ "faults": [ { "stub": "one", "calls": "2", "fault": "status", "status": 503 } ] }""");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var lines = new LineWriter();
        var replay = IhubCommand.RunAsync(["replay", Out, "--listen", "127.0.0.1:0", "--format", "json"], Toolbox.Standard, new Terminal(lines, error, colour: false), stop.Token);
        using var http = new HttpClient { BaseAddress = new Uri((string)JsonNode.Parse(await lines.NextAsync(Stop))!["address"]!) };

        Assert.Equal("one", await http.GetStringAsync(new Uri("/cases?page=1", UriKind.Relative), Stop));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("/cases?page=1", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"/cases?page=2&apiKey={Canary.Secret}&person={Canary.Number}", UriKind.Relative), Stop)).StatusCode);
        var told = new[] { await lines.NextAsync(Stop), await lines.NextAsync(Stop), await lines.NextAsync(Stop) };
        await stop.CancelAsync();

        Assert.Equal(0, await replay);
        Assert.Equal("""{"method":"GET","address":"/cases?page=1","status":200,"stub":"one","fault":null,"nearest":null,"differences":[]}""", told[0]);
        Assert.Contains("\"fault\":\"answers 503\"", told[1], StringComparison.Ordinal);
        Assert.Equal("""{"method":"GET","address":"/cases?page=2&apiKey=***&person=***","status":404,"stub":null,"fault":null,"nearest":"one","differences":[{"part":"query page","asked":"2","expected":"equalTo '1'"}]}""", told[2]);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_what_to_do()
    {
        Write("stubs/one.json", """{ "request": {}, "response": {} }""");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal(2, await RunAsync("replay", Out, "--listen", $"127.0.0.1:{port}"));

        Assert.StartsWith($"ihub: port {port} cannot be listened on: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Name another with --listen 127.0.0.1:PORT", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_passes_calls_on_and_records_them_without_what_their_callers_sign_in_with()
    {
        await using var vendor = await StartAsync(call => call.Path == "/denied" ? VendorAnswer.Only(401)
            : VendorAnswer.Json($$"""{"items":[{"id":"A 1","applicant":{"name":"{{Canary.Name}}","email":"{{Canary.Email}}"},"note":"{{Canary.FreeText}}","echo":"{{call.Headers.GetValueOrDefault("Authorization")}} {{call.Query.GetValueOrDefault("apiKey")}}"}],"next":"{{new Uri(new Uri($"http://{call.Headers["Host"]}"), "/cases?cursor=abc&apiKey=" + Canary.Secret)}}"}"""));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var lines = new LineWriter();
        var recording = IhubCommand.RunAsync(["record", "--proxy", vendor.Address.ToString(), "--listen", "127.0.0.1:0", "--out", Out], Toolbox.Standard, new Terminal(lines, error, colour: false), stop.Token);
        var address = (await lines.NextAsync(Stop)).Split(' ')[0];
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"hub:{Canary.Secret}")));

        var first = JsonNode.Parse(await http.GetStringAsync(new Uri($"/cases?since=2026-01-01&apiKey={Canary.Secret}", UriKind.Relative), Stop))!;
        Assert.StartsWith($"{address}/cases?cursor=abc", (string?)first["next"], StringComparison.Ordinal);
        await http.GetStringAsync((string)first["next"]!, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri("/denied", UriKind.Relative), Stop)).StatusCode);
        await stop.CancelAsync();

        Assert.Equal(0, await recording);
        Assert.Equal(3, vendor.Calls.Count);
        var files = string.Concat(Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories).Select(f => $"{f}\n{File.ReadAllText(f)}\n"));
        Assert.Empty(new CanarySearch(Canary.Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"hub:{Canary.Secret}"))).In("files", files).Leaks);
        Assert.Contains("\"next\":\"http://stubs.example/cases?cursor=abc", files, StringComparison.Ordinal);
        Assert.Contains("GET /denied was answered 401, which is no stub", files, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(Out, "mappings")).Count());
    }

    [Theory]
    [InlineData("--proxy nowhere", "ihub: --proxy 'nowhere' is no http or https address\n")]
    [InlineData("--proxy http://127.0.0.1:9 --listen 0.0.0.0:1", "ihub: --listen '0.0.0.0:1' is no address of this machine with a port: 127.0.0.1:8089\n")]
    [InlineData("--pages 2", "ihub: name a stream, or an address with --proxy\n")]
    [InlineData("--since yesterday", "ihub: --since 'yesterday' ")]
    public async Task What_cannot_be_recorded_is_told(string options, string told)
    {
        Assert.Equal(2, await RunAsync(["record", "--out", Out, .. options.Split(' ')]));

        Assert.StartsWith(told, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "127.0.0.1:0", 2, "ihub: there is no folder 'nowhere'\n")]
    [InlineData(null, "0.0.0.0:80", 2, "ihub: --listen '0.0.0.0:80' is no address of this machine with a port: 127.0.0.1:8089\n")]
    [InlineData(null, "127.0.0.1:0", 1, "bad.json:1:13: error IH4102: this is no JSON")]
    public async Task What_cannot_be_served_is_told(string? path, string listen, int code, string told)
    {
        Write("stubs/bad.json", """{ "request": """);

        Assert.Equal(code, await RunAsync("replay", path ?? Out, "--listen", listen));

        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_tells_what_is_wrong_with_stub_files()
    {
        await using var vendor = await StartAsync(call => Page(call));
        Write("stubs/mappings/bad.json", """{ "request": { "methd": "GET" }, "response": {} }""");

        Assert.Equal(2, await RunAsync("preview", Stream(vendor), "--stubs", Out));

        Assert.Contains("error IH4103: there is no key 'methd' here (did you mean 'method'?)", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(vendor.Calls);
    }

    const string Mapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source: { system: permits, format: json }
        identity: { key: id }
        codes:
          state: { map: { open: inProgress }, unknown: quarantine }
        fields:
          title: title
          status: state | lookup(state)
          confidentiality: const('open')
        lists:
          parties: { each: name | toList, fields: { name: it } }

        """;

    string Stream(ScriptedVendor vendor)
    {
        Write("permits.mapping.yaml", Mapping);
        Write("permits.stream.yaml", $$"""
            stream: permits
            source: permits
            adapter: http
            mapping: permits
            connection: { url: "{{new Uri(vendor.Address, "api")}}" }
            read: { strategy: cursor }
            retry: { attempts: 1 }
            http:
              auth: none
              list:
                get: /cases?since={since}&page={page}
                records: items
                paging: { by: page, end: { more: more } }
            """);
        return Path.Combine(folder, "permits.stream.yaml");
    }

    static VendorAnswer Page(VendorCall call) => VendorAnswer.Json($$"""{"items":[{"id":"A {{call.Query["page"]}}","title":"Garage","name":"{{Canary.Name}}","state":"open"}],"more":{{(call.Query["page"] == "1" ? "true" : "false")}}}""");

    static Task<ScriptedVendor> StartAsync(Func<VendorCall, VendorAnswer> script) => ScriptedVendor.StartAsync(TimeProvider.System, script);

    static byte[] Packed(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(body.Span);
        return packed.ToArray();
    }

    void Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    Task<int> RunAsync(params string[] args) => IhubCommand.RunAsync(args, Toolbox.Standard, new Terminal(output, error, colour: false), Stop);

    /// <summary>Hands over lines as they are written.</summary>
    sealed class LineWriter : TextWriter
    {
        readonly StringBuilder line = new();
        readonly System.Threading.Channels.Channel<string> lines = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value == '\n') lines.Writer.TryWrite(line.ToString().TrimEnd('\r'));
            if (value == '\n') line.Clear();
            else line.Append(value);
        }

        public async Task<string> NextAsync(CancellationToken cancellationToken) => await lines.Reader.ReadAsync(cancellationToken);
    }
}
