using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IntegrationHub.AspNetCore;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>The page docs/http-api.md, held to what the server does.</summary>
public sealed partial class HttpApiPageTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/http-api.md"));

    [Fact]
    public void The_page_names_every_problem_with_its_status_and_no_other()
    {
        var written = ProblemLine().Matches(Page).Select(m => (m.Groups["code"].Value, int.Parse(m.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(AllProblems().Select(p => (p.Code, p.Status)).Order(), written.Order());
    }

    [Fact]
    public void No_two_problems_share_a_code()
    {
        var codes = AllProblems().Select(p => p.Code).ToList();

        Assert.Equal(codes.Distinct().Count(), codes.Count);
    }

    static IEnumerable<HubProblem> AllProblems() => typeof(HubProblems)
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Select(make => (HubProblem)make.Invoke(null, [.. make.GetParameters().Select(Something)])!);

    static object Something(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) ? "x"
        : parameter.ParameterType == typeof(long) ? 1L
        : parameter.ParameterType == typeof(IEnumerable<string>) || parameter.ParameterType == typeof(IReadOnlyList<string>) ? Array.Empty<string>()
        : Array.Empty<HubProblemPart>();

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| (?<code>IH7\d{3}) \| (?<status>\d{3}) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ProblemLine();
}
