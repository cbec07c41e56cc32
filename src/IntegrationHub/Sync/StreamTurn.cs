namespace IntegrationHub.Sync;

/// <summary>Does something with a stream between its runs: under its lease, so that no run writes beside it and a replaced one writes nothing more.</summary>
internal sealed class StreamTurn(IStreamStore store, SyncOptions options, TimeSpan wait, TimeProvider time)
{
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the stream's turn, and does the work with the lease.</summary>
    /// <returns>False when another run has the stream and did not end in time, or took it over: what the work had committed by then stays.</returns>
    public async Task<bool> TakeAsync(StreamKey stream, Func<StreamLease, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (await LeaseAsync(stream, cancellationToken) is not { } lease) return false;

        await using var keeper = new LeaseKeeper(store, lease, options.LeaseDuration, time, cancellationToken);
        try
        {
            await work(lease, keeper.Token);
            return true;
        }
        catch (StreamFencedException)
        {
            return false;
        }
        catch (OperationCanceledException) when (keeper.IsLost)
        {
            return false;
        }
        finally
        {
            await store.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    async Task<StreamLease?> LeaseAsync(StreamKey stream, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await store.TryLeaseAsync(stream, options.Owner, options.LeaseDuration, cancellationToken) is { } lease) return lease;
            if (time.GetElapsedTime(began) >= wait) return null;

            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }
}
