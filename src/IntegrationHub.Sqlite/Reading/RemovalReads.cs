using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.Sqlite;

/// <summary>The queries of the removal store.</summary>
internal sealed class RemovalReads(IndexFile index, TimeProvider time)
{
    const string HeldColumns = """
        h.id, h.stream, s.source, h.run, h.read_started, h.held_at, h.expires_at, h.live, h.cases, h.state, h.decided_at, h.decided_by, h.reason,
        coalesce(h.outcome, (SELECT count(*) FROM held_delete_cases c WHERE c.held = h.id))
        """;

    public const string RemovedSql = """
        SELECT c.stream, c.source, c.key, c.number, c.removed_reason, c.merged_into, c.removed_at, c.removed_run FROM cases c INDEXED BY cases_restorable
        WHERE c.tenant = ?1 AND c.removed_at > ?2 AND c.private IS NOT NULL AND c.keys IS NOT NULL AND (?3 IS NULL OR c.stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?3))
        ORDER BY c.removed_at DESC LIMIT ?4
        """;

    public ValueTask<IReadOnlyList<HeldDelete>> HeldAsync(TenantId tenant, StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<HeldDelete>>(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare($"""
                SELECT {HeldColumns} FROM held_deletes h CROSS JOIN streams s ON s.id = h.stream
                WHERE h.tenant = ?1 AND (?2 IS NULL OR s.name = ?2) AND (?3 = 0 OR (h.state = 0 AND h.expires_at > ?4)) ORDER BY h.id DESC LIMIT ?5
                """)
                .Bind(number).Bind(stream?.Value).Bind(waitingOnly).Bind(time.GetUtcNow()).Bind(limit).All(row => Held(connection, row), cancellationToken)
            : [], cancellationToken);

    public ValueTask<HeldDelete?> HeldAsync(TenantId tenant, long id, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare($"SELECT {HeldColumns} FROM held_deletes h CROSS JOIN streams s ON s.id = h.stream WHERE h.tenant = ? AND h.id = ?")
                .Bind(number).Bind(id).First(row => Held(connection, row))
            : null, cancellationToken);

    public ValueTask<IReadOnlyList<HeldCase>> HeldCasesAsync(TenantId tenant, long id, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<HeldCase>>(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare("""
                SELECT c.key, c.number, c.read_started FROM held_deletes h
                CROSS JOIN streams s ON s.id = h.stream
                CROSS JOIN held_delete_cases k ON k.held = h.id
                CROSS JOIN cases c ON c.tenant = h.tenant AND c.source = s.source AND c.key = k.key AND c.stream = h.stream AND c.removed_at IS NULL
                WHERE h.tenant = ? AND h.id = ? ORDER BY k.key LIMIT ?
                """)
                .Bind(number).Bind(id).Bind(limit).All(row => new HeldCase(row.Text(0), Told(row.TextOrNull(1)), row.Time(2)), cancellationToken)
            : [], cancellationToken);

    public ValueTask<IReadOnlyList<RemovedCase>> RemovedAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<RemovedCase>>(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare(RemovedSql).Bind(number).Bind(time.GetUtcNow() - RemovalRule.RestorableFor).Bind(stream?.Value).Bind(limit).All(row => new RemovedCase
            {
                Stream = index.Names.StreamName(connection, row.Int64(0)),
                Source = index.Names.SourceName(connection, row.Int64(1)),
                Key = row.Text(2),
                Number = Told(row.TextOrNull(3)),
                Reason = (TombstoneReason)row.Int32(4),
                MergedInto = row.TextOrNull(5),
                RemovedAt = row.Time(6),
                Run = row.Int64OrNull(7),
            }, cancellationToken)
            : [], cancellationToken);

    HeldDelete Held(Connection connection, Statement row)
    {
        var expiresAt = row.Time(6);
        return new HeldDelete
        {
            Id = row.Int64(0),
            Stream = index.Names.StreamName(connection, row.Int64(1)),
            Source = index.Names.SourceName(connection, row.Int64(2)),
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
