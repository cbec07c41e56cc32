using IntegrationHub.History;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>The history of runs, on SQLite.</summary>
internal sealed class SqliteRunHistoryStore(IndexFile index) : IRunHistoryStore
{
    /// <summary>Of runs that a fault ended only so many are searched.</summary>
    const long SearchedFaults = 5000;

    /// <summary>The search, from the index of runs with a fault.</summary>
    public const string SearchSql = $"""
        WITH newest AS MATERIALIZED (SELECT id FROM runs INDEXED BY runs_with_fault WHERE tenant = ?1 AND fault_code IS NOT NULL ORDER BY id DESC LIMIT ?2)
        SELECT {StreamReads.RunColumns} FROM newest n CROSS JOIN runs r ON r.id = n.id
        WHERE instr(lower(r.fault_code), ?3) > 0 OR instr(lower(r.fault_message), ?3) > 0 OR instr(lower(coalesce(r.verdict, '')), ?3) > 0
        ORDER BY n.id DESC LIMIT ?4
        """;

    /// <summary>What days came to, a seek for each stream.</summary>
    public const string DaysSql = """
        SELECT s.source, s.name, d.day, d.runs, d.failed, d.records, d.written, d.unchanged, d.skipped, d.quarantined, d.tombstoned, d.took, d.longest
        FROM streams s CROSS JOIN run_days d ON d.tenant = s.tenant AND d.stream = s.id AND d.day >= ?2
        WHERE s.tenant = ?1 AND (?3 IS NULL OR s.name = ?3) ORDER BY s.id, d.day
        """;

    public ValueTask<IReadOnlyList<RunRecord>> ListAsync(TenantId tenant, RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return index.QueryAsync<IReadOnlyList<RunRecord>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];
            if (query.Stream is not { } stream) return List(connection, number, null, query, cancellationToken);

            // A name that moved to another source has two numbers; each is read in its own order, and no more than is shown.
            var streams = connection.Prepare("SELECT id FROM streams WHERE tenant = ? AND name = ?").Bind(number).Bind(stream.Value).All(row => row.Int64(0));
            return [.. streams.SelectMany(id => List(connection, number, id, query, cancellationToken)).OrderByDescending(run => run.Id).Take(query.Limit)];
        }, cancellationToken);
    }

    /// <summary>A page of the list from the index alone; only the rows that are shown are read.</summary>
    internal static string ListSql(bool ofStream) => $"""
        WITH page AS MATERIALIZED (
            SELECT id FROM runs INDEXED BY {(ofStream ? "runs_by_stream" : "runs_by_tenant")}
            WHERE tenant = ?1 AND {(ofStream ? "stream = ?2" : "?2 IS NULL")} AND id < ?3
                AND (?4 IS NULL OR outcome = ?4) AND (?5 IS NULL OR cause = ?5) AND (?6 IS NULL OR fault_code = ?6)
                AND (?7 IS NULL OR started_at >= ?7) AND (?8 IS NULL OR started_at < ?8)
            ORDER BY id DESC LIMIT ?9)
        SELECT {StreamReads.RunColumns} FROM page p CROSS JOIN runs r ON r.id = p.id ORDER BY p.id DESC
        """;

    public ValueTask<IReadOnlyList<RunRecord>> SearchAsync(TenantId tenant, string text, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);

        return index.QueryAsync<IReadOnlyList<RunRecord>>(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare(SearchSql).Bind(number).Bind(SearchedFaults).Bind(SearchText.Folded(text)).Bind(limit).All(row => StreamReads.Run(index.Names, connection, row), cancellationToken)
            : [], cancellationToken);
    }

    public async ValueTask WriteCourseAsync(StreamLease lease, long run, RunCourse course, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(course);

        await index.WriteAsync(Urgency.Batch, connection =>
        {
            if (index.Names.Stream(connection, lease.Stream) is not { } stream) return 0;

            var began = connection.Prepare("SELECT started_at FROM runs WHERE id = ? AND stream = ? AND epoch = ?").Bind(run).Bind(stream.Stream).Bind(lease.Epoch)
                .First(row => (DateTimeOffset?)row.Time(0));
            return began is { } at ? RunHistory.WriteCourse(connection, stream, run, at, course) : 0;
        }, cancellationToken);
    }

    public ValueTask<RunCourse?> GetCourseAsync(TenantId tenant, long run, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Tenant(connection, tenant) is { } number
            ? CourseJson.Read(connection.Prepare("SELECT course FROM run_courses WHERE id = ? AND tenant = ?").Bind(run).Bind(number).First(row => row.Text(0)))
            : null, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, IReadOnlyList<RunDay>>> GetDaysAsync(TenantId tenant, StreamName? stream, DateOnly since, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamKey, IReadOnlyList<RunDay>>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return new Dictionary<StreamKey, IReadOnlyList<RunDay>>();

            return connection.Prepare(DaysSql).Bind(number).Bind(since.DayNumber).Bind(stream?.Value)
                .All(row => (Stream: new StreamKey(tenant, index.Names.SourceName(connection, row.Int64(0)), new StreamName(row.Text(1))), Day: new RunDay(
                    DateOnly.FromDayNumber(row.Int32(2)), row.Int64(3), row.Int64(4),
                    new RunCounters(row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9), row.Int64(10)), TimeSpan.FromTicks(row.Int64(11)), TimeSpan.FromTicks(row.Int64(12)))), cancellationToken)
                .GroupBy(day => day.Stream).ToDictionary(of => of.Key, of => (IReadOnlyList<RunDay>)[.. of.Select(day => day.Day)]);
        }, cancellationToken);

    public async ValueTask<int> ExpireCoursesAsync(TenantId tenant, DateTimeOffset before, bool ofSuccess, int limit, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare("""
                DELETE FROM run_courses WHERE id IN (
                    SELECT c.id FROM run_courses c INDEXED BY run_courses_by_start CROSS JOIN runs r ON r.id = c.id
                    WHERE c.tenant = ?1 AND c.began < ?2 AND (?3 = 0 OR r.outcome = ?3) LIMIT ?4)
                """).Bind(number).Bind(before).Bind(ofSuccess ? (long)RunOutcome.Succeeded : 0).Bind((long)limit).Run()
            : 0, cancellationToken);

    public async ValueTask<int> ExpireAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return 0;

            connection.Prepare("DELETE FROM run_days WHERE tenant = ? AND day < ?").Bind(number).Bind(RunDay.Of(before).DayNumber).Run();
            return connection.Prepare("""
                DELETE FROM runs WHERE id IN (
                    SELECT r.id FROM runs r INDEXED BY runs_by_start
                    WHERE r.tenant = ? AND r.started_at < ? AND r.outcome <> 0 AND r.id < (SELECT max(l.id) FROM runs l WHERE l.tenant = r.tenant AND l.stream = r.stream) LIMIT ?)
                """).Bind(number).Bind(before).Bind(limit).Run();
        }, cancellationToken);

    List<RunRecord> List(Connection connection, long tenant, long? stream, RunQuery query, CancellationToken cancellationToken) =>
        connection.Prepare(ListSql(stream is not null)).Bind(tenant).Bind(stream).Bind(query.Before ?? long.MaxValue).Bind((long?)query.Outcome).Bind((long?)query.Trigger).Bind(query.Code)
            .Bind(query.From).Bind(query.Until).Bind(query.Limit).All(row => StreamReads.Run(index.Names, connection, row), cancellationToken);
}
