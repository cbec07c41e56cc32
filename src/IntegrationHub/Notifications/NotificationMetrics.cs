using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Notifications;

/// <summary>What is counted of notifications, and what is last known of those that wait.</summary>
static class NotificationMetrics
{
    const string Reason = "reason";

    static readonly Counter<long> Received =
        HubMeter.Meter.CreateCounter<long>("integrationhub.notifications.received", "{notification}", "Notifications that came in and were accepted, by what became of them.");

    static readonly Counter<long> Refusals =
        HubMeter.Meter.CreateCounter<long>("integrationhub.notifications.refused", "{notification}", "Notifications that were refused, by why.");

    static readonly Counter<long> Settled =
        HubMeter.Meter.CreateCounter<long>("integrationhub.notifications.read", "{notification}", "Notifications that are done or were put aside, by how.");

    static readonly ConcurrentDictionary<StreamKey, (NotificationQueue Queue, TimeProvider Time)> Queues = new();

    static readonly ObservableGauge<long> Waiting = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.notifications.waiting", () => Queues.Select(q => new Measurement<long>(q.Value.Queue.Waiting, HubMeter.Of(q.Key))), "{notification}", "Notifications whose case has not been read yet, or is to be read once more when its stream's settle time has passed.");

    static readonly ObservableGauge<double> Age = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.notifications.age", () => Queues.Select(q => new Measurement<double>(q.Value.Queue.OldestAt is { } at ? (q.Value.Time.GetUtcNow() - at).TotalSeconds : 0, HubMeter.Of(q.Key))),
        "s", "How long the oldest of them has waited; 0 when none does.");

    static readonly ObservableGauge<long> Dead = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.notifications.dead", () => Queues.Select(q => new Measurement<long>(q.Value.Queue.Dead, HubMeter.Of(q.Key))), "{notification}", "Notifications that were put aside as dead letters.");

    public static void Came(StreamKey stream, NotificationReceipt receipt)
    {
        if (receipt.Refusal is { } why)
        {
            if (Refusals.Enabled) Refusals.Add(1, HubMeter.Of(stream).With(Reason, EnumNames.Of(why)));
        }
        else if (Received.Enabled)
        {
            Received.Add(1, HubMeter.Of(stream).With(HubMeter.Outcome, EnumNames.Of(receipt.Outcome)));
        }
    }

    public static void Read(StreamKey stream, long read, long unknown)
    {
        if (!Settled.Enabled) return;
        if (read > 0) Settled.Add(read, HubMeter.Of(stream).With(HubMeter.Outcome, "read"));
        if (unknown > 0) Settled.Add(unknown, HubMeter.Of(stream).With(HubMeter.Outcome, "unknown"));
    }

    public static void Died(StreamKey stream, long dead)
    {
        if (Settled.Enabled) Settled.Add(dead, HubMeter.Of(stream).With(HubMeter.Outcome, "dead"));
    }

    /// <summary>Takes note of what a store told; streams that have none any more have none.</summary>
    public static void Note(TenantId tenant, IReadOnlyDictionary<StreamKey, NotificationQueue> queues, TimeProvider time)
    {
        if (!Waiting.Enabled && !Age.Enabled && !Dead.Enabled) return;

        foreach (var (stream, queue) in queues) Queues[stream] = (queue, time);
        foreach (var emptied in Queues.Keys.Where(stream => stream.Tenant == tenant && !queues.ContainsKey(stream))) Queues[emptied] = (NotificationQueue.Empty, time);
    }
}
