using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Remapping;

/// <summary>What is counted of mapping again what is stored. Nothing is built while nobody listens.</summary>
static class RemapMetrics
{
    static readonly ConcurrentDictionary<StreamKey, RemapProgress> Streams = new();

    static readonly Counter<long> Records =
        HubMeter.Meter.CreateCounter<long>("integrationhub.remap.records", "{record}", "Stored records that were mapped again, by what became of them.");

    static readonly ObservableGauge<long> Left = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.remap.left", () => Streams.Select(s => new Measurement<long>(s.Value.Left, HubMeter.Of(s.Key))),
        "{record}", "Stored records that are still to be mapped again.");

    static readonly ObservableGauge<long> Old = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.remap.old", () => Streams.Select(s => new Measurement<long>(s.Value.StillOld, HubMeter.Of(s.Key))),
        "{record}", "Versions in the index that an earlier mapping made.");

    /// <summary>Takes note of what a store told.</summary>
    public static void Note(IReadOnlyDictionary<StreamKey, RemapProgress> progress)
    {
        if (!Left.Enabled && !Old.Enabled) return;
        foreach (var (stream, one) in progress) Streams[stream] = one;
    }

    /// <summary>Counts what one portion did.</summary>
    public static void Note(StreamKey stream, RemapProgress? before, RemapProgress after)
    {
        if (Left.Enabled || Old.Enabled) Streams[stream] = after;
        if (!Records.Enabled) return;

        if (before is null || before.BeganAt != after.BeganAt) before = new RemapProgress { To = after.To, BeganAt = after.BeganAt };
        Count(stream, "changed", after.Changed - before.Changed);
        Count(stream, "same", after.Same - before.Same);
        Count(stream, "held", after.Held - before.Held);
        Count(stream, "leftOut", after.LeftOut - before.LeftOut);
        Count(stream, "otherKey", after.OtherKey - before.OtherKey);
        Count(stream, "notOpened", after.NotOpened - before.NotOpened);
    }

    static void Count(StreamKey stream, string outcome, long records)
    {
        if (records > 0) Records.Add(records, HubMeter.Of(stream).With(HubMeter.Outcome, outcome));
    }
}
