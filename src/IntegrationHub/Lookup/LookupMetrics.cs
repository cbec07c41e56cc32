using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Lookup;

/// <summary>How many look-ups there were of which kind, what came of them, and how long they took.</summary>
static class LookupMetrics
{
    static readonly Histogram<double> Duration =
        HubMeter.Meter.CreateHistogram("integrationhub.lookup.duration", "s", "How long look-ups took, the audit included.", tags: null, HubMeter.ShortTimes);

    /// <summary>Measures a look-up; what it throws is told by its kind and goes on.</summary>
    public static async ValueTask<LookupAnswer> MeasureAsync(TenantId tenant, LookupBy by, TimeProvider time, Func<ValueTask<LookupAnswer>> lookUp)
    {
        if (!Duration.Enabled && !HubTraces.Wanted) return await lookUp();

        var began = time.GetTimestamp();
        var outcome = "failed";
        using var span = HubTraces.Begin(HubSpan.Lookup, tenant);
        try
        {
            var answer = await lookUp();
            outcome = answer.Full.Any() ? "full" : answer.Cases.Count > 0 ? "existence" : "none";
            return answer;
        }
        catch (Exception e) when (e is LookupInvalidException or LookupDeniedException or OperationCanceledException)
        {
            outcome = e switch { LookupInvalidException => "invalid", LookupDeniedException => "refused", _ => "cancelled" };
            throw;
        }
        finally
        {
            // A kind that nobody declared comes from a caller, and has no label of its own.
            var kind = Enum.IsDefined(by) ? EnumNames.Of(by) : "unknown";
            span?.SetTag(HubMeter.Kind, kind).EndedAs(outcome);
            if (Duration.Enabled) Duration.Record(time.GetElapsedTime(began).TotalSeconds, new(HubMeter.Tenant, tenant.Value), new(HubMeter.Kind, kind), new(HubMeter.Outcome, outcome));
        }
    }
}
