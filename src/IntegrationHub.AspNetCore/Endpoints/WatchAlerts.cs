using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>Keeps watch over the streams, from the application's start to its end.</summary>
sealed class WatchAlerts(IHub hub, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!hub.IsReady) await Task.Delay(LookAgain, time, stoppingToken);
            await hub.Alerts.KeepWatchAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; what waits to be sent stands in the store.
        }
    }
}
