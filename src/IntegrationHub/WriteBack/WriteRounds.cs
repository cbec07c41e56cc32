using IntegrationHub.Scheduling;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.WriteBack;

/// <summary>Sees to it that commands are sent: soon after they were asked for, and again when their time has come; several at a time, but of each case only the oldest.</summary>
internal sealed class WriteRounds(TenantId tenant, IHubStore store, WriteSender sender, Func<StreamName, WritableStream?> find, WriteBackOptions options, string owner, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    /// <summary>So many are on their way from this node at a time, to all sources together.</summary>
    const int AtOnce = 16;

    /// <summary>How often commands are looked for that another process has taken in, that a node which is gone has left, and whose stream is no longer paused.</summary>
    TimeSpan LookAgain => options.Lease < LongestRest ? options.Lease : LongestRest;

    readonly ChangeSignal woken = new();
    readonly HashSet<Task> sending = [];

    /// <summary>Something changed: look soon. Returns at once.</summary>
    public void Wake() => woken.Set();

    /// <summary>Sends what waits, until it is cancelled; what is on its way then is given a little time.</summary>
    public async Task KeepSendingAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true) await woken.WaitAsync(await LookAsync(cancellationToken), time, cancellationToken);
        }
        finally
        {
            await Sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is on its way now.</summary>
    internal Task Sending
    {
        get
        {
            lock (sending) return Task.WhenAll(sending);
        }
    }

    /// <summary>Takes what is due and begins to send it.</summary>
    /// <returns>How long until the next look.</returns>
    internal async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var queues = await store.Outbox.CountAsync(tenant, cancellationToken);
            WriteMetrics.Note(tenant, queues, time);
            if (queues.Values.All(queue => queue.Waiting == 0)) return LookAgain;

            var paused = (await store.Streams.GetPausesAsync(tenant, cancellationToken)).Keys.ToList();
            // By the clock of this machine nobody knows when those that are being sent are let go, nor when those are due that a clock which went wrong has put off: the store is asked each time.
            var look = queues.Keys.Any(stream => !paused.Contains(stream));
            while (look && Count < AtOnce)
            {
                var take = new CommandTake(owner, options.Lease, time.GetUtcNow(), options.AtOncePerSource, paused);
                if (await store.Outbox.TakeAsync(tenant, take, cancellationToken) is not { } taken) break;

                Begin(taken, cancellationToken);
            }

            return Until(queues.Where(queue => !paused.Contains(queue.Key)).Select(queue => queue.Value.DueAt).Min());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store that cannot be read now must not end the sending for good.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            WriteLog.NotLookedAt(logger, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            return AfterFault;
        }
    }

    int Count
    {
        get
        {
            lock (sending) return sending.Count;
        }
    }

    // What is due and was not taken waits for another of its case or its source, whose end wakes this, or for another node.
    TimeSpan Until(DateTimeOffset? due) =>
        due is { } at && at - time.GetUtcNow() is var wait && wait > TimeSpan.Zero && wait < LookAgain ? wait : LookAgain;

    void Begin(TakenCommand taken, CancellationToken cancellationToken)
    {
        lock (sending)
        {
            // Asynchronously, so that it cannot be through before it is among them.
            var task = Task.Run(() => SendAsync(taken, cancellationToken), CancellationToken.None);
            sending.Add(task);
            _ = task.ContinueWith(ended =>
            {
                lock (sending) sending.Remove(ended);
                Wake();
            }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    async Task SendAsync(TakenCommand taken, CancellationToken cancellationToken)
    {
        var command = taken.Command;
        try
        {
            var stream = find(command.Stream.Stream);
            await sender.SendAsync(taken, stream?.Key == command.Stream ? stream : null, cancellationToken);
        }
        catch (NodeEndsException)
        {
            // In a test: the process is gone.
        }
#pragma warning disable CA1031 // What this leaves behind is let go with its lease; what it was belongs into the log and nowhere else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            WriteLog.Broke(logger, command.Stream, command.Id, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
        }
    }
}
