using IntegrationHub.Cases;

namespace IntegrationHub.Sqlite;

/// <summary>What deciding and updating needs of a stored case.</summary>
internal sealed record StoredRow
{
    public required long Id { get; init; }

    public required long Stream { get; init; }

    /// <summary>Null when only a removal was ever seen.</summary>
    public required UInt128? PublicId { get; init; }

    /// <summary>The keys by which it is found; null of a tombstone.</summary>
    public required byte[]? Keys { get; init; }

    /// <summary>The words by which it is found; null of a tombstone.</summary>
    public required string? SearchText { get; init; }

    /// <summary>The key of the case that a tombstone became part of.</summary>
    public required string? MergedInto { get; init; }

    public required bool Held { get; init; }

    public required StoredVersion Version { get; init; }
}

/// <summary>Writes the table of cases and the text search beside it.</summary>
internal sealed class CaseRows(WriteScope scope)
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
    public void Merge(long id, string into) =>
        scope.Rows.Add(Table.Cases, scope.Sql("UPDATE cases SET removed_reason = ?, merged_into = ? WHERE id = ?").Bind((long)TombstoneReason.Merged).Bind(into).Bind(id).Run());

    /// <summary>Destroys what a tombstone still holds. Its key stays, so that the case never comes back.</summary>
    public void Erase(long id) => Empty(id, keys: null, erased: true);

    /// <summary>Destroys what a tombstone still holds; when its source sends the case again, it comes in anew.</summary>
    /// <param name="id">The tombstone.</param>
    /// <param name="keys">The keys that outlive it: the numbers by which the case is found that it became part of.</param>
    public void Empty(long id, byte[]? keys) => Empty(id, keys, erased: false);

    void Empty(long id, byte[]? keys, bool erased) =>
        scope.Rows.Add(Table.Cases, scope.Sql("""
            UPDATE cases SET number = NULL, type = NULL, title = NULL, public_title = NULL, status = NULL, source_status = NULL, department = NULL,
                confidentiality = ?, protected_party = NULL, opened_at = NULL, updated_at = NULL, due_at = NULL, closed_at = NULL,
                private = NULL, keys = ?, search_text = NULL, content_hash = x'', held = 0, erased = ?
            WHERE id = ?
            """)
            .Bind((long)Confidentiality.Protected).Bind(keys).Bind(erased).Bind(id).Run());

    /// <summary>Makes a tombstone the case again that it was.</summary>
    /// <returns>The keys by which it is found.</returns>
    public LookupKey[] Restore(long id)
    {
        var (keys, words) = scope.Sql("SELECT keys, search_text FROM cases WHERE id = ?").Bind(id).First(row => (row.Blob(0), row.TextOrNull(1)));
        scope.Rows.Add(Table.Cases, scope.Sql("UPDATE cases SET removed_at = NULL, removed_reason = NULL, removed_run = NULL, merged_into = NULL WHERE id = ?").Bind(id).Run());
        if (words is not null) IndexWords(id, words);
        return LookupKeyChanges.Unpack(keys);
    }

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

/// <summary>Why a case leaves.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="MergedInto">The key of the case that it became part of.</param>
internal readonly record struct Departure(TombstoneReason Reason, string? MergedInto = null);
