using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>Sends commands to vendors, from the application's start to its end; what was asked for before a restart too.</summary>
sealed class SendWrites(IHub hub, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // What is written to may be served by the same application.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            // The application starts the hub when it likes; until then nothing is asked for either.
            while (!hub.IsReady) await Task.Delay(LookAgain, time, stoppingToken);
            await hub.WriteBacks.KeepSendingAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; what waits stands in the store.
        }
    }
}
