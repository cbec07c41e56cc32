namespace IntegrationHub.Sync;

/// <summary>Renews a run's lease while the run goes on, and stops the run when the lease is lost.</summary>
/// <remarks>Only a courtesy to the run: what keeps a replaced run from writing is the epoch that every commit compares.</remarks>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    readonly IStreamStore store;
    readonly StreamLease lease;
    readonly TimeSpan duration;
    readonly CancellationTokenSource lost;
    readonly CancellationTokenSource stop = new();
    readonly Task renewing;

    /// <param name="store">Where the lease is.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="duration">How long each renewal lasts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="runCancelled">What else may stop the run.</param>
    public LeaseKeeper(IStreamStore store, StreamLease lease, TimeSpan duration, TimeProvider time, CancellationToken runCancelled)
    {
        this.store = store;
        this.lease = lease;
        this.duration = duration;
        lost = CancellationTokenSource.CreateLinkedTokenSource(runCancelled);
        renewing = RenewAsync(new PeriodicTimer(duration / 3, time));
    }

    /// <summary>Cancelled when the run is to end: somebody asked, or the lease was lost.</summary>
    public CancellationToken Token => lost.Token;

    /// <summary>Whether the lease was lost.</summary>
    public bool IsLost { get; private set; }

    async Task RenewAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(stop.Token))
                {
                    if (await IsHeldAsync()) continue;

                    IsLost = true;
                    await lost.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                // The run has ended.
            }
        }
    }

    async Task<bool> IsHeldAsync()
    {
        try
        {
            return await store.RenewAsync(lease, duration, stop.Token);
        }
        catch (CommitFailedException)
        {
            // The store cannot write now, and perhaps can at the next tick. Until then a commit says so with its reason, or finds that the lease has run out.
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        stop.Dispose();
        lost.Dispose();
    }
}
