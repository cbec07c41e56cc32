namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>The page docs/adapter-conformance.md, held to what the suite tries.</summary>
public sealed class ConformanceDocTests
{
    [Fact]
    public void The_page_names_every_behaviour_with_its_tests()
    {
        var page = File.ReadAllLines(Path.Combine(Open311.PlayedYearTests.Repository(), "docs", "adapter-conformance.md"));
        var rows = Behaviours.All.Select(b => $"| {b.Number} | {b.Words} | {(b.Tests.Count == 0 ? $"— {Behaviours.Elsewhere[b.Number]}" : string.Join(", ", b.Tests.Select(t => t.Replace('_', ' ').ToLowerInvariant())))} |").ToList();

        Assert.Empty(rows.Except(page).Select(row => $"docs/adapter-conformance.md lacks: {row}"));
        Assert.Equal(rows, page.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])));
    }

    [Fact]
    public void What_the_suite_does_not_try_is_said_with_its_reason() =>
        Assert.Equal(Behaviours.All.Where(b => b.Tests.Count == 0).Select(b => b.Number), Behaviours.Elsewhere.Keys.Order());

    [Fact]
    public void Every_capability_is_explained()
    {
        var page = File.ReadAllText(Path.Combine(Open311.PlayedYearTests.Repository(), "docs", "adapter-conformance.md"));

        Assert.All(Enum.GetNames<Capability>(), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_is_the_one_that_is_run_from_the_packages()
    {
        var root = Open311.PlayedYearTests.Repository();
        var page = File.ReadAllText(Path.Combine(root, "docs", "adapter-conformance.md"));
        var example = page[page.IndexOf("sealed class PermitsSubject", StringComparison.Ordinal)..];
        example = example[..example.IndexOf("```", StringComparison.Ordinal)].Trim();

        Assert.Contains(example, File.ReadAllText(Path.Combine(root, "tests", "AdapterAuthor", "PermitsConformance.cs")), StringComparison.Ordinal);
    }
}
