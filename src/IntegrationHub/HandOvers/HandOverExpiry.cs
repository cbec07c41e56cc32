using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>Erases hand-overs that ended long enough ago. Open ones are never erased: somebody was promised something.</summary>
sealed class HandOverExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : Expiry(tenant, store, keepFor, time)
{
    protected override string Action => "handover.expire";

    protected override string Why => "ended longer ago than contacts.keepFor";

    protected override string Things => "hand-overs";

    protected override ValueTask<int> EraseAsync(DateTimeOffset before, DateTimeOffset now, int atMost, CancellationToken cancellationToken) =>
        Store.HandOvers.EraseAsync(Tenant, before, atMost, cancellationToken);

    protected override void Log(int erased) => HandOverLog.Erased(logger, erased, KeepFor);
}
