namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of look-up keys.</summary>
internal sealed class LookupKeyRows(WriteScope scope) : ILookupKeyRows
{
    public void Write(IReadOnlyList<LookupKeyChange> changes)
    {
        foreach (var (key, caseId, add) in changes)
        {
            var statement = scope.Sql(add
                ? "INSERT OR IGNORE INTO lookup_keys (tenant, kind, value, case_id) VALUES (?, ?, ?, ?)"
                : "DELETE FROM lookup_keys WHERE tenant = ? AND kind = ? AND value = ? AND case_id = ?");
            scope.Rows.Add(Table.LookupKeys, statement.Bind(scope.Stream.Tenant).Bind((long)key.Kind).Bind(key.Value).Bind(caseId).Run());
        }
    }
}
