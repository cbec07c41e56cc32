using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Quarantine;

/// <summary>Erases what has lain in quarantine for too long: personal data is not kept for ever because nobody mended a mapping. The entry stays, and with it that something is missing.</summary>
sealed class QuarantineExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : IChore
{
    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (keepFor <= TimeSpan.Zero) return;

        var before = now - keepFor;
        var old = await store.Quarantine.CountUnexpiredAsync(tenant, before, cancellationToken);
        if (old.Count == 0) return;

        await store.Audit.AppendAsync(tenant, [.. old.OrderBy(o => o.Key.Value, StringComparer.Ordinal).Select(o => Line(o.Key, o.Value))], cancellationToken);
        await store.Quarantine.ExpireAsync(tenant, before, cancellationToken);
        foreach (var (stream, records) in old) QuarantineLog.Expired(logger, stream, records, keepFor);
    }

    AuditLine Line(StreamName stream, long records) => HubLine.Of(time.GetUtcNow(), "quarantine.expire", $"{records} records", result: "asked") with
    {
        Purpose = string.Create(CultureInfo.InvariantCulture, $"not sent for quarantine.keepFor ({ValueSyntax.Text(keepFor)})"),
        Stream = stream.Value,
    };
}
