namespace IntegrationHub.Sqlite;

/// <summary>Remembers which bytes of a source a person has edited, as long as the edited version stands.</summary>
internal sealed class EditedRows(WriteScope scope) : IEditedRows
{
    bool? any;

    // Mostly there is none at all, and then records cost no look-up here.
    bool Any => any ??= scope.Sql("SELECT 1 FROM edited WHERE tenant = ? AND stream = ? LIMIT 1")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(_ => true);

    /// <summary>The key under which the edited version of these bytes stands; null when nobody has edited them.</summary>
    public string? KeyOf(byte[] bytesHash) => !Any ? null : scope.Sql("SELECT key FROM edited WHERE tenant = ? AND stream = ? AND bytes_hash = ?")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(bytesHash.AsSpan()).First(row => row.Text(0));

    /// <summary>The version that stands under the key is an edit of these bytes.</summary>
    public void Write(byte[] bytesHash, string key)
    {
        any = true;
        Drop(key);
        scope.Sql("INSERT OR REPLACE INTO edited (tenant, stream, bytes_hash, key, at) VALUES (?, ?, ?, ?, ?)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(bytesHash.AsSpan()).Bind(key).Bind(scope.Now).Run();
    }

    /// <summary>Another version stands under the key now, or none.</summary>
    public void Drop(string key)
    {
        if (!Any) return;
        scope.Sql("DELETE FROM edited WHERE tenant = ? AND stream = ? AND key = ?").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run();
    }

    /// <summary>The case and its events are destroyed, whichever stream they came from.</summary>
    public void Erase(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Sql("DELETE FROM edited WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND (key = ?3 OR (key >= ?4 AND key < ?5))")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(from).Bind(until).Run();
    }
}
