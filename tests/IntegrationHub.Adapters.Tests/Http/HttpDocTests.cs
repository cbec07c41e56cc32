using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>The page that explains the section: its examples are read; and its codes, which ihub explains.</summary>
public sealed partial class HttpDocTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(Repository, "docs", "http-adapter.md"));

    static string Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "IntegrationHub.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no IntegrationHub.sln above the tests.");
            return folder;
        }
    }

    [Fact]
    public void Every_example_is_right()
    {
        var examples = Example().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        Assert.True(examples.Count > 10);

        foreach (var example in examples)
        {
            var diagnostics = new DiagnosticBag();
            var node = (YamlTreeReader.Read("example", example, diagnostics) as YamlMap)?["http"]?.Value;
            new HttpSection().Describe(node, new Place("example", 1, 1), ReadStrategy.Snapshot, diagnostics);
            Assert.True(diagnostics.All.Count == 0, $"{example}\n{string.Join('\n', diagnostics.All)}");
        }
    }

    [Fact]
    public void Every_code_of_its_own_is_explained_and_no_other()
    {
        var codes = typeof(HttpCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal);

        Assert.Equal(codes, HttpDiagnostics.All.Select(e => e.Code));
    }

    [Fact]
    public void Every_way_to_sign_in_and_to_turn_pages_is_explained()
    {
        foreach (var name in EnumNames.Of(typeof(AuthKind)).Concat(EnumNames.Of(typeof(PagingKind)))) Assert.Matches($@"(?m)^\| `[^`]*\b{name}\b[^`]*` \|", Page);
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
