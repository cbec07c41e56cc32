using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Audit;

/// <summary>How long the audit keeps answers waiting.</summary>
static class AuditMetrics
{
    static readonly Histogram<double> Duration =
        HubMeter.Meter.CreateHistogram("integrationhub.audit.duration", "s", "How long it took until the audit's lines of an answer were durable.", tags: null, HubMeter.ShortTimes);

    /// <summary>Writes the lines, and measures it.</summary>
    public static async ValueTask AppendMeasuredAsync(this IAuditLog audit, TenantId tenant, IReadOnlyList<AuditLine> lines, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var outcome = "failed";
        using var span = HubTraces.Begin(HubSpan.Audit, tenant)?.SetTag("lines", lines.Count);
        try
        {
            await audit.AppendAsync(tenant, lines, cancellationToken);
            outcome = "written";
        }
        finally
        {
            span.EndedAs(outcome);
            if (Duration.Enabled) Duration.Record(time.GetElapsedTime(began).TotalSeconds, new(HubMeter.Tenant, tenant.Value), new(HubMeter.Outcome, outcome));
        }
    }
}
