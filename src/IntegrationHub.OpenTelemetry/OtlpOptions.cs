using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.OpenTelemetry;

/// <summary>Where the hub's metrics, traces and log lines are sent, and which of them.</summary>
public sealed class OtlpOptions
{
    /// <summary>The collector's address for OTLP over HTTP, for instance <c>http://collector.sundby.example:4318</c>; <c>v1/metrics</c> and the like are added. What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says unless set; with neither nothing is sent.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Headers that the collector asks for, <c>name=value</c> with commas between. What <c>OTEL_EXPORTER_OTLP_HEADERS</c> says unless set.</summary>
    public string? Headers { get; set; }

    /// <summary>What the collector knows the hub as. <c>integration-hub</c> unless set, or what <c>OTEL_SERVICE_NAME</c> says.</summary>
    public string? ServiceName { get; set; }

    /// <summary>Whether metrics are sent: the hub's and those of the .NET runtime. They are unless this is set to false.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Whether traces are sent. They are unless this is set to false.</summary>
    public bool Traces { get; set; } = true;

    /// <summary>Whether the hub's own log lines are sent; those of the framework never are. They are not unless this is set to true.</summary>
    public bool Logs { get; set; }

    /// <summary>How often metrics are sent. Every minute unless set.</summary>
    public TimeSpan MetricsEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The share of traces that is sent, each whole or not at all. All of them unless set.</summary>
    [Range(0, 1)]
    public double TraceShare { get; set; } = 1;
}
