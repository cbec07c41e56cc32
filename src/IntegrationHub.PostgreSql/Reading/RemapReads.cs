using IntegrationHub.Mapping;
using IntegrationHub.Remapping;

namespace IntegrationHub.PostgreSql;

/// <summary>The queries of mapping again what is stored.</summary>
internal sealed class RemapReads(Database database)
{
    const string NotWithNow = "NOT IN (SELECT id FROM mappings WHERE tenant = $1 AND fingerprint = $3)";
    const string IsOld = $"(s.mapping IS NULL OR s.mapping {NotWithNow})";
    const string CanBeMapped = $"(l.key IS NOT NULL AND (l.tried IS NULL OR l.tried {NotWithNow}))";

    const string Counts = $"count(*), count(*) FILTER (WHERE {IsOld}), count(*) FILTER (WHERE {IsOld} AND {CanBeMapped})";

    public const string CountCasesSql = $"""
        SELECT {Counts} FROM cases c
        LEFT JOIN record_state s ON s.tenant = $1 AND s.stream = $2 AND s.key = c.key
        LEFT JOIN last_records l ON l.tenant = $1 AND l.stream = $2 AND l.key = c.key
        WHERE c.tenant = $1 AND c.stream = $2 AND c.removed_at IS NULL
        """;

    // What stands of a stream of events is what was ever read of it; that the case of an event has left is nothing to the event.
    public const string CountEventsSql = $"""
        SELECT {Counts} FROM record_state s
        LEFT JOIN last_records l ON l.tenant = $1 AND l.stream = $2 AND l.key = s.key
        WHERE s.tenant = $1 AND s.stream = $2 AND s.read_started IS NOT NULL
        """;

    public const string OldSql = $"""
        SELECT l.key, l.raw, l.bytes_hash, coalesce(s.read_started, l.read_started)
        FROM last_records l
        LEFT JOIN record_state s ON s.tenant = $1 AND s.stream = $2 AND s.key = l.key
        WHERE l.tenant = $1 AND l.stream = $2 AND l.key > $4 AND {IsOld} AND {CanBeMapped}
            AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.tenant = $1 AND c.source = $6 AND c.key = l.key AND (c.removed_at IS NOT NULL OR c.stream <> $2))
        ORDER BY l.key LIMIT $5
        """;

    public ValueTask<IReadOnlyDictionary<StreamKey, RemapProgress>> ProgressAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, RemapProgress>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, RemapProgress>();

            return (await connection.Prepare("SELECT source, name, remapping FROM streams WHERE tenant = $1 AND remapping IS NOT NULL").Bind(number)
                .AllAsync(row => (new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1))), RemapJson.Read(row.Text(2)))))
                .ToDictionary(progress => progress.Item1, progress => progress.Item2);
        }, cancellationToken);

    public ValueTask<MappedCount> CountAsync(StreamKey stream, MappedWith now, MappingTarget target, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            ? await connection.Prepare(target == MappingTarget.Case ? CountCasesSql : CountEventsSql).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(now.Fingerprint)
                .FirstAsync(row => new MappedCount(row.Int64(0), row.Int64(1), row.Int64(2)))
            : default, cancellationToken);

    public ValueTask<IReadOnlyList<OldRecord>> OldAsync(StreamKey stream, MappedWith now, string? afterKey, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<OldRecord>>(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            ? await connection.Prepare(OldSql).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(now.Fingerprint).Bind(afterKey ?? "").Bind(limit).Bind(numbers.Source)
                .AllAsync(row => new OldRecord(row.Text(0), row.Blob(1), row.Blob(2), row.Time(3)))
            : [], cancellationToken);
}
