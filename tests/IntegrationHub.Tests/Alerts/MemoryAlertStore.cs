using IntegrationHub.Alerts;

namespace IntegrationHub.Tests.Alerts;

/// <summary>One text for each municipality, in memory, as the stores keep it.</summary>
sealed class MemoryAlertStore : IAlertStore
{
    readonly Lock gate = new();
    readonly Dictionary<TenantId, (long Version, string Text)> texts = [];

    public ValueTask<(long Version, string? Text)> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        lock (gate) return ValueTask.FromResult(texts.TryGetValue(tenant, out var found) ? (found.Version, (string?)found.Text) : (0, null));
    }

    public ValueTask<bool> TryWriteAsync(TenantId tenant, long version, string text, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if ((texts.TryGetValue(tenant, out var found) ? found.Version : 0) != version) return ValueTask.FromResult(false);

            texts[tenant] = (version + 1, text);
            return ValueTask.FromResult(true);
        }
    }
}
