using System.Text;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>The queries of the stream store.</summary>
internal sealed class StreamReads(IndexFile index, TimeProvider time)
{
    const int KeysPerQuery = 1000;

    // CROSS JOIN keeps this order: keys outside, the table searched inside. Left to itself, SQLite may scan the table once per query.
    public const string KnownSql = """
        SELECT s.key, s.raw_hash, s.held, s.record_order FROM json_each(?1) j
        CROSS JOIN record_state s ON s.tenant = ?2 AND s.stream = ?3 AND s.key = j.value
        """;

    internal const string RunColumns = """
        r.id, r.stream, r.epoch, r.cause, r.kind, r.started_at, r.ended_at, r.outcome, r.records, r.written, r.unchanged, r.skipped, r.quarantined,
        r.tombstoned, r.pages, r.requests, r.retries, r.commits, r.fault_kind, r.fault_code, r.fault_message, r.verdict, r.sweep
        """;

    const int RunColumnCount = 23;

    // The index is named because the grouping draws SQLite to the one by stream, and with it through years of history.
    public const string RecentSql = """
        WITH recent AS (
            SELECT stream, count(*) AS runs, sum(outcome = ?) AS failed, sum(records) AS records, sum(written) AS written, sum(unchanged) AS unchanged,
                sum(skipped) AS skipped, sum(quarantined) AS quarantined, sum(tombstoned) AS tombstoned
            FROM runs INDEXED BY runs_by_start WHERE tenant = ? AND started_at >= ? GROUP BY stream)
        SELECT s.source, s.name, r.runs, r.failed, r.records, r.written, r.unchanged, r.skipped, r.quarantined, r.tombstoned
        FROM recent r CROSS JOIN streams s ON s.id = r.stream
        """;

    public ValueTask<Checkpoint> CheckpointAsync(StreamKey stream, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Stream(connection, stream) is { } numbers
            ? connection.Prepare("SELECT checkpoint, last_read FROM streams WHERE id = ?").Bind(numbers.Stream).First(row => CheckpointJson.Read(row.TextOrNull(0), row.TimeOrNull(1)))!
            : Checkpoint.Start, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, KnownRecord>> KnownAsync(
        StreamKey stream, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);

        return index.QueryAsync<IReadOnlyDictionary<string, KnownRecord>>(connection =>
        {
            var known = new Dictionary<string, KnownRecord>(keys.Count, StringComparer.Ordinal);
            if (keys.Count == 0 || index.Names.Stream(connection, stream) is not { } numbers) return known;

            foreach (var some in keys.Chunk(KeysPerQuery))
                connection.Prepare(KnownSql).Bind(JsonArray(some)).Bind(numbers.Tenant).Bind(numbers.Stream)
                    .Each(row => known[row.Text(0)] = new KnownRecord(row.Blob(1), row.Flag(2), row.Int64OrNull(3)), cancellationToken);
            return known;
        }, cancellationToken);
    }

    // In the order of the ids, over the quarantine of all streams: it is asked for only when a mapping has changed.
    public const string HeldSql = """
        SELECT public_id, key, raw_hash, raw, read_started FROM quarantine
        WHERE public_id > ?1 AND tenant = ?2 AND stream = ?3 AND expired_at IS NULL
            AND (?5 IS NULL OR public_id = ?5) AND (?6 IS NULL OR code = ?6) AND (?7 IS NULL OR field = ?7)
        ORDER BY public_id LIMIT ?4
        """;

    public ValueTask<IReadOnlyList<HeldRecord>> HeldAsync(StreamKey stream, HeldFilter which, string? afterId, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<HeldRecord>>(connection => index.Names.Stream(connection, stream) is { } numbers
            ? connection.Prepare(HeldSql).Bind(afterId ?? "").Bind(numbers.Tenant).Bind(numbers.Stream).Bind(limit).Bind(which.Id).Bind(which.Code).Bind(which.Field)
                .All(row => new HeldRecord(row.Text(0), row.TextOrNull(1), row.Blob(2), row.Blob(3), row.Time(4)), cancellationToken)
            : [], cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, string>> EditedAsync(StreamKey stream, IReadOnlyCollection<byte[]> bytesHashes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bytesHashes);

        return index.QueryAsync<IReadOnlyDictionary<string, string>>(connection =>
        {
            var edited = new Dictionary<string, string>(StringComparer.Ordinal);
            if (index.Names.Stream(connection, stream) is not { } numbers) return edited;

            foreach (var hash in bytesHashes)
            {
                var key = connection.Prepare("SELECT key FROM edited WHERE tenant = ? AND stream = ? AND bytes_hash = ?")
                    .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(hash.AsSpan()).First(row => row.Text(0));
                if (key is not null) edited[Convert.ToHexString(hash)] = key;
            }

            return edited;
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyList<CaseToReread>> CasesToRereadAsync(StreamKey stream, RereadQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return index.QueryAsync<IReadOnlyList<CaseToReread>>(connection =>
            index.Names.Stream(connection, stream) is { } numbers ? CasesToReread.Find(connection, numbers, query, cancellationToken) : [], cancellationToken);
    }

    public ValueTask<SweepCount> CountUnseenAsync(StreamKey stream, string sweepId, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Stream(connection, stream) is { } numbers ? Sweeps.Count(connection, numbers, sweepId, time.GetUtcNow()) : default, cancellationToken);

    public ValueTask<IReadOnlyList<RunRecord>> RunsAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<RunRecord>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            var statement = stream is { } name
                ? connection.Prepare($"""
                    SELECT {RunColumns} FROM runs r WHERE r.tenant = ?1 AND r.stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?2)
                    ORDER BY r.id DESC LIMIT ?3
                    """).Bind(number).Bind(name.Value)
                : connection.Prepare($"SELECT {RunColumns} FROM runs r WHERE r.tenant = ? ORDER BY r.id DESC LIMIT ?").Bind(number);
            return statement.Bind(limit).All(row => Run(connection, row), cancellationToken);
        }, cancellationToken);

    public ValueTask<RunRecord?> RunAsync(TenantId tenant, long id, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare($"SELECT {RunColumns} FROM runs r WHERE r.id = ? AND r.tenant = ?").Bind(id).Bind(number).First(row => Run(connection, row))
            : null, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, RecentRuns>> RecentAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamKey, RecentRuns>>(connection =>
        {
            var recent = new Dictionary<StreamKey, RecentRuns>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return recent;

            connection.Prepare(RecentSql).Bind((long)RunOutcome.Failed).Bind(number).Bind(since).Each(row => recent[Key(connection, tenant, row)] =
                new RecentRuns(since, row.Int64(2), row.Int64(3), new RunCounters(row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9))), cancellationToken);
            return recent;
        }, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, StreamPause>> PausesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamKey, StreamPause>>(connection =>
        {
            var pauses = new Dictionary<StreamKey, StreamPause>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return pauses;

            connection.Prepare("SELECT source, name, paused_at, paused_by FROM streams WHERE tenant = ? AND paused_at IS NOT NULL").Bind(number)
                .Each(row => pauses[Key(connection, tenant, row)] = new StreamPause(row.Time(2), row.Text(3)), cancellationToken);
            return pauses;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<StreamState>> StatesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<StreamState>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            return connection.Prepare($"""
                SELECT {RunColumns}, s.source, s.name, s.checkpoint, s.epoch, s.last_success_started, s.failures, s.failing_since,
                    (SELECT count(*) FROM quarantine q WHERE q.tenant = s.tenant AND q.stream = s.id),
                    (SELECT count(*) FROM held_deletes h CROSS JOIN held_delete_cases c ON c.held = h.id WHERE h.tenant = s.tenant AND h.stream = s.id AND h.state = 0 AND h.expires_at > ?)
                FROM streams s LEFT JOIN runs r ON r.id = (SELECT max(id) FROM runs WHERE tenant = s.tenant AND stream = s.id)
                WHERE s.tenant = ? AND s.epoch > 0 ORDER BY s.source, s.name
                """)
                .Bind(time.GetUtcNow()).Bind(number).All(row => State(connection, tenant, row), cancellationToken);
        }, cancellationToken);

    // Source and name stand in the first two columns.
    StreamKey Key(Connection connection, TenantId tenant, Statement row) =>
        new(tenant, index.Names.SourceName(connection, row.Int64(0)), new StreamName(row.Text(1)));

    StreamState State(Connection connection, TenantId tenant, Statement row) => new()
    {
        Stream = new StreamKey(tenant, index.Names.SourceName(connection, row.Int64(RunColumnCount)), new StreamName(row.Text(RunColumnCount + 1))),
        Checkpoint = CheckpointJson.Read(row.TextOrNull(RunColumnCount + 2)),
        Epoch = row.Int64(RunColumnCount + 3),
        LastRun = row.IsNull(0) ? null : Run(connection, row),
        LastSuccessStartedAt = row.TimeOrNull(RunColumnCount + 4),
        FailuresInARow = row.Int32(RunColumnCount + 5),
        FailingSince = row.TimeOrNull(RunColumnCount + 6),
        Quarantined = row.Int64(RunColumnCount + 7),
        HeldDeletes = row.Int64(RunColumnCount + 8),
    };

    RunRecord Run(Connection connection, Statement row) => Run(index.Names, connection, row);

    /// <summary>A run, of its columns.</summary>
    internal static RunRecord Run(Names names, Connection connection, Statement row) => new()
    {
        Id = row.Int64(0),
        Stream = names.StreamName(connection, row.Int64(1)),
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

    static byte[] JsonBytes(string[] keys)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(keys.Length * 24);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var key in keys) json.WriteStringValue(key);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    static string JsonArray(string[] keys) => Encoding.UTF8.GetString(JsonBytes(keys));
}
