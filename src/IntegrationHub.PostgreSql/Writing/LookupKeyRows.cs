namespace IntegrationHub.PostgreSql;

/// <summary>Writes the table of look-up keys.</summary>
internal sealed class LookupKeyRows(WriteScope scope) : ILookupKeyRows
{
    public void Write(IReadOnlyList<LookupKeyChange> changes)
    {
        Send(changes.Where(change => !change.Add).ToList(), """
            DELETE FROM lookup_keys k USING unnest($2, $3, $4) AS g (kind, value, case_id)
            WHERE k.tenant = $1 AND k.kind = g.kind AND k.value = g.value AND k.case_id = g.case_id
            """);
        Send(changes.Where(change => change.Add).ToList(), "INSERT INTO lookup_keys (tenant, kind, value, case_id) SELECT $1, * FROM unnest($2, $3, $4) ON CONFLICT DO NOTHING");
    }

    void Send(List<LookupKeyChange> changes, string sql)
    {
        if (changes.Count == 0) return;

        scope.Written.Add(Table.LookupKeys, scope.Apart(sql).Bind(scope.Stream.Tenant)
            .BindAll(changes.Select(change => (long)change.Key.Kind)).BindAll(changes.Select(change => change.Key.Value)).BindAll(changes.Select(change => change.CaseId)).Run());
    }
}
