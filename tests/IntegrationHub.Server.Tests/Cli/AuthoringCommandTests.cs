using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Cli;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>What <c>ihub</c> tells authors of files: lint for machines, explain, functions, schema.</summary>
public sealed class AuthoringCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-").FullName;
    readonly StringWriter output = new();
    readonly StringWriter error = new();

    const string Mapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source: { system: permits, format: json }
        identity: { key: id }
        fields:
          title: name | lowr
          openedAt: opened | datetime

        """;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Lint_for_a_code_host_is_a_SARIF_log_with_the_rules_that_were_broken()
    {
        Write("permits.mapping.yaml", Mapping);

        Assert.Equal(1, await RunAsync("lint", folder, "--format", "sarif"));

        var log = JsonNode.Parse(output.ToString())!;
        var run = log["runs"]![0]!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        Assert.Equal(["IH2003", "IH2020"], run["tool"]!["driver"]!["rules"]!.AsArray().Select(r => (string?)r!["id"]));
        Assert.All(run["tool"]!["driver"]!["rules"]!.AsArray(), rule => Assert.False(string.IsNullOrEmpty((string?)rule!["help"]!["text"])));
        var results = run["results"]!.AsArray();
        Assert.Equal([("IH2003", 0, "error"), ("IH2020", 1, "warning")], results.Select(r => ((string)r!["ruleId"]!, (int)r["ruleIndex"]!, (string)r["level"]!)));
        Assert.Equal("there is no function 'lowr' (did you mean 'lower'?)", (string?)results[0]!["message"]!["text"]);
        var place = results[0]!["locations"]![0]!["physicalLocation"]!;
        Assert.Equal(new Uri(Path.Combine(folder, "permits.mapping.yaml")).AbsoluteUri, (string?)place["artifactLocation"]!["uri"]);
        Assert.Equal((7, 17), ((int)place["region"]!["startLine"]!, (int)place["region"]!["startColumn"]!));
    }

    [Fact]
    public async Task Lint_as_SARIF_is_a_log_without_results_when_nothing_is_found()
    {
        Write("permits.mapping.yaml", Mapping.Replace("lowr", "lower", StringComparison.Ordinal) + "requireOffset: true\n");

        Assert.Equal(0, await RunAsync("lint", folder, "--format", "sarif"));

        Assert.Empty(JsonNode.Parse(output.ToString())!["runs"]![0]!["results"]!.AsArray());
    }

    [Fact]
    public async Task Lint_for_a_workflow_is_one_annotation_a_line_and_no_text_of_a_file_can_begin_another()
    {
        Write("a,b.mapping.yaml", Mapping.Replace("{ key: id }", "{ key: id, \"100%\\n::error::x\": y }", StringComparison.Ordinal));

        Assert.Equal(1, await RunAsync("lint", folder, "--format", "github"));

        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"::error file={folder}/a%2Cb.mapping.yaml,line=5,col=22,title=IH1101::there is no key '100%25%0A::error::x' under 'identity'", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"::error file={folder}/a%2Cb.mapping.yaml,line=7,col=17,title=IH2003::", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"::warning file={folder}/a%2Cb.mapping.yaml,line=8,col=22,title=IH2020::", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_of_a_hub_checks_who_may_know_of_what_against_the_sources_of_its_streams()
    {
        Write("streams/permits.mapping.yaml", Mapping.Replace("lowr", "lower", StringComparison.Ordinal) + "requireOffset: true\n");
        Write("streams/permits.stream.yaml", "stream: permits\nsource: permits\nadapter: files\nmapping: permits\nconnection: { folder: drop, content: complete, format: json }\nread: { strategy: snapshot }\n");
        Write("hub.yaml", "tenant: sundby\ntimezone: Europe/Stockholm\nkeys: ../hub.keys\nstreams: [streams]\ndisclosure:\n  sources:\n    permitz: { default: hidden }\n");

        Assert.Equal(1, await RunAsync("lint", folder));

        Assert.Contains($"{folder}/hub.yaml:7:5: error IH5302: no stream reads a source 'permitz' (did you mean 'permits'?)", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IH2003")]
    [InlineData("ih2003")]
    [InlineData("2003")]
    public async Task Explain_tells_what_a_code_means_shows_it_and_says_what_to_do(string code)
    {
        Assert.Equal(0, await RunAsync("explain", code));

        Assert.Equal("IH2003  A function that there is not.\n\nWhat to do: Correct its name; ihub functions lists them all.\n\nAn example:\n  fields:\n    openedAt: opened | datetime | addDay(1)\n", output.ToString());
    }

    [Fact]
    public async Task Explain_without_a_code_lists_all_of_them()
    {
        Assert.Equal(0, await RunAsync("explain"));

        Assert.Contains("Records\n  IH3001  ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  IH6999  ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain IH2099", "ihub: there is no code 'IH2099' (did you mean 'IH2009'?)\n")]
    [InlineData("explain IH7001", "ihub: there is no code 'IH7001': the codes of the HTTP API's problems are in docs/http-api.md\n")]
    [InlineData("functions lowr", "ihub: there is no function 'lowr' (did you mean 'lower'?)\n")]
    [InlineData("functions --functions nowhere.dll", "ihub: there is no file 'nowhere.dll'; --functions names an assembly, NAME.dll\n")]
    [InlineData("schema", "ihub: name one of stream, mapping, test, hub, or a folder for all of them with --out\n")]
    public async Task What_there_is_not_is_told_on_the_error_output(string line, string expected)
    {
        Assert.Equal(2, await RunAsync(line.Split(' ')));

        Assert.Equal("", output.ToString());
        Assert.Equal(expected, error.ToString());
    }

    [Fact]
    public async Task Functions_are_listed_by_what_they_are_about_and_one_is_explained()
    {
        Assert.Equal(0, await RunAsync("functions"));
        Assert.Equal(0, await RunAsync("functions", "pad"));

        Assert.Contains("Text\n  x | trim ", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("x | pad(length, with?)  gives string\nFilled up in front to so many characters; with zeros unless told.\n\n  '42' | pad(6)  →  000042\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_of_a_function_gives_what_it_says()
    {
        Assert.Equal(0, await RunAsync("functions", "--check"));

        Assert.EndsWith("examples give what they say, 0 do not\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_of_an_assembly_are_listed_and_lint_knows_them()
    {
        Write("permits.mapping.yaml", Mapping.Replace("name | lowr", "name | shout('!')", StringComparison.Ordinal) + "requireOffset: true\n");
        var assembly = typeof(Shout).Assembly.Location;

        Assert.Equal(1, await RunAsync("lint", folder));
        Assert.Equal(0, await RunAsync("lint", folder, "--functions", assembly));
        Assert.Equal(0, await RunAsync("functions", "shout", "--check", "--functions", assembly));

        Assert.EndsWith("1 file, nothing found\n1 examples give what they say, 0 do not\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_without_functions_is_told()
    {
        Assert.Equal(2, await RunAsync("functions", "--functions", typeof(Xunit.Assert).Assembly.Location));

        Assert.Contains("can hold no adapter and no function", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schemas_are_written_into_a_folder()
    {
        Assert.Equal(0, await RunAsync("schema", "--out", Path.Combine(folder, "schemas")));

        Assert.Equal(["hub", "mapping", "stream", "test"], Directory.EnumerateFiles(Path.Combine(folder, "schemas")).Select(f => Path.GetFileName(f).Split('.')[0]).Order(StringComparer.Ordinal));
        using var stream = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "schemas", "stream.schema.json"), TestContext.Current.CancellationToken));
        Assert.Equal("How often it is read. Unless set: 5m.", stream.RootElement.GetProperty("properties").GetProperty("schedule").GetProperty("properties").GetProperty("every").GetProperty("description").GetString());
    }

    void Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    Task<int> RunAsync(params string[] args) => IhubCommand.RunAsync(args, Toolbox.Standard, new Terminal(output, error, colour: false), TestContext.Current.CancellationToken);
}
