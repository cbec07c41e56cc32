using IntegrationHub.History;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Writes down what runs do and how they end.</summary>
internal static class RunHistory
{
    const string EndedColumns = "started_at, ended_at, outcome, records, written, unchanged, skipped, quarantined, tombstoned";

    public static long Begin(Connection connection, StreamNumbers stream, StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at)
    {
        var interrupted = connection.Prepare($"UPDATE runs SET outcome = ?, ended_at = ? WHERE tenant = ? AND stream = ? AND outcome = 0 RETURNING {EndedColumns}")
            .Bind((long)RunOutcome.Interrupted).Bind(at).Bind(stream.Tenant).Bind(stream.Stream).All(Ended);
        foreach (var run in interrupted) AddToDay(connection, stream, run);
        return connection.Prepare("INSERT INTO runs (tenant, stream, epoch, cause, kind, started_at, outcome) VALUES (?, ?, ?, ?, ?, ?, 0) RETURNING id")
            .Bind(stream.Tenant).Bind(stream.Stream).Bind(lease.Epoch).Bind((long)trigger).Bind((long)kind).Bind(at)
            .First(row => row.Int64(0));
    }

    /// <summary>Adds what one commit did.</summary>
    /// <exception cref="ArgumentException">There is no such run of the lease.</exception>
    public static void Add(Connection connection, StreamNumbers stream, StreamLease lease, long run, RunCounters counters, RunProgress progress)
    {
        var added = connection.Prepare("""
            UPDATE runs SET records = records + ?, written = written + ?, unchanged = unchanged + ?, skipped = skipped + ?, quarantined = quarantined + ?,
                tombstoned = tombstoned + ?, pages = pages + ?, requests = requests + ?, retries = retries + ?, commits = commits + 1
            WHERE id = ? AND stream = ? AND epoch = ?
            """)
            .Bind(counters.Read).Bind(counters.Written).Bind(counters.Unchanged).Bind(counters.Skipped).Bind(counters.Quarantined).Bind(counters.Tombstoned)
            .Bind(progress.Pages).Bind(progress.Requests).Bind(progress.Retries).Bind(run).Bind(stream.Stream).Bind(lease.Epoch).Run();
        if (added == 0) throw new ArgumentException($"Run {run} was not begun with the lease of stream '{lease.Stream}' and epoch {lease.Epoch}.", nameof(run));
    }

    /// <summary>Writes down what a complete read of the run proved, in the commit that acts on it.</summary>
    public static void Judge(Connection connection, long run, SweepVerdict verdict) =>
        connection.Prepare("UPDATE runs SET sweep = ?, verdict = ? WHERE id = ?").Bind(SweepJson.Write(verdict)).Bind(verdict.InWords()).Bind(run).Run();

    public static bool End(Connection connection, StreamNumbers stream, StreamLease lease, long run, RunEnd end)
    {
        var found = connection.Prepare($"""
            UPDATE runs SET outcome = ?, ended_at = ?, fault_kind = ?, fault_code = ?, fault_message = ?, verdict = coalesce(?, verdict), sweep = coalesce(?, sweep)
            WHERE id = ? AND stream = ? AND epoch = ? AND outcome = 0
            RETURNING {EndedColumns}
            """)
            .Bind((long)end.Outcome).Bind(end.At).Bind((long?)end.Fault?.Kind).Bind(end.Fault?.Code).Bind(end.Fault?.Message).Bind(end.Verdict?.InWords()).Bind(SweepJson.Write(end.Verdict))
            .Bind(run).Bind(stream.Stream).Bind(lease.Epoch)
            .First(row => (EndedRun?)Ended(row));
        if (found is not { } ended) return false;

        var started = ended.StartedAt;
        AddToDay(connection, stream, ended);
        if (end.Course is { } course) WriteCourse(connection, stream, run, started, course);

        switch (RunConsequences.Of(end))
        {
            case RunConsequence.Success:
                connection.Prepare("UPDATE streams SET last_success_started = ?, failures = 0, failing_since = NULL WHERE id = ?")
                    .Bind(started).Bind(stream.Stream).Run();
                break;
            case RunConsequence.NoFailure:
                connection.Prepare("UPDATE streams SET failures = 0, failing_since = NULL WHERE id = ?").Bind(stream.Stream).Run();
                break;
            case RunConsequence.Failure:
                connection.Prepare("UPDATE streams SET failures = failures + 1, failing_since = coalesce(failing_since, ?) WHERE id = ?")
                    .Bind(started).Bind(stream.Stream).Run();
                break;
        }

        return true;
    }

    /// <summary>Writes down the course of a run, in place of what was written before.</summary>
    public static int WriteCourse(Connection connection, StreamNumbers stream, long run, DateTimeOffset began, RunCourse course) =>
        connection.Prepare("INSERT INTO run_courses (id, tenant, began, course) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET course = excluded.course")
            .Bind(run).Bind(stream.Tenant).Bind(began).Bind(CourseJson.Write(course)).Run();

    // What a day came to is added up when a run of it ends: then it costs the same to tell for a hundred runs and for a hundred thousand.
    static void AddToDay(Connection connection, StreamNumbers stream, EndedRun run) => connection.Prepare("""
        INSERT INTO run_days (tenant, stream, day, runs, failed, records, written, unchanged, skipped, quarantined, tombstoned, took, longest) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, stream, day) DO UPDATE SET runs = runs + 1, failed = failed + excluded.failed, records = records + excluded.records, written = written + excluded.written,
            unchanged = unchanged + excluded.unchanged, skipped = skipped + excluded.skipped, quarantined = quarantined + excluded.quarantined,
            tombstoned = tombstoned + excluded.tombstoned, took = took + excluded.took, longest = max(longest, excluded.longest)
        """)
        .Bind(stream.Tenant).Bind(stream.Stream).Bind(RunDay.Of(run.StartedAt).DayNumber).Bind(run.Outcome == RunOutcome.Failed ? 1L : 0L)
        .Bind(run.Counters.Read).Bind(run.Counters.Written).Bind(run.Counters.Unchanged).Bind(run.Counters.Skipped).Bind(run.Counters.Quarantined).Bind(run.Counters.Tombstoned)
        .Bind(run.Took.Ticks).Bind(run.Took.Ticks).Run();

    static EndedRun Ended(Statement row) => new(row.Time(0), row.Time(1), (RunOutcome)row.Int32(2),
        new RunCounters(row.Int64(3), row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8)));
}
