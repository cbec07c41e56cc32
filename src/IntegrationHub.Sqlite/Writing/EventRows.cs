using IntegrationHub.Cases;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of events. A row belongs to the stream that brought it, so that one stream never takes away what another told.</summary>
internal sealed class EventRows(WriteScope scope) : IEventRows
{
    /// <summary>The version that this stream brought of an event.</summary>
    public StoredVersion? Find(string caseKey, string eventId) =>
        scope.Sql("""
            SELECT record_order, read_started, content_hash FROM events
            WHERE tenant = ? AND source = ? AND case_key = ? AND event_id = ? AND stream = ?
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(eventId).Bind(scope.Stream.Stream)
            .First(row => (StoredVersion?)new StoredVersion(row.Int64OrNull(0), row.Time(1), row.Blob(2), Tombstoned: false, Erased: false));

    public void Upsert(StoredEvent incoming, bool ofCase, long? order, DateTimeOffset readStartedAt) =>
        scope.Rows.Add(Table.Events, scope.Sql("""
            INSERT INTO events (tenant, source, case_key, event_id, stream, of_case, at, kind, confidentiality, private, content_hash, record_order, read_started, committed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, source, case_key, event_id, stream) DO UPDATE SET of_case = excluded.of_case, at = excluded.at, kind = excluded.kind,
                confidentiality = excluded.confidentiality, private = excluded.private, content_hash = excluded.content_hash,
                record_order = excluded.record_order, read_started = excluded.read_started, committed_at = excluded.committed_at
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(incoming.CaseKey).Bind(incoming.Id).Bind(scope.Stream.Stream).Bind(ofCase)
            .Bind(incoming.At).Bind((long)incoming.Kind).Bind((long)incoming.Confidentiality).Bind(incoming.Private.AsSpan()).Bind(incoming.ContentHash.AsSpan())
            .Bind(order).Bind(readStartedAt).Bind(scope.Now).Run());

    /// <summary>Destroys the events of a case, whichever stream brought them.</summary>
    public void Erase(string caseKey) =>
        scope.Rows.Add(Table.Events, scope.Sql("DELETE FROM events WHERE tenant = ? AND source = ? AND case_key = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Run());

    /// <summary>The content hashes, by their ids, of the events that this stream's records of the case told.</summary>
    public Dictionary<string, byte[]> OfCase(string caseKey)
    {
        var stored = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        scope.Sql("SELECT event_id, content_hash FROM events WHERE tenant = ? AND source = ? AND case_key = ? AND stream = ? AND of_case = 1")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(scope.Stream.Stream)
            .Each(row => stored[row.Text(0)] = row.Blob(1));
        return stored;
    }

    /// <summary>Takes away an event that this stream brought.</summary>
    public void Delete(string caseKey, string eventId) =>
        scope.Rows.Add(Table.Events, scope.Sql("DELETE FROM events WHERE tenant = ? AND source = ? AND case_key = ? AND event_id = ? AND stream = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(eventId).Bind(scope.Stream.Stream).Run());
}
