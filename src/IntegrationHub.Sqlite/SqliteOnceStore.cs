using IntegrationHub.Idempotency;

namespace IntegrationHub.Sqlite;

/// <summary>What requests were answered.</summary>
internal sealed class SqliteOnceStore(IndexFile index) : IOnceStore
{
    public ValueTask<RememberedOnce?> FindAsync(TenantId tenant, StoredOnce once, CancellationToken cancellationToken) => index.QueryAsync(connection => index.Names.Tenant(connection, tenant) is { } number
        ? connection.Prepare("SELECT fingerprint, answer FROM once WHERE tenant = ? AND id = ? AND expires_at > ?").Bind(number).Bind(once.Id).Bind(once.At).First(row => new RememberedOnce(row.Blob(0), row.Blob(1)))
        : null, cancellationToken);
}
