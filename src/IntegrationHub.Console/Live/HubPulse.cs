using IntegrationHub.Hosting;
using Microsoft.Extensions.Hosting;

namespace IntegrationHub.Console.Live;

/// <summary>Looks at the streams twice a second while a page is open, once for all pages, and tells each what it saw.</summary>
sealed class HubPulse(IHub hub, IHostApplicationLifetime application, TimeProvider time, ILogger<HubPulse> logger)
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    // More runs than can begin between two looks.
    const int RunsLookedAt = 100;

    readonly Lock gate = new();
    readonly HashSet<Listener> listeners = [];
    readonly WrittenCounts counts = new();
    bool beating;

    /// <summary>The beat that goes on, or was the last.</summary>
    internal Task Beating { get; private set; } = Task.CompletedTask;

    /// <summary>Tells what is seen until what is returned is disposed.</summary>
    public IDisposable Listen(Func<HubMoment, Task> tell)
    {
        var listener = new Listener(this, tell);
        lock (gate)
        {
            listeners.Add(listener);
            if (!beating) Beating = Task.Run(BeatAsync);
            beating = true;
        }

        return listener;
    }

    /// <summary>Looks now.</summary>
    public async Task<HubMoment> LookAsync(CancellationToken cancellationToken)
    {
        var streams = await hub.GetStreamsAsync(cancellationToken);
        var runs = await hub.GetRunsAsync(stream: null, RunsLookedAt, cancellationToken);
        lock (counts)
        {
            counts.Take(runs, name => streams.FirstOrDefault(s => s.Definition.Name == name)?.Definition.Source.Value);
            return new HubMoment(time.GetUtcNow(), streams, counts.Current);
        }
    }

    async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Every, time);
        while (true)
        {
            HubMoment? moment = null;
            try
            {
                moment = await LookAsync(application.ApplicationStopping);
            }
            catch (Exception) when (application.ApplicationStopping.IsCancellationRequested)
            {
                // The hub is being taken down under it: nothing is wrong, and nobody looks any more.
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                PagesLog.LookFailed(logger, e.GetType().Name, e);
            }

            Listener[] told;
            lock (gate) told = [.. listeners];
            foreach (var listener in told) await listener.TellAsync(moment);

            await timer.WaitForNextTickAsync();
            lock (gate)
            {
                if (listeners.Count > 0) continue;

                beating = false;
                return;
            }
        }
    }

    sealed class Listener(HubPulse pulse, Func<HubMoment, Task> tell) : IDisposable
    {
        Task last = Task.CompletedTask;

        // A page that is slow misses a beat; it holds up nobody.
        public Task TellAsync(HubMoment? moment)
        {
            if (moment is not null && last.IsCompleted) last = tell(moment).ContinueWith(static _ => { }, TaskScheduler.Default);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            lock (pulse.gate) pulse.listeners.Remove(this);
        }
    }
}

/// <summary>What was seen of the streams at one time.</summary>
/// <param name="At">When.</param>
/// <param name="Streams">The streams.</param>
/// <param name="Written">How much their runs have changed since the pages began to look, by source.</param>
sealed record HubMoment(DateTimeOffset At, IReadOnlyList<StreamOverview> Streams, IReadOnlyDictionary<string, long> Written);

/// <summary>What the pages say in the log.</summary>
static partial class PagesLog
{
    [LoggerMessage(7100, LogLevel.Error, "The streams could not be looked at: {Fault}; the open pages show what they had")]
    public static partial void LookFailed(ILogger logger, string fault, Exception exception);

    [LoggerMessage(7101, LogLevel.Error, "A page could not do what it was asked for: {Fault}")]
    public static partial void ActionFailed(ILogger logger, string fault, Exception exception);
}
