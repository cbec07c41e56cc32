using System.Diagnostics.Metrics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>One metric with its series: a sum, a last value or a distribution for each set of labels.</summary>
sealed class Metric
{
    // No label of the hub has more values than there are streams and codes; what a mistake could add stays bounded.
    const int MaxSeries = 2000;

    static readonly double[] AnySeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60];

    readonly MetricKind kind;
    readonly string description;
    readonly IReadOnlyList<double> bounds;
    readonly bool observed;
    readonly SortedDictionary<string, Series> series = new(StringComparer.Ordinal);

    Metric(string name, MetricKind kind, string description, IReadOnlyList<double> bounds, bool observed)
    {
        Name = name;
        this.kind = kind;
        this.description = description;
        this.bounds = bounds;
        this.observed = observed;
    }

    /// <summary>Whether the hub counts it, and not the runtime.</summary>
    public required bool IsOfHub { get; init; }

    /// <summary>The name under which Prometheus knows it.</summary>
    public string Name { get; }

    /// <summary>Makes a metric of an instrument; null for kinds and number types that the hub does not use.</summary>
    public static Metric? Of(Instrument instrument) => KindOf(instrument) is { } kind
        ? new Metric(PrometheusText.Name(instrument.Name, instrument.Unit, kind), kind, instrument.Description ?? "", (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? AnySeconds, instrument.IsObservable) { IsOfHub = instrument.Meter.Name == HubMeter.Name }
        : null;

    /// <summary>Forgets what was observed before it is observed again.</summary>
    public void Observe()
    {
        if (observed) series.Clear();
    }

    public void Take(double value, string labels)
    {
        if (!series.TryGetValue(labels, out var one))
        {
            if (series.Count == MaxSeries) return;
            series[labels] = one = new Series(kind == MetricKind.Histogram ? new long[bounds.Count + 1] : []);
        }

        if (kind == MetricKind.Histogram)
        {
            var bucket = 0;
            while (bucket < bounds.Count && value > bounds[bucket]) bucket++;
            one.Buckets[bucket]++;
            one.Count++;
        }

        one.Value = kind == MetricKind.Gauge || observed ? value : one.Value + value;
    }

    public void Write(PrometheusText text)
    {
        if (series.Count == 0) return;

        text.Head(Name, description, kind);
        foreach (var (labels, one) in series)
        {
            if (kind == MetricKind.Histogram) text.Distribution(Name, labels, bounds, one.Buckets, one.Count, one.Value);
            else text.Sample(Name, labels, one.Value);
        }
    }

    // An up-and-down counter tells how many there are now: a gauge whose changes add up would need a kind of its own, and the hub has none.
    static MetricKind? KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<int> or Counter<double> or ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double> => MetricKind.Counter,
        ObservableGauge<long> or ObservableGauge<int> or ObservableGauge<double> or Gauge<long> or Gauge<int> or Gauge<double>
            or ObservableUpDownCounter<long> or ObservableUpDownCounter<int> or ObservableUpDownCounter<double> => MetricKind.Gauge,
        Histogram<double> or Histogram<long> or Histogram<int> => MetricKind.Histogram,
        _ => null,
    };

    sealed class Series(long[] buckets)
    {
        public long[] Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Value { get; set; }
    }
}

/// <summary>What Prometheus calls a metric's type.</summary>
enum MetricKind
{
    /// <summary>It only rises.</summary>
    Counter,

    /// <summary>It is what it is now.</summary>
    Gauge,

    /// <summary>Counts below bounds, with sum and number.</summary>
    Histogram,
}
