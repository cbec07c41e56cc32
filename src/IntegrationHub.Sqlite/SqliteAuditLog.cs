using IntegrationHub.Audit;
using IntegrationHub.Storage;

namespace IntegrationHub.Sqlite;

/// <summary>The audit in a file of its own. What waits at the same time shares one transaction and one flush to the disk.</summary>
internal sealed class SqliteAuditLog : IAuditLog, IAsyncDisposable
{
    readonly string path;
    readonly Writer writer;
    readonly Readers readers;
    readonly GroupCommit<Connection, Append, int> appends;

    SqliteAuditLog(string path, Writer writer, Readers readers)
    {
        this.path = path;
        this.writer = writer;
        this.readers = readers;
        appends = new(WriteAsync, Write);
    }

    /// <summary>Opens the file and brings its table up to date.</summary>
    public static SqliteAuditLog Open(SqliteStoreOptions options)
    {
        var path = System.IO.Path.Combine(options.Folder, "audit.db");
        var connection = StoreFile.Open(path, options.BusyTimeout, AuditSchema.Steps, out _);
        // An answer leaves when its line is on the disk, so every commit waits for the disk.
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -2048;");
        return new SqliteAuditLog(path, new Writer(connection, "IntegrationHub audit"),
            new Readers(() => Connection.OpenReader(path, options.BusyTimeout), path, most: 2));
    }

    public async ValueTask AppendAsync(TenantId tenant, IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Count == 0) return;

        try
        {
            await appends.AddAsync(new Append(tenant, [.. lines.Select(AuditChain.Neutralise)]), cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, nothing may be told without its line.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var why = fault is SqliteFault sqlite ? sqlite.Remedy(path) : fault.Message;
            throw new AuditUnavailableException($"The audit could not be written, so nothing is told. {why}", fault);
        }
    }

    public ValueTask<IReadOnlyList<WrittenAuditLine>> ReadAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken) =>
        readers.QueryAsync<IReadOnlyList<WrittenAuditLine>>(connection => connection.Prepare("""
            SELECT number, at, caller, role, on_behalf_of, action, purpose, subject, case_id, result, trace_id, chain, stream, entry FROM audit_lines
            WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?
            """)
            .Bind(tenant.Value).Bind(after).Bind(limit).All(Read, cancellationToken), cancellationToken);

    /// <summary>Lines of operators, from an index of theirs.</summary>
    internal const string ListSql = """
        SELECT number, at, caller, role, on_behalf_of, action, purpose, subject, case_id, result, trace_id, chain, stream, entry FROM audit_lines INDEXED BY audit_lines_of_operators
        WHERE tenant = ?1 AND (role NOT IN ('agent', 'specialist') OR action = 'sign-in') AND number < ?2
            AND (?3 IS NULL OR instr(lower(caller), ?3) > 0 OR instr(lower(coalesce(on_behalf_of, '')), ?3) > 0)
            AND (?4 IS NULL OR substr(action, 1, length(?4)) = ?4) AND (?5 IS NULL OR stream = ?5) AND (?6 IS NULL OR at >= ?6) AND (?7 IS NULL OR at < ?7)
        ORDER BY number DESC LIMIT ?8
        """;

    public ValueTask<IReadOnlyList<WrittenAuditLine>> ListAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.QueryAsync<IReadOnlyList<WrittenAuditLine>>(connection => connection.Prepare(ListSql)
            .Bind(tenant.Value).Bind(query.Before ?? long.MaxValue).Bind(query.Person is { } person ? SearchText.Folded(person) : null).Bind(query.Action).Bind(query.Stream?.Value)
            .Bind(query.From).Bind(query.Until).Bind(query.Limit).All(Read, cancellationToken), cancellationToken);
    }

    /// <summary>How many transactions were committed.</summary>
    internal int Transactions { get; private set; }

    public async ValueTask DisposeAsync()
    {
        readers.Dispose();
        await writer.DisposeAsync();
    }

    /// <summary>Runs work on the writer's connection, in its turn.</summary>
    internal Task<T> OnWriterAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken) =>
        writer.RunAsync(Urgency.Interactive, work, cancellationToken);

    Task<IReadOnlyList<int>> WriteAsync(Func<Connection, IReadOnlyList<int>> work) =>
        writer.RunAsync(Urgency.Interactive, connection =>
        {
            var written = connection.InWrite(work);
            Transactions++;
            return written;
        }, CancellationToken.None);

    static IReadOnlyList<int> Write(Connection connection, IReadOnlyList<Append> appends)
    {
        foreach (var tenant in appends.GroupBy(append => append.Tenant))
        {
            var (number, chain) = connection.Prepare("SELECT number, chain FROM audit_lines WHERE tenant = ? ORDER BY number DESC LIMIT 1")
                .Bind(tenant.Key.Value).First(row => (row.Int64(0), row.Blob(1)));
            foreach (var line in tenant.SelectMany(append => append.Lines))
            {
                number++;
                chain = AuditChain.Next(chain ?? AuditChain.Start, number, tenant.Key, line);
                connection.Prepare("""
                    INSERT INTO audit_lines (tenant, number, at, caller, role, on_behalf_of, action, purpose, subject, case_id, result, trace_id, chain, stream, entry)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
                    .Bind(tenant.Key.Value).Bind(number).Bind(line.At).Bind(line.Caller).Bind(line.Role).Bind(line.OnBehalfOf).Bind(line.Action)
                    .Bind(line.Purpose).Bind(line.Subject).Bind(line.Case).Bind(line.Result).Bind(line.TraceId).Bind(chain.AsSpan()).Bind(line.Stream).Bind(line.Entry).Run();
            }
        }

        return [.. appends.Select(append => append.Lines.Count)];
    }

    static WrittenAuditLine Read(Statement row) => new WrittenAuditLine(row.Int64(0), new AuditLine
        {
            At = row.Time(1),
            Caller = row.Text(2),
            Role = row.Text(3),
            OnBehalfOf = row.TextOrNull(4),
            Action = row.Text(5),
            Purpose = row.TextOrNull(6),
            Subject = row.TextOrNull(7),
            Case = row.TextOrNull(8),
            Result = row.Text(9),
            TraceId = row.TextOrNull(10),
            Stream = row.TextOrNull(12),
            Entry = row.TextOrNull(13),
        }, Convert.ToHexStringLower(row.Blob(11)));

    sealed record Append(TenantId Tenant, IReadOnlyList<AuditLine> Lines);
}
