using IntegrationHub;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;

namespace ModelMunicipality.Running;

/// <summary>Runs the streams again and again, one after the other and never twice at the same time.</summary>
/// <param name="hub">The hub.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Told of a run that broke off without an entry in the history.</param>
sealed class StreamTimer(IHub hub, TimeProvider time, Action<StreamName, Exception> failed)
{
    /// <summary>How long it waits between two rounds.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Goes on until it is asked to stop; a round that was begun is stopped at the end of its batch.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                foreach (var stream in hub.Streams)
                    await RunAsync(stream.Name, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    async Task RunAsync(StreamName stream, CancellationToken cancellationToken)
    {
        try
        {
            // A run that somebody asked for over HTTP has the stream: then this round leaves it out.
            await hub.RunAsync(stream, RunTrigger.Schedule, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failed(stream, e);
        }
    }
}
