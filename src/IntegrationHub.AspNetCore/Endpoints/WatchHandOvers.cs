using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>Reminds of hand-overs that are due, from the application's start to its end.</summary>
sealed class WatchHandOvers(IHub hub, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!hub.IsReady) await Task.Delay(LookAgain, time, stoppingToken);
            await hub.HandOvers.KeepWatchAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; what is due stands in the store.
        }
    }
}
