using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>How long the audit kept answers waiting: the part of a look-up that the disk decides.</summary>
internal sealed class AuditTimes : IDisposable
{
    readonly MeterListener listener = new();
    readonly List<double> milliseconds = [];

    public AuditTimes()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == HubMeter.Name && instrument.Name == "integrationhub.audit.duration") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
        {
            lock (milliseconds) milliseconds.Add(seconds * 1000);
        });
        listener.Start();
    }

    /// <summary>What was measured since the last call, sorted.</summary>
    public IReadOnlyList<double> Take()
    {
        lock (milliseconds)
        {
            double[] taken = [.. milliseconds.Order()];
            milliseconds.Clear();
            return taken;
        }
    }

    public void Dispose() => listener.Dispose();
}
