using IntegrationHub.Cases;

namespace IntegrationHub.PostgreSql;

/// <summary>Reads and writes the table of events.</summary>
internal sealed class EventRows(WriteScope scope) : IEventRows
{
    readonly Dictionary<string, Dictionary<string, Known>> known = new(StringComparer.Ordinal);
    readonly Dictionary<(string CaseKey, string Id), Version?> pending = [];

    /// <summary>Reads what this stream has told of these cases at once.</summary>
    public void ReadAhead(IReadOnlyCollection<string> caseKeys)
    {
        string[] asked = [.. caseKeys.Where(key => !known.ContainsKey(key))];
        if (asked.Length == 0) return;

        foreach (var key in asked) known[key] = new Dictionary<string, Known>(StringComparer.Ordinal);
        foreach (var (caseKey, id, stored) in scope.Apart("""
            SELECT case_key, event_id, of_case, record_order, read_started, content_hash FROM events WHERE tenant = $1 AND source = $2 AND case_key = ANY($3) AND stream = $4
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).BindAll(asked).Bind(scope.Stream.Stream)
            .All(row => (row.Text(0), row.Text(1), new Known(row.Flag(2), new StoredVersion(row.Int64OrNull(3), row.Time(4), row.Blob(5), Tombstoned: false, Erased: false)))))
            known[caseKey][id] = stored;
    }

    public StoredVersion? Find(string caseKey, string eventId) => Of(caseKey).TryGetValue(eventId, out var stored) ? stored.Version : null;

    public Dictionary<string, byte[]> OfCase(string caseKey) =>
        Of(caseKey).Where(stored => stored.Value.OfCase).ToDictionary(stored => stored.Key, stored => stored.Value.Version.ContentHash.ToArray(), StringComparer.Ordinal);

    public void Upsert(StoredEvent incoming, bool ofCase, long? order, DateTimeOffset readStartedAt)
    {
        Of(incoming.CaseKey)[incoming.Id] = new Known(ofCase, new StoredVersion(order, readStartedAt, incoming.ContentHash, Tombstoned: false, Erased: false));
        pending[(incoming.CaseKey, incoming.Id)] = new Version(incoming, ofCase, order, readStartedAt);
    }

    public void Delete(string caseKey, string eventId)
    {
        Of(caseKey).Remove(eventId);
        pending[(caseKey, eventId)] = null;
    }

    public void Erase(string caseKey)
    {
        scope.Written.Add(Table.Events, scope.Sql("DELETE FROM events WHERE tenant = $1 AND source = $2 AND case_key = $3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Run());
        known.Remove(caseKey);
    }

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        if (pending.Count == 0) return;

        var gone = pending.Where(change => change.Value is null).Select(change => change.Key).ToList();
        if (gone.Count > 0)
            scope.Written.Add(Table.Events, scope.Apart("""
                DELETE FROM events e USING unnest($4, $5) AS g (case_key, event_id)
                WHERE e.tenant = $1 AND e.source = $2 AND e.stream = $3 AND e.case_key = g.case_key AND e.event_id = g.event_id
                """)
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).BindAll(gone.Select(key => key.CaseKey)).BindAll(gone.Select(key => key.Id)).Run());

        var all = pending.Values.OfType<Version>().ToList();
        pending.Clear();
        if (all.Count == 0) return;

        scope.Written.Add(Table.Events, scope.Apart("""
            INSERT INTO events (tenant, source, stream, committed_at, case_key, event_id, of_case, at, kind, confidentiality, private, content_hash, record_order, read_started)
            SELECT $1, $2, $3, $4, * FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (tenant, source, case_key, event_id, stream) DO UPDATE SET of_case = excluded.of_case, at = excluded.at, kind = excluded.kind,
                confidentiality = excluded.confidentiality, private = excluded.private, content_hash = excluded.content_hash, record_order = excluded.record_order,
                read_started = excluded.read_started, committed_at = excluded.committed_at
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(scope.Now)
            .BindAll(all.Select(v => v.Incoming.CaseKey)).BindAll(all.Select(v => v.Incoming.Id)).BindAll(all.Select(v => v.OfCase)).BindAll(all.Select(v => v.Incoming.At))
            .BindAll(all.Select(v => (long)v.Incoming.Kind)).BindAll(all.Select(v => (long)v.Incoming.Confidentiality)).BindAll(all.Select(v => v.Incoming.Private))
            .BindAll(all.Select(v => v.Incoming.ContentHash)).BindAll(all.Select(v => v.Order)).BindAll(all.Select(v => v.ReadStartedAt)).Run());
    }

    /// <summary>Forgets what is known and what was gathered.</summary>
    public void Forget()
    {
        known.Clear();
        pending.Clear();
    }

    Dictionary<string, Known> Of(string caseKey)
    {
        if (!known.ContainsKey(caseKey)) ReadAhead([caseKey]);
        return known[caseKey];
    }

    sealed record Known(bool OfCase, StoredVersion Version);

    sealed record Version(StoredEvent Incoming, bool OfCase, long? Order, DateTimeOffset ReadStartedAt);
}
