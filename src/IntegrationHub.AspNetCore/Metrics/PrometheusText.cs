using System.Globalization;
using System.Text;

namespace IntegrationHub.AspNetCore;

/// <summary>Writes metrics as Prometheus reads them: the text exposition format 0.0.4.</summary>
sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder text = new();

    /// <summary>The name as Prometheus writes it: underscores, the unit behind it, and <c>_total</c> behind what only rises.</summary>
    public static string Name(string name, string? unit, MetricKind kind)
    {
        var written = new StringBuilder(name.Length + 16);
        foreach (var c in name)
        {
            if (written.Length == 0 && char.IsAsciiDigit(c)) written.Append('_');
            written.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_');
        }

        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        if (!written.ToString().EndsWith(suffix, StringComparison.Ordinal)) written.Append(suffix);
        if (kind == MetricKind.Counter && !written.ToString().EndsWith("_total", StringComparison.Ordinal)) written.Append("_total");
        return written.ToString();
    }

    /// <summary>Labels in the order of their names, escaped; empty when there are none.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (labels.IsEmpty) return "";

        var sorted = labels.ToArray();
        Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return string.Join(',', sorted.Select(label => $"{Name(label.Key, unit: null, MetricKind.Gauge)}=\"{Escaped(Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? "")}\""));
    }

    public void Head(string name, string description, MetricKind kind)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind switch { MetricKind.Counter => "counter", MetricKind.Gauge => "gauge", _ => "histogram" }).Append('\n');
    }

    public void Sample(string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>Each bucket counts everything up to its bound, so the counts rise to the last, which has all.</summary>
    public void Distribution(string name, string labels, IReadOnlyList<double> bounds, long[] buckets, long count, double sum)
    {
        var before = labels.Length > 0 ? labels + "," : "";
        var below = 0L;
        for (var i = 0; i < bounds.Count; i++)
        {
            below += buckets[i];
            Sample(name + "_bucket", $"{before}le=\"{Number(bounds[i])}\"", below);
        }

        Sample(name + "_bucket", $"{before}le=\"+Inf\"", count);
        Sample(name + "_sum", labels, sum);
        Sample(name + "_count", labels, count);
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
