using IntegrationHub.Cases;

namespace IntegrationHub.Sqlite;

/// <summary>Hands out positions in commit order: only one transaction writes at a time, so a position that is seen has no lower one after it.</summary>
internal sealed class ChangeFeed(WriteScope scope)
{
    long? last;

    public void Add(UInt128 publicId, CaseChangeKind kind)
    {
        last ??= scope.Sql("SELECT max(position) FROM changes WHERE tenant = ?").Bind(scope.Stream.Tenant).First(row => row.Int64OrNull(0)) ?? 0;
        last++;
        scope.Rows.Add(Table.Changes, scope.Sql("INSERT INTO changes (tenant, position, public_id, source, kind, at) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(scope.Stream.Tenant).Bind(last.Value).Bind(publicId).Bind(scope.Stream.Source).Bind((long)kind).Bind(scope.Now).Run());
    }
}
