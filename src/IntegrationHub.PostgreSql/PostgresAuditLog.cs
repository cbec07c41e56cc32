using IntegrationHub.Audit;
using IntegrationHub.Storage;

namespace IntegrationHub.PostgreSql;

/// <summary>The audit in a table of its own. What waits at the same time shares one transaction and one flush to the disk.</summary>
internal sealed class PostgresAuditLog : IAuditLog, IDisposable
{
    // Any number will do that no other program uses for the same.
    const int Turn = 0x61756469;

    readonly Database database;
    readonly SemaphoreSlim appending = new(1);
    readonly GroupCommit<Write, Append, int> appends;

    public PostgresAuditLog(Database database)
    {
        this.database = database;
        appends = new(WriteAsync, Write);
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
            throw new AuditUnavailableException($"The audit could not be written, so nothing is told. {fault.Message}", fault);
        }
    }

    public ValueTask<IReadOnlyList<WrittenAuditLine>> ReadAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<WrittenAuditLine>>(async connection => await connection.Prepare("""
            SELECT number, at, caller, role, on_behalf_of, action, purpose, subject, case_id, result, trace_id, chain, stream, entry FROM audit_lines
            WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3
            """)
            .Bind(tenant.Value).Bind(after).Bind(limit).AllAsync(Read), cancellationToken);

    public ValueTask<IReadOnlyList<WrittenAuditLine>> ListAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.QueryAsync<IReadOnlyList<WrittenAuditLine>>(async connection => await connection.Prepare("""
            SELECT number, at, caller, role, on_behalf_of, action, purpose, subject, case_id, result, trace_id, chain, stream, entry FROM audit_lines
            WHERE tenant = $1 AND (role NOT IN ('agent', 'specialist') OR action = 'sign-in') AND number < $2
                AND ($3 IS NULL OR strpos(lower(caller COLLATE "C"), $3) > 0 OR strpos(lower(coalesce(on_behalf_of, '') COLLATE "C"), $3) > 0)
                AND ($4 IS NULL OR left(action, length($4)) = $4) AND ($5 IS NULL OR stream = $5) AND ($6 IS NULL OR at >= $6) AND ($7 IS NULL OR at < $7)
            ORDER BY number DESC LIMIT $8
            """)
            .Bind(tenant.Value).Bind(query.Before ?? long.MaxValue).Bind(query.Person is { } person ? SearchText.Folded(person) : null).Bind(query.Action).Bind(query.Stream?.Value)
            .Bind(query.From).Bind(query.Until).Bind(query.Limit).AllAsync(Read), cancellationToken);
    }

    /// <summary>How many transactions were committed.</summary>
    internal int Transactions { get; private set; }

    public void Dispose() => appending.Dispose();

    // While one transaction is on its way others wait together for the next one.
    async Task<IReadOnlyList<int>> WriteAsync(Func<Write, IReadOnlyList<int>> work)
    {
        await appending.WaitAsync();
        try
        {
            var written = await database.WriteAsync(work, CancellationToken.None);
            Transactions++;
            return written;
        }
        finally
        {
            appending.Release();
        }
    }

    static IReadOnlyList<int> Write(Write write, IReadOnlyList<Append> appends)
    {
        foreach (var tenant in appends.GroupBy(append => append.Tenant).OrderBy(of => of.Key.Value, StringComparer.Ordinal))
        {
            // A line is chained to the one before, so nodes take turns, tenant by tenant and always in the same order.
            write.Connection.Prepare("SELECT pg_advisory_xact_lock($1::integer, hashtext($2))").Bind(Turn).Bind(tenant.Key.Value).Run();
            var (number, chain) = write.Connection.Prepare("SELECT number, chain FROM audit_lines WHERE tenant = $1 ORDER BY number DESC LIMIT 1")
                .Bind(tenant.Key.Value).First(row => (row.Int64(0), row.Blob(1)));
            var lines = new List<(long Number, byte[] Chain, AuditLine Line)>();
            foreach (var line in tenant.SelectMany(append => append.Lines))
            {
                number++;
                chain = AuditChain.Next(chain ?? AuditChain.Start, number, tenant.Key, line);
                lines.Add((number, chain, line));
            }

            write.Connection.Prepare("""
                INSERT INTO audit_lines (tenant, number, chain, at, caller, role, on_behalf_of, action, purpose, subject, case_id, result, trace_id, stream, entry)
                SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                """)
                .Bind(tenant.Key.Value).BindAll(lines.Select(l => l.Number)).BindAll(lines.Select(l => l.Chain)).BindAll(lines.Select(l => l.Line.At)).BindAll(lines.Select(l => l.Line.Caller))
                .BindAll(lines.Select(l => l.Line.Role)).BindAll(lines.Select(l => l.Line.OnBehalfOf)).BindAll(lines.Select(l => l.Line.Action)).BindAll(lines.Select(l => l.Line.Purpose))
                .BindAll(lines.Select(l => l.Line.Subject)).BindAll(lines.Select(l => l.Line.Case)).BindAll(lines.Select(l => l.Line.Result)).BindAll(lines.Select(l => l.Line.TraceId))
                .BindAll(lines.Select(l => l.Line.Stream)).BindAll(lines.Select(l => l.Line.Entry)).Run();
        }

        return [.. appends.Select(append => append.Lines.Count)];
    }

    static WrittenAuditLine Read(Row row) => new WrittenAuditLine(row.Int64(0), new AuditLine
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
