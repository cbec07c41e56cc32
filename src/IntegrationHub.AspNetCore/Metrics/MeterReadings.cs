using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using Microsoft.Extensions.Options;

namespace IntegrationHub.AspNetCore;

/// <summary>Listens to the hub's meter and to the runtime's, and keeps the sums that <c>/metrics</c> tells.</summary>
/// <remarks>Of the hub's numbers only those of its own municipality are kept: another hub in the same process has readings of its own.</remarks>
sealed class MeterReadings : IDisposable
{
    const string Runtime = "System.Runtime";

    readonly Lock gate = new();
    readonly SortedDictionary<string, Metric> metrics = new(StringComparer.Ordinal);
    readonly MeterListener listener = new();
    readonly string tenant;
    readonly bool sharesProcess;

    public MeterReadings(IHub hub, IOptions<IntegrationHubApiOptions> options)
    {
        sharesProcess = options.Value.SharesProcess;
        tenant = hub.Tenant.Value;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name is HubMeter.Name or Runtime && Metric.Of(instrument) is { } metric) listening.EnableMeasurementEvents(instrument, Kept(metric));
        };
        listener.SetMeasurementEventCallback<long>((_, value, labels, metric) => Take((Metric)metric!, value, labels));
        listener.SetMeasurementEventCallback<int>((_, value, labels, metric) => Take((Metric)metric!, value, labels));
        listener.SetMeasurementEventCallback<double>((_, value, labels, metric) => Take((Metric)metric!, value, labels));
        listener.Start();
    }

    /// <summary>Everything, as Prometheus reads it.</summary>
    public string Tell()
    {
        lock (gate)
        {
            // What is observed is asked anew: a stream that is no more has no value.
            foreach (var metric in metrics.Values) metric.Observe();
            listener.RecordObservableInstruments();

            var text = new PrometheusText();
            foreach (var metric in metrics.Values) metric.Write(text);
            return text.ToString();
        }
    }

    public void Dispose() => listener.Dispose();

    // Two instruments of one name share their sums, as a hub that is made twice does.
    Metric Kept(Metric metric)
    {
        lock (gate) return metrics.TryGetValue(metric.Name, out var known) ? known : metrics[metric.Name] = metric;
    }

    void Take(Metric metric, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var isTold = !(sharesProcess && metric.IsOfHub);
        foreach (var label in labels)
        {
            if (label.Key != HubMeter.Tenant) continue;
            if (label.Value as string != tenant) return;

            isTold = true;
        }

        // How much others write is nobody's business, even as part of a sum.
        if (!isTold) return;

        lock (gate) metric.Take(value, PrometheusText.Labels(labels));
    }
}
