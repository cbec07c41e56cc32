using Microsoft.Extensions.Hosting;

namespace IntegrationHub.Scheduling;

/// <summary>Waits until an application has started: what is read on a schedule may be served by the same application.</summary>
public static class ApplicationStart
{
    /// <summary>Returns when the application has started; at once when there is none to wait for.</summary>
    /// <param name="lifetime">The application's; null outside one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task WaitAsync(IHostApplicationLifetime? lifetime, CancellationToken cancellationToken)
    {
        if (lifetime is null) return;

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
