using IntegrationHub.Tests.Shared;
using System.Text.RegularExpressions;

namespace IntegrationHub.Tests.Conventions;

public sealed partial class HouseTests
{
    static readonly string[] Adapters =
        ["IntegrationHub.Adapters.ByggR", "IntegrationHub.Adapters.Files", "IntegrationHub.Adapters.Http", "IntegrationHub.Adapters.Open311", "IntegrationHub.Adapters.OpenEPlatform", "IntegrationHub.Adapters.Sql"];

    static readonly Dictionary<string, string[]> MayRefer = new()
    {
        ["IntegrationHub.Abstractions"] = [],
        ["IntegrationHub.AdapterKit"] = ["IntegrationHub.Abstractions"],
        ["IntegrationHub"] = ["IntegrationHub.Abstractions", "IntegrationHub.AdapterKit"],
        ["IntegrationHub.Sqlite"] = ["IntegrationHub"],
        ["IntegrationHub.PostgreSql"] = ["IntegrationHub"],
        ["IntegrationHub.Client"] = ["IntegrationHub.Abstractions"],
        ["IntegrationHub.Testing"] = ["IntegrationHub", "IntegrationHub.Sqlite", "IntegrationHub.Testing.Vendors"],
        ["IntegrationHub.Testing.Vendors"] = ["IntegrationHub.Abstractions"],
        ["IntegrationHub.AspNetCore"] = ["IntegrationHub"],
        ["IntegrationHub.Quartz"] = ["IntegrationHub"],
        ["IntegrationHub.OpenTelemetry"] = ["IntegrationHub"],
        ["IntegrationHub.Hangfire"] = ["IntegrationHub.AspNetCore"],
        ["IntegrationHub.Console"] = ["IntegrationHub.AspNetCore"],
        ["IntegrationHub.Torture"] = ["IntegrationHub", "IntegrationHub.PostgreSql", "IntegrationHub.Quartz", "IntegrationHub.Sqlite"],
        ["IntegrationHub.Workshop"] = ["IntegrationHub", "IntegrationHub.Testing.Vendors"],
        ["ContactCentre"] = ["IntegrationHub.Client"],
        ["ModelMunicipality"] = ["IntegrationHub.AspNetCore", "IntegrationHub.Client", "IntegrationHub.Console", "IntegrationHub.OpenTelemetry", "IntegrationHub.Quartz", "IntegrationHub.Sqlite", .. Adapters],
        ["IntegrationHub.Cli"] = ["IntegrationHub", "IntegrationHub.Installation", "IntegrationHub.PostgreSql", "IntegrationHub.Sqlite", "IntegrationHub.Testing.Vendors", "IntegrationHub.Torture", "IntegrationHub.Workshop"],
        ["IntegrationHub.Installation"] = ["IntegrationHub", "IntegrationHub.PostgreSql", "IntegrationHub.Sqlite", "IntegrationHub.Workshop", .. Adapters],
        ["IntegrationHub.Server"] = ["IntegrationHub.AspNetCore", "IntegrationHub.Console", "IntegrationHub.Installation", "IntegrationHub.OpenTelemetry", "IntegrationHub.Quartz"],
    };

    [Fact]
    public void Dependencies_point_inward()
    {
        var wrong = Repository.References
            .SelectMany(project => project.Value.Except(Allowed(project.Key)).Select(reference => $"{project.Key} refers to {reference}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_source_file_is_short_enough_to_hold_one_story()
    {
        var tooLong = Repository.SourceFiles("src", "adapters", "examples")
            .Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > 400);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void A_file_has_one_namespace_for_all_of_it_and_its_usings_stand_before_it()
    {
        var wrong = Repository.SourceFiles("src", "adapters", "examples", "tests", "benchmarks")
            .Where(file => BlockOrLateUsing().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file))));

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_type_is_named_after_nothing()
    {
        var vague = Repository.SourceFiles("src", "adapters", "examples")
            .Where(file => VagueName().IsMatch(Path.GetFileNameWithoutExtension(file)));

        Assert.Empty(vague);
    }

    [Fact]
    public void Logs_are_written_through_numbered_messages_only()
    {
        var direct = Repository.SourceFiles("src", "adapters")
            .Where(file => DirectLog().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file))));

        Assert.Empty(direct);
    }

    [Fact]
    public void A_log_message_number_is_used_once()
    {
        var doubled = Repository.SourceFiles("src", "adapters")
            .SelectMany(file => LoggerNumber().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(m => (Number: m.Groups[1].Value, File: file)))
            .GroupBy(use => use.Number)
            .Where(uses => uses.Count() > 1)
            .Select(uses => $"{uses.Key}: {string.Join(", ", uses.Select(use => use.File).Distinct())}");

        Assert.Empty(doubled);
    }

    static string[] Allowed(string project) =>
        project.StartsWith("IntegrationHub.Adapters.", StringComparison.Ordinal)
            ? ["IntegrationHub.Abstractions", "IntegrationHub.AdapterKit"]
            : MayRefer.TryGetValue(project, out var allowed) ? allowed : [];

    [GeneratedRegex(@"^namespace [\w.]+\s*\{|^namespace [\w.]+;[\s\S]*?^using [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex BlockOrLateUsing();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Utility|Utilities|Data|Base)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex DirectLog();

    [GeneratedRegex(@"\[LoggerMessage\((\d+)")]
    private static partial Regex LoggerNumber();
}
