using IntegrationHub.Idempotency;

namespace IntegrationHub.PostgreSql;

/// <summary>What requests were answered.</summary>
internal sealed class PostgresOnceStore(Database database) : IOnceStore
{
    public ValueTask<RememberedOnce?> FindAsync(TenantId tenant, StoredOnce once, CancellationToken cancellationToken) => database.QueryAsync(async connection =>
        await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare("SELECT fingerprint, answer FROM once WHERE tenant = $1 AND id = $2 AND expires_at > $3").Bind(number).Bind(once.Id).Bind(once.At)
                .FirstAsync(row => new RememberedOnce(row.Blob(0), row.Blob(1)))
            : null, cancellationToken);
}
