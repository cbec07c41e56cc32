using System.Diagnostics.Metrics;
using System.Globalization;

namespace IntegrationHub.Testing;

/// <summary>What the hub counts and measures while it listens, of those measurements that have one label: tests beside it have others.</summary>
public sealed class Measured : IDisposable
{
    readonly Lock gate = new();
    readonly List<(string Name, string Labels, double Value)> taken = [];
    readonly MeterListener listener = new();
    readonly KeyValuePair<string, string> only;

    /// <param name="label">The label's name.</param>
    /// <param name="value">Its value.</param>
    public Measured(string label, string value)
    {
        only = new(label, value);
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "IntegrationHub") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, number, labels, _) => Take(instrument, number, labels));
        listener.SetMeasurementEventCallback<int>((instrument, number, labels, _) => Take(instrument, number, labels));
        listener.SetMeasurementEventCallback<double>((instrument, number, labels, _) => Take(instrument, number, labels));
        listener.Start();
    }

    /// <summary>The sum of what was measured under this name, by the labels that are asked for: <c>written 20</c>.</summary>
    public IReadOnlyList<string> Sum(string name, params string[] labels)
    {
        lock (gate)
            return [.. taken.Where(one => one.Name == name).GroupBy(one => Values(one.Labels, labels)).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(one => one.Value)}").Trim())];
    }

    /// <summary>How many measurements there are under this name, by the labels that are asked for.</summary>
    public IReadOnlyList<string> Count(string name, params string[] labels)
    {
        lock (gate)
            return [.. taken.Where(one => one.Name == name).GroupBy(one => Values(one.Labels, labels)).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}").Trim())];
    }

    /// <summary>Asks what is observed.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    /// <summary>Everything, as text.</summary>
    public string All
    {
        get { lock (gate) return string.Join('\n', taken); }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    static string Values(string labels, string[] wanted)
    {
        var pairs = labels.Split('|').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return string.Join(' ', wanted.Select(name => pairs.GetValueOrDefault(name)));
    }

    void Take(Instrument instrument, double number, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var written = labels.ToArray();
        if (!written.Any(label => label.Key == only.Key && (string?)label.Value == only.Value)) return;

        lock (gate) taken.Add((instrument.Name, string.Join('|', written.Select(label => $"{label.Key}={label.Value}")), number));
    }
}
