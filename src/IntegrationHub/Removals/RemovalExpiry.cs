using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Removals;

/// <summary>Destroys the contents of cases that left long ago, and ends decisions that nobody made in time.</summary>
sealed class RemovalExpiry(TenantId tenant, IHubStore store, ILogger logger) : IChore
{
    // Small transactions: people wait for the writer meanwhile.
    const int AtOnce = 500;

    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
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
