using IntegrationHub.Alerts;

namespace IntegrationHub.PostgreSql;

/// <summary>What is known of the alerts, on PostgreSQL: one row a municipality.</summary>
internal sealed class PostgresAlertStore(Database database) : IAlertStore
{
    public ValueTask<(long Version, string? Text)> ReadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<(long Version, string? Text)>(async connection =>
            await connection.Prepare("SELECT version, book FROM alerts WHERE tenant = $1").Bind(tenant.Value).AllAsync(row => (row.Int64(0), (string?)row.Text(1))) is [var found] ? found : (0, null), cancellationToken);

    public async ValueTask<bool> TryWriteAsync(TenantId tenant, long version, string text, CancellationToken cancellationToken) =>
        await database.WriteAsync(write => (version == 0
            ? write.Connection.Prepare("INSERT INTO alerts (tenant, version, book) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING").Bind(tenant.Value).Bind(text).Run()
            : write.Connection.Prepare("UPDATE alerts SET version = version + 1, book = $2 WHERE tenant = $1 AND version = $3").Bind(tenant.Value).Bind(text).Bind(version).Run()) == 1, cancellationToken);
}
