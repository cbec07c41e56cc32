using IntegrationHub.Audit;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Housekeeping;

/// <summary>Does what time alone makes due.</summary>
/// <remarks>It is asked after each run and does its work once an hour: a hub that runs nothing has nothing to keep in order. Several processes may do it at the same time.</remarks>
sealed class Housekeeper(IReadOnlyList<IChore> chores, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    readonly Lock gate = new();
    DateTimeOffset? last;

    /// <summary>Does what is due, if an hour has passed since the last time. What could not be done now is tried again after the next run.</summary>
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

        var allDone = true;
        foreach (var chore in chores) allDone &= await TryAsync(chore, now, cancellationToken);
        if (allDone) return;

        lock (gate) last = before;
    }

    // One that cannot be done keeps no other from being done.
    async Task<bool> TryAsync(IChore chore, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await chore.DoAsync(now, cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever stops the hub has not asked for this, and it can wait.
            return false;
        }
        catch (Exception failed) when (failed is CommitFailedException or AuditUnavailableException)
        {
            HousekeepingLog.Failed(logger, failed.Message);
            return false;
        }
    }
}
