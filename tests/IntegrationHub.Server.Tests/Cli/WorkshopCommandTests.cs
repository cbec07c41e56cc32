using System.Text.Json;
using IntegrationHub.Cli;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>The verbs of authors of mappings, as somebody types them: exit codes, help, JSON for programs, and what makes no sense.</summary>
public sealed class WorkshopCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-workshop-").FullName;
    string output = "";
    string error = "";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("explain", "ihub explain mappings/byggr --record permits.xml --each arende --number 2 --field status")]
    [InlineData("diff", "ihub diff new/byggr --records building-permits")]
    [InlineData("infer", "ihub infer --samples export.csv --out mappings/permits")]
    [InlineData("preview", "ihub preview building-permits --pages 3 --records 200 --since 30d")]
    [InlineData("check", "ihub check fault-reports --records 500")]
    [InlineData("new", "ihub new mapping fault-reports --out mappings/fault-reports")]
    [InlineData("functions", "ihub functions")]
    [InlineData("schema", "ihub schema")]
    [InlineData("streams drift", "ihub streams drift byggr-permits --accept")]
    [InlineData("streams remap", "ihub streams remap byggr-permits")]
    public async Task Every_verb_teaches_itself_with_examples(string verb, string example)
    {
        Assert.Equal(0, await RunAsync([.. verb.Split(' '), "--help"]));

        Assert.Contains("Examples:\n", output, StringComparison.Ordinal);
        Assert.Contains(example, output, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("explain", "IH2003", "--format", "json")]
    [InlineData("explain", "--format", "json")]
    [InlineData("functions", "--format", "json")]
    [InlineData("schema", "mapping")]
    public async Task What_is_written_for_programs_is_one_value_and_nothing_else(params string[] args)
    {
        Assert.Equal(0, await RunAsync(args));

        Assert.True(JsonDocument.Parse(output).RootElement.ValueKind is JsonValueKind.Array or JsonValueKind.Object);
        Assert.Equal("", error);
    }

    [Fact]
    public async Task A_new_mapping_lints_passes_its_tests_and_is_never_written_over()
    {
        Assert.Equal(0, await RunAsync("new", "mapping", "fault-reports", "--out", In("faults")));
        Assert.EndsWith($"next: ihub lint {In("faults")} && ihub test {In("faults")} --coverage\n", output, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("lint", In("faults"), "--warnings-as-errors"));
        Assert.Equal(0, await RunAsync("test", In("faults"), "--format", "json"));
        Assert.NotEmpty(JsonDocument.Parse(output).RootElement.EnumerateArray());

        Assert.Equal(2, await RunAsync("new", "mapping", "fault-reports", "--out", In("faults")));
        Assert.Contains("is there already; nothing is overwritten", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'Fault_Reports' is no name: lower-case letters", "new", "mapping", "Fault_Reports")]
    [InlineData("Argument 'maping' not recognized", "new", "maping", "faults")]
    [InlineData("there is no file or folder '{folder}/nowhere'", "explain", "{folder}/nowhere", "--record", "x.json")]
    [InlineData("--record is for a mapping", "explain", "--record", "x.json")]
    [InlineData("there is no stream 'nothing'; there are faults", "preview", "nothing", "--hub", "{folder}/hub.yaml")]
    [InlineData("--pages and --records are at least 1", "preview", "x", "--pages", "0")]
    [InlineData("--reveal shows personal data, so it is for a terminal only", "preview", "x", "--reveal")]
    [InlineData("--since 'soon'", "preview", "x", "--since", "soon")]
    [InlineData("give --samples, --url, both of them, or --stream", "infer")]
    [InlineData("--header goes with --url", "infer", "--samples", "x", "--header", "A: b")]
    [InlineData("--url is an absolute address that begins with https://", "infer", "--url", "reports", "--name", "x")]
    [InlineData("what is sent to the address of --url can be read on the way; use https", "infer", "--url", "http://faults.example/reports", "--name", "x")]
    [InlineData("holds a user name or a password; take them out", "infer", "--url", "https://anna:pw@faults.example/reports", "--name", "x")]
    [InlineData("there is no file 'nowhere.csv'", "infer", "--samples", "nowhere.csv", "--name", "x")]
    [InlineData("there is no time zone 'Sundby'", "infer", "--samples", "{folder}/x", "--name", "x", "--zone", "Sundby")]
    [InlineData("there is no file 'nowhere.stream.yaml'", "infer", "--stream", "nowhere.stream.yaml")]
    public async Task What_makes_no_sense_is_told_on_the_error_output_and_answered_with_two(string told, params string[] args)
    {
        Write("x", "a;b\n1;2\n");
        await RunAsync("new", "mapping", "faults", "--out", In("faults"));
        Write("hub.yaml", "tenant: sundby\ntimezone: Europe/Stockholm\nkeys: ../hub.keys\nstreams: [faults]\n");
        string Here(string text) => text.Replace("{folder}", folder, StringComparison.Ordinal);

        Assert.Equal(2, await RunAsync([.. args.Select(Here)]));

        Assert.Equal("", output);
        Assert.Contains(Here(told), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_is_explained_for_programs_as_one_value()
    {
        await RunAsync("new", "mapping", "faults", "--out", In("faults"));

        Assert.Equal(0, await RunAsync("explain", In("faults"), "--record", In("faults/samples/one.json"), "--format", "json"));

        using var json = JsonDocument.Parse(output);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        Assert.Equal(2, await RunAsync("explain", In("faults"), "--record", In("faults/samples/one.json"), "--field", "titel"));
        Assert.Contains("titel", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saved_answers_of_an_api_give_its_stream_without_a_call()
    {
        var answers = new[] { 1, 2 }.Select(page => Write($"page{page}.json", ReportsApi.Page(page))).ToArray();

        Assert.Equal(0, await RunAsync(["infer", "--samples", .. answers, "--url", "https://faults.sundby.example/api/reports?page=1&size=2", "--header", "X-Api-Key: ${secret:NOT_SET_ANYWHERE}", "--out", In("faults"), "--format", "json"]));

        using var json = JsonDocument.Parse(output);
        Assert.Equal((4, "items"), (json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("each").GetString()));
        var stream = await File.ReadAllLinesAsync(In("faults/faults.stream.yaml"), TestContext.Current.CancellationToken);
        Assert.All(
            (string[])["  url: \"https://faults.sundby.example/api\"", "  key: \"${secret:NOT_SET_ANYWHERE}\"", "  auth: { by: key, in: header, name: \"X-Api-Key\" }", "    get: \"/reports?page={page}&size={size}\"", "    paging: { by: page, end: { next: next } }"],
            line => Assert.Contains(line, stream));
        Assert.Equal(0, await RunAsync("lint", In("faults")));
    }

    [Fact]
    public async Task A_changed_mapping_reaches_the_index_with_remap_and_drift_is_told_and_accepted()
    {
        using var hub = new HubOnDisk();
        hub.Write("streams/permits.stream.yaml", $"{File.ReadAllText(hub.In("streams/permits.stream.yaml"))}confidentiality:\n  floor: open\n");
        hub.Drop(HubOnDisk.Permits);
        await hub.RunAsync("sync");
        Assert.Equal(0, await hub.RunAsync("streams", "remap", "permits"));
        hub.Write("streams/permits.mapping.yaml", File.ReadAllText(hub.In("streams/permits.mapping.yaml")).Replace("1.0.0", "1.1.0", StringComparison.Ordinal).Replace("title: Title", "title: Title | upper", StringComparison.Ordinal));

        Assert.Equal(0, await hub.RunAsync("streams", "remap", "permits", "--format", "json"));
        using var remapped = JsonDocument.Parse(hub.Output);
        Assert.Equal((2, 0, "1.1.0"), (remapped.RootElement.GetProperty("changed").GetInt32(), remapped.RootElement.GetProperty("stillOld").GetInt32(), remapped.RootElement.GetProperty("version").GetString()));

        Assert.Equal(1, await hub.RunAsync("streams", "drift", "permits", "--format", "json"));
        using var drift = JsonDocument.Parse(hub.Output);
        Assert.Equal(("newCode", "Dozing"), drift.RootElement.GetProperty("findings")[0] is var finding ? (finding.GetProperty("kind").GetString(), finding.GetProperty("code").GetString()) : default);
        Assert.Equal(0, await hub.RunAsync("streams", "drift", "permits", "--accept"));
        Assert.Equal(0, await hub.RunAsync("streams", "drift", "permits"));
        Assert.EndsWith("all is as the mapping expects.\n", hub.Output, StringComparison.Ordinal);

        Assert.Equal(2, await hub.RunAsync("streams", "remap", "permit"));
        Assert.Contains("there is no stream 'permit' (did you mean 'permits'?)", hub.Error, StringComparison.Ordinal);
    }

    string In(string relative) => Path.Combine(folder, relative);

    string Write(string relative, string text)
    {
        File.WriteAllText(In(relative), text);
        return In(relative);
    }

    async Task<int> RunAsync(params string[] args)
    {
        var (written, wrong) = (new StringWriter(), new StringWriter());
        var code = await IhubCommand.RunAsync(args, Toolbox.Standard, new Terminal(written, wrong, colour: false), TestContext.Current.CancellationToken);
        (output, error) = (written.ToString(), wrong.ToString());
        return code;
    }
}
