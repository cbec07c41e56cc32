using System.Diagnostics;
using System.Reflection;
using IntegrationHub.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IntegrationHub.OpenTelemetry;

/// <summary>Makes what sends to one collector.</summary>
sealed class OtlpExport(OtlpOptions options, Uri endpoint, TimeProvider time)
{
    /// <summary>How the collector fares, for whoever tells it.</summary>
    public CollectorWatch Watch { get; } = new(endpoint, time);

    /// <summary>Begins to send metrics; null when they are not wanted.</summary>
    public MeterProvider? Metrics() => !options.Metrics ? null : Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource())
        .AddMeter(HubMeter.Name, "System.Runtime")
        .AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(To("metrics")), (int)options.MetricsEvery.TotalMilliseconds))
        .Build();

    /// <summary>Begins to send traces; null when they are not wanted.</summary>
    public TracerProvider? Traces() => !options.Traces ? null : Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(Resource())
        .AddSource(HubTraces.Name)
        // Not by what the span above says: an application that does not trace has spans that nobody records above those of its requests, and all look-ups would be lost.
        .SetSampler(new TraceIdRatioBasedSampler(options.TraceShare))
        .AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(To("traces"))))
        .Build();

    /// <summary>Sends log lines.</summary>
    public void Take(OpenTelemetryLoggerOptions logs)
    {
        logs.IncludeFormattedMessage = true;
        logs.SetResourceBuilder(Resource());
        logs.AddProcessor(new LineNumber());
        logs.AddProcessor(new BatchLogRecordExportProcessor(new OtlpLogExporter(To("logs"))));
    }

    ResourceBuilder Resource()
    {
        var version = typeof(HubMeter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        var name = options.ServiceName ?? (Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is { Length: > 0 } told ? told : "integration-hub");
        return ResourceBuilder.CreateDefault().AddService(name, serviceVersion: version);
    }

    OtlpExporterOptions To(string signal)
    {
        var to = new OtlpExporterOptions
        {
            Protocol = OtlpExportProtocol.HttpProtobuf,
            Endpoint = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/v1/" + signal),
            HttpClientFactory = Client,
        };
        if (options.Headers is { } headers) to.Headers = headers;
        return to;
    }

    HttpClient Client()
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        return new HttpClient(Watch.Over(sockets)) { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Gives each line the number that <c>docs/logs.md</c> explains.</summary>
    sealed class LineNumber : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data) => data.Attributes = [.. data.Attributes ?? [], new("number", data.EventId.Id)];
    }
}
