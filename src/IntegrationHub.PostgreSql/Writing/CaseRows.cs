using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.PostgreSql;

/// <summary>Reads and writes the table of cases and the words beside it.</summary>
internal sealed class CaseRows(WriteScope scope) : ICaseRows
{
    const string KnownColumns = """
        key, id, stream, public_id, CASE WHEN removed_at IS NULL THEN keys END, CASE WHEN removed_at IS NULL THEN search_text END, held, record_order, read_started, content_hash,
        removed_at IS NOT NULL, erased, merged_into
        """;

    /// <summary>Writes words: the tenants, the cases, and the words of each in one text, because an array of arrays would have to be as wide everywhere.</summary>
    public const string WordsSql = """
        INSERT INTO search (tenant, case_id, words) SELECT w.tenant, w.case_id, array_to_tsvector(string_to_array(w.words, E'\x01')) FROM unnest($1, $2, $3) AS w (tenant, case_id, words)
        ON CONFLICT (tenant, case_id) DO UPDATE SET words = excluded.words
        """;

    const string Restorables = "tenant = $1 AND source = $2 AND stream = $3 AND removed_at > $4 AND private IS NOT NULL AND keys IS NOT NULL AND NOT erased";

    readonly Dictionary<string, StoredRow?> known = new(StringComparer.Ordinal);
    readonly Dictionary<string, Version> versions = new(StringComparer.Ordinal);
    readonly Dictionary<string, Removal> removals = new(StringComparer.Ordinal);
    readonly Dictionary<long, string?> words = [];
    readonly Queue<long> ids = new();
    bool merged;

    /// <summary>Reads what is known of these keys at once.</summary>
    public void ReadAhead(IReadOnlyCollection<string> keys)
    {
        string[] asked = [.. keys.Where(key => !known.ContainsKey(key))];
        if (asked.Length == 0) return;

        foreach (var key in asked) known[key] = null;
        foreach (var row in scope.Apart($"SELECT {KnownColumns} FROM cases WHERE tenant = $1 AND source = $2 AND key = ANY($3)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).BindAll(asked).All(Read)) known[row.Key] = row;
    }

    public StoredRow? Find(string key)
    {
        if (!known.ContainsKey(key)) ReadAhead([key]);
        return known[key];
    }

    public long Insert(StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held)
    {
        var id = NextId();
        Gather(new Version(id, incoming, order, readStartedAt, held), words: null);
        return id;
    }

    public void Update(StoredRow stored, StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held) =>
        Gather(new Version(stored.Id, incoming, order, readStartedAt, held), stored.SearchText);

    public void TakeOver(StoredRow stored)
    {
        Change(stored.Key, "stream = $4", statement => statement.Bind(scope.Stream.Stream));
        known[stored.Key] = Find(stored.Key)! with { Stream = scope.Stream.Stream };
    }

    public void SetHeld(StoredRow stored, bool held)
    {
        if (stored.Held == held) return;
        Change(stored.Key, "held = $4", statement => statement.Bind(held));
        known[stored.Key] = Find(stored.Key)! with { Held = held };
    }

    public void InsertTombstone(string key, long? order, DateTimeOffset readStartedAt, Departure departure, bool erased)
    {
        scope.Written.Add(Table.Cases, scope.Sql("""
            INSERT INTO cases (tenant, source, key, stream, confidentiality, content_hash, record_order, read_started, removed_at, removed_reason, removed_run, merged_into, erased)
            VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11, $12)
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).Bind(scope.Stream.Stream).Bind((long)Confidentiality.Protected)
            .Bind(order).Bind(readStartedAt).Bind(scope.Now).Bind((long)departure.Reason).Bind(scope.Run).Bind(departure.MergedInto).Bind(erased).Run());
        merged |= departure.MergedInto is not null;
        known.Remove(key);
    }

    public void Remove(StoredRow stored, long? order, DateTimeOffset readStartedAt, Departure departure)
    {
        if (versions.ContainsKey(stored.Key) || removals.ContainsKey(stored.Key)) Flush();
        merged |= departure.MergedInto is not null;
        removals[stored.Key] = new Removal(order, readStartedAt, departure);
        if (stored.SearchText is not null) words[stored.Id] = null;
        known[stored.Key] = stored with
        {
            Keys = null, SearchText = null, MergedInto = departure.MergedInto,
            Version = stored.Version with { Order = order, ReadStartedAt = readStartedAt, Tombstoned = true },
        };
    }

    public void Merge(string key, string into)
    {
        Change(key, "removed_reason = $4, merged_into = $5", statement => statement.Bind((long)TombstoneReason.Merged).Bind(into));
        merged = true;
        known.Remove(key);
    }

    public void Erase(string key) => Empty(key, keys: null, erased: true);

    public void Empty(string key, byte[]? keys) => Empty(key, keys, erased: false);

    void Empty(string key, byte[]? keys, bool erased)
    {
        Change(key, """
            number = NULL, type = NULL, title = NULL, public_title = NULL, status = NULL, source_status = NULL, department = NULL, confidentiality = $4, protected_party = NULL,
            opened_at = NULL, updated_at = NULL, due_at = NULL, closed_at = NULL, private = NULL, keys = $5, search_text = NULL, content_hash = '', held = false, erased = $6
            """, statement => statement.Bind((long)Confidentiality.Protected).Bind(keys).Bind(erased));
        known.Remove(key);
    }

    public LookupKey[] Restore(string key)
    {
        Change(key, "removed_at = NULL, removed_reason = NULL, removed_run = NULL, merged_into = NULL", statement => statement);
        known.Remove(key);
        var restored = Find(key)!;
        if (restored.SearchText is { } text) words[restored.Id] = text;
        return LookupKeyChanges.Unpack(restored.Keys);
    }

    public IReadOnlyList<RestorableCase> Restorable(RestoreChoice which, DateTimeOffset removedAfter)
    {
        var statement = scope.Sql($"SELECT id, key, public_id, merged_into FROM cases WHERE {Restorables} AND {(which is RestoreChoice.Case ? "key" : "removed_run")} = $5")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(removedAfter);
        statement = which switch
        {
            RestoreChoice.Case of => statement.Bind(of.Key),
            RestoreChoice.OfRun of => statement.Bind(of.Run),
            _ => throw new ArgumentException($"A choice of type {which.GetType().Name} is not known.", nameof(which)),
        };
        return statement.All(row => new RestorableCase(row.Int64(0), row.Text(1), row.Key(2), row.TextOrNull(3)));
    }

    public bool AnyMerged() => merged || scope.Facts.Merged;

    public ChainedCase? InChain(string key) =>
        scope.Sql("SELECT id, keys, removed_at IS NULL, merged_into FROM cases WHERE tenant = $1 AND source = $2 AND key = $3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key)
            .First(row => (ChainedCase?)new ChainedCase(row.Int64(0), row.BlobOrNull(1), row.Flag(2), row.TextOrNull(3)));

    public IReadOnlyList<(string Key, byte[]? Keys)> MergedInto(string key) =>
        scope.Sql("SELECT key, keys FROM cases WHERE tenant = $1 AND source = $2 AND merged_into = $3 AND removed_at IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).All(row => (row.Text(0), row.BlobOrNull(1)));

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        if (versions.Count > 0) WriteVersions([.. versions.Values]);
        if (removals.Count > 0) WriteRemovals([.. removals]);
        if (words.Count > 0) WriteWords([.. words]);
        versions.Clear();
        removals.Clear();
        words.Clear();
    }

    /// <summary>Forgets what is known and what was gathered.</summary>
    public void Forget()
    {
        merged = false;
        known.Clear();
        versions.Clear();
        removals.Clear();
        words.Clear();
    }

    void Gather(Version version, string? words)
    {
        var incoming = version.Incoming;
        if (removals.ContainsKey(incoming.Key)) Flush();
        versions[incoming.Key] = version;
        if (incoming.SearchText != words) this.words[version.Id] = incoming.SearchText;
        known[incoming.Key] = new StoredRow
        {
            Id = version.Id,
            Key = incoming.Key,
            Stream = scope.Stream.Stream,
            PublicId = incoming.Id.Value,
            Keys = LookupKeyChanges.Pack(incoming.Keys),
            SearchText = incoming.SearchText,
            MergedInto = null,
            Held = version.Held,
            Version = new StoredVersion(version.Order, version.ReadStartedAt, incoming.ContentHash, Tombstoned: false, Erased: false),
        };
    }

    void Change(string key, string what, Func<Statement, Statement> bind) =>
        scope.Written.Add(Table.Cases, bind(scope.Sql($"UPDATE cases SET {what} WHERE tenant = $1 AND source = $2 AND key = $3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key)).Run());

    void WriteVersions(IReadOnlyList<Version> all)
    {
        var statement = scope.Apart("""
            INSERT INTO cases (tenant, source, stream, id, key, public_id, number, type, title, public_title, status, source_status, department, confidentiality, protected_party,
                opened_at, updated_at, due_at, closed_at, private, keys, search_text, content_hash, record_order, read_started, held)
            SELECT $1, $2, $3, * FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
            ON CONFLICT (tenant, source, key) DO UPDATE SET stream = excluded.stream, public_id = excluded.public_id, number = excluded.number, type = excluded.type,
                title = excluded.title, public_title = excluded.public_title, status = excluded.status, source_status = excluded.source_status, department = excluded.department,
                confidentiality = excluded.confidentiality, protected_party = excluded.protected_party, opened_at = excluded.opened_at, updated_at = excluded.updated_at,
                due_at = excluded.due_at, closed_at = excluded.closed_at, private = excluded.private, keys = excluded.keys, search_text = excluded.search_text,
                content_hash = excluded.content_hash, record_order = excluded.record_order, read_started = excluded.read_started, held = excluded.held,
                removed_at = NULL, removed_reason = NULL, removed_run = NULL, merged_into = NULL
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream)
            .BindAll(all.Select(v => v.Id)).BindAll(Of(c => c.Key)).BindAll(Of(c => c.Id.Value)).BindAll(Of(c => c.Number)).BindAll(Of(c => c.Type)).BindAll(Of(c => c.Title))
            .BindAll(Of(c => c.PublicTitle)).BindAll(Of(c => (long)c.Status)).BindAll(Of(c => c.SourceStatus)).BindAll(Of(c => c.Department)).BindAll(Of(c => (long)c.Confidentiality))
            .BindAll(Of(c => c.HasProtectedParty)).BindAll(Of(c => c.OpenedAt)).BindAll(Of(c => c.UpdatedAt)).BindAll(Of(c => c.DueAt)).BindAll(Of(c => c.ClosedAt))
            .BindAll(Of(c => c.Private)).BindAll(Of(c => LookupKeyChanges.Pack(c.Keys))).BindAll(Of(c => c.SearchText)).BindAll(Of(c => c.ContentHash))
            .BindAll(all.Select(v => v.Order)).BindAll(all.Select(v => v.ReadStartedAt)).BindAll(all.Select(v => v.Held));
        scope.Written.Add(Table.Cases, statement.Run());

        IEnumerable<T> Of<T>(Func<StoredCase, T> column) => all.Select(version => column(version.Incoming));
    }

    void WriteRemovals(IReadOnlyList<KeyValuePair<string, Removal>> all) =>
        scope.Written.Add(Table.Cases, scope.Apart("""
            UPDATE cases c SET record_order = r.record_order, read_started = r.read_started, removed_at = $3, removed_reason = r.reason, removed_run = $4, merged_into = r.merged_into
            FROM unnest($5, $6, $7, $8, $9) AS r (key, record_order, read_started, reason, merged_into)
            WHERE c.tenant = $1 AND c.source = $2 AND c.key = r.key
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Now).Bind(scope.Run)
            .BindAll(all.Select(r => r.Key)).BindAll(all.Select(r => r.Value.Order)).BindAll(all.Select(r => r.Value.ReadStartedAt))
            .BindAll(all.Select(r => (long)r.Value.Departure.Reason)).BindAll(all.Select(r => r.Value.Departure.MergedInto)).Run());

    void WriteWords(IReadOnlyList<KeyValuePair<long, string?>> all)
    {
        long[] without = [.. all.Where(text => text.Value is null).Select(text => text.Key)];
        if (without.Length > 0)
            scope.Written.Add(Table.Search, scope.Apart("DELETE FROM search WHERE tenant = $1 AND case_id = ANY($2)").Bind(scope.Stream.Tenant).BindAll(without).Run());

        var with = all.Where(text => text.Value is not null).ToList();
        if (with.Count == 0) return;
        scope.Written.Add(Table.Search, scope.Apart(WordsSql)
            .BindAll(with.Select(_ => scope.Stream.Tenant)).BindAll(with.Select(text => text.Key)).BindAll(with.Select(text => IndexedWords.Joined(scope.Stream.Tenant, text.Value!))).Run());
    }

    long NextId()
    {
        if (ids.Count == 0)
            foreach (var id in scope.Apart("SELECT nextval(pg_get_serial_sequence('cases', 'id')) FROM generate_series(1, $1)").Bind(Math.Clamp(known.Count, 1, 1000)).All(row => row.Int64(0)))
                ids.Enqueue(id);
        return ids.Dequeue();
    }

    static StoredRow Read(Row row) => new()
    {
        Key = row.Text(0),
        Id = row.Int64(1),
        Stream = row.Int64(2),
        PublicId = row.IsNull(3) ? null : row.Key(3),
        Keys = row.BlobOrNull(4),
        SearchText = row.TextOrNull(5),
        Held = row.Flag(6),
        Version = new StoredVersion(row.Int64OrNull(7), row.Time(8), row.Blob(9), Tombstoned: row.Flag(10), Erased: row.Flag(11)),
        MergedInto = row.TextOrNull(12),
    };

    sealed record Version(long Id, StoredCase Incoming, long? Order, DateTimeOffset ReadStartedAt, bool Held);

    sealed record Removal(long? Order, DateTimeOffset ReadStartedAt, Departure Departure);
}
