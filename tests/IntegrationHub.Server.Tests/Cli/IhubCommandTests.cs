using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Cli;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Server.Tests.Cli;

public sealed class IhubCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-").FullName;
    readonly StringWriter output = new();
    readonly StringWriter error = new();

    public IhubCommandTests()
    {
        Write("permits.stream.yaml", Stream);
        Write("permits.mapping.yaml", "mapping: permits\n");
        Write("samples/one.json", """{ "nr": "B 1" }""");
        Write("tests/number.test.yaml", "tests:\n  - name: the number is the key\n    input: ../samples/one.json\n    expect: { key: B 1 }\n");
    }

    const string Stream = """
        stream: permits
        source: permits
        adapter: permits
        mapping: permits
        connection:
          url: https://permits.example/
        read:
          strategy: cursor

        """;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Lint_of_good_files_finds_nothing()
    {
        Assert.Equal(0, await RunAsync("lint", folder));

        Assert.Equal("3 files, nothing found\n", output.ToString());
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Lint_shows_the_line_with_a_caret_under_the_place()
    {
        Write("permits.stream.yaml", Stream.Replace("mapping: permits", "mapping: permit", StringComparison.Ordinal) + "limits:\n  timeuot: 30s\n");

        Assert.Equal(1, await RunAsync("lint", folder));

        Assert.Equal($"""
            {folder}/permits.stream.yaml:10:3: error IH5001: there is no key 'timeuot' under 'limits' (did you mean 'timeout'?)
              10 |   timeuot:
                 |   ^
            3 files: 1 error, 0 warnings

            """, output.ToString());
    }

    [Fact]
    public async Task Lint_for_programs_writes_one_array_and_nothing_else()
    {
        Write("permits.stream.yaml", Stream + "limits: { timeuot: 30s }\n");

        Assert.Equal(1, await RunAsync("lint", folder, "--format", "json"));

        using var json = JsonDocument.Parse(output.ToString());
        var finding = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(["file", "line", "column", "code", "severity", "message"], finding.EnumerateObject().Select(p => p.Name));
        Assert.Equal($"{folder}/permits.stream.yaml|9|11|IH5001|error|there is no key 'timeuot' under 'limits' (did you mean 'timeout'?)",
            string.Join('|', finding.EnumerateObject().Select(p => p.Value.ToString())));
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Lint_for_programs_writes_an_empty_array_when_nothing_is_found()
    {
        Assert.Equal(0, await RunAsync("lint", folder, "--format", "json"));

        Assert.Equal("[]\n", output.ToString());
    }

    [Fact]
    public async Task Warnings_are_findings_when_a_build_says_so()
    {
        Write("permits.stream.yaml", Stream + "schedule: { every: 1h }\nfreshness: { goal: 5m }\n");

        Assert.Equal(0, await RunAsync("lint", folder));
        Assert.Equal(1, await RunAsync("lint", folder, "--warnings-as-errors"));

        Assert.Contains("3 files: 0 errors, 1 warning", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_file_is_checked_with_what_lies_beside_it_and_its_own_findings_only()
    {
        Write("other.stream.yaml", "stream: other\n");

        Assert.Equal(0, await RunAsync("lint", Path.Combine(folder, "permits.stream.yaml")));

        Assert.Equal("1 file, nothing found\n", output.ToString());
    }

    [Theory]
    [InlineData("apiKey: hunter2")]
    [InlineData("apikey: hunter2")]
    [InlineData("apiKey: \"hunter2")]
    [InlineData("apiKey: |\n    hunter2")]
    [InlineData("apiKey: [hunter2, {")]
    [InlineData("url: https://a:hunter2@permits.example/")]
    [InlineData("<<: hunter2")]
    public async Task A_secret_written_into_a_stream_file_is_never_printed(string line)
    {
        Write("permits.stream.yaml", Stream.Replace("url: https://permits.example/", line, StringComparison.Ordinal));
        Write("flow.stream.yaml", $"stream: flow\nconection: {{ {line.ReplaceLineEndings(" ")} }}\nadapter: permitz\n");

        Assert.Equal(1, await RunAsync("lint", folder));
        await RunAsync("lint", folder, "--format", "json");
        await RunAsync("test", folder);

        Assert.DoesNotContain("hunter2", output.ToString() + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_of_a_file_do_not_reach_the_terminal()
    {
        Write("tests/number.test.yaml", "tests:\n  - name: \"\\e[2J gone\"\n    input: ../samples/one.json\n    expect: { key: B 2 }\n");

        Assert.Equal(1, await RunAsync("test", folder));

        Assert.DoesNotContain('\u001b', output.ToString());
    }

    [Theory]
    [InlineData("lint --fromat json", "ihub: there is no option '--fromat' (did you mean '--format'?)\n")]
    [InlineData("lint --format xml", "ihub: Argument 'xml' not recognized. Must be one of: 'text' 'json' 'github' 'sarif'\nTry: ihub lint --help\n")]
    [InlineData("lint nowhere", "ihub: there is no file or folder 'nowhere'\n")]
    [InlineData("lnit", null)]
    [InlineData("", null)]
    public async Task A_wrong_command_line_answers_two_and_writes_to_the_error_output_only(string line, string? expected)
    {
        Assert.Equal(2, await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal("", output.ToString());
        Assert.NotEqual("", error.ToString());
        if (expected is not null) Assert.Equal(expected, error.ToString());
    }

    [Fact]
    public async Task A_folder_without_files_is_no_success()
    {
        Directory.CreateDirectory(Path.Combine(folder, "empty"));

        Assert.Equal(2, await RunAsync("lint", Path.Combine(folder, "empty")));
        Assert.Equal(2, await RunAsync("test", Path.Combine(folder, "empty")));

        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task Test_counts_what_passed()
    {
        Assert.Equal(0, await RunAsync("test", folder));

        Assert.Equal($"{folder}/tests/number.test.yaml\n  passed  the number is the key\n1 passed, 0 failed\n", output.ToString());
    }

    [Fact]
    public async Task A_failing_test_tells_the_difference_and_what_the_mapping_said()
    {
        Write("tests/number.test.yaml", "tests:\n  - name: the number is another\n    input: ../samples/one.json\n    expect: { key: B 2 }\n");

        Assert.Equal(1, await RunAsync("test", folder));

        Assert.Equal($"""
            {folder}/tests/number.test.yaml
              FAILED  the number is another
                        key: expected 'B 2', got 'B 1'
                      the mapping said:
                        m:1:1: warning IH3110: type: dropped
            0 passed, 1 failed

            """, output.ToString());
    }

    [Fact]
    public async Task Test_for_programs_writes_one_array()
    {
        Assert.Equal(0, await RunAsync("test", folder, "--format", "json"));

        using var json = JsonDocument.Parse(output.ToString());
        var test = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("passed", test.GetProperty("outcome").GetString());
        Assert.Equal(2, test.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task A_test_file_that_cannot_be_read_fails_the_run()
    {
        Write("tests/number.test.yaml", "tests:\n  - name: a\n    input: ../samples/one.json\n    expects: { key: B 2 }\n");

        Assert.Equal(1, await RunAsync("test", folder));
        Assert.Equal(1, await RunAsync("lint", folder));

        Assert.Contains("IH4001", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "ihub lint --format json")]
    [InlineData("lint --help", "ihub lint mappings/byggr mappings/social --warnings-as-errors")]
    [InlineData("test --help", "ihub test mappings/byggr/tests/status.test.yaml")]
    public async Task Help_shows_examples(string line, string example)
    {
        Assert.Equal(0, await RunAsync(line.Split(' ')));

        Assert.Contains(example, output.ToString(), StringComparison.Ordinal);
    }

    Task<int> RunAsync(params string[] args) =>
        IhubCommand.RunAsync(args, new Toolbox([new NoAdapter()], Compile), new Terminal(output, error, colour: false), TestContext.Current.CancellationToken);

    void Write(string relative, string text)
    {
        var path = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    static KeyMapping Compile(MappingSource source, DiagnosticBag diagnostics) => new KeyMapping();

    sealed class NoAdapter : IAdapter
    {
        public AdapterManifest Manifest { get; } = new()
        {
            Name = "permits",
            Summary = "Reads nothing.",
            Contract = "None.",
            Settings = [new("url", SettingKind.Url, "The address."), new("apiKey", SettingKind.Secret, "The key.")],
            Strategies = [ReadStrategy.Cursor],
            PersonalData = [],
        };

        public ISource CreateSource(SourceContext context) => throw new InvalidOperationException("Nothing is to be read here.");
    }

    sealed class KeyMapping : IMapping
    {
        public string Name => "permits";

        public string Version => "1";

        public MappingTarget Target => MappingTarget.Case;

        public RecordFormat Format => RecordFormat.Json;

        public ReadOnlyMemory<byte> Fingerprint => new byte[16];

        public bool TryReadKey(SourceRecord record, out string key) => (key = "") is null;

        public MappingResult Map(SourceRecord record)
        {
            using var json = JsonDocument.Parse(record.Content);
            var number = json.RootElement.GetProperty("nr").GetString()!;
            return new MappingResult.MappedCase(new Case { Key = number, Reference = new CaseReference(new SourceId("permits"), number), Title = number }, null)
            {
                Notes = [new MappingNote("IH3110", "type", new Place("m", 1, 1), "dropped")],
            };
        }
    }
}
