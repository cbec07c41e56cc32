using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IntegrationHub.AspNetCore;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sqlite;

namespace IntegrationHub.Server.Tests.Metrics;

/// <summary>The page docs/metrics.md, held to the instruments that there are.</summary>
public sealed partial class MetricsPageTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/metrics.md"));

    [Fact]
    public void The_page_lists_every_instrument_with_its_name_type_and_description_and_no_other()
    {
        var written = Row().Matches(Page).ToDictionary(row => row.Groups["name"].Value, row => (row.Groups["prometheus"].Value, row.Groups["type"].Value));

        Assert.Equal(Instruments().ToDictionary(i => i.Name, i => (PrometheusText.Name(i.Name, i.Unit, KindOf(i)), KindOf(i).ToString().ToLowerInvariant())), written);
    }

    [Fact]
    public void Every_instrument_says_what_it_is()
    {
        Assert.All(Instruments(), instrument =>
        {
            Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal);
            Assert.NotNull(instrument.Unit);
        });
    }

    /// <summary>The labels of each metric as the page has them, by the name that Prometheus knows.</summary>
    internal static IReadOnlyDictionary<string, string[]> Labels { get; } = Row().Matches(Page)
        .ToDictionary(row => row.Groups["prometheus"].Value, row => row.Groups["labels"].Value.Split(", ").Order(StringComparer.Ordinal).ToArray());

    static MetricKind KindOf(Instrument instrument) =>
        instrument is Histogram<double> ? MetricKind.Histogram : instrument is Counter<long> ? MetricKind.Counter : MetricKind.Gauge;

    static List<Instrument> Instruments()
    {
        foreach (var type in new[] { typeof(HubMeter), typeof(SqliteHubStore) }.SelectMany(t => t.Assembly.GetTypes()).Where(t => t.Name.EndsWith("Metrics", StringComparison.Ordinal)))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);

        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == HubMeter.Name) found.Add(instrument);
        };
        listener.Start();
        return found;
    }

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| `(?<name>integrationhub\.[a-z.]+)` \| `(?<prometheus>[a-z_]+)` \| (?<type>[a-z]+) \| (?<labels>[a-z, ]+) \| [A-Z].+\. \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
