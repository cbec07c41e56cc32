using IntegrationHub.Tests.Shared;
using System.Text.RegularExpressions;

namespace IntegrationHub.Tests.Conventions;

/// <summary>docs/promises.md names the tests that prove each promise; a test that was renamed or deleted must not go on standing there.</summary>
public sealed partial class PromisesPageTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/promises.md"));

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var sources = Repository.SourceFiles("tests").Concat(Repository.SourceFiles("src"))
            .ToLookup(Path.GetFileNameWithoutExtension, file => File.ReadAllText(Path.Combine(Repository.Root, file)));

        var missing = Named().Matches(Page)
            .Where(named => !sources[named.Groups["class"].Value].Any(text => text.Contains($" {named.Groups["test"].Value}(", StringComparison.Ordinal)))
            .Select(named => named.Value);

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8), InlineData(9)]
    public void Every_promise_has_what_keeps_it_and_what_proves_it(int number)
    {
        var promise = Page.Split("\n## ").Single(section => section.StartsWith($"R{number} ", StringComparison.Ordinal));

        Assert.Contains("*Kept by*", promise, StringComparison.Ordinal);
        Assert.True(Named().Count(promise[promise.IndexOf("*Proved by*", StringComparison.Ordinal)..]) >= 3);
    }

    [GeneratedRegex("`(?<class>[A-Z]\\w+)\\.(?<test>[A-Z]\\w+_\\w+)`")]
    private static partial Regex Named();
}
