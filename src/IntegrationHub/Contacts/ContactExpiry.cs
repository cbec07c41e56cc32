using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Contacts;

/// <summary>Erases contacts that are too old. Requests that are remembered expire with them, also where contacts do not.</summary>
sealed class ContactExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : Expiry(tenant, store, keepFor, time)
{
    protected override string Action => "contact.expire";

    protected override string Why => "older than contacts.keepFor";

    protected override string Things => "contacts";

    protected override ValueTask<int> EraseAsync(DateTimeOffset before, DateTimeOffset now, int atMost, CancellationToken cancellationToken) =>
        Store.Contacts.EraseAsync(Tenant, before, now, atMost, cancellationToken);

    protected override void Log(int erased) => ContactLog.Erased(logger, erased, KeepFor);
}

/// <summary>What is said of contacts, by numbers that can be looked up.</summary>
static partial class ContactLog
{
    [LoggerMessage(2401, LogLevel.Information, "{Contacts} contacts were erased: they were older than {KeepFor}")]
    public static partial void Erased(ILogger logger, int contacts, TimeSpan keepFor);
}
