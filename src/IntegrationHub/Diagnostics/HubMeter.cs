using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IntegrationHub.Diagnostics;

/// <summary>The one meter name under which the hub counts and measures; <c>docs/metrics.md</c> lists what is under it.</summary>
/// <remarks>Each capability keeps its instruments beside what they measure. Labels are names of streams, sources, tenants, outcomes and kinds: never a key, a value or an address.</remarks>
public static class HubMeter
{
    /// <summary>What a listener asks for: <c>IntegrationHub</c>.</summary>
    public const string Name = "IntegrationHub";

    /// <summary>The label that names the municipality.</summary>
    public const string Tenant = "tenant";

    internal const string Stream = "stream";
    internal const string Source = "source";
    internal const string Outcome = "outcome";
    internal const string Kind = "kind";
    internal const string Code = "code";

    internal static Meter Meter { get; } = new(Name);

    /// <summary>Bounds in seconds for what a person waits for.</summary>
    internal static InstrumentAdvice<double> ShortTimes { get; } = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5] };

    /// <summary>Bounds in seconds for what a vendor or a run takes.</summary>
    internal static InstrumentAdvice<double> LongTimes { get; } = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200] };

    internal static TagList Of(StreamKey stream) => new() { { Tenant, stream.Tenant.Value }, { Source, stream.Source.Value }, { Stream, stream.Stream.Value } };

    internal static TagList With(this TagList tags, string name, string value)
    {
        tags.Add(name, value);
        return tags;
    }
}
