using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Drift;

/// <summary>In how many ways records are not what their mapping expects, as last known in this process.</summary>
static class DriftMetrics
{
    static readonly ConcurrentDictionary<StreamKey, IReadOnlyDictionary<DriftKind, int>> Streams = new();

    static readonly ObservableGauge<int> Findings = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.stream.drift",
        () => from stream in Streams
              from kind in Enum.GetValues<DriftKind>()
              select new Measurement<int>(stream.Value.GetValueOrDefault(kind), HubMeter.Of(stream.Key).With(HubMeter.Kind, EnumNames.Of(kind))),
        "{finding}", "Fields and codes that are not what the mapping expects, by what they are.");

    public static void Note(StreamKey stream, IReadOnlyList<DriftFinding> findings)
    {
        if (Findings.Enabled) Streams[stream] = findings.CountBy(f => f.Kind).ToDictionary();
    }
}
