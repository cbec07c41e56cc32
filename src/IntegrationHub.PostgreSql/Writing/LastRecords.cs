using IntegrationHub.Remapping;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the table of the records that versions in the index were made of, and the names of what they were made with.</summary>
internal sealed class LastRecords(WriteScope scope) : ILastRecords
{
    const string OfSource = "stream IN (SELECT id FROM streams WHERE tenant = $1 AND source = $2)";

    readonly Dictionary<MappedWith, long> numbers = [];
    readonly Dictionary<long, string?> fingerprints = [];
    readonly Dictionary<string, (LastRecord? Record, DateTimeOffset ReadStartedAt)> pending = new(StringComparer.Ordinal);
    bool any;

    // A stream that keeps none has none: then records cost no look-up here.
    bool Any => any || scope.Facts.RecordsKept;

    public long? NumberOf(MappedWith? with)
    {
        if (with is null) return null;
        if (numbers.TryGetValue(with, out var known)) return known;

        return numbers[with] = Number(with) ?? Add(with);
    }

    public bool IsAsOf(long? number, MappedWith with)
    {
        if (number is not { } id) return false;
        if (!fingerprints.TryGetValue(id, out var fingerprint))
            fingerprints[id] = fingerprint = scope.Apart("SELECT fingerprint FROM mappings WHERE tenant = $1 AND id = $2").Bind(scope.Stream.Tenant).Bind(id).First(row => row.Text(0));
        return fingerprint == with.Fingerprint;
    }

    public byte[]? HashOf(string key) => pending.TryGetValue(key, out var gathered) ? gathered.Record?.BytesHash
        : scope.Apart("SELECT bytes_hash FROM last_records WHERE tenant = $1 AND stream = $2 AND key = $3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).First(row => row.Blob(0));

    public void Write(string key, LastRecord? record, DateTimeOffset readStartedAt)
    {
        if (record is null && !Any) return;

        if (record is not null) any = true;
        pending[key] = (record, readStartedAt);
    }

    public void Tried(string key, long? number) =>
        scope.Written.Add(Table.LastRecords, scope.Sql("UPDATE last_records SET tried = $4 WHERE tenant = $1 AND stream = $2 AND key = $3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(number).Run());

    public void Erase(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Written.Add(Table.LastRecords, scope.Sql($"DELETE FROM last_records WHERE tenant = $1 AND {OfSource} AND (key = $3 OR (key >= $4 AND key < $5))")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Bind(from).Bind(until).Run());
    }

    /// <summary>Sends what was gathered. The same bytes again need not be written again.</summary>
    public void Flush()
    {
        if (pending.Count == 0) return;

        string[] gone = [.. pending.Where(change => change.Value.Record is null).Select(change => change.Key)];
        if (gone.Length > 0)
            scope.Written.Add(Table.LastRecords, scope.Apart("DELETE FROM last_records WHERE tenant = $1 AND stream = $2 AND key = ANY($3)")
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).BindAll(gone).Run());

        var kept = pending.Where(change => change.Value.Record is not null).ToList();
        pending.Clear();
        if (kept.Count == 0) return;

        scope.Written.Add(Table.LastRecords, scope.Apart("""
            INSERT INTO last_records AS l (tenant, stream, key, raw, bytes_hash, read_started) SELECT $1, $2, * FROM unnest($3, $4, $5, $6)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET raw = excluded.raw, bytes_hash = excluded.bytes_hash, read_started = excluded.read_started, tried = NULL
            WHERE l.bytes_hash <> excluded.bytes_hash
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).BindAll(kept.Select(r => r.Key)).BindAll(kept.Select(r => r.Value.Record!.Raw))
            .BindAll(kept.Select(r => r.Value.Record!.BytesHash)).BindAll(kept.Select(r => r.Value.ReadStartedAt)).Run());
    }

    /// <summary>Forgets what is known and what was gathered.</summary>
    public void Forget()
    {
        numbers.Clear();
        fingerprints.Clear();
        pending.Clear();
        any = false;
    }

    long? Number(MappedWith with) =>
        scope.Apart("SELECT id FROM mappings WHERE tenant = $1 AND name = $2 AND version = $3 AND fingerprint = $4")
            .Bind(scope.Stream.Tenant).Bind(with.Mapping).Bind(with.Version).Bind(with.Fingerprint).First(row => (long?)row.Int64(0));

    long Add(MappedWith with)
    {
        scope.Apart("INSERT INTO mappings (tenant, name, version, fingerprint) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, name, version, fingerprint) DO NOTHING")
            .Bind(scope.Stream.Tenant).Bind(with.Mapping).Bind(with.Version).Bind(with.Fingerprint).Run();
        return Number(with)!.Value;
    }
}
