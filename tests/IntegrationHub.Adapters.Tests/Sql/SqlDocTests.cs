using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>What the page on the section <c>sql</c> shows is right.</summary>
public sealed partial class SqlDocTests
{
    const string Least = "stream: s\nsource: s\nadapter: sql\nmapping: m\nconnection: { connectionString: \"${secret:DB}\" }\nread: { strategy: cursor }\n";
    const string Needed = "  driver: postgresql\n  list: { query: 'select id from a where changed > @since', key: id }\n";

    static readonly string Page = File.ReadAllText(FileAbove("docs", "sql-adapter.md"));

    [Fact]
    public void Every_example_is_a_section_without_mistakes()
    {
        var examples = Yaml().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        Assert.True(examples.Count >= 4, "The page shows fewer examples than it should.");
        foreach (var example in examples)
        {
            var text = example.StartsWith("stream:", StringComparison.Ordinal) ? example : Least + example.Replace("sql:\n", $"sql:\n{Needed}", StringComparison.Ordinal);
            var diagnostics = new DiagnosticBag();
            StreamFileReader.Read("f", text, [new SqlAdapter().Manifest], diagnostics);
            Assert.True(diagnostics.All.Count == 0, $"{text}\n{string.Join('\n', diagnostics.All)}");
        }
    }

    [Theory]
    [InlineData(Parameter.Since)]
    [InlineData(Parameter.Until)]
    [InlineData(Parameter.After)]
    [InlineData(Parameter.AfterKey)]
    [InlineData(Parameter.Size)]
    [InlineData(Parameter.Key)]
    [InlineData(Parameter.Keys)]
    public void Every_parameter_is_explained(string parameter) => Assert.Matches($@"(?m)^\| .*`@{parameter}`", Page);

    static string FileAbove(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine([folder.FullName, .. path]) is var file && File.Exists(file)) return file;

        throw new FileNotFoundException(Path.Combine(path));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
