using IntegrationHub.Storage.Copying;

namespace IntegrationHub.PostgreSql;

/// <summary>An index in PostgreSQL, as it is copied.</summary>
internal sealed class CopiedDatabase(Database database) : ICopiedIndex
{
    public string Where => database.Where;

    public ValueTask<string> StampAsync(CancellationToken cancellationToken) => database.QueryAsync(async connection => (await connection.Prepare("""
        SELECT (SELECT coalesce(sum(epoch), 0) FROM streams) || '/' || (SELECT coalesce(max(id), 0) FROM runs) || '/' || (SELECT count(*) FROM changes) || '/' ||
            (SELECT count(*) FROM notifications) || '/' || (SELECT coalesce(max(id), 0) FROM held_deletes) || '/' ||
            (SELECT coalesce(sum(version), 0) FROM contacts) || '/' || (SELECT coalesce(sum(version), 0) FROM contact_questions) || '/' ||
            (SELECT coalesce(sum(version), 0) FROM handovers) || '/' ||
            (SELECT coalesce(sum(version), 0) FROM outbox)
        """).FirstAsync(row => row.Text(0)))!, cancellationToken);

    public ValueTask<IReadOnlyList<string>> LeasedAsync(CancellationToken cancellationToken) => database.QueryAsync<IReadOnlyList<string>>(async connection =>
        await connection.Prepare("SELECT name FROM streams WHERE lease_owner IS NOT NULL AND lease_until > clock_timestamp()").AllAsync(row => row.Text(0)), cancellationToken);

    public ValueTask<bool> IsEmptyAsync(CancellationToken cancellationToken) => database.QueryAsync(async connection =>
        await connection.Prepare("SELECT NOT EXISTS (SELECT 1 FROM tenants) AND NOT EXISTS (SELECT 1 FROM audit_lines)").FirstAsync(row => row.Flag(0)), cancellationToken);

    public IReadOnlyList<int> KeyOf(CopiedTable table) => [.. Enumerable.Range(0, table.Key)];

    public ValueTask<IReadOnlyList<object?[]>> ReadAsync(CopiedTable table, IReadOnlyList<object>? after, int limit, CancellationToken cancellationToken)
    {
        var key = string.Join(", ", table.Columns.Take(table.Key).Select(Written));
        var values = string.Join(", ", Enumerable.Range(2, table.Key).Select(n => $"${n}"));
        return database.QueryAsync<IReadOnlyList<object?[]>>(async connection => await connection
            .Prepare($"SELECT {string.Join(", ", table.Columns.Select(Written))} FROM {table.Name} {(after is null ? "" : $"WHERE ({key}) > ({values})")} ORDER BY {key} LIMIT $1")
            .Bind(limit).Bind([.. after ?? []])
            .AllAsync(row => table.Columns.Select((column, at) => Read(row, column.Kind, at)).ToArray()), cancellationToken);

        string Written(CopiedColumn column) => NameOf(table, column);
    }

    public async ValueTask WriteAsync(CopiedTable table, IReadOnlyList<object?[]> rows, CopyMark mark, CancellationToken cancellationToken) =>
        await database.WriteAsync(write =>
        {
            if (rows.Count > 0) Insert(write.Connection, table, rows);
            return write.Connection.Prepare("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value").Bind(CopyMark.Name).Bind(CopyMark.Write(mark)).Run();
        }, cancellationToken);

    public ValueTask<long> CountAsync(CopiedTable table, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await connection.Prepare($"SELECT count(*) FROM {table.Name}").FirstAsync(row => row.Int64(0)), cancellationToken);

    public ValueTask<CopyMark?> MarkAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => CopyMark.Read(await connection.Prepare(MarkSql).Bind(CopyMark.Name).FirstAsync(row => row.Text(0))), cancellationToken);

    public async ValueTask EndAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(write =>
        {
            // What comes next gets numbers above those that were copied.
            foreach (var table in CopiedTable.All.Where(table => table.Columns.Contains(new CopiedColumn("id", ColumnKind.Number))))
                write.Connection.Execute($"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), coalesce((SELECT max(id) FROM {table.Name}), 1), EXISTS (SELECT 1 FROM {table.Name}))");
            write.Connection.Execute("ANALYZE");
            return write.Connection.Prepare("DELETE FROM meta WHERE name = $1").Bind(CopyMark.Name).Run();
        }, cancellationToken);

    /// <summary>How far a copy into this index is.</summary>
    public static CopyMark? MarkOf(Connection connection) => CopyMark.Read(connection.Prepare(MarkSql).Bind(CopyMark.Name).First(row => row.Text(0)));

    const string MarkSql = "SELECT value FROM meta WHERE name = $1";

    static void Insert(Connection connection, CopiedTable table, IReadOnlyList<object?[]> rows)
    {
        var statement = connection.Prepare($"""
            INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(column => NameOf(table, column)))}) OVERRIDING SYSTEM VALUE
            SELECT * FROM unnest({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(n => $"${n}"))}) ON CONFLICT DO NOTHING
            """);
        for (var at = 0; at < table.Columns.Count; at++)
        {
            var values = rows.Select(row => row[at]);
            _ = table.Columns[at].Kind switch
            {
                ColumnKind.Number => statement.BindAll(values.Select(value => (long?)value)),
                ColumnKind.Text => statement.BindAll(values.Select(value => (string?)value)),
                ColumnKind.Bytes => statement.BindAll(values.Select(value => (byte[]?)value)),
                ColumnKind.Id => statement.BindAll(values.Select(value => (UInt128?)value)),
                _ => statement.BindAll(values.Select(value => (bool?)value)),
            };
        }

        statement.Run();
        if (table.Name == "cases") InsertWords(connection, table, rows);
    }

    static void InsertWords(Connection connection, CopiedTable table, IReadOnlyList<object?[]> rows)
    {
        var at = table.Columns.Select((column, n) => (column.Name, n)).ToDictionary(column => column.Name, column => column.n, StringComparer.Ordinal);
        var searched = rows.Where(row => row[at["removed_at"]] is null && row[at["search_text"]] is not null).ToList();
        if (searched.Count == 0) return;

        connection.Prepare(CaseRows.WordsSql)
            .BindAll(searched.Select(row => (long)row[at["tenant"]]!)).BindAll(searched.Select(row => (long)row[at["id"]]!))
            .BindAll(searched.Select(row => IndexedWords.Joined((long)row[at["tenant"]]!, (string)row[at["search_text"]]!))).Run();
    }

    static string NameOf(CopiedTable table, CopiedColumn column) => table.Name == "tenants" && column.Name == "position" ? "last_position" : column.Name;

    static object? Read(Row row, ColumnKind kind, int column) => row.IsNull(column) ? null : kind switch
    {
        ColumnKind.Number => row.Int64(column),
        ColumnKind.Text => row.Text(column),
        ColumnKind.Bytes => row.Blob(column),
        ColumnKind.Id => row.Key(column),
        _ => row.Flag(column),
    };
}
