using System.Text.Json.Nodes;
using IntegrationHub.Authoring;
using IntegrationHub.Cli;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>The schemas that <c>ihub schema</c> writes, held to the files of the repository and to what lint says.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Files => [.. new[] { "mappings", "examples", "tests", "src", "benchmarks" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && KindOf(file) is not null)
        // Templates have holes until they are filled in; the torture's stream files are of an adapter of its own besides.
        .Where(file => !file.Contains("Templates", StringComparison.Ordinal))
        .Where(file => !(file.Contains("Torture", StringComparison.Ordinal) && KindOf(file) == "stream"))
        .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_of_the_repository_is_right_by_its_schema(string file) =>
        Assert.Empty(Check(KindOf(file)!, File.ReadAllText(Path.Combine(Repository.Root, file))));

    [Fact]
    public void What_lint_calls_wrong_for_a_key_or_for_its_kind_is_wrong_by_its_schema_too()
    {
        string[] ofKeys = ["IH1101", "IH1102", "IH1103", "IH1104", "IH5001", "IH5002", "IH5003", "IH5004", "IH5005", "IH5006", "IH5010", "IH5011", "IH5012", "IH5013", "IH5014", "IH4001", "IH4002", "IH4003", "IH4004", "IH5301", "IH5303"];
        var entries = DiagnosticRegistry.All(Toolbox.Standard.Adapters.Select(a => a.Manifest));

        Assert.All(ofKeys, code =>
        {
            var file = entries.Single(e => e.Code == code).Example!.Files[0];
            Assert.True(Check(KindOf(file.Name)!, file.Text).Count > 0, $"{code}: lint calls the file wrong, and its schema does not:\n{file.Text}");
        });
    }

    [Theory]
    [InlineData("hub", "tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [a]\ndisclosure:\n  sources:\n    permits: { social: true, default: hidden }\n  limits:\n    - { atMost: existence, roles: [agent] }\n", true)]
    [InlineData("hub", "tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [a]\ndisclosure:\n  limits:\n    - { atMost: full }\n", false)]
    [InlineData("hub", "tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [a]\nquarantine: { keepFor: 90 }\n", false)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: event@1\nsource: { system: a, format: json }\nfields: { caseKey: a, id: b, at: c | datetime }\n", true)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: event@1\nsource: { system: a, format: json }\nidentity: { key: a }\nfields: { caseKey: a, id: b, at: c | datetime }\n", false)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: case@1\nsource: { system: a, format: json }\nidentity: { key: a }\nfields: { title: a, closedAt: null, attributes.x: 1, summary: { from: a, onError: null } }\n", true)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: case@1\nsource: { system: a, format: json }\nidentity: { key: a }\nfields: { title: a, summary: { from: a, onError: skip } }\n", false)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: case@1\nsource: { system: a, format: json }\nidentity: { key: a }\nfields: { title: a, fee: b }\n", false)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: contact@1\nsource: { system: a, format: json }\nidentity: { key: a }\nfields: { channel: a, startedAt: b, person.phone: { from: c, onError: null } }\nlists: { questions: { each: d, fields: { subject: e } } }\n", true)]
    [InlineData("mapping", "mapping: a\nversion: 1.0.0\ntarget: contact@1\nsource: { system: a, format: json }\nidentity: { key: a }\nfields: { channel: a, startedAt: b, title: c }\n", false)]
    [InlineData("test", "tests:\n  - { name: a, input: b, skipped: true, notes: [IH3205, { code: IH3102, field: a }] }\n", true)]
    [InlineData("test", "tests:\n  - { name: a, input: b, notes: [{ cod: IH3102 }] }\n", false)]
    [InlineData("stream", "stream: a\nsource: a\nadapter: open311\nmapping: a\nconnection: { url: \"${URL}\", maxRows: \"${ROWS}\" }\nread: { strategy: windowed, reread: { every: never } }\n", true)]
    [InlineData("stream", "stream: a\nsource: a\nadapter: open311\nmapping: a\nread: { strategy: windowed }\n", false)]
    [InlineData("stream", "stream: a\nsource: a\nadapter: open311\nmapping: a\nconnection: { url: \"https://a.example/\", folder: x }\nread: { strategy: windowed }\n", false)]
    public void A_file_is_right_by_its_schema_or_not(string kind, string text, bool isRight) => Assert.Equal(isRight, Check(kind, text).Count == 0);

    static IReadOnlyList<string> Check(string kind, string text)
    {
        var diagnostics = new DiagnosticBag();
        var node = YamlTreeReader.Read("file.yaml", text, diagnostics);
        Assert.Empty(diagnostics.All);
        return SchemaValidator.Check(Schemas[kind], SchemaValidator.Json(node));
    }

    static readonly Dictionary<string, JsonObject> Schemas =
        AuthoredFile.All.ToDictionary(f => f.Name, f => JsonNode.Parse(FileSchema.Of(f, [.. Toolbox.Standard.Adapters.Select(a => a.Manifest)]).ToJsonString())!.AsObject());

    static string? KindOf(string file) => AuthoredFile.All.FirstOrDefault(f => f.Files.StartsWith('*') ? file.EndsWith(f.Files[1..], StringComparison.Ordinal) : Path.GetFileName(file) == f.Files)?.Name;
}
