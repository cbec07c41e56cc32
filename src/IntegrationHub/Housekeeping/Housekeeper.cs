using IntegrationHub.Removals;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Housekeeping;

/// <summary>Does what time alone makes due: contents of cases that left long ago are destroyed, and decisions that nobody made expire.</summary>
/// <remarks>It is asked after each run and does its work once an hour: a hub that runs nothing has nothing to keep in order. Several processes may do it at the same time.</remarks>
sealed class Housekeeper(TenantId tenant, IHubStore store, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // Small transactions: people wait for the writer meanwhile.
    const int AtOnce = 500;

    readonly Lock gate = new();
    DateTimeOffset? last;

    /// <summary>Does what is due, if an hour has passed since the last time. A store that cannot write now is asked again after the next run.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return;

        var now = time.GetUtcNow();
        var before = last;
        lock (gate)
        {
            if (last is { } done && now - done < Every && now >= done) return;
            last = now;
        }

        try
        {
            await DoAsync(now, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever stops the hub has not asked for this, and it can wait.
            lock (gate) last = before;
        }
        catch (CommitFailedException failed)
        {
            lock (gate) last = before;
            HousekeepingLog.Failed(logger, failed.Message);
        }
    }

    async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var held in await store.Removals.ExpireAsync(tenant, cancellationToken)) RemovalLog.Expired(logger, held.Id, held.Stream, held.Cases);

        var emptied = 0L;
        int some;
        do
        {
            some = await store.Removals.EmptyTombstonesAsync(tenant, now - RemovalRule.RestorableFor, AtOnce, cancellationToken);
            emptied += some;
        }
        while (some == AtOnce);

        if (emptied > 0) RemovalLog.Emptied(logger, emptied, RemovalRule.RestorableFor.TotalDays);
    }
}
