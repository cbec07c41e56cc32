using IntegrationHub.History;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes down what runs do and how they end, and which streams are paused.</summary>
internal static class RunHistory
{
    const string EndedColumns = "started_at, ended_at, outcome, records, written, unchanged, skipped, quarantined, tombstoned";

    public static long Begin(Connection connection, StreamNumbers stream, StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at)
    {
        var interrupted = connection.Prepare($"UPDATE runs SET outcome = $3, ended_at = $4 WHERE tenant = $1 AND stream = $2 AND outcome = 0 RETURNING {EndedColumns}")
            .Bind(stream.Tenant).Bind(stream.Stream).Bind((long)RunOutcome.Interrupted).Bind(at).All(Ended);
        foreach (var run in interrupted) AddToDay(connection, stream, run);
        return connection.Prepare("INSERT INTO runs (tenant, stream, epoch, cause, kind, started_at, outcome) VALUES ($1, $2, $3, $4, $5, $6, 0) RETURNING id")
            .Bind(stream.Tenant).Bind(stream.Stream).Bind(lease.Epoch).Bind((long)trigger).Bind((long)kind).Bind(at).First(row => row.Int64(0));
    }

    /// <summary>Adds what one commit did.</summary>
    /// <exception cref="ArgumentException">There is no such run of the lease.</exception>
    public static void Add(Connection connection, StreamNumbers stream, StreamLease lease, long run, RunCounters counters, RunProgress progress)
    {
        var added = connection.Prepare("""
            UPDATE runs SET records = records + $5, written = written + $6, unchanged = unchanged + $7, skipped = skipped + $8, quarantined = quarantined + $9,
                tombstoned = tombstoned + $10, pages = pages + $11, requests = requests + $12, retries = retries + $13, commits = commits + 1
            WHERE tenant = $1 AND id = $2 AND stream = $3 AND epoch = $4
            """)
            .Bind(stream.Tenant).Bind(run).Bind(stream.Stream).Bind(lease.Epoch)
            .Bind(counters.Read).Bind(counters.Written).Bind(counters.Unchanged).Bind(counters.Skipped).Bind(counters.Quarantined).Bind(counters.Tombstoned)
            .Bind(progress.Pages).Bind(progress.Requests).Bind(progress.Retries).Run();
        if (added == 0) throw new ArgumentException($"Run {run} was not begun with the lease of stream '{lease.Stream}' and epoch {lease.Epoch}.", nameof(run));
    }

    /// <summary>Writes down what a complete read of the run proved, in the commit that acts on it.</summary>
    public static void Judge(Connection connection, StreamNumbers stream, long run, SweepVerdict verdict) =>
        connection.Prepare("UPDATE runs SET sweep = $3, verdict = $4 WHERE tenant = $1 AND id = $2")
            .Bind(stream.Tenant).Bind(run).Bind(SweepJson.Write(verdict)).Bind(verdict.InWords()).Run();

    public static bool End(Connection connection, StreamNumbers stream, StreamLease lease, long run, RunEnd end)
    {
        // The stream's row first, as its successor takes it, so that the two never wait in a circle.
        connection.Prepare("SELECT 1 FROM streams WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE").Bind(stream.Tenant).Bind(stream.Stream).First(_ => true);
        var found = connection.Prepare($"""
            UPDATE runs SET outcome = $5, ended_at = $6, fault_kind = $7, fault_code = $8, fault_message = $9, verdict = coalesce($10, verdict), sweep = coalesce($11, sweep)
            WHERE tenant = $1 AND id = $2 AND stream = $3 AND epoch = $4 AND outcome = 0
            RETURNING {EndedColumns}
            """)
            .Bind(stream.Tenant).Bind(run).Bind(stream.Stream).Bind(lease.Epoch).Bind((long)end.Outcome).Bind(end.At)
            .Bind((long?)end.Fault?.Kind).Bind(end.Fault?.Code).Bind(end.Fault?.Message).Bind(end.Verdict?.InWords()).Bind(SweepJson.Write(end.Verdict))
            .First(row => (EndedRun?)Ended(row));
        if (found is not { } ended) return false;

        var started = ended.StartedAt;
        AddToDay(connection, stream, ended);
        if (end.Course is { } course) WriteCourse(connection, stream, run, started, course);

        switch (RunConsequences.Of(end))
        {
            case RunConsequence.Success:
                connection.Prepare("UPDATE streams SET last_success_started = $3, failures = 0, failing_since = NULL WHERE tenant = $1 AND id = $2")
                    .Bind(stream.Tenant).Bind(stream.Stream).Bind(started).Run();
                break;
            case RunConsequence.NoFailure:
                connection.Prepare("UPDATE streams SET failures = 0, failing_since = NULL WHERE tenant = $1 AND id = $2").Bind(stream.Tenant).Bind(stream.Stream).Run();
                break;
            case RunConsequence.Failure:
                connection.Prepare("UPDATE streams SET failures = failures + 1, failing_since = coalesce(failing_since, $3) WHERE tenant = $1 AND id = $2")
                    .Bind(stream.Tenant).Bind(stream.Stream).Bind(started).Run();
                break;
        }

        return true;
    }

    /// <summary>Writes down the course of a run, in place of what was written before.</summary>
    public static int WriteCourse(Connection connection, StreamNumbers stream, long run, DateTimeOffset began, RunCourse course) =>
        connection.Prepare("INSERT INTO run_courses (tenant, id, began, course) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, id) DO UPDATE SET course = excluded.course")
            .Bind(stream.Tenant).Bind(run).Bind(began).Bind(CourseJson.Write(course)).Run();

    // What a day came to is added up when a run of it ends: then it costs the same to tell for a hundred runs and for a hundred thousand.
    static void AddToDay(Connection connection, StreamNumbers stream, EndedRun run) => connection.Prepare("""
        INSERT INTO run_days AS d (tenant, stream, day, runs, failed, records, written, unchanged, skipped, quarantined, tombstoned, took, longest)
        VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $11)
        ON CONFLICT (tenant, stream, day) DO UPDATE SET runs = d.runs + 1, failed = d.failed + excluded.failed, records = d.records + excluded.records, written = d.written + excluded.written,
            unchanged = d.unchanged + excluded.unchanged, skipped = d.skipped + excluded.skipped, quarantined = d.quarantined + excluded.quarantined,
            tombstoned = d.tombstoned + excluded.tombstoned, took = d.took + excluded.took, longest = greatest(d.longest, excluded.longest)
        """)
        .Bind(stream.Tenant).Bind(stream.Stream).Bind(RunDay.Of(run.StartedAt).DayNumber).Bind(run.Outcome == RunOutcome.Failed ? 1L : 0L)
        .Bind(run.Counters.Read).Bind(run.Counters.Written).Bind(run.Counters.Unchanged).Bind(run.Counters.Skipped).Bind(run.Counters.Quarantined).Bind(run.Counters.Tombstoned)
        .Bind(run.Took.Ticks).Run();

    static EndedRun Ended(Row row) => new(row.Time(0), row.Time(1), (RunOutcome)row.Int32(2),
        new RunCounters(row.Int64(3), row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8)));

    /// <summary>Pauses a stream; false when it is paused already.</summary>
    public static bool Pause(Connection connection, StreamKey stream, StreamPause pause)
    {
        var numbers = Names.Register(connection, stream);
        return connection.Prepare("UPDATE streams SET paused_at = $3, paused_by = $4 WHERE tenant = $1 AND id = $2 AND paused_at IS NULL")
            .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(pause.Since).Bind(pause.By).Run() > 0;
    }

    /// <summary>Ends a pause; false when there is none.</summary>
    public static bool Resume(Connection connection, StreamNumbers stream) =>
        connection.Prepare("UPDATE streams SET paused_at = NULL, paused_by = NULL WHERE tenant = $1 AND id = $2 AND paused_at IS NOT NULL").Bind(stream.Tenant).Bind(stream.Stream).Run() > 0;
}
