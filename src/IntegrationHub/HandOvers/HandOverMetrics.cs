using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.HandOvers;

/// <summary>How much the units have in hand. Labels are the units' codes of the municipality's own list, never a name.</summary>
static class HandOverMetrics
{
    const string Unit = "unit";
    const string Elsewhere = "other";

    static readonly ConcurrentDictionary<TenantId, IReadOnlyList<UnitCount>> Known = new();

    static readonly ObservableGauge<long> Open = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.handovers.open", () => Of(count => count.Waiting + count.Accepted), "{handover}", "Callbacks and hand-overs that are not done, by the unit that has them in hand.");

    static readonly ObservableGauge<long> Overdue = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.handovers.overdue", () => Of(count => count.Overdue), "{handover}", "Those of them that are past their time, by the unit that has them in hand.");

    public static void Note(TenantId tenant, IReadOnlyList<UnitCount> counts, HandOverOptions options)
    {
        if (!Open.Enabled && !Overdue.Enabled) return;

        // A unit that was taken out of the list is told together with others of its kind: what a key or a label holds was written by nobody of ours.
        var known = options.Units.Keys.ToDictionary(unit => unit, unit => new UnitCount(unit, 0, 0, 0), StringComparer.Ordinal);
        foreach (var count in counts)
        {
            var unit = options.Units.ContainsKey(count.Unit) ? count.Unit : Elsewhere;
            var before = known.GetValueOrDefault(unit) ?? new UnitCount(unit, 0, 0, 0);
            known[unit] = new UnitCount(unit, before.Waiting + count.Waiting, before.Accepted + count.Accepted, before.Overdue + count.Overdue);
        }

        Known[tenant] = [.. known.Values];
    }

    static IEnumerable<Measurement<long>> Of(Func<UnitCount, long> count) =>
        Known.SelectMany(of => of.Value.Select(unit => new Measurement<long>(count(unit), new(HubMeter.Tenant, of.Key.Value), new(Unit, unit.Unit))));
}
