namespace IntegrationHub.Alerts;

/// <summary>Where the alerts of a municipality stand: one text for all its processes.</summary>
public interface IAlertStore
{
    /// <summary>What stands, and its version; version 0 and nothing before anybody wrote.</summary>
    ValueTask<(long Version, string? Text)> ReadAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Writes in the place of that version, and of no other.</summary>
    /// <returns>False when another version stands: then nothing is written.</returns>
    /// <exception cref="Sync.CommitFailedException">The store could not write.</exception>
    ValueTask<bool> TryWriteAsync(TenantId tenant, long version, string text, CancellationToken cancellationToken);
}
