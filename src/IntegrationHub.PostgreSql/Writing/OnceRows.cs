using IntegrationHub.Idempotency;

namespace IntegrationHub.PostgreSql;

/// <summary>Remembers what requests were answered, in one transaction of one tenant.</summary>
internal sealed class OnceRows(Write write, long tenant) : IOnceRows
{
    // Who comes second waits here until the first has committed or given up.
    public bool TryClaim(StoredOnce once) => Count(Sql("""
        INSERT INTO once (tenant, id, fingerprint, answer, expires_at) VALUES ($1, $2, $3, '', $4)
        ON CONFLICT (tenant, id) DO UPDATE SET fingerprint = excluded.fingerprint, answer = '', expires_at = excluded.expires_at WHERE once.expires_at <= $5
        """).Bind(tenant).Bind(once.Id).Bind(once.Fingerprint).Bind(once.ExpiresAt).Bind(once.At)) > 0;

    public RememberedOnce Remembered(UInt128 id) => Sql("SELECT fingerprint, answer FROM once WHERE tenant = $1 AND id = $2").Bind(tenant).Bind(id)
        .First(row => new RememberedOnce(row.Blob(0), row.Blob(1)))!;

    public void Remember(UInt128 id, byte[] answer) => Count(Sql("UPDATE once SET answer = $1 WHERE tenant = $2 AND id = $3").Bind(answer).Bind(tenant).Bind(id));

    public void Forget(UInt128 id) => Count(Sql("DELETE FROM once WHERE tenant = $1 AND id = $2").Bind(tenant).Bind(id));

    Statement Sql(string text) => write.Connection.Prepare(text);

    int Count(Statement statement) => write.Rows.Add(Table.Contacts, statement.Run());
}
