using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Finds the cases that are to be read again by their keys.</summary>
internal static class CasesToReread
{
    // Four searches, each by an index of its own; the first is as long as a page, the others as what was closed, told or held lately.
    public const string Sql = $"""
        SELECT key, max(happened) FROM (
            (SELECT c.key, 0 AS happened FROM cases c
            WHERE c.tenant = $1 AND c.stream = $2 AND c.key > $3 AND c.removed_at IS NULL AND c.status NOT IN (6, 7) AND {Unseen}
            ORDER BY c.key LIMIT $4)
            UNION ALL
            SELECT c.key, 0 FROM cases c
            WHERE c.tenant = $1 AND c.stream = $2 AND coalesce(c.closed_at, c.updated_at, c.read_started) > $6
                AND c.removed_at IS NULL AND c.status IN (6, 7) AND c.key > $3 AND {Unseen}
            UNION ALL
            SELECT c.key, 1 FROM events e
            JOIN cases c ON c.tenant = e.tenant AND c.source = e.source AND c.key = e.case_key
            LEFT JOIN record_state r ON r.tenant = c.tenant AND r.stream = c.stream AND r.key = c.key
            WHERE e.tenant = $1 AND e.source = $7 AND e.committed_at >= $8 AND NOT e.of_case AND e.stream <> $2
                AND c.stream = $2 AND c.key > $3 AND c.removed_at IS NULL AND c.status IN (6, 7)
                AND e.committed_at >= coalesce(r.read_started, c.read_started) - $9 AND {Unseen}
            UNION ALL
            SELECT q.key, 0 FROM quarantine q
            WHERE q.tenant = $1 AND q.stream = $2 AND q.key IS NOT NULL AND q.key > $3 AND ($10 - q.read_started >= q.read_started - q.first_seen OR q.read_started > $10)
                AND NOT EXISTS (SELECT 1 FROM sweep_seen s WHERE s.tenant = $1 AND s.sweep = $5 AND s.key = q.key)) AS found
        GROUP BY key ORDER BY key LIMIT $4
        """;

    const string Unseen = "NOT EXISTS (SELECT 1 FROM sweep_seen s WHERE s.tenant = $1 AND s.sweep = $5 AND s.key = c.key)";

    public static async ValueTask<List<CaseToReread>> FindAsync(Connection connection, StreamNumbers stream, RereadQuery query)
    {
        var sweep = query.SweepId is { } name
            ? await connection.Prepare("SELECT id FROM sweeps WHERE tenant = $1 AND stream = $2 AND name = $3").Bind(stream.Tenant).Bind(stream.Stream).Bind(name).FirstAsync(row => row.Int64(0))
            : 0;
        return await connection.Prepare(Sql).Bind(stream.Tenant).Bind(stream.Stream).Bind(query.AfterKey ?? "").Bind(query.Limit).Bind(sweep)
            .Bind(query.ClosedAfter?.UtcTicks ?? long.MaxValue).Bind(stream.Source).Bind(query.EventsCommittedFrom).Bind(query.Settle.Ticks).Bind(query.HeldAt)
            .AllAsync(row => new CaseToReread(row.Text(0), row.Int64(1) != 0));
    }
}
