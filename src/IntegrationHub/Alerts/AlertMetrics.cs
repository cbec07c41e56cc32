using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Alerts;

/// <summary>How many alerts fire, and what came of telling.</summary>
static class AlertMetrics
{
    static readonly ConcurrentDictionary<TenantId, IReadOnlyDictionary<AlertRule, long>> Known = new();

    static readonly ObservableGauge<long> Firing = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.alerts.firing",
        () => Known.SelectMany(of => of.Value.Select(rule => new Measurement<long>(rule.Value, new(HubMeter.Tenant, of.Key.Value), new(HubMeter.Kind, EnumNames.Camel(rule.Key.ToString()))))),
        "{alert}", "Alerts that fire, by their rule.");

    static readonly Counter<long> Messages =
        HubMeter.Meter.CreateCounter<long>("integrationhub.alerts.messages", "{message}", "Messages that were sent, by their channel and what became of them.");

    public static void Note(TenantId tenant, AlertBook book, AlertSettings settings)
    {
        if (Firing.Enabled) Known[tenant] = settings.Rules.Keys.ToDictionary(rule => rule, rule => book.Alerts.LongCount(alert => alert.Rule == rule && alert.FiredAt is not null));
    }

    public static void Sent(TenantId tenant, string channel, string outcome)
    {
        if (Messages.Enabled) Messages.Add(1, new(HubMeter.Tenant, tenant.Value), new("channel", channel), new(HubMeter.Outcome, outcome));
    }
}
