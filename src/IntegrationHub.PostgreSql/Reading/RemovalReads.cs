using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.PostgreSql;

/// <summary>The queries of the removal store.</summary>
internal sealed class RemovalReads(Database database, TimeProvider time)
{
    const string HeldColumns = """
        h.id, h.stream, s.source, h.run, h.read_started, h.held_at, h.expires_at, h.live, h.cases, h.state, h.decided_at, h.decided_by, h.reason,
        coalesce(h.outcome, (SELECT count(*) FROM held_delete_cases c WHERE c.tenant = h.tenant AND c.held = h.id))
        """;

    public const string RemovedSql = """
        SELECT c.stream, c.source, c.key, c.number, c.removed_reason, c.merged_into, c.removed_at, c.removed_run FROM cases c
        WHERE c.tenant = $1 AND c.removed_at > $2 AND c.private IS NOT NULL AND c.keys IS NOT NULL AND ($3 IS NULL OR c.stream IN (SELECT id FROM streams WHERE tenant = $1 AND name = $3))
        ORDER BY c.removed_at DESC LIMIT $4
        """;

    public ValueTask<IReadOnlyList<HeldDelete>> HeldAsync(TenantId tenant, StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<HeldDelete>>(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare($"""
                SELECT {HeldColumns} FROM held_deletes h JOIN streams s ON s.tenant = h.tenant AND s.id = h.stream
                WHERE h.tenant = $1 AND ($2 IS NULL OR s.name = $2) AND (NOT $3 OR (h.state = 0 AND h.expires_at > $4)) ORDER BY h.id DESC LIMIT $5
                """)
                .Bind(number).Bind(stream?.Value).Bind(waitingOnly).Bind(time.GetUtcNow()).Bind(limit).AllAsync(row => Held(connection, number, row))
            : [], cancellationToken);

    public ValueTask<HeldDelete?> HeldAsync(TenantId tenant, long id, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare($"SELECT {HeldColumns} FROM held_deletes h JOIN streams s ON s.tenant = h.tenant AND s.id = h.stream WHERE h.tenant = $1 AND h.id = $2")
                .Bind(number).Bind(id).FirstAsync(row => Held(connection, number, row))
            : null, cancellationToken);

    public ValueTask<IReadOnlyList<HeldCase>> HeldCasesAsync(TenantId tenant, long id, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<HeldCase>>(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare("""
                SELECT c.key, c.number, c.read_started FROM held_deletes h
                JOIN streams s ON s.tenant = h.tenant AND s.id = h.stream
                JOIN held_delete_cases k ON k.tenant = h.tenant AND k.held = h.id
                JOIN cases c ON c.tenant = h.tenant AND c.source = s.source AND c.key = k.key AND c.stream = h.stream AND c.removed_at IS NULL
                WHERE h.tenant = $1 AND h.id = $2 ORDER BY k.key LIMIT $3
                """)
                .Bind(number).Bind(id).Bind(limit).AllAsync(row => new HeldCase(row.Text(0), Told(row.TextOrNull(1)), row.Time(2)))
            : [], cancellationToken);

    public ValueTask<IReadOnlyList<RemovedCase>> RemovedAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<RemovedCase>>(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare(RemovedSql).Bind(number).Bind(time.GetUtcNow() - RemovalRule.RestorableFor).Bind(stream?.Value).Bind(limit).AllAsync(row => new RemovedCase
            {
                Stream = database.Names.StreamName(connection, number, row.Int64(0)),
                Source = database.Names.SourceName(connection, number, row.Int64(1)),
                Key = row.Text(2),
                Number = Told(row.TextOrNull(3)),
                Reason = (TombstoneReason)row.Int32(4),
                MergedInto = row.TextOrNull(5),
                RemovedAt = row.Time(6),
                Run = row.Int64OrNull(7),
            })
            : [], cancellationToken);

    HeldDelete Held(Connection connection, long tenant, Row row)
    {
        var expiresAt = row.Time(6);
        return new HeldDelete
        {
            Id = row.Int64(0),
            Stream = database.Names.StreamName(connection, tenant, row.Int64(1)),
            Source = database.Names.SourceName(connection, tenant, row.Int64(2)),
            Run = row.Int64(3),
            ReadStartedAt = row.Time(4),
            HeldAt = row.Time(5),
            ExpiresAt = expiresAt,
            Live = row.Int64(7),
            Cases = row.Int64(8),
            State = RemovalRule.StateAt((HeldDeleteState)row.Int32(9), expiresAt, time.GetUtcNow()),
            Decision = row.IsNull(11) ? null : new HeldDeleteDecision(row.Time(10), row.Text(11), row.TextOrNull(12)),
            Left = row.Int64(13),
        };
    }

    // A number that is not in the clear stands empty in its row.
    static string? Told(string? number) => string.IsNullOrEmpty(number) ? null : number;
}
