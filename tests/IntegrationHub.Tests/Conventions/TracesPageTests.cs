using System.Reflection;
using System.Text.RegularExpressions;
using IntegrationHub.Diagnostics;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Conventions;

/// <summary>The page docs/traces.md, held to the spans that there are; that the attributes are those of the page, the canary's day proves.</summary>
public sealed partial class TracesPageTests
{
    [Fact]
    public void The_page_lists_every_span_and_no_other()
    {
        var page = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "traces.md"))).Select(row => row.Groups["name"].Value);

        var code = typeof(HubSpan).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => ((HubSpan)property.GetValue(null)!).Name);

        Assert.Equal(code.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(?<name>integrationhub\.[a-z.]+)` \|[a-zA-Z, -]*\| tenant, [a-z, ]+ \| [A-Z].+\. \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
