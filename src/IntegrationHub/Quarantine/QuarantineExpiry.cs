using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Quarantine;

/// <summary>Erases what has lain in quarantine for too long: personal data is not kept for ever because nobody mended a mapping. The entry stays, and with it that something is missing.</summary>
sealed class QuarantineExpiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time, ILogger logger) : IDisposable
{
    static readonly TimeSpan Between = TimeSpan.FromHours(1);

    readonly QuarantineAudit audit = new(tenant, store.Audit, time);
    readonly SemaphoreSlim looking = new(1);
    DateTimeOffset? lastAt;

    /// <summary>Looks if it has not looked within the last hour. Harmless to call before every run.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (keepFor <= TimeSpan.Zero || !await looking.WaitAsync(TimeSpan.Zero, cancellationToken)) return;

        try
        {
            var now = time.GetUtcNow();
            if (now - lastAt < Between) return;

            lastAt = now;
            await EraseAsync(now - keepFor, cancellationToken);
        }
        catch (Exception e) when (e is AuditUnavailableException or CommitFailedException)
        {
            QuarantineLog.NotExpired(logger, e.Message);
        }
        finally
        {
            looking.Release();
        }
    }

    public void Dispose() => looking.Dispose();

    async Task EraseAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = await store.Quarantine.CountUnexpiredAsync(tenant, before, cancellationToken);
        if (old.Count == 0) return;

        await audit.WriteExpiryAsync(old, string.Create(CultureInfo.InvariantCulture, $"not sent for quarantine.keepFor ({ValueSyntax.Text(keepFor)})"), cancellationToken);
        await store.Quarantine.ExpireAsync(tenant, before, cancellationToken);
        foreach (var (stream, records) in old) QuarantineLog.Expired(logger, stream, records, keepFor);
    }
}
