using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.WriteBack;

/// <summary>Erases finished commands that are too old. What waits for a person is not finished, unless it was given up.</summary>
sealed class WriteExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : Expiry(tenant, store, keepFor, time)
{
    protected override string Action => "write.expire";

    protected override string Why => "older than writeBack.keepFor";

    protected override string Things => "commands";

    protected override ValueTask<int> EraseAsync(DateTimeOffset before, DateTimeOffset now, int atMost, CancellationToken cancellationToken) =>
        Store.Outbox.EraseAsync(Tenant, before, atMost, cancellationToken);

    protected override void Log(int erased) => WriteLog.Erased(logger, erased, KeepFor);
}
