using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IntegrationHub.OpenTelemetry;

/// <summary>Sends from the application's start to its end; what has been gathered by then is sent on the way out.</summary>
sealed class OtlpService(OtlpExport export, ILogger<OtlpService> logger) : IHostedService, IDisposable
{
    MeterProvider? metrics;
    TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        export.Watch.Logger = logger;
        (metrics, traces) = (export.Metrics(), export.Traces());
        OtlpLog.Sending(logger, export.Watch.Origin);
        return Task.CompletedTask;
    }

    // Disposing sends the rest, and waits for a collector that does not answer no longer than its time.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
        (traces, metrics) = (null, null);
    }
}
