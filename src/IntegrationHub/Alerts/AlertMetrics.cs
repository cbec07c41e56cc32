using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Alerts;

/// <summary>How many alerts fire, and what came of telling.</summary>
static class AlertMetrics
{
    sealed record Channel(string Name, long Waiting, bool IsClosed);

    static readonly ConcurrentDictionary<TenantId, IReadOnlyDictionary<AlertRule, long>> Known = new();
    static readonly ConcurrentDictionary<TenantId, IReadOnlyList<Channel>> Channels = new();

    static readonly ObservableGauge<long> Firing = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.alerts.firing",
        () => Known.SelectMany(of => of.Value.Select(rule => new Measurement<long>(rule.Value, new(HubMeter.Tenant, of.Key.Value), new(HubMeter.Kind, EnumNames.Of(rule.Key))))),
        "{alert}", "Alerts that fire, by their rule.");

    static readonly ObservableGauge<long> Waiting = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.alerts.waiting", () => OfChannels(channel => channel.Waiting), "{message}", "Messages that a channel did not take and that are sent to it again.");

    static readonly ObservableGauge<long> Closed = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.alerts.closed", () => OfChannels(channel => channel.IsClosed ? 1 : 0), "{channel}", "Whether a channel wants nothing any more: 1 until a test is taken there.");

    static readonly Counter<long> Messages =
        HubMeter.Meter.CreateCounter<long>("integrationhub.alerts.messages", "{message}", "Messages that were sent, by their channel and what became of them.");

    public static void Note(TenantId tenant, AlertBook book, AlertSettings settings)
    {
        if (Waiting.Enabled || Closed.Enabled)
        {
            Channels[tenant] = [.. settings.Channels.Select(name =>
                new Channel(name, book.Messages.LongCount(message => message.Channel == name && message is { DueAt: not null, Fault: not null }), book.Closed.ContainsKey(name)))];
        }

        if (Firing.Enabled) Known[tenant] = settings.Rules.Keys.ToDictionary(rule => rule, rule => book.Alerts.LongCount(alert => alert.Rule == rule && alert.FiredAt is not null));
    }

    public static void Sent(TenantId tenant, string channel, string outcome)
    {
        if (Messages.Enabled) Messages.Add(1, new(HubMeter.Tenant, tenant.Value), new("channel", channel), new(HubMeter.Outcome, outcome));
    }

    static IEnumerable<Measurement<long>> OfChannels(Func<Channel, long> value) =>
        Channels.SelectMany(of => of.Value.Select(channel => new Measurement<long>(value(channel), new(HubMeter.Tenant, of.Key.Value), new("channel", channel.Name))));
}
