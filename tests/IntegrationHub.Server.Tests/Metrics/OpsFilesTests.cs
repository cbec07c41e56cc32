using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Server.Tests.Metrics;

/// <summary>The files for Grafana and Prometheus, held to the metrics and labels that docs/metrics.md has, and that the code has by its own test.</summary>
public sealed partial class OpsFilesTests
{
    static readonly string Root = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../..");

    [Fact]
    public void The_dashboard_asks_for_metrics_and_labels_that_there_are()
    {
        var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "ops/grafana/integration-hub.json"))).RootElement;
        var panels = dashboard.GetProperty("panels").EnumerateArray().ToList();

        AssertKnown([.. panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)]);
        Assert.All(panels, panel => Assert.NotEmpty(panel.GetProperty("description").GetString()!));
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    [Fact]
    public void No_two_panels_of_the_dashboard_lie_upon_each_other()
    {
        var places = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "ops/grafana/integration-hub.json"))).RootElement.GetProperty("panels").EnumerateArray()
            .Select(panel => panel.GetProperty("gridPos")).Select(at => (X: at.GetProperty("x").GetInt32(), Y: at.GetProperty("y").GetInt32(), W: at.GetProperty("w").GetInt32(), H: at.GetProperty("h").GetInt32())).ToList();

        Assert.All(places, a => Assert.True(a.X + a.W <= 24));
        Assert.Empty(places.SelectMany((a, i) => places.Skip(i + 1).Where(b => a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H)));
    }

    [Fact]
    public void The_rules_ask_for_metrics_and_labels_that_there_are_and_say_what_they_are()
    {
        var diagnostics = new DiagnosticBag();
        var file = YamlTreeReader.Read("rules.yaml", File.ReadAllText(Path.Combine(Root, "ops/prometheus/integration-hub.rules.yaml")), diagnostics);
        Assert.Empty(diagnostics.All);
        var rules = ((YamlList)((YamlMap)((YamlList)((YamlMap)file!)["groups"]!.Value).Items[0])["rules"]!.Value).Items.Cast<YamlMap>().ToList();

        AssertKnown([.. rules.Select(rule => Text(rule, "expr"))]);
        Assert.All(rules, rule => Assert.StartsWith("IntegrationHub", Text(rule, "alert"), StringComparison.Ordinal));
        Assert.Equal(rules.Count, rules.Select(rule => Text(rule, "alert")).Distinct().Count());
        Assert.All(rules, rule => Assert.Contains(Text((YamlMap)rule["labels"]!.Value, "severity"), new[] { "critical", "warning" }));
        Assert.All(rules, rule => Assert.NotEmpty(Text((YamlMap)rule["annotations"]!.Value, "summary")));
    }

    /// <summary>Prometheus itself carries them out, where there is one: <c>promtool test rules</c>.</summary>
    [Fact]
    public void Each_rule_is_shown_when_it_fires_and_its_example_asks_for_metrics_and_labels_that_there_are()
    {
        var names = Alert().Matches(File.ReadAllText(Path.Combine(Root, "ops/prometheus/integration-hub.rules.yaml"))).Select(match => match.Groups["name"].Value).ToList();
        var examples = File.ReadAllText(Path.Combine(Root, "ops/prometheus/integration-hub.rules.test.yaml"));

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches($@"- alertname: {name}\n +eval_time: \S+\n +exp_alerts: \[ {{", examples));
        Assert.All(Series().Matches(examples), series =>
        {
            var (name, plain) = (series.Groups["name"].Value, Suffix().Replace(series.Groups["name"].Value, ""));
            var labels = MetricsPageTests.Labels.GetValueOrDefault(name) ?? MetricsPageTests.Labels[plain];
            Assert.Empty(Label().Matches(series.Groups["labels"].Value).Select(label => label.Groups["name"].Value).Except([.. labels, "instance", "le"]));
        });
    }

    static void AssertKnown(IReadOnlyList<string> expressions)
    {
        Assert.All(expressions, expression =>
        {
            Assert.Equal(expression.Count(c => c is '(' or '{' or '['), expression.Count(c => c is ')' or '}' or ']'));
            var metrics = Metric().Matches(expression);
            Assert.NotEmpty(metrics);
            Assert.All(metrics, metric =>
            {
                var name = metric.Groups["name"].Value;
                var known = MetricsPageTests.Labels.TryGetValue(name, out var labels) || (Suffix().Replace(name, "") is var plain && plain != name && MetricsPageTests.Labels.TryGetValue(plain, out labels));
                Assert.True(known, $"There is no metric {name}.");
                Assert.All(Label().Matches(metric.Groups["labels"].Value), label => Assert.Contains(label.Groups["name"].Value, labels!));
            });
            var by = By().Matches(expression).SelectMany(match => match.Groups["labels"].Value.Split(", "));
            Assert.Empty(by.Except(metrics.SelectMany(metric => MetricsPageTests.Labels.GetValueOrDefault(metric.Groups["name"].Value) ?? MetricsPageTests.Labels[Suffix().Replace(metric.Groups["name"].Value, "")]).Append("le")));
        });
    }

    static string Text(YamlMap map, string key) => ((YamlText)map[key]!.Value).Text;

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"- alert: (?<name>\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"series: '(?<name>integrationhub_[a-z_]+)\{(?<labels>[^}]*)\}")]
    private static partial Regex Series();

    [GeneratedRegex(@"(?<name>integrationhub_[a-z_]+)(\{(?<labels>[^}]*)\})?")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<name>[a-z]+)(=~|!=|=)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"by \((?<labels>[a-z, ]+)\)")]
    private static partial Regex By();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
