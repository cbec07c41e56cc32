using IntegrationHub.History;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>The history of runs, on PostgreSQL.</summary>
internal sealed class PostgresRunHistoryStore(Database database) : IRunHistoryStore
{
    /// <summary>Of runs that a fault ended only so many are searched.</summary>
    const int SearchedFaults = 5000;

    const string SearchSql = $"""
        SELECT {StreamReads.RunColumns} FROM (SELECT * FROM runs WHERE tenant = $1 AND fault_code IS NOT NULL ORDER BY id DESC LIMIT $2) r
        WHERE strpos(lower(r.fault_code COLLATE "C"), $3) > 0 OR strpos(lower(r.fault_message COLLATE "C"), $3) > 0 OR strpos(lower(coalesce(r.verdict, '') COLLATE "C"), $3) > 0
        ORDER BY r.id DESC LIMIT $4
        """;

    public ValueTask<IReadOnlyList<RunRecord>> ListAsync(TenantId tenant, RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.QueryAsync<IReadOnlyList<RunRecord>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];
            if (query.Stream is not { } stream) return await ListAsync(connection, number, null, query);

            // A name that moved to another source has two numbers; each is read in its own order, and no more than is shown.
            var runs = new List<RunRecord>();
            foreach (var id in await connection.Prepare("SELECT id FROM streams WHERE tenant = $1 AND name = $2").Bind(number).Bind(stream.Value).AllAsync(row => row.Int64(0)))
                runs.AddRange(await ListAsync(connection, number, id, query));
            return [.. runs.OrderByDescending(run => run.Id).Take(query.Limit)];
        }, cancellationToken);
    }

    /// <summary>A page of the list; only the rows that are shown are read whole.</summary>
    internal static string ListSql(bool ofStream) => $"""
        WITH page AS MATERIALIZED (
            SELECT id FROM runs
            WHERE tenant = $1 AND {(ofStream ? "stream = $2" : "$2 IS NULL")} AND id < $3
                AND ($4 IS NULL OR outcome = $4) AND ($5 IS NULL OR cause = $5) AND ($6 IS NULL OR fault_code = $6)
                AND ($7 IS NULL OR started_at >= $7) AND ($8 IS NULL OR started_at < $8)
            ORDER BY id DESC LIMIT $9)
        SELECT {StreamReads.RunColumns} FROM page p JOIN runs r ON r.tenant = $1 AND r.id = p.id ORDER BY p.id DESC
        """;

    public ValueTask<IReadOnlyList<RunRecord>> SearchAsync(TenantId tenant, string text, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);

        return database.QueryAsync<IReadOnlyList<RunRecord>>(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare(SearchSql).Bind(number).Bind(SearchedFaults).Bind(SearchText.Folded(text)).Bind(limit).AllAsync(row => StreamReads.Run(database.Names, connection, number, row))
            : [], cancellationToken);
    }

    public async ValueTask WriteCourseAsync(StreamLease lease, long run, RunCourse course, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(course);

        await database.WriteBatchAsync(write =>
        {
            if (database.Names.Stream(write.Connection, lease.Stream) is not { } stream) return 0;

            var began = write.Connection.Prepare("SELECT started_at FROM runs WHERE tenant = $1 AND id = $2 AND stream = $3 AND epoch = $4")
                .Bind(stream.Tenant).Bind(run).Bind(stream.Stream).Bind(lease.Epoch).First(row => (DateTimeOffset?)row.Time(0));
            return began is { } at ? RunHistory.WriteCourse(write.Connection, stream, run, at, course) : 0;
        }, cancellationToken);
    }

    public ValueTask<RunCourse?> GetCourseAsync(TenantId tenant, long run, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? CourseJson.Read(await connection.Prepare("SELECT course FROM run_courses WHERE tenant = $1 AND id = $2").Bind(number).Bind(run).FirstAsync(row => row.Text(0)))
            : null, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, IReadOnlyList<RunDay>>> GetDaysAsync(TenantId tenant, StreamName? stream, DateOnly since, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, IReadOnlyList<RunDay>>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, IReadOnlyList<RunDay>>();

            return (await connection.Prepare("""
                SELECT s.source, s.name, d.day, d.runs, d.failed, d.records, d.written, d.unchanged, d.skipped, d.quarantined, d.tombstoned, d.took, d.longest
                FROM streams s JOIN run_days d ON d.tenant = s.tenant AND d.stream = s.id AND d.day >= $2
                WHERE s.tenant = $1 AND ($3 IS NULL OR s.name = $3) ORDER BY s.id, d.day
                """).Bind(number).Bind(since.DayNumber).Bind(stream?.Value)
                .AllAsync(row => (Stream: new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1))), Day: new RunDay(
                    DateOnly.FromDayNumber(row.Int32(2)), row.Int64(3), row.Int64(4),
                    new RunCounters(row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9), row.Int64(10)), TimeSpan.FromTicks(row.Int64(11)), TimeSpan.FromTicks(row.Int64(12))))))
                .GroupBy(day => day.Stream).ToDictionary(of => of.Key, of => (IReadOnlyList<RunDay>)[.. of.Select(day => day.Day)]);
        }, cancellationToken);

    public async ValueTask<int> ExpireCoursesAsync(TenantId tenant, DateTimeOffset before, bool ofSuccess, int limit, CancellationToken cancellationToken) =>
        await database.WriteBatchAsync(write => database.Names.Tenant(write.Connection, tenant) is { } number
            ? write.Connection.Prepare("""
                WITH old AS MATERIALIZED (
                    SELECT c.id FROM run_courses c JOIN runs r ON r.tenant = c.tenant AND r.id = c.id
                    WHERE c.tenant = $1 AND c.began < $2 AND ($3 = 0 OR r.outcome = $3) LIMIT $4 FOR UPDATE OF c SKIP LOCKED)
                DELETE FROM run_courses WHERE tenant = $1 AND id IN (SELECT id FROM old)
                """)
                .Bind(number).Bind(before).Bind(ofSuccess ? (long)RunOutcome.Succeeded : 0).Bind(limit).Run()
            : 0, cancellationToken);

    // Two nodes may do it at the same time: each takes what the other has not.
    public async ValueTask<int> ExpireAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await database.WriteBatchAsync(write =>
        {
            if (database.Names.Tenant(write.Connection, tenant) is not { } number) return 0;

            write.Connection.Prepare("""
                WITH old AS MATERIALIZED (SELECT stream, day FROM run_days WHERE tenant = $1 AND day < $2 FOR UPDATE SKIP LOCKED)
                DELETE FROM run_days WHERE tenant = $1 AND (stream, day) IN (SELECT stream, day FROM old)
                """)
                .Bind(number).Bind(RunDay.Of(before).DayNumber).Run();
            return write.Connection.Prepare("""
                WITH old AS MATERIALIZED (
                    SELECT r.id FROM runs r
                    WHERE r.tenant = $1 AND r.started_at < $2 AND r.outcome <> 0 AND r.id < (SELECT max(l.id) FROM runs l WHERE l.tenant = r.tenant AND l.stream = r.stream)
                    LIMIT $3 FOR UPDATE OF r SKIP LOCKED)
                DELETE FROM runs WHERE tenant = $1 AND id IN (SELECT id FROM old)
                """).Bind(number).Bind(before).Bind(limit).Run();
        }, cancellationToken);

    async ValueTask<List<RunRecord>> ListAsync(Connection connection, long tenant, long? stream, RunQuery query) =>
        await connection.Prepare(ListSql(stream is not null)).Bind(tenant).Bind(stream).Bind(query.Before ?? long.MaxValue).Bind((long?)query.Outcome).Bind((long?)query.Trigger).Bind(query.Code)
            .Bind(query.From).Bind(query.Until).Bind(query.Limit).AllAsync(row => StreamReads.Run(database.Names, connection, tenant, row));
}
