using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>Erases hand-overs that ended long enough ago. Open ones are never erased: somebody was promised something.</summary>
sealed class HandOverExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : IChore
{
    const int AtOnce = 500;

    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (keepFor <= TimeSpan.Zero) return;

        var erased = 0;
        int some;
        do
        {
            some = await store.HandOvers.EraseAsync(tenant, now - keepFor, AtOnce, cancellationToken);
            erased += some;
        }
        while (some == AtOnce);

        if (erased == 0) return;

        await store.Audit.AppendAsync(tenant, [Line(erased)], cancellationToken);
        HandOverLog.Erased(logger, erased, keepFor);
    }

    AuditLine Line(int erased) => new()
    {
        At = time.GetUtcNow(),
        Caller = "hub",
        Role = "hub",
        Action = "handover.expire",
        Purpose = string.Create(CultureInfo.InvariantCulture, $"ended longer ago than contacts.keepFor ({ValueSyntax.Text(keepFor)})"),
        Entry = $"{erased} hand-overs",
        Result = "done",
    };
}
