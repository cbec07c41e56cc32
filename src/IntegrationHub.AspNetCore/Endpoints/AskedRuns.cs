using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

/// <summary>Runs that somebody asked for over HTTP: they outlive the request, and end with the application.</summary>
sealed class AskedRuns(IHub hub, TimeProvider time, ILogger<AskedRuns> logger) : IHostedService, IDisposable
{
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    readonly CancellationTokenSource stopping = new();
    readonly Lock gate = new();
    readonly HashSet<Task> running = [];

    /// <summary>Begins a run and returns it as soon as it is in the history; null when the stream is run by somebody else.</summary>
    public Task<RunRecord?> StartAsync(Caller caller, StreamName stream, CancellationToken cancellationToken) =>
        StartAsync(stream, stop => hub.RunNowAsync(caller, stream, stop), cancellationToken);

    /// <summary>Begins a run of any kind, and returns as above.</summary>
    public async Task<RunRecord?> StartAsync(StreamName stream, Func<CancellationToken, Task<RunRecord?>> begin, CancellationToken cancellationToken)
    {
        var before = await LastRunAsync(stream, cancellationToken);
        var run = begin(stopping.Token);
        Keep(stream, run);

        // The hub answers when the run has ended; that it has begun stands in the history.
        while (!run.IsCompleted)
        {
            if (await LastRunAsync(stream, cancellationToken) is { Trigger: RunTrigger.Manual } begun && begun.Id > (before?.Id ?? 0)) return begun;

            await Task.WhenAny(run, Task.Delay(LookAgain, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await run;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        Task[] left;
        lock (gate) left = [.. running];
        await Task.WhenAll(left).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    void Keep(StreamName stream, Task<RunRecord?> run)
    {
        var watched = WatchAsync(stream, run);
        lock (gate) running.Add(watched);
        watched.ContinueWith(
            ended => { lock (gate) running.Remove(ended); }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    async Task WatchAsync(StreamName stream, Task<RunRecord?> run)
    {
        try
        {
            if (await run is { } ended) ApiLog.RunEnded(logger, stream, ended.Outcome);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The application stops; what was committed stays, and the next run goes on.
        }
        catch (Exception told) when (told is AuditUnavailableException or OrderRefusedException)
        {
            // Nothing was run, and the caller is told.
        }
        catch (Exception e)
        {
            ApiLog.RunBroke(logger, stream, e.GetType().Name, e);
        }
    }

    async Task<RunRecord?> LastRunAsync(StreamName stream, CancellationToken cancellationToken) =>
        await hub.GetRunsAsync(stream, limit: 1, cancellationToken) is [var last, ..] ? last : null;
}
