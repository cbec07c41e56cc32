using IntegrationHub.Idempotency;

namespace IntegrationHub.Sqlite;

/// <summary>Remembers what requests were answered, in one transaction of one tenant.</summary>
internal sealed class OnceRows(Connection connection, RowsWritten rows, long tenant) : IOnceRows
{
    public bool TryClaim(StoredOnce once) => Count(connection.Prepare("""
        INSERT INTO once (tenant, id, fingerprint, answer, expires_at) VALUES (?1, ?2, ?3, x'', ?4)
        ON CONFLICT (tenant, id) DO UPDATE SET fingerprint = excluded.fingerprint, answer = x'', expires_at = excluded.expires_at WHERE once.expires_at <= ?5
        """).Bind(tenant).Bind(once.Id).Bind(once.Fingerprint).Bind(once.ExpiresAt).Bind(once.At)) > 0;

    public RememberedOnce Remembered(UInt128 id) => connection.Prepare("SELECT fingerprint, answer FROM once WHERE tenant = ? AND id = ?").Bind(tenant).Bind(id)
        .First(row => new RememberedOnce(row.Blob(0), row.Blob(1)))!;

    public void Remember(UInt128 id, byte[] answer) => Count(connection.Prepare("UPDATE once SET answer = ? WHERE tenant = ? AND id = ?").Bind(answer).Bind(tenant).Bind(id));

    public void Forget(UInt128 id) => Count(connection.Prepare("DELETE FROM once WHERE tenant = ? AND id = ?").Bind(tenant).Bind(id));

    int Count(Statement statement) => rows.Add(Table.Contacts, statement.Run());
}
