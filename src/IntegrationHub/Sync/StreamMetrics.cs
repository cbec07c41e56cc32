using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Sync;

/// <summary>What a listener reads of each stream whenever it likes: how old what is known is, and what stands in quarantine.</summary>
/// <remarks>A listener must not wait for a store, so what was last known is kept here: noted when the hub starts, when a run ends, and whenever the streams are listed.</remarks>
static class StreamMetrics
{
    sealed record Known(DateTimeOffset? AsOf, long Quarantined, long HeldDeletes, int FailuresInARow, TimeProvider Time);

    static readonly ConcurrentDictionary<StreamKey, Known> Streams = new();

    static readonly ObservableGauge<double> Age = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.stream.age", () => Streams.Where(s => s.Value.AsOf is not null).Select(s => new Measurement<double>((s.Value.Time.GetUtcNow() - s.Value.AsOf!.Value).TotalSeconds, HubMeter.Of(s.Key))),
        "s", "How old what is known of a stream is: the time since the start of the last run that succeeded. Absent until one did.");

    static readonly ObservableGauge<long> Quarantined = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.stream.quarantine", () => Streams.Select(s => new Measurement<long>(s.Value.Quarantined, HubMeter.Of(s.Key))),
        "{record}", "Records in quarantine.");

    static readonly ObservableGauge<long> HeldDeletes = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.stream.held.deletes", () => Streams.Select(s => new Measurement<long>(s.Value.HeldDeletes, HubMeter.Of(s.Key))),
        "{case}", "Cases that a complete read did not hold, and that wait for somebody's decision.");

    static readonly ObservableGauge<int> Failures = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.stream.failures", () => Streams.Select(s => new Measurement<int>(s.Value.FailuresInARow, HubMeter.Of(s.Key))),
        "{run}", "How many runs in a row have failed.");

    /// <summary>Whether anybody listens.</summary>
    public static bool Wanted => Age.Enabled || Quarantined.Enabled || HeldDeletes.Enabled || Failures.Enabled;

    /// <summary>Takes note of what a store told.</summary>
    public static void Note(IEnumerable<StreamState> states, TimeProvider time)
    {
        foreach (var state in states)
        {
            var asOf = state.Checkpoint.FirstReadDone ? state.LastSuccessStartedAt : null;
            Streams[state.Stream] = new Known(asOf, state.Quarantined, state.HeldDeletes, state.FailuresInARow, time);
        }
    }
}
