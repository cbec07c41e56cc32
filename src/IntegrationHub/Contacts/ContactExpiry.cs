using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Contacts;

/// <summary>Erases contacts that are too old: what was said is not kept for ever because nobody cleared it away.</summary>
sealed class ContactExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : IChore
{
    const int AtOnce = 500;

    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Requests that are remembered expire also where contacts do not.
        var before = keepFor > TimeSpan.Zero ? now - keepFor : DateTimeOffset.MinValue;
        var erased = 0;
        int some;
        do
        {
            some = await store.Contacts.EraseAsync(tenant, before, now, AtOnce, cancellationToken);
            erased += some;
        }
        while (some == AtOnce);

        if (erased == 0) return;

        await store.Audit.AppendAsync(tenant, [Line(erased)], cancellationToken);
        ContactLog.Erased(logger, erased, keepFor);
    }

    AuditLine Line(int erased) => new()
    {
        At = time.GetUtcNow(),
        Caller = "hub",
        Role = "hub",
        Action = "contact.expire",
        Purpose = string.Create(CultureInfo.InvariantCulture, $"older than contacts.keepFor ({ValueSyntax.Text(keepFor)})"),
        Entry = $"{erased} contacts",
        Result = "done",
    };
}

/// <summary>What is said of contacts, by numbers that can be looked up.</summary>
static partial class ContactLog
{
    [LoggerMessage(2401, LogLevel.Information, "{Contacts} contacts were erased: they were older than {KeepFor}")]
    public static partial void Erased(ILogger logger, int contacts, TimeSpan keepFor);
}
