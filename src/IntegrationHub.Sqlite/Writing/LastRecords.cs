using IntegrationHub.Remapping;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of the records that versions in the index were made of, and the names of what they were made with.</summary>
internal sealed class LastRecords(WriteScope scope) : ILastRecords
{
    readonly Dictionary<MappedWith, long> numbers = [];
    bool? any;

    // A stream that keeps none has none: then records cost no look-up here.
    bool Any => any ??= scope.Sql("SELECT 1 FROM last_records INDEXED BY last_records_by_key WHERE tenant = ? AND stream = ? LIMIT 1")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(_ => true);

    /// <summary>The number of what records are mapped with; null when what made the item does not tell.</summary>
    public long? NumberOf(MappedWith? with)
    {
        if (with is null) return null;
        if (numbers.TryGetValue(with, out var known)) return known;

        scope.Sql("INSERT OR IGNORE INTO mappings (tenant, name, version, fingerprint) VALUES (?, ?, ?, ?)")
            .Bind(scope.Stream.Tenant).Bind(with.Mapping).Bind(with.Version).Bind(with.Fingerprint).Run();
        return numbers[with] = scope.Sql("SELECT id FROM mappings WHERE tenant = ? AND name = ? AND version = ? AND fingerprint = ?")
            .Bind(scope.Stream.Tenant).Bind(with.Mapping).Bind(with.Version).Bind(with.Fingerprint).First(row => row.Int64(0));
    }

    /// <summary>Whether a version was made with the same as this, whatever its version is called.</summary>
    public bool IsAsOf(long? number, MappedWith with) =>
        number is { } id && scope.Sql("SELECT 1 FROM mappings WHERE id = ? AND fingerprint = ?").Bind(id).Bind(with.Fingerprint).First(_ => true);

    /// <summary>What tells the key's record from a later one; null when none is kept.</summary>
    public byte[]? HashOf(string key) =>
        scope.Sql("SELECT bytes_hash FROM last_records WHERE tenant = ? AND stream = ? AND key = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).First(row => row.Blob(0));

    /// <summary>Keeps the record beside the version that stands now; without one, nothing is kept of an earlier one either.</summary>
    public void Write(string key, LastRecord? record, DateTimeOffset readStartedAt)
    {
        if (record is null)
        {
            if (Any) Remove(key);
            return;
        }

        any = true;
        // The same bytes again need not be written again.
        scope.Rows.Add(Table.LastRecords, scope.Sql("""
            INSERT INTO last_records (tenant, stream, key, raw, bytes_hash, read_started) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET raw = excluded.raw, bytes_hash = excluded.bytes_hash, read_started = excluded.read_started, tried = NULL
            WHERE bytes_hash <> excluded.bytes_hash
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(record.Raw.AsSpan()).Bind(record.BytesHash.AsSpan()).Bind(readStartedAt).Run());
    }

    /// <summary>Writes down that the key's record was mapped again, and that no version came of it.</summary>
    public void Tried(string key, long? number) =>
        scope.Rows.Add(Table.LastRecords, scope.Sql("UPDATE last_records SET tried = ? WHERE tenant = ? AND stream = ? AND key = ?")
            .Bind(number).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run());

    /// <summary>Destroys what is kept of a case and its events, whichever stream read it.</summary>
    public void Erase(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Rows.Add(Table.LastRecords, scope.Sql(
            "DELETE FROM last_records WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND key = ?3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Run());
        scope.Rows.Add(Table.LastRecords, scope.Sql(
            "DELETE FROM last_records WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND key >= ?3 AND key < ?4")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(from).Bind(until).Run());
    }

    void Remove(string key) =>
        scope.Rows.Add(Table.LastRecords, scope.Sql("DELETE FROM last_records WHERE tenant = ? AND stream = ? AND key = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Run());
}
