using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Storage.Writing;

/// <summary>What the store writes, by table. A file can hold several municipalities, so no label names one.</summary>
static class StoreMetrics
{
    static readonly Meter Meter = new(HubMeter.Name);

    static readonly Counter<long> Rows =
        Meter.CreateCounter<long>("integrationhub.store.rows", "{row}", "Rows that were inserted, updated and deleted in committed transactions.");

    public static void Written(string table, long rows)
    {
        if (rows > 0 && Rows.Enabled) Rows.Add(rows, new KeyValuePair<string, object?>("table", table));
    }
}
