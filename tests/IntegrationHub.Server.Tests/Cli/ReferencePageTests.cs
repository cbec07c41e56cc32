using IntegrationHub.Authoring;
using IntegrationHub.Cli;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>docs/reference, held to the code. To write it anew: <c>ihub reference --out docs/reference</c>.</summary>
public sealed class ReferencePageTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "docs", "reference");

    static readonly IReadOnlyList<(string Name, string Text)> Pages = ReferencePages.All([.. Toolbox.Standard.Adapters.Select(a => a.Manifest)], Toolbox.Standard.Functions);

    public static TheoryData<string> Names => [.. Pages.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_of_the_reference_is_what_the_code_says(string name) =>
        Assert.Equal(Pages.Single(p => p.Name == name).Text, File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n"));

    [Fact]
    public void The_reference_has_no_page_that_nothing_makes() =>
        Assert.Equal(Pages.Select(p => p.Name).Order(StringComparer.Ordinal), Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
}
