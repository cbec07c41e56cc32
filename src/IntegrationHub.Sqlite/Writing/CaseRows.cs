using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of cases and the text search beside it.</summary>
internal sealed class CaseRows(WriteScope scope) : ICaseRows
{
    public StoredRow? Find(string key) =>
        scope.Sql("""
            SELECT id, stream, public_id, iif(removed_at IS NULL, keys, NULL), iif(removed_at IS NULL, search_text, NULL), held, record_order, read_started, content_hash, removed_at,
                erased, merged_into
            FROM cases WHERE tenant = ? AND source = ? AND key = ?
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key)
            .First(row => new StoredRow
            {
                Id = row.Int64(0),
                Key = key,
                Stream = row.Int64(1),
                PublicId = row.IsNull(2) ? null : row.Key(2),
                Keys = row.IsNull(3) ? null : row.Blob(3),
                SearchText = row.TextOrNull(4),
                Held = row.Flag(5),
                Version = new StoredVersion(row.Int64OrNull(6), row.Time(7), row.Blob(8), Tombstoned: !row.IsNull(9), Erased: row.Flag(10)),
                MergedInto = row.TextOrNull(11),
            });

    /// <summary>Inserts the case.</summary>
    /// <returns>Its row's number.</returns>
    public long Insert(StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held)
    {
        var statement = scope.Sql("""
            INSERT INTO cases (tenant, source, key, stream, public_id, number, type, title, public_title, status, source_status, department,
                confidentiality, protected_party, opened_at, updated_at, due_at, closed_at, private, keys, search_text, content_hash,
                record_order, read_started, held)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING id
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(incoming.Key);
        var id = BindContents(statement, incoming, order, readStartedAt, held).First(row => row.Int64(0));
        scope.Rows.Add(Table.Cases, 1);

        if (incoming.SearchText is { } words) IndexWords(id, words);
        return id;
    }

    /// <summary>Puts the incoming version in the place of the stored one; a tombstone comes back by it.</summary>
    public void Update(StoredRow stored, StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held)
    {
        var statement = scope.Sql("""
            UPDATE cases SET stream = ?, public_id = ?, number = ?, type = ?, title = ?, public_title = ?, status = ?, source_status = ?, department = ?,
                confidentiality = ?, protected_party = ?, opened_at = ?, updated_at = ?, due_at = ?, closed_at = ?, private = ?, keys = ?, search_text = ?,
                content_hash = ?, record_order = ?, read_started = ?, held = ?, removed_at = NULL, removed_reason = NULL, removed_run = NULL, merged_into = NULL
            WHERE id = ?
            """);
        scope.Rows.Add(Table.Cases, BindContents(statement, incoming, order, readStartedAt, held).Bind(stored.Id).Run());

        if (incoming.SearchText == stored.SearchText) return;
        ForgetWords(stored);
        if (incoming.SearchText is { } words) IndexWords(stored.Id, words);
    }

    /// <summary>The case now comes from this stream.</summary>
    public void TakeOver(StoredRow stored) =>
        scope.Rows.Add(Table.Cases, scope.Sql("UPDATE cases SET stream = ? WHERE id = ?").Bind(scope.Stream.Stream).Bind(stored.Id).Run());

    /// <summary>Marks whether a newer record of the case is in quarantine.</summary>
    public void SetHeld(StoredRow stored, bool held)
    {
        if (stored.Held == held) return;
        scope.Rows.Add(Table.Cases, scope.Sql("UPDATE cases SET held = ? WHERE id = ?").Bind(held).Bind(stored.Id).Run());
    }

    /// <summary>Writes down that a case, which nobody has seen, is gone: an older record of it that comes later must not bring it in.</summary>
    public void InsertTombstone(string key, long? order, DateTimeOffset readStartedAt, Departure departure, bool erased) =>
        scope.Rows.Add(Table.Cases, scope.Sql("""
            INSERT INTO cases (tenant, source, key, stream, confidentiality, content_hash, record_order, read_started, removed_at, removed_reason, removed_run, merged_into, erased)
            VALUES (?, ?, ?, ?, ?, x'', ?, ?, ?, ?, ?, ?, ?)
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).Bind(scope.Stream.Stream).Bind((long)Confidentiality.Protected)
            .Bind(order).Bind(readStartedAt).Bind(scope.Now).Bind((long)departure.Reason).Bind(scope.Run).Bind(departure.MergedInto).Bind(erased).Run());

    /// <summary>Makes the case a tombstone. Its contents, keys and words stay in its row, out of reach of every look-up, so that it can come back as it was.</summary>
    public void Remove(StoredRow stored, long? order, DateTimeOffset readStartedAt, Departure departure)
    {
        ForgetWords(stored);
        scope.Rows.Add(Table.Cases, scope.Sql("""
            UPDATE cases SET record_order = ?, read_started = ?, removed_at = ?, removed_reason = ?, removed_run = ?, merged_into = ? WHERE id = ?
            """)
            .Bind(order).Bind(readStartedAt).Bind(scope.Now).Bind((long)departure.Reason).Bind(scope.Run).Bind(departure.MergedInto).Bind(stored.Id).Run());
    }

    /// <summary>Writes down of a tombstone which case it became part of.</summary>
    public void Merge(string key, string into) =>
        scope.Rows.Add(Table.Cases, scope.Sql("UPDATE cases SET removed_reason = ?, merged_into = ? WHERE tenant = ? AND source = ? AND key = ?")
            .Bind((long)TombstoneReason.Merged).Bind(into).Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).Run());

    /// <summary>Destroys what a tombstone still holds. Its key stays, so that the case never comes back.</summary>
    public void Erase(string key) => Empty(key, keys: null, erased: true);

    /// <summary>Destroys what a tombstone still holds; when its source sends the case again, it comes in anew.</summary>
    /// <param name="key">The tombstone.</param>
    /// <param name="keys">The keys that outlive it: the numbers by which the case is found that it became part of.</param>
    public void Empty(string key, byte[]? keys) => Empty(key, keys, erased: false);

    void Empty(string key, byte[]? keys, bool erased) =>
        scope.Rows.Add(Table.Cases, scope.Sql("""
            UPDATE cases SET number = NULL, type = NULL, title = NULL, public_title = NULL, status = NULL, source_status = NULL, department = NULL,
                confidentiality = ?, protected_party = NULL, opened_at = NULL, updated_at = NULL, due_at = NULL, closed_at = NULL,
                private = NULL, keys = ?, search_text = NULL, content_hash = x'', held = 0, erased = ?
            WHERE tenant = ? AND source = ? AND key = ?
            """)
            .Bind((long)Confidentiality.Protected).Bind(keys).Bind(erased).Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).Run());

    /// <summary>Makes a tombstone the case again that it was.</summary>
    /// <returns>The keys by which it is found.</returns>
    public LookupKey[] Restore(string key)
    {
        var (id, keys, words) = scope.Sql("SELECT id, keys, search_text FROM cases WHERE tenant = ? AND source = ? AND key = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).First(row => (row.Int64(0), row.Blob(1), row.TextOrNull(2)));
        scope.Rows.Add(Table.Cases, scope.Sql("UPDATE cases SET removed_at = NULL, removed_reason = NULL, removed_run = NULL, merged_into = NULL WHERE id = ?").Bind(id).Run());
        if (words is not null) IndexWords(id, words);
        return LookupKeyChanges.Unpack(keys);
    }

    const string RestorableSql = "tenant = ? AND source = ? AND stream = ? AND removed_at > ? AND private IS NOT NULL AND keys IS NOT NULL AND erased = 0";

    /// <summary>The tombstones of this stream that the choice names and that can be brought back.</summary>
    public IReadOnlyList<RestorableCase> Restorable(RestoreChoice which, DateTimeOffset removedAfter)
    {
        var statement = which switch
        {
            RestoreChoice.Case of => Bind(scope.Sql($"SELECT id, key, public_id, merged_into FROM cases WHERE {RestorableSql} AND key = ?"), removedAfter).Bind(of.Key),
            RestoreChoice.OfRun of => Bind(scope.Sql($"SELECT id, key, public_id, merged_into FROM cases INDEXED BY cases_restorable WHERE {RestorableSql} AND removed_run = ?"), removedAfter).Bind(of.Run),
            _ => throw new ArgumentException($"A choice of type {which.GetType().Name} is not known.", nameof(which)),
        };
        return statement.All(row => new RestorableCase(row.Int64(0), row.Text(1), row.Key(2), row.TextOrNull(3)));
    }

    /// <summary>Whether any case of the source became part of another.</summary>
    public bool AnyMerged() => scope.Sql("SELECT 1 FROM cases INDEXED BY cases_merged WHERE tenant = ? AND source = ? AND merged_into IS NOT NULL LIMIT 1")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).First(_ => true);

    /// <summary>A case as part of a chain; null when it is not there.</summary>
    public ChainedCase? InChain(string key) =>
        scope.Sql("SELECT id, keys, removed_at IS NULL, merged_into FROM cases WHERE tenant = ? AND source = ? AND key = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key)
            .First(row => (ChainedCase?)new ChainedCase(row.Int64(0), row.IsNull(1) ? null : row.Blob(1), row.Flag(2), row.TextOrNull(3)));

    /// <summary>The tombstones that became part of this case, with the keys in their rows.</summary>
    public IReadOnlyList<(string Key, byte[]? Keys)> MergedInto(string key) =>
        scope.Sql("SELECT key, keys FROM cases INDEXED BY cases_merged WHERE tenant = ? AND source = ? AND merged_into = ? AND removed_at IS NOT NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).All(row => (row.Text(0), row.IsNull(1) ? null : row.Blob(1)));

    Statement Bind(Statement statement, DateTimeOffset removedAfter) =>
        statement.Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(removedAfter);

    void IndexWords(long id, string words) =>
        scope.Rows.Add(Table.Search, scope.Sql("INSERT INTO search (rowid, words) VALUES (?, ?)").Bind(id).Bind(words).Run());

    void ForgetWords(StoredRow stored)
    {
        if (stored.SearchText is not { } words) return;
        scope.Rows.Add(Table.Search, scope.Sql("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)").Bind(stored.Id).Bind(words).Run());
    }

    Statement BindContents(Statement statement, StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held) => statement
        .Bind(scope.Stream.Stream).Bind(incoming.Id.Value).Bind(incoming.Number).Bind(incoming.Type).Bind(incoming.Title).Bind(incoming.PublicTitle)
        .Bind((long)incoming.Status).Bind(incoming.SourceStatus).Bind(incoming.Department).Bind((long)incoming.Confidentiality).Bind(incoming.HasProtectedParty)
        .Bind(incoming.OpenedAt).Bind(incoming.UpdatedAt).Bind(incoming.DueAt).Bind(incoming.ClosedAt)
        .Bind(incoming.Private.AsSpan()).Bind(LookupKeyChanges.Pack(incoming.Keys)).Bind(incoming.SearchText).Bind(incoming.ContentHash.AsSpan())
        .Bind(order).Bind(readStartedAt).Bind(held);
}
