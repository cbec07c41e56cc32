using IntegrationHub.Cases;

namespace IntegrationHub.Sqlite;

/// <summary>Hands out positions in commit order: only one transaction writes at a time, so a position that is seen has no lower one after it.</summary>
internal sealed class ChangeFeed(WriteScope scope) : IChangeFeed
{
    // More than any log that a power cut can take back holds, and a reader's 64 bits have room for two thousand million of them.
    const long Leap = 1L << 32;

    long? last;

    public void Add(UInt128 publicId, CaseChangeKind kind)
    {
        last ??= scope.Sql("SELECT max(feed_floor, coalesce((SELECT max(position) FROM changes WHERE tenant = t.id), 0)) FROM tenants t WHERE t.id = ?")
            .Bind(scope.Stream.Tenant).First(row => row.Int64(0));
        last++;
        scope.Rows.Add(Table.Changes, scope.Sql("INSERT INTO changes (tenant, position, public_id, source, kind, at) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(scope.Stream.Tenant).Bind(last.Value).Bind(publicId).Bind(scope.Stream.Source).Bind((long)kind).Bind(scope.Now).Run());
    }

    /// <summary>After a restart of the machine positions go on far above: what a power cut took back may have been read, and none is handed out twice.</summary>
    public static int LeapAfterRestart(Connection connection, string boot)
    {
        var last = connection.Prepare("SELECT value FROM meta WHERE name = 'boot'").First(row => row.Text(0));
        if (last == boot) return 0;

        connection.Prepare("INSERT INTO meta (name, value) VALUES ('boot', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").Bind(boot).Run();
        return connection.Prepare("UPDATE tenants AS t SET feed_floor = max(feed_floor, coalesce((SELECT max(position) FROM changes WHERE tenant = t.id), 0)) + ?")
            .Bind(Leap).Run();
    }
}
