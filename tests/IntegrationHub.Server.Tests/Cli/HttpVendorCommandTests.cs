using System.Text.Json;
using IntegrationHub.Cli;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary><c>ihub preview</c>, <c>check</c> and <c>infer</c> on a vendor over real HTTP that a stream file describes, good and bad.</summary>
public sealed class HttpVendorCommandTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-http-").FullName;
    ReportsApi api = null!;
    string output = "";
    string error = "";

    public async ValueTask InitializeAsync()
    {
        api = await ReportsApi.StartAsync();
        Write("reports.stream.yaml", api.StreamFile());
        Write("reports.mapping.yaml", ReportsApi.Mapping);
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_preview_shows_calls_pages_and_cases_and_hides_who_they_are_of()
    {
        Assert.Equal(0, await RunAsync("preview", File("reports.stream.yaml"), "--pages", "2"));

        Assert.Contains($"GET {api.Address}/reports?page=1&size=2 200 application/json\npage 1: 2 records of 5; more follows\n", output, StringComparison.Ordinal);
        Assert.Contains("record 1 mapped\n", output, StringComparison.Ordinal);
        Assert.Contains("  title: 'Lamp 1'\n", output, StringComparison.Ordinal);
        Assert.Contains("  parties[0].name: ••• (17 characters)\n", output, StringComparison.Ordinal);
        Assert.EndsWith("nobody maps or ignores: registered (in 4)\n4 records: 4 mapped; nothing was written\n", output, StringComparison.Ordinal);
        NothingPersonal();
    }

    [Fact]
    public async Task A_preview_for_programs_is_one_object()
    {
        Assert.Equal(0, await RunAsync("preview", File("reports.stream.yaml"), "--format", "json"));

        using var json = JsonDocument.Parse(output);
        Assert.Equal((2, 5), (json.RootElement.GetProperty("pages")[0].GetProperty("records").GetInt32(), json.RootElement.GetProperty("pages")[0].GetProperty("total").GetInt32()));
        Assert.Equal(2, json.RootElement.GetProperty("outcomes").GetProperty("mapped").GetInt32());
        NothingPersonal();
    }

    [Fact]
    public async Task A_check_of_a_good_stream_has_a_tick_at_each_step()
    {
        Assert.Equal(0, await RunAsync("check", File("reports.stream.yaml")));

        Assert.Equal(
            $"""
            ✓ the files: {File("reports.stream.yaml")}, mapping reports 1.0.0
            ✓ settings and secrets: token (secret), url
            ✓ connection and sign-in: GET {api.Address}/reports?page=1&size=2 200
            ✓ a page: 2 records of 5
            ✓ the mapping: 2 mapped
            ? fields that are left: nobody maps or ignores registered

            """, output);
        Assert.Equal("", error);
    }

    [Fact]
    public async Task A_check_for_programs_is_one_array()
    {
        Assert.Equal(0, await RunAsync("check", File("reports.stream.yaml"), "--format", "json"));

        using var json = JsonDocument.Parse(output);
        Assert.Equal(["good", "good", "good", "good", "doubt"], json.RootElement.EnumerateArray().Select(s => s.GetProperty("outcome").GetString()));
    }

    [Theory]
    [InlineData("path", "✗ a page: IH6305: connection.url: ", "Compare connection.url and the path with the vendor's documentation")]
    [InlineData("port", "✗ connection: IH6002: ", "Is the system up, and is the port right?")]
    [InlineData("token", "✗ sign-in: IH6301: connection.token: ", "")]
    [InlineData("html", "✗ a page: IH6101: ", "does a sign-in or error page stand before it?")]
    [InlineData("count", "✗ a page: IH6101: ", "no number of records")]
    [InlineData("records", "✗ a page: IH6101: ", "was expected to hold records at 'items'")]
    [InlineData("down", "✗ a page: IH6003: ", "")]
    public async Task What_is_wrong_at_the_vendor_is_told_by_the_step_that_fails_with_what_to_do(string trouble, string step, string remedy)
    {
        switch (trouble)
        {
            case "path": Write("reports.stream.yaml", api.StreamFile(url: $"{api.Address}/v2")); break;
            case "port": Write("reports.stream.yaml", api.StreamFile(url: "http://127.0.0.1:1/api")); break;
            case "token": api.Vendor.Answer(_ => VendorAnswer.Json("""{"error":"token of Tolvan Tolvansson expired"}""", 401)); break;
            case "html": api.Vendor.Answer(_ => VendorAnswer.Of("<html><body>Logga in, Tolvan Tolvansson</body></html>", "text/html")); break;
            case "count": api.Vendor.Answer(_ => VendorAnswer.Json("""{"total":"many","next":null,"items":[]}""")); break;
            case "records": api.Vendor.Answer(_ => VendorAnswer.Json("""{"total":1,"next":null,"reports":[]}""")); break;
            case "down": api.Vendor.Answer(_ => VendorAnswer.Only(502)); break;
        }

        Assert.Equal(1, await RunAsync("check", File("reports.stream.yaml")));

        var last = output.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith(step, last, StringComparison.Ordinal);
        Assert.Contains(remedy, last, StringComparison.Ordinal);
        NothingPersonal();
        Assert.Equal(1, await RunAsync("preview", File("reports.stream.yaml")));
        Assert.Contains("this page did not come: ", output, StringComparison.Ordinal);
        Assert.EndsWith("0 records: none came; nothing was written\n", output, StringComparison.Ordinal);
        NothingPersonal();
    }

    [Fact]
    public async Task A_page_that_no_longer_fits_the_mapping_is_told_by_field_code_and_place()
    {
        api.Vendor.Answer(_ => VendorAnswer.Json($$"""{"total":2,"next":null,"items":[{{ReportsApi.Row(1).Replace("NEW", "PARKED", StringComparison.Ordinal)}},{{ReportsApi.Row(2).Replace("changed", "changedAt", StringComparison.Ordinal)}}]}"""));

        Assert.Equal(1, await RunAsync("check", File("reports.stream.yaml")));

        Assert.Contains("✗ the mapping: 1 of 2 records would be quarantined: 1 × ", output, StringComparison.Ordinal);
        Assert.Contains("reports.mapping.yaml:14:19: error IH3102: status: code 'PARKED' is not in table 'status'", output, StringComparison.Ordinal);
        Assert.Contains("? codes: no row for status: 'PARKED' ×1; add them to the code tables\n", output, StringComparison.Ordinal);
        NothingPersonal();
    }

    [Fact]
    public async Task A_stream_that_there_is_not_and_a_secret_without_a_value_are_told()
    {
        Assert.Equal(2, await RunAsync("check", "report", "--hub", File("hub.yaml")));
        Write("reports.stream.yaml", api.StreamFile().Replace(ReportsApi.Variable, "IHUB_TEST_NOT_THERE", StringComparison.Ordinal));
        Assert.Equal(1, await RunAsync("check", File("reports.stream.yaml")));

        Assert.EndsWith("✗ settings and secrets: IH5021: connection.token needs the secret 'IHUB_TEST_NOT_THERE', which has no value; give it as an environment variable of that name\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_api_becomes_a_stream_that_reads_all_its_pages_and_a_mapping_of_what_came()
    {
        var code = await RunAsync("infer", "--url", $"{api.Address}/reports?page=1&size=2", "--header", $"Authorization: Bearer ${{secret:{ReportsApi.Variable}}}", "--out", File("draft"), "--name", "reports");

        Assert.True(code == 0, output + error);
        Assert.Contains("read as the stream file says: 3 pages, 2 + 2 + 1 records of 5; nothing follows\n5 records of Json from 'items': 5 are mapped", output, StringComparison.Ordinal);
        var stream = System.IO.File.ReadAllText(File("draft/reports.stream.yaml")).Split('\n');
        Assert.All(
            (string[])["  token: \"${secret:IHUB_TEST_REPORTS_TOKEN}\"", "  auth: bearer", "    get: \"/reports?size={size}\"", "    records: items", "    total: total", "    paging: { by: next, at: next }", "  strategy: snapshot", "    size: 2"],
            line => Assert.Contains(line, stream));
        Assert.Equal(0, await RunAsync("lint", File("draft")));
        Assert.Equal(0, await RunAsync("check", File("draft/reports.stream.yaml")));
        Assert.DoesNotContain(ReportsApi.Token, string.Concat(Directory.EnumerateFiles(File("draft"), "*", SearchOption.AllDirectories).Select(System.IO.File.ReadAllText)), StringComparison.Ordinal);
        NothingPersonal();
    }

    [Fact]
    public async Task A_stream_that_is_described_gives_its_mapping_from_what_it_reads()
    {
        System.IO.File.Delete(File("reports.mapping.yaml"));

        Assert.Equal(0, await RunAsync("infer", "--stream", File("reports.stream.yaml"), "--out", File("draft"), "--format", "json"));

        using var json = JsonDocument.Parse(output);
        Assert.Equal((5, 5), (json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("mapped").GetInt32()));
        Assert.Contains("  key: id", System.IO.File.ReadAllText(File("draft/reports.mapping.yaml")).Split('\n'));
    }

    [Theory]
    [InlineData("api/reports", null, "the system does not accept who calls. Give what it wants: --header")]
    [InlineData("api/nothing", "Bearer ${secret:IHUB_TEST_REPORTS_TOKEN}", "api/nothing answers 404: nothing is there; compare the path with the system's documentation")]
    [InlineData("api/reports?token=abc", null, "the parameter 'token' of --url seems to be a secret")]
    [InlineData("api/reports?name=Tolvan", null, "the parameter 'name' of --url could be a person's")]
    [InlineData("api/reports", "Bearer abc", "--header Authorization seems to hold a secret")]
    [InlineData("api/reports", "Bearer ${secret:IHUB_TEST_NOT_THERE}", "--header Authorization needs the secret 'IHUB_TEST_NOT_THERE', which has no value")]
    [InlineData("api/reports", "Digest ${secret:IHUB_TEST_REPORTS_TOKEN}", "beside a secret nothing can stand but Bearer")]
    public async Task What_cannot_be_asked_is_told_and_nothing_is_written(string path, string? authorization, string told)
    {
        string[] header = authorization is null ? [] : ["--header", $"Authorization: {authorization}"];

        Assert.Equal(2, await RunAsync(["infer", "--url", new Uri(api.Vendor.Address, path).ToString(), .. header, "--out", File("draft"), "--name", "reports"]));

        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(File("draft")));
    }

    [Theory]
    [InlineData("<html><body>Sign in</body></html>", "the answer is a page of HTML or XML")]
    [InlineData("", "the answer is empty")]
    [InlineData("""{"total":0,"items":[]}""", "the answer holds no list of records")]
    [InlineData("""{"id":1,"state":"NEW"}""", "the answer holds no list of records")]
    [InlineData("""{"total":1,"items":[{"id":1}""", "the sample cannot be read as what it begins like: JSON")]
    public async Task An_answer_that_holds_nothing_to_infer_from_is_told(string answer, string told)
    {
        api.Vendor.Answer(_ => VendorAnswer.Of(answer, "text/html"));

        Assert.Equal(2, await RunAsync("infer", "--url", $"{api.Address}/reports", "--out", File("draft"), "--name", "reports"));

        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    void NothingPersonal() => Assert.All((string[])["Tolvan", "Andersson", "070-174", ReportsApi.Token], personal => Assert.DoesNotContain(personal, output + error, StringComparison.Ordinal));

    string File(string relative) => Path.Combine(folder, relative);

    void Write(string relative, string text) => System.IO.File.WriteAllText(File(relative), text);

    async Task<int> RunAsync(params string[] args)
    {
        var (written, wrong) = (new StringWriter(), new StringWriter());
        var code = await IhubCommand.RunAsync(args, Toolbox.Standard, new Terminal(written, wrong, colour: false), TestContext.Current.CancellationToken);
        (output, error) = (written.ToString(), wrong.ToString());
        return code;
    }
}
