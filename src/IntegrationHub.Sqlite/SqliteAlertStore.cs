using IntegrationHub.Alerts;

namespace IntegrationHub.Sqlite;

/// <summary>What is known of the alerts, on SQLite: one row a municipality.</summary>
internal sealed class SqliteAlertStore(IndexFile index) : IAlertStore
{
    public ValueTask<(long Version, string? Text)> ReadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync(connection =>
        {
            (long Version, string? Text) found = (0, null);
            connection.Prepare("SELECT version, book FROM alerts WHERE tenant = ?").Bind(tenant.Value).Each(row => found = (row.Int64(0), row.Text(1)), cancellationToken);
            return found;
        }, cancellationToken);

    public async ValueTask<bool> TryWriteAsync(TenantId tenant, long version, string text, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection => (version == 0
            ? connection.Prepare("INSERT INTO alerts (tenant, version, book) VALUES (?, 1, ?) ON CONFLICT DO NOTHING").Bind(tenant.Value).Bind(text).Run()
            : connection.Prepare("UPDATE alerts SET version = version + 1, book = ? WHERE tenant = ? AND version = ?").Bind(text).Bind(tenant.Value).Bind(version).Run()) == 1, cancellationToken);
}
