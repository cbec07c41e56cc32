using IntegrationHub.Tests.Shared;
using System.Text.RegularExpressions;

namespace IntegrationHub.Tests.Conventions;

/// <summary>The page docs/logs.md, held to what the code logs.</summary>
public sealed partial class LogPageTests
{
    [Fact]
    public void The_page_explains_every_log_line_and_no_other()
    {
        var page = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "logs.md"))).Select(row => (row.Groups["start"].Value, row.Groups["told"].Value.Trim())).ToList();
        var code = Repository.SourceFiles("src", "adapters")
            .SelectMany(file => Message().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))))
            .Select(m => $"| {m.Groups["number"].Value} | {m.Groups["level"].Value} | `{m.Groups["text"].Value}` |")
            .ToList();

        Assert.Empty(code.Except(page.Select(row => row.Item1)).Select(row => $"docs/logs.md lacks: {row} what it means, and what to do |"));
        Assert.Empty(page.Select(row => row.Item1).Except(code).Select(row => $"docs/logs.md has, and the code has not: {row}"));
        Assert.All(page, row => Assert.True(row.Item2.Length > 20, $"{row.Item1} says neither what it means nor what to do."));
        Assert.Equal(page.Select(row => row.Item1).Order(StringComparer.Ordinal), page.Select(row => row.Item1));
    }

    [GeneratedRegex("""\[LoggerMessage\((?<number>\d+), LogLevel\.(?<level>\w+), "(?<text>[^"]*)"\)\]""", RegexOptions.CultureInvariant)]
    private static partial Regex Message();

    [GeneratedRegex(@"^(?<start>\| \d+ \| \w+ \| `[^`]*` \|) (?<told>.*) \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
