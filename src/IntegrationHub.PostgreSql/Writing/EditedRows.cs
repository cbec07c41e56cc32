namespace IntegrationHub.PostgreSql;

/// <summary>Remembers which bytes of a source a person has edited, as long as the edited version stands.</summary>
internal sealed class EditedRows(WriteScope scope) : IEditedRows
{
    HashSet<string>? keys;

    // Mostly there is none at all, and never many: then records cost no look-up here.
    HashSet<string> Keys => keys ??= scope.Facts.Edited.ToHashSet(StringComparer.Ordinal);

    public string? KeyOf(byte[] bytesHash) => Keys.Count == 0 ? null : scope.Apart("SELECT key FROM edited WHERE tenant = $1 AND stream = $2 AND bytes_hash = $3")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(bytesHash).First(row => row.Text(0));

    public void Write(byte[] bytesHash, string key)
    {
        Drop(key);
        // The same bytes may have been edited under another key before.
        scope.Apart("""
            INSERT INTO edited (tenant, stream, bytes_hash, key, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant, stream, bytes_hash) DO UPDATE SET key = excluded.key, at = excluded.at
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(bytesHash).Bind(key).Bind(scope.Now).Run();
        Keys.Add(key);
    }

    public void Drop(string key)
    {
        if (Keys.Remove(key))
            scope.Apart("DELETE FROM edited WHERE tenant = $1 AND stream = $2 AND key = $3").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run();
    }

    public void Erase(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Apart("DELETE FROM edited WHERE tenant = $1 AND stream IN (SELECT id FROM streams WHERE tenant = $1 AND source = $2) AND (key = $3 OR (key >= $4 AND key < $5))")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(from).Bind(until).Run();
        Keys.RemoveWhere(key => key == caseKey || (string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, until) < 0));
    }

    /// <summary>Forgets what is known.</summary>
    public void Forget() => keys = null;
}
