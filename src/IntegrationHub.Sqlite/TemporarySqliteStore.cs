using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Drift;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Sqlite;

/// <summary>An empty store that is gone when it is disposed: the real one, in a folder of its own among the machine's temporary files. For tests of mappings.</summary>
public sealed class TemporarySqliteStore : IHubStore
{
    readonly string folder;
    readonly SqliteHubStore store;

    TemporarySqliteStore(string folder, SqliteHubStore store) => (this.folder, this.store) = (folder, store);

    /// <summary>Makes one.</summary>
    /// <param name="keyFingerprint">Tells the keys in use from others.</param>
    public static TemporarySqliteStore Create(string keyFingerprint)
    {
        var folder = Directory.CreateTempSubdirectory("ihub-index-").FullName;
        return new TemporarySqliteStore(folder, new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, keyFingerprint, TimeProvider.System, NullLogger<SqliteHubStore>.Instance));
    }

    /// <inheritdoc/>
    public IStreamStore Streams => store.Streams;

    /// <inheritdoc/>
    public ICaseIndex Cases => store.Cases;

    /// <inheritdoc/>
    public IQuarantineStore Quarantine => store.Quarantine;

    /// <inheritdoc/>
    public IRemovalStore Removals => store.Removals;

    /// <inheritdoc/>
    public INotificationStore Notifications => store.Notifications;

    /// <inheritdoc/>
    public IRemapStore Remapping => store.Remapping;

    /// <inheritdoc/>
    public IDriftStore Drift => store.Drift;

    /// <inheritdoc/>
    public IAuditLog Audit => store.Audit;

    /// <inheritdoc/>
    public ValueTask PrepareAsync(CancellationToken cancellationToken) => store.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
