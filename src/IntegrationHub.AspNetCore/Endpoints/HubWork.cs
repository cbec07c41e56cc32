using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;

namespace IntegrationHub.AspNetCore;

/// <summary>Does what a hub does unasked, from the application's start to its end: reads the cases of notifications, sends commands, watches the streams and reminds of hand-overs. What waited before a restart too.</summary>
sealed class HubWork(IHub hub, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            // What is read from and written to may be served by the same application.
            await ApplicationStart.WaitAsync(lifetime, stoppingToken);
            // The application starts the hub when it likes; until then nothing is asked for either.
            while (!hub.IsReady) await Task.Delay(LookAgain, time, stoppingToken);
            await Task.WhenAll(
                UnlessOneFailsAsync(hub.Notifications.KeepReadingAsync),
                UnlessOneFailsAsync(hub.WriteBacks.KeepSendingAsync),
                UnlessOneFailsAsync(hub.Alerts.KeepWatchAsync),
                UnlessOneFailsAsync(hub.HandOvers.KeepWatchAsync));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; what waits stands in the store.
        }

        // One that fails is the application's to hear of, and it would not while the others go on. One may have nothing to do, and ends.
        async Task UnlessOneFailsAsync(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(ending.Token);
            }
            catch
            {
                await ending.CancelAsync();
                throw;
            }
        }
    }
}
