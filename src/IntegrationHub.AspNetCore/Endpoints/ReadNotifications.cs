using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;

namespace IntegrationHub.AspNetCore;

/// <summary>Reads the cases of notifications, from the application's start to its end; what came before a restart too.</summary>
sealed class ReadNotifications(IHub hub, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ApplicationStart.WaitAsync(lifetime, stoppingToken);
            // The application starts the hub when it likes; until then nothing is taken in either.
            while (!hub.IsReady) await Task.Delay(LookAgain, time, stoppingToken);
            await hub.Notifications.KeepReadingAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; what waits stands in the store.
        }
    }
}
