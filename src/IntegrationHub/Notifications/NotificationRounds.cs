using IntegrationHub.Scheduling;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Notifications;

/// <summary>Sees to it that waiting notifications are read: soon after they came, and again after a fault; one stream never waits for another.</summary>
internal sealed class NotificationRounds(TenantId tenant, IHubStore store, NotificationReader reader, Func<StreamName, RunnableStream?> find, TimeProvider time, ILogger logger)
{
    /// <summary>How often notifications are looked for that another process has taken in, and pauses that have ended.</summary>
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    readonly ChangeSignal woken = new();
    readonly Dictionary<StreamKey, Turn> turns = [];

    /// <summary>Something changed: look soon. Returns at once.</summary>
    public void Wake() => woken.Set();

    /// <summary>Reads what waits, as it comes, until it is cancelled.</summary>
    public async Task KeepReadingAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true) await woken.WaitAsync(await LookAsync(cancellationToken), time, cancellationToken);
        }
        finally
        {
            await Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is being read now.</summary>
    internal Task Reading => Task.WhenAll(turns.Values.Select(turn => turn.Reading));

    /// <summary>Begins a round for each stream whose time has come.</summary>
    /// <returns>How long until the next one's.</returns>
    internal async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var queues = await store.Notifications.CountAsync(tenant, cancellationToken);
            NotificationMetrics.Note(tenant, queues, time);
            if (queues.Values.All(queue => queue.Waiting == 0)) return LookAgain;

            var pauses = await store.Streams.GetPausesAsync(tenant, cancellationToken);
            var wait = LookAgain;
            foreach (var (stream, queue) in queues)
            {
                if (queue.DueAt is not { } due || pauses.ContainsKey(stream)) continue;

                var turn = turns.TryGetValue(stream, out var known) ? known : turns[stream] = new Turn();
                if (!turn.Reading.IsCompleted) continue;

                var dueAt = NotificationRetry.DueAt(due, now);
                var at = dueAt > turn.NotBefore ? dueAt : turn.NotBefore;
                if (at <= now) Begin(stream, turn, cancellationToken);
                else if (at - now < wait) wait = at - now;
            }

            return wait;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store that cannot be read now must not end the reading for good.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NotificationLog.NotLookedAt(logger, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            return FirstWait;
        }
    }

    void Begin(StreamKey stream, Turn turn, CancellationToken cancellationToken) =>
        turn.Reading = Task.Run(async () =>
        {
            var well = false;
            try
            {
                // A stream whose file was taken away, or takes no notifications any more, keeps them: the file may come back.
                well = find(stream.Stream) is { Definition.Told: not null } runnable && runnable.Key == stream && await reader.ReadAsync(runnable, cancellationToken) is null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the next round tries again; what it was belongs into the log and nowhere else.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                NotificationLog.Broke(logger, stream, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            }

            turn.Failures = well ? 0 : turn.Failures + 1;
            turn.NotBefore = well ? DateTimeOffset.MinValue : time.GetUtcNow() + After(turn.Failures);
            Wake();
        }, CancellationToken.None);

    static TimeSpan After(int failures)
    {
        var doubled = FirstWait * Math.Pow(2, Math.Min(failures - 1, 10));
        return doubled < LongestWait ? doubled : LongestWait;
    }

    sealed class Turn
    {
        public Task Reading { get; set; } = Task.CompletedTask;

        public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;

        public int Failures { get; set; }
    }
}
