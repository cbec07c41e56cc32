using IntegrationHub.Cases;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of quarantined records: one entry per key, or per raw hash where the key could not be read.</summary>
internal sealed class QuarantineRows(WriteScope scope)
{
    bool? any;

    /// <summary>Whether the source has an entry with a key at all: mostly not, and then records cost no look-up here.</summary>
    public bool Any => any ??= scope.Sql("""
        SELECT 1 FROM quarantine WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND key IS NOT NULL LIMIT 1
        """)
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).First(_ => true);

    /// <summary>When the read that brought the key's entry started; null when there is none.</summary>
    public DateTimeOffset? ReadStartedAt(string key) =>
        scope.Sql("SELECT read_started FROM quarantine WHERE tenant = ? AND stream = ? AND key = ? AND key IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).First(row => (DateTimeOffset?)row.Time(0));

    /// <summary>Writes the entry in the place of an earlier one; that keeps its id and when it first came.</summary>
    public void Write(QuarantineEntry entry)
    {
        any = true;
        // The same bytes and the same mapping again: only when it last came is new.
        var seenAgain = scope.Sql(entry.Key is null
            ? "UPDATE quarantine SET last_seen = ?, read_started = ? WHERE tenant = ? AND stream = ? AND key IS NULL AND raw_hash = ?"
            : "UPDATE quarantine SET last_seen = ?, read_started = ? WHERE tenant = ? AND stream = ? AND key = ? AND key IS NOT NULL AND raw_hash = ?")
            .Bind(scope.Now).Bind(entry.ReadStartedAt).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream);
        if (entry.Key is not null) seenAgain.Bind(entry.Key);
        if (scope.Rows.Add(Table.Quarantine, seenAgain.Bind(entry.RawHash.AsSpan()).Run()) > 0) return;

        scope.Rows.Add(Table.Quarantine, scope.Sql("""
            INSERT INTO quarantine (public_id, tenant, stream, source, key, raw_hash, code, field, diagnostics, mapping_version, place, raw, read_started, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, stream, key) WHERE key IS NOT NULL DO UPDATE SET
                raw_hash = excluded.raw_hash, code = excluded.code, field = excluded.field, diagnostics = excluded.diagnostics,
                mapping_version = excluded.mapping_version, place = excluded.place, raw = excluded.raw,
                read_started = excluded.read_started, last_seen = excluded.last_seen
            """)
            .Bind(RandomId.New()).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(scope.Stream.Source).Bind(entry.Key).Bind(entry.RawHash.AsSpan())
            .Bind(entry.Code).Bind(entry.Field).Bind(entry.Diagnostics).Bind(entry.MappingVersion).Bind(entry.Where).Bind(entry.Raw.AsSpan())
            .Bind(entry.ReadStartedAt).Bind(scope.Now).Bind(scope.Now).Run());
    }

    /// <summary>Removes the key's entry of this stream.</summary>
    public void Remove(string key) =>
        scope.Rows.Add(Table.Quarantine, scope.Sql("DELETE FROM quarantine WHERE tenant = ? AND stream = ? AND key = ? AND key IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run());

    /// <summary>Removes an entry of this stream whose key could not be read.</summary>
    public void RemoveKeyless(byte[] rawHash) =>
        scope.Rows.Add(Table.Quarantine, scope.Sql("DELETE FROM quarantine WHERE tenant = ? AND stream = ? AND key IS NULL AND raw_hash = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(rawHash.AsSpan()).Run());

    /// <summary>Whether any stream of the source still holds a record with this key.</summary>
    public bool IsHeldAnywhere(string key) =>
        scope.Sql("""
            SELECT 1 FROM quarantine WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND key = ?3 AND key IS NOT NULL LIMIT 1
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).First(_ => true);

    /// <summary>Destroys what quarantine holds of a case and its events, whichever stream brought it.</summary>
    public void Erase(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Rows.Add(Table.Quarantine, scope.Sql("""
            DELETE FROM quarantine WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2)
                AND key IS NOT NULL AND key = ?3
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Run());
        scope.Rows.Add(Table.Quarantine, scope.Sql("""
            DELETE FROM quarantine WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2)
                AND key IS NOT NULL AND key >= ?3 AND key < ?4
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(from).Bind(until).Run());
    }
}
