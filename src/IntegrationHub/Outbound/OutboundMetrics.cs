using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Outbound;

/// <summary>How vendors fare: how long they take, what they answer, how often they are asked again, and whether they are left alone.</summary>
static class OutboundMetrics
{
    static readonly ConcurrentDictionary<(TenantId Tenant, SourceId Source), Breaker> Breakers = new();

    static readonly Histogram<double> Duration =
        HubMeter.Meter.CreateHistogram("integrationhub.vendor.duration", "s", "How long a vendor took for one request, repeated ones included.", tags: null, HubMeter.LongTimes);

    static readonly Counter<long> Retries =
        HubMeter.Meter.CreateCounter<long>("integrationhub.vendor.retries", "{request}", "Requests that were sent again.");

    static readonly ObservableGauge<int> BreakerState = HubMeter.Meter.CreateObservableGauge(
        "integrationhub.vendor.breaker",
        () => Breakers.Select(line => new Measurement<int>((int)line.Value.State, new KeyValuePair<string, object?>(HubMeter.Tenant, line.Key.Tenant.Value), new(HubMeter.Source, line.Key.Source.Value))),
        "{state}", "Whether a vendor is asked: 0 as usual, 1 one request goes to see whether it is back, 2 it is left alone.");

    /// <summary>A vendor's breaker is to be seen from now on.</summary>
    public static void Watch(TenantId tenant, SourceId source, Breaker breaker) => Breakers[(tenant, source)] = breaker;

    /// <summary>A request ended.</summary>
    /// <param name="stream">Whose request.</param>
    /// <param name="outcome"><c>answered</c>, <c>stopped</c>, or the code of the fault.</param>
    /// <param name="took">How long it took.</param>
    public static void Called(StreamKey stream, string outcome, TimeSpan took)
    {
        if (Duration.Enabled) Duration.Record(took.TotalSeconds, HubMeter.Of(stream).With(HubMeter.Outcome, outcome));
    }

    /// <summary>A request is sent again.</summary>
    /// <param name="stream">Whose request.</param>
    /// <param name="code">The code of the outage before.</param>
    public static void Retry(StreamKey stream, string code)
    {
        if (Retries.Enabled) Retries.Add(1, HubMeter.Of(stream).With(HubMeter.Code, code));
    }
}
