using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.WriteBack;

/// <summary>Erases finished commands that are too old. What waits for a person is not finished, unless it was given up.</summary>
sealed class WriteExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : IChore
{
    const int AtOnce = 500;

    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (keepFor <= TimeSpan.Zero) return;

        var erased = 0;
        int some;
        do
        {
            some = await store.Outbox.EraseAsync(tenant, now - keepFor, AtOnce, cancellationToken);
            erased += some;
        }
        while (some == AtOnce);

        if (erased == 0) return;

        await store.Audit.AppendAsync(tenant, [Line(erased)], cancellationToken);
        WriteLog.Erased(logger, erased, keepFor);
    }

    AuditLine Line(int erased) => new()
    {
        At = time.GetUtcNow(),
        Caller = "hub",
        Role = "hub",
        Action = "write.expire",
        Purpose = string.Create(CultureInfo.InvariantCulture, $"older than writeBack.keepFor ({ValueSyntax.Text(keepFor)})"),
        Entry = $"{erased} commands",
        Result = "done",
    };
}
