using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>The queries of the stream store.</summary>
internal sealed class StreamReads(Database database, TimeProvider time)
{
    public const string KnownSql = "SELECT key, raw_hash, held, record_order FROM record_state WHERE tenant = $1 AND stream = $2 AND key = ANY($3)";

    internal const string RunColumns = """
        r.id, r.stream, r.epoch, r.cause, r.kind, r.started_at, r.ended_at, r.outcome, r.records, r.written, r.unchanged, r.skipped, r.quarantined,
        r.tombstoned, r.pages, r.requests, r.retries, r.commits, r.fault_kind, r.fault_code, r.fault_message, r.verdict, r.sweep
        """;

    const int RunColumnCount = 23;

    public const string RecentSql = """
        WITH recent AS (
            SELECT stream, count(*) AS runs, count(*) FILTER (WHERE outcome = $3) AS failed, sum(records) AS records, sum(written) AS written, sum(unchanged) AS unchanged,
                sum(skipped) AS skipped, sum(quarantined) AS quarantined, sum(tombstoned) AS tombstoned
            FROM runs WHERE tenant = $1 AND started_at >= $2 GROUP BY stream)
        SELECT s.source, s.name, r.runs, r.failed, r.records, r.written, r.unchanged, r.skipped, r.quarantined, r.tombstoned
        FROM recent r JOIN streams s ON s.tenant = $1 AND s.id = r.stream
        """;

    public ValueTask<Checkpoint> CheckpointAsync(StreamKey stream, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            ? (await connection.Prepare("SELECT checkpoint, last_read FROM streams WHERE tenant = $1 AND id = $2").Bind(numbers.Tenant).Bind(numbers.Stream)
                .FirstAsync(row => CheckpointJson.Read(row.TextOrNull(0), row.TimeOrNull(1))))!
            : Checkpoint.Start, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, KnownRecord>> KnownAsync(
        StreamKey stream, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);

        return database.QueryAsync<IReadOnlyDictionary<string, KnownRecord>>(async connection =>
        {
            var known = new Dictionary<string, KnownRecord>(keys.Count, StringComparer.Ordinal);
            if (keys.Count == 0 || await database.Names.StreamAsync(connection, stream) is not { } numbers) return known;

            foreach (var (key, record) in await connection.Prepare(KnownSql).Bind(numbers.Tenant).Bind(numbers.Stream).BindAll(keys)
                .AllAsync(row => (row.Text(0), new KnownRecord(row.Blob(1), row.Flag(2), row.Int64OrNull(3))))) known[key] = record;
            return known;
        }, cancellationToken);
    }

    public const string HeldSql = """
        SELECT public_id, key, raw_hash, raw, read_started FROM quarantine
        WHERE tenant = $1 AND stream = $2 AND public_id > $3 AND expired_at IS NULL
            AND ($4 IS NULL OR public_id = $4) AND ($5 IS NULL OR code = $5) AND ($6 IS NULL OR field = $6)
        ORDER BY public_id LIMIT $7
        """;

    public ValueTask<IReadOnlyList<HeldRecord>> HeldAsync(StreamKey stream, HeldFilter which, string? afterId, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(which);

        return database.QueryAsync<IReadOnlyList<HeldRecord>>(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            ? await connection.Prepare(HeldSql).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(afterId ?? "").Bind(which.Id).Bind(which.Code).Bind(which.Field).Bind(limit)
                .AllAsync(row => new HeldRecord(row.Text(0), row.TextOrNull(1), row.Blob(2), row.Blob(3), row.Time(4)))
            : [], cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<string, string>> EditedAsync(StreamKey stream, IReadOnlyCollection<byte[]> bytesHashes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bytesHashes);

        return database.QueryAsync<IReadOnlyDictionary<string, string>>(async connection =>
        {
            var edited = new Dictionary<string, string>(StringComparer.Ordinal);
            if (bytesHashes.Count == 0 || await database.Names.StreamAsync(connection, stream) is not { } numbers) return edited;

            foreach (var (hash, key) in await connection.Prepare("SELECT bytes_hash, key FROM edited WHERE tenant = $1 AND stream = $2 AND bytes_hash = ANY($3)")
                .Bind(numbers.Tenant).Bind(numbers.Stream).BindAll(bytesHashes).AllAsync(row => (row.Blob(0), row.Text(1)))) edited[Convert.ToHexString(hash)] = key;
            return edited;
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyList<CaseToReread>> CasesToRereadAsync(StreamKey stream, RereadQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.QueryAsync<IReadOnlyList<CaseToReread>>(async connection =>
            await database.Names.StreamAsync(connection, stream) is { } numbers ? await CasesToReread.FindAsync(connection, numbers, query) : [], cancellationToken);
    }

    public ValueTask<SweepCount> CountUnseenAsync(StreamKey stream, string sweepId, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            ? await SweepRows.CountAsync(connection, numbers, sweepId, time.GetUtcNow()) : default, cancellationToken);

    public ValueTask<IReadOnlyList<RunRecord>> RunsAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<RunRecord>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            var statement = stream is { } name
                ? connection.Prepare($"""
                    SELECT {RunColumns} FROM runs r WHERE r.tenant = $1 AND r.stream IN (SELECT id FROM streams WHERE tenant = $1 AND name = $3) ORDER BY r.id DESC LIMIT $2
                    """).Bind(number).Bind(limit).Bind(name.Value)
                : connection.Prepare($"SELECT {RunColumns} FROM runs r WHERE r.tenant = $1 ORDER BY r.id DESC LIMIT $2").Bind(number).Bind(limit);
            return await statement.AllAsync(row => Run(connection, number, row));
        }, cancellationToken);

    public ValueTask<RunRecord?> RunAsync(TenantId tenant, long id, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare($"SELECT {RunColumns} FROM runs r WHERE r.tenant = $1 AND r.id = $2").Bind(number).Bind(id).FirstAsync(row => Run(connection, number, row))
            : null, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, RecentRuns>> RecentAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, RecentRuns>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, RecentRuns>();

            return (await connection.Prepare(RecentSql).Bind(number).Bind(since).Bind((long)RunOutcome.Failed).AllAsync(row => (Key(connection, tenant, number, row),
                new RecentRuns(since, row.Int64(2), row.Int64(3), new RunCounters(row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9))))))
                .ToDictionary(recent => recent.Item1, recent => recent.Item2);
        }, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, StreamPause>> PausesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, StreamPause>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, StreamPause>();

            return (await connection.Prepare("SELECT source, name, paused_at, paused_by FROM streams WHERE tenant = $1 AND paused_at IS NOT NULL").Bind(number)
                .AllAsync(row => (Key(connection, tenant, number, row), new StreamPause(row.Time(2), row.Text(3))))).ToDictionary(pause => pause.Item1, pause => pause.Item2);
        }, cancellationToken);

    public ValueTask<IReadOnlyList<StreamState>> StatesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<StreamState>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            return await connection.Prepare($"""
                SELECT {RunColumns}, s.source, s.name, s.checkpoint, s.epoch, s.last_success_started, s.failures, s.failing_since,
                    (SELECT count(*) FROM quarantine q WHERE q.tenant = s.tenant AND q.stream = s.id),
                    (SELECT count(*) FROM held_deletes h JOIN held_delete_cases c ON c.tenant = h.tenant AND c.held = h.id
                        WHERE h.tenant = s.tenant AND h.stream = s.id AND h.state = 0 AND h.expires_at > $2)
                FROM streams s
                LEFT JOIN LATERAL (SELECT * FROM runs WHERE tenant = s.tenant AND stream = s.id ORDER BY id DESC LIMIT 1) r ON true
                WHERE s.tenant = $1 AND s.epoch > 0 ORDER BY s.source, s.name
                """)
                .Bind(number).Bind(time.GetUtcNow()).AllAsync(row => State(connection, tenant, number, row));
        }, cancellationToken);

    // Source and name stand in the first two columns.
    StreamKey Key(Connection connection, TenantId tenant, long number, Row row) =>
        new(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1)));

    StreamState State(Connection connection, TenantId tenant, long number, Row row) => new()
    {
        Stream = new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(RunColumnCount)), new StreamName(row.Text(RunColumnCount + 1))),
        Checkpoint = CheckpointJson.Read(row.TextOrNull(RunColumnCount + 2)),
        Epoch = row.Int64(RunColumnCount + 3),
        LastRun = row.IsNull(0) ? null : Run(connection, number, row),
        LastSuccessStartedAt = row.TimeOrNull(RunColumnCount + 4),
        FailuresInARow = row.Int32(RunColumnCount + 5),
        FailingSince = row.TimeOrNull(RunColumnCount + 6),
        Quarantined = row.Int64(RunColumnCount + 7),
        HeldDeletes = row.Int64(RunColumnCount + 8),
    };

    RunRecord Run(Connection connection, long tenant, Row row) => Run(database.Names, connection, tenant, row);

    /// <summary>A run, of its columns.</summary>
    internal static RunRecord Run(Names names, Connection connection, long tenant, Row row) => new()
    {
        Id = row.Int64(0),
        Stream = names.StreamName(connection, tenant, row.Int64(1)),
        Epoch = row.Int64(2),
        Trigger = (RunTrigger)row.Int32(3),
        Kind = (RunKind)row.Int32(4),
        StartedAt = row.Time(5),
        EndedAt = row.TimeOrNull(6),
        Outcome = (RunOutcome)row.Int32(7),
        Counters = new RunCounters(row.Int64(8), row.Int64(9), row.Int64(10), row.Int64(11), row.Int64(12), row.Int64(13)),
        Progress = new RunProgress(row.Int32(14), row.Int32(15), row.Int32(16)),
        Commits = row.Int32(17),
        Fault = row.IsNull(18) ? null : new RunFault((FaultKind)row.Int32(18), row.Text(19), row.Text(20)),
        Verdict = row.TextOrNull(21),
        Sweep = SweepJson.Read(row.TextOrNull(22)),
    };
}
