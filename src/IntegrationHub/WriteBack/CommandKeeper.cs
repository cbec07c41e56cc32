using IntegrationHub.Sync;

namespace IntegrationHub.WriteBack;

/// <summary>Renews the hold on a command while it is carried out, and breaks that off when the hold is lost.</summary>
/// <remarks>What keeps a replaced node from writing of a command is the epoch; this keeps it from going on towards the vendor, as far as that can be.</remarks>
internal sealed class CommandKeeper : IAsyncDisposable
{
    readonly IOutboxStore store;
    readonly CommandLease lease;
    readonly TimeSpan duration;
    readonly TimeProvider time;
    readonly CancellationToken ending;
    readonly CancellationTokenSource broken;
    readonly CancellationTokenSource stop = new();
    readonly CancellationTokenRegistration asked;
    readonly Task renewing;
    long renewedAt;
    bool lost;

    /// <param name="store">Where the command is.</param>
    /// <param name="lease">The hold on it.</param>
    /// <param name="duration">How long each renewal lasts.</param>
    /// <param name="endsWithin">How long what is on its way gets when the process is to end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ending">The process is to end.</param>
    public CommandKeeper(IOutboxStore store, CommandLease lease, TimeSpan duration, TimeSpan endsWithin, TimeProvider time, CancellationToken ending)
    {
        (this.store, this.lease, this.duration, this.time, this.ending) = (store, lease, duration, time, ending);
        broken = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        asked = ending.Register(() => broken.CancelAfter(endsWithin));
        renewedAt = time.GetTimestamp();
        renewing = RenewAsync(new PeriodicTimer(duration / 3, time));
    }

    /// <summary>Cancelled when carrying it out is to be broken off.</summary>
    public CancellationToken Token => broken.Token;

    /// <summary>Whether the process is to end.</summary>
    public bool IsEnding => ending.IsCancellationRequested;

    /// <summary>Whether the hold is lost, or may be: it was not renewed for as long as it lasts.</summary>
    public bool IsLost => Volatile.Read(ref lost) || time.GetElapsedTime(Interlocked.Read(ref renewedAt)) >= duration;

    /// <summary>The hold was renewed by something else.</summary>
    public void Renewed() => Interlocked.Exchange(ref renewedAt, time.GetTimestamp());

    async Task RenewAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(stop.Token))
                {
                    var at = time.GetTimestamp();
                    switch (await RenewAsync())
                    {
                        case true:
                            Interlocked.Exchange(ref renewedAt, at);
                            continue;
                        case null when time.GetElapsedTime(Interlocked.Read(ref renewedAt)) < duration:
                            continue;
                        default:
                            Volatile.Write(ref lost, true);
                            await broken.CancelAsync();
                            return;
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // It is carried out.
            }
        }
    }

    // Null when the store does not say.
    async Task<bool?> RenewAsync()
    {
        try
        {
            return await store.RenewAsync(lease, duration, stop.Token);
        }
        catch (CommitFailedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        await asked.DisposeAsync();
        stop.Dispose();
        broken.Dispose();
    }
}
