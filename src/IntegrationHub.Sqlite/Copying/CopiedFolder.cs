using IntegrationHub.Storage.Copying;

namespace IntegrationHub.Sqlite;

/// <summary>An embedded index, as it is copied.</summary>
internal sealed class CopiedFolder(string folder, IndexFile index, SqliteAuditLog audit, ILeaseClock clock) : ICopiedIndex
{
    // The tenant of a row that stands in no column of it, and what a column is called here.
    static readonly Dictionary<(string Table, string Column), string> Told = new()
    {
        [("tenants", "position")] = "max(t.feed_floor, coalesce((SELECT max(position) FROM changes WHERE tenant = t.id), 0))",
        [("drift", "tenant")] = "(SELECT s.tenant FROM streams s WHERE s.id = t.stream)",
        [("sweep_seen", "tenant")] = "(SELECT w.tenant FROM sweeps w WHERE w.id = t.sweep)",
        [("shadow", "tenant")] = "(SELECT w.tenant FROM sweeps w WHERE w.name = t.sweep)",
        [("held_delete_cases", "tenant")] = "(SELECT h.tenant FROM held_deletes h WHERE h.id = t.held)",
    };

    public string Where { get; } = $"the folder '{Path.GetFullPath(folder)}'";

    public ValueTask<string> StampAsync(CancellationToken cancellationToken) => index.QueryAsync(connection => connection.Prepare("""
        SELECT (SELECT coalesce(sum(epoch), 0) FROM streams) || '/' || (SELECT coalesce(max(id), 0) FROM runs) || '/' || (SELECT count(*) FROM changes) || '/' ||
            (SELECT count(*) FROM notifications) || '/' || (SELECT coalesce(max(id), 0) FROM held_deletes) || '/' ||
            (SELECT coalesce(sum(version), 0) FROM contacts) || '/' || (SELECT coalesce(sum(version), 0) FROM contact_questions) || '/' ||
            (SELECT coalesce(sum(version), 0) FROM handovers) || '/' ||
            (SELECT coalesce(sum(version), 0) FROM outbox)
        """).First(row => row.Text(0))!, cancellationToken);

    public ValueTask<IReadOnlyList<string>> LeasedAsync(CancellationToken cancellationToken) => index.QueryAsync<IReadOnlyList<string>>(connection =>
        connection.Prepare("SELECT name FROM streams WHERE lease_owner IS NOT NULL AND lease_boot = ? AND lease_from <= ? AND lease_until > ?")
            .Bind(clock.Boot).Bind(clock.Milliseconds).Bind(clock.Milliseconds).All(row => row.Text(0)), cancellationToken);

    public async ValueTask<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        await index.QueryAsync(connection => !connection.Prepare("SELECT 1 FROM tenants LIMIT 1").First(_ => true), cancellationToken)
        && await audit.OnWriterAsync(connection => !connection.Prepare("SELECT 1 FROM audit_lines LIMIT 1").First(_ => true), cancellationToken);

    // A row's number is the order of its table.
    public IReadOnlyList<int> KeyOf(CopiedTable table) =>
        table.Columns.Select((column, at) => (column, at)).Where(c => c.column is { Name: "id", Kind: ColumnKind.Number }).Select(c => c.at).ToList() is [var number] ? [number] : [.. Enumerable.Range(0, table.Key)];

    public ValueTask<IReadOnlyList<object?[]>> ReadAsync(CopiedTable table, IReadOnlyList<object>? after, int limit, CancellationToken cancellationToken)
    {
        var key = string.Join(", ", KeyOf(table).Select(column => Written(table, table.Columns[column])));
        var values = string.Join(", ", KeyOf(table).Select(_ => "?"));
        return OnFileAsync<IReadOnlyList<object?[]>>(table, connection =>
        {
            var statement = connection.Prepare($"""
                SELECT {string.Join(", ", table.Columns.Select(column => Written(table, column)))} FROM {table.Name} t
                WHERE {Whole(table)}{(after is null ? "" : $" AND ({key}) > ({values})")} ORDER BY {key} LIMIT ?
                """);
            foreach (var value in after ?? []) statement.Bind([value]);
            return statement.Bind(limit).All(row => table.Columns.Select((column, at) => Read(row, column.Kind, at)).ToArray());
        }, cancellationToken);
    }

    public async ValueTask WriteAsync(CopiedTable table, IReadOnlyList<object?[]> rows, CopyMark mark, CancellationToken cancellationToken)
    {
        // The audit has a file of its own: its lines first, and what of them is there already is left.
        if (table.Name == "audit_lines") await audit.OnWriterAsync(connection => connection.InWrite(open => Insert(open, table, rows)), cancellationToken);
        await index.WriteAsync(Urgency.Batch, connection =>
        {
            if (table.Name != "audit_lines") Insert(connection, table, rows);
            return connection.Prepare("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").Bind(CopyMark.Name).Bind(CopyMark.Write(mark)).Run();
        }, cancellationToken);
    }

    public ValueTask<long> CountAsync(CopiedTable table, CancellationToken cancellationToken) =>
        OnFileAsync(table, connection => connection.Prepare($"SELECT count(*) FROM {table.Name} t WHERE {Whole(table)}").First(row => row.Int64(0)), cancellationToken);

    public ValueTask<CopyMark?> MarkAsync(CancellationToken cancellationToken) => index.QueryAsync(MarkOf, cancellationToken);

    public async ValueTask EndAsync(CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection => connection.Prepare("DELETE FROM meta WHERE name = ?").Bind(CopyMark.Name).Run(), cancellationToken);

    /// <summary>How far a copy into this index is.</summary>
    public static CopyMark? MarkOf(Connection connection) => CopyMark.Read(connection.Prepare("SELECT value FROM meta WHERE name = ?").Bind(CopyMark.Name).First(row => row.Text(0)));

    static int Insert(Connection connection, CopiedTable table, IReadOnlyList<object?[]> rows)
    {
        var columns = table.Columns.Select((column, at) => (column, at)).Where(c => c.column.Name != "tenant" || !Told.ContainsKey((table.Name, "tenant"))).ToList();
        var statement = connection.Prepare($"""
            INSERT OR IGNORE INTO {table.Name} ({string.Join(", ", columns.Select(c => table.Name == "tenants" && c.column.Name == "position" ? "feed_floor" : c.column.Name))})
            VALUES ({string.Join(", ", columns.Select(_ => "?"))})
            """);
        foreach (var row in rows)
        {
            statement.Bind([.. columns.Select(c => row[c.at] is bool flag ? flag ? 1L : 0L : row[c.at])]).Run();
            if (table.Name == "cases" && Of(row, table, "removed_at") is null && Of(row, table, "search_text") is string text)
                connection.Prepare("INSERT INTO search (rowid, words) VALUES (?, ?)").Bind((long)Of(row, table, "id")!).Bind(text).Run();
        }

        return rows.Count;
    }

    static object? Of(object?[] row, CopiedTable table, string column) => row[table.Columns.Select((c, at) => (c, at)).First(c => c.c.Name == column).at];

    static string Written(CopiedTable table, CopiedColumn column) => Told.TryGetValue((table.Name, column.Name), out var told) ? told : $"t.{column.Name}";

    // What a rebuild that was given up has left behind belongs to nobody.
    static string Whole(CopiedTable table) => Told.TryGetValue((table.Name, "tenant"), out var told) ? $"{told} IS NOT NULL" : "1";

    static object? Read(Statement row, ColumnKind kind, int column) => row.IsNull(column) ? null : kind switch
    {
        ColumnKind.Number => row.Int64(column),
        ColumnKind.Text => row.Text(column),
        ColumnKind.Bytes => row.Blob(column),
        ColumnKind.Id => row.Key(column),
        _ => row.Flag(column),
    };

    async ValueTask<T> OnFileAsync<T>(CopiedTable table, Func<Connection, T> query, CancellationToken cancellationToken) =>
        table.Name == "audit_lines" ? await audit.OnWriterAsync(query, cancellationToken) : await index.QueryAsync(query, cancellationToken);
}
