using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.WriteBack;

/// <summary>What is counted of commands to vendors, and what is last known of those that wait.</summary>
static class WriteMetrics
{
    static readonly Counter<long> Ends =
        HubMeter.Meter.CreateCounter<long>("integrationhub.outbox.sent", "{command}", "Attempts to carry a command out, by its kind and by where it stands after it.");

    static readonly ConcurrentDictionary<StreamKey, (OutboxQueue Queue, TimeProvider Time)> Queues = new();

    static readonly ObservableGauge<long> Waiting = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.outbox.waiting", () => Queues.Select(q => new Measurement<long>(q.Value.Queue.Waiting, HubMeter.Of(q.Key))), "{command}", "Commands on their way to the vendor.");

    static readonly ObservableGauge<double> Age = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.outbox.age", () => Queues.Select(q => new Measurement<double>(q.Value.Queue.OldestAt is { } at ? (q.Value.Time.GetUtcNow() - at).TotalSeconds : 0, HubMeter.Of(q.Key))),
        "s", "How long ago the oldest of them was asked for; 0 when there is none.");

    static readonly ObservableGauge<long> Dead = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.outbox.dead", () => Queues.Select(q => new Measurement<long>(q.Value.Queue.Dead, HubMeter.Of(q.Key))), "{command}", "Commands that wait for a person.");

    public static void Sent(StreamKey stream, WriteKind kind, WriteState state)
    {
        if (Ends.Enabled) Ends.Add(1, HubMeter.Of(stream).With(HubMeter.Kind, EnumNames.Of(kind)).With(HubMeter.Outcome, EnumNames.Of(state)));
    }

    /// <summary>Takes note of what a store told; streams that have none any more have none.</summary>
    public static void Note(TenantId tenant, IReadOnlyDictionary<StreamKey, OutboxQueue> queues, TimeProvider time)
    {
        if (!Waiting.Enabled && !Age.Enabled && !Dead.Enabled) return;

        foreach (var (stream, queue) in queues) Queues[stream] = (queue, time);
        foreach (var emptied in Queues.Keys.Where(stream => stream.Tenant == tenant && !queues.ContainsKey(stream))) Queues[emptied] = (OutboxQueue.Empty, time);
    }
}
