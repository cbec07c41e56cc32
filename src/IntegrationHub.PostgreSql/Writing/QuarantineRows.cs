using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Reads and writes the table of quarantined records.</summary>
internal sealed class QuarantineRows(WriteScope scope) : IQuarantineRows
{
    const string OfSource = "stream IN (SELECT id FROM streams WHERE tenant = $1 AND source = $2)";

    // Of each key, the streams of the source that hold a record of it, with the start of the read that brought it.
    readonly Dictionary<string, Dictionary<long, DateTimeOffset>> known = new(StringComparer.Ordinal);
    bool any;

    public bool Any => any || scope.Facts.Quarantined;

    /// <summary>Reads what is held of these keys at once; mostly there is nothing at all.</summary>
    public void ReadAhead(ExpectedKeys keys)
    {
        if (keys.Records.Count > 0 && Any) Read([.. keys.Records.Concat(keys.Cases).Distinct(StringComparer.Ordinal)]);
    }

    public DateTimeOffset? ReadStartedAt(string key) => Of(key).TryGetValue(scope.Stream.Stream, out var readStartedAt) ? readStartedAt : null;

    public bool IsHeldAnywhere(string key) => Of(key).Count > 0;

    public HeldRow? Find(string publicId) =>
        scope.Apart("SELECT id, key, raw_hash, read_started FROM quarantine WHERE tenant = $1 AND public_id = $2 AND stream = $3")
            .Bind(scope.Stream.Tenant).Bind(publicId).Bind(scope.Stream.Stream)
            .First(row => new HeldRow(row.Int64(0), row.TextOrNull(1), row.Blob(2), row.Time(3)));

    public void Write(QuarantineEntry entry)
    {
        Changed(entry.Key);
        // The same bytes and the same mapping again: only when it last came is new. Where the contents have expired, they come back.
        var seenAgain = scope.Apart($"""
            UPDATE quarantine SET last_seen = $1, read_started = $2
            WHERE tenant = $3 AND stream = $4 AND raw_hash = $5 AND {(entry.Key is null ? "key IS NULL" : "key = $6 AND key IS NOT NULL")} AND expired_at IS NULL
            """)
            .Bind(scope.Now).Bind(entry.ReadStartedAt).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(entry.RawHash);
        if (entry.Key is { } key) seenAgain.Bind(key);
        if (scope.Written.Add(Table.Quarantine, seenAgain.Run()) > 0) return;

        scope.Written.Add(Table.Quarantine, scope.Apart($"""
            INSERT INTO quarantine (tenant, stream, source, public_id, key, raw_hash, code, field, diagnostics, mapping_version, place, raw, read_started, first_seen, last_seen)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
            ON CONFLICT {(entry.Key is null ? "(tenant, stream, raw_hash) WHERE key IS NULL" : "(tenant, stream, key) WHERE key IS NOT NULL")} DO UPDATE SET
                raw_hash = excluded.raw_hash, code = excluded.code, field = excluded.field, diagnostics = excluded.diagnostics,
                mapping_version = excluded.mapping_version, place = excluded.place, raw = excluded.raw,
                read_started = excluded.read_started, last_seen = excluded.last_seen, expired_at = NULL
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(scope.Stream.Source).Bind(RandomId.NewText()).Bind(entry.Key).Bind(entry.RawHash).Bind(entry.Code).Bind(entry.Field)
            .Bind(entry.Diagnostics).Bind(entry.MappingVersion).Bind(entry.Where).Bind(entry.Raw).Bind(entry.ReadStartedAt).Bind(scope.Now).Run());
    }

    public void Write(HeldRow held, QuarantineEntry entry)
    {
        Changed(entry.Key);
        Changed(held.Key);
        // The same bytes may have come in the meantime under the key that can be read only now.
        var same = scope.Apart($"DELETE FROM quarantine WHERE tenant = $1 AND stream = $2 AND id <> $3 AND {(entry.Key is null ? "key IS NULL AND raw_hash = $4" : "key IS NOT NULL AND key = $4")}")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(held.Id);
        scope.Written.Add(Table.Quarantine, (entry.Key is { } key ? same.Bind(key) : same.Bind(entry.RawHash)).Run());
        scope.Written.Add(Table.Quarantine, scope.Apart("""
            UPDATE quarantine SET key = $3, raw_hash = $4, code = $5, field = $6, diagnostics = $7, mapping_version = $8, place = $9, raw = $10 WHERE tenant = $1 AND id = $2
            """)
            .Bind(scope.Stream.Tenant).Bind(held.Id).Bind(entry.Key).Bind(entry.RawHash).Bind(entry.Code).Bind(entry.Field).Bind(entry.Diagnostics).Bind(entry.MappingVersion)
            .Bind(entry.Where).Bind(entry.Raw).Run());
    }

    public void Remove(string key)
    {
        if (ReadStartedAt(key) is null) return;

        scope.Written.Add(Table.Quarantine, scope.Apart("DELETE FROM quarantine WHERE tenant = $1 AND stream = $2 AND key = $3 AND key IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run());
        Of(key).Remove(scope.Stream.Stream);
    }

    public void Remove(HeldRow held)
    {
        scope.Written.Add(Table.Quarantine, scope.Apart("DELETE FROM quarantine WHERE tenant = $1 AND id = $2").Bind(scope.Stream.Tenant).Bind(held.Id).Run());
        if (held.Key is { } key) known.Remove(key);
    }

    public IReadOnlyList<string?> Discard(HeldFilter which, DateTimeOffset seenUntil, int limit)
    {
        var keys = scope.Apart("""
            DELETE FROM quarantine WHERE tenant = $1 AND id IN (
                SELECT id FROM quarantine WHERE tenant = $1 AND stream = $2 AND first_seen <= $3
                    AND ($4 IS NULL OR public_id = $4) AND ($5 IS NULL OR code = $5) AND ($6 IS NULL OR field = $6) LIMIT $7)
            RETURNING key
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(seenUntil).Bind(which.Id).Bind(which.Code).Bind(which.Field).Bind(limit)
            .All(row => row.TextOrNull(0));
        known.Clear();
        scope.Written.Add(Table.Quarantine, keys.Count);
        return keys;
    }

    public void Erase(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Written.Add(Table.Quarantine, scope.Apart($"DELETE FROM quarantine WHERE tenant = $1 AND {OfSource} AND key IS NOT NULL AND (key = $3 OR (key >= $4 AND key < $5))")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(from).Bind(until).Run());
        known.Clear();
    }

    /// <summary>Forgets what is known: somebody else has written the table.</summary>
    public void Forget()
    {
        known.Clear();
        any = false;
    }

    void Changed(string? key)
    {
        any = true;
        if (key is not null) known.Remove(key);
    }

    Dictionary<long, DateTimeOffset> Of(string key)
    {
        if (!known.ContainsKey(key)) Read([key]);
        return known[key];
    }

    void Read(IEnumerable<string> keys)
    {
        string[] asked = [.. keys.Where(key => !known.ContainsKey(key))];
        foreach (var key in asked) known[key] = [];
        foreach (var (key, stream, readStartedAt) in scope.Apart($"SELECT key, stream, read_started FROM quarantine WHERE tenant = $1 AND {OfSource} AND key = ANY($3) AND key IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).BindAll(asked).All(row => (row.Text(0), row.Int64(1), row.Time(2)))) known[key][stream] = readStartedAt;
    }
}
