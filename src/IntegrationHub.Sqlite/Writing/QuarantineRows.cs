using IntegrationHub.Cases;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of quarantined records: one entry per key, or per raw hash where the key could not be read.</summary>
internal sealed class QuarantineRows(WriteScope scope) : IQuarantineRows
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

    /// <summary>An entry of this stream by its public id; null when it is not there.</summary>
    public HeldRow? Find(string publicId) =>
        scope.Sql("SELECT id, key, raw_hash, read_started FROM quarantine WHERE public_id = ? AND tenant = ? AND stream = ?")
            .Bind(publicId).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream)
            .First(row => new HeldRow(row.Int64(0), row.TextOrNull(1), row.Blob(2), row.Time(3)));

    /// <summary>Writes the entry in the place of an earlier one; that keeps its id and when it first came.</summary>
    public void Write(QuarantineEntry entry)
    {
        any = true;
        // The same bytes and the same mapping again: only when it last came is new. Where the contents have expired, they come back.
        var seenAgain = scope.Sql(entry.Key is null
            ? "UPDATE quarantine SET last_seen = ?, read_started = ? WHERE tenant = ? AND stream = ? AND key IS NULL AND raw_hash = ? AND expired_at IS NULL"
            : "UPDATE quarantine SET last_seen = ?, read_started = ? WHERE tenant = ? AND stream = ? AND key = ? AND key IS NOT NULL AND raw_hash = ? AND expired_at IS NULL")
            .Bind(scope.Now).Bind(entry.ReadStartedAt).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream);
        if (entry.Key is not null) seenAgain.Bind(entry.Key);
        if (scope.Rows.Add(Table.Quarantine, seenAgain.Bind(entry.RawHash.AsSpan()).Run()) > 0) return;

        scope.Rows.Add(Table.Quarantine, scope.Sql($"""
            INSERT INTO quarantine (public_id, tenant, stream, source, key, raw_hash, code, field, diagnostics, mapping_version, place, raw, read_started, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT {(entry.Key is null ? "(tenant, stream, raw_hash) WHERE key IS NULL" : "(tenant, stream, key) WHERE key IS NOT NULL")} DO UPDATE SET
                raw_hash = excluded.raw_hash, code = excluded.code, field = excluded.field, diagnostics = excluded.diagnostics,
                mapping_version = excluded.mapping_version, place = excluded.place, raw = excluded.raw,
                read_started = excluded.read_started, last_seen = excluded.last_seen, expired_at = NULL
            """)
            .Bind(RandomId.NewText()).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(scope.Stream.Source).Bind(entry.Key).Bind(entry.RawHash.AsSpan())
            .Bind(entry.Code).Bind(entry.Field).Bind(entry.Diagnostics).Bind(entry.MappingVersion).Bind(entry.Where).Bind(entry.Raw.AsSpan())
            .Bind(entry.ReadStartedAt).Bind(scope.Now).Bind(scope.Now).Run());
    }

    /// <summary>Removes the key's entry of this stream.</summary>
    public void Remove(string key) =>
        scope.Rows.Add(Table.Quarantine, scope.Sql("DELETE FROM quarantine WHERE tenant = ? AND stream = ? AND key = ? AND key IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run());

    /// <summary>Writes down what is wrong with an entry's record now. Its source has not sent it again, so when it came stays.</summary>
    public void Write(HeldRow held, QuarantineEntry entry)
    {
        any = true;
        // The same bytes may have come in the meantime under the key that can be read only now.
        scope.Rows.Add(Table.Quarantine, scope.Sql(entry.Key is null
            ? "DELETE FROM quarantine WHERE tenant = ? AND stream = ? AND key IS NULL AND raw_hash = ? AND id <> ?"
            : "DELETE FROM quarantine WHERE tenant = ? AND stream = ? AND key = ? AND key IS NOT NULL AND id <> ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind([(object?)entry.Key ?? entry.RawHash, held.Id]).Run());
        scope.Rows.Add(Table.Quarantine, scope.Sql("""
            UPDATE quarantine SET key = ?, raw_hash = ?, code = ?, field = ?, diagnostics = ?, mapping_version = ?, place = ?, raw = ? WHERE id = ?
            """)
            .Bind(entry.Key).Bind(entry.RawHash.AsSpan()).Bind(entry.Code).Bind(entry.Field).Bind(entry.Diagnostics).Bind(entry.MappingVersion)
            .Bind(entry.Where).Bind(entry.Raw.AsSpan()).Bind(held.Id).Run());
    }

    /// <summary>Removes an entry of this stream.</summary>
    public void Remove(HeldRow held) => scope.Rows.Add(Table.Quarantine, scope.Sql("DELETE FROM quarantine WHERE id = ?").Bind(held.Id).Run());

    /// <summary>Takes out entries of this stream that somebody discards.</summary>
    /// <returns>The keys of what was taken out; null for those without one.</returns>
    public IReadOnlyList<string?> Discard(HeldFilter which, DateTimeOffset seenUntil, int limit)
    {
        var keys = scope.Sql("""
            DELETE FROM quarantine WHERE id IN (
                SELECT id FROM quarantine WHERE tenant = ?1 AND stream = ?2 AND first_seen <= ?3
                    AND (?4 IS NULL OR public_id = ?4) AND (?5 IS NULL OR code = ?5) AND (?6 IS NULL OR field = ?6) LIMIT ?7)
            RETURNING key
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(seenUntil).Bind(which.Id).Bind(which.Code).Bind(which.Field).Bind(limit)
            .All(row => row.TextOrNull(0));
        scope.Rows.Add(Table.Quarantine, keys.Count);
        return keys;
    }

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
