using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Writes down what runs do and how they end.</summary>
internal static class RunHistory
{
    public static long Begin(Connection connection, StreamNumbers stream, StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at)
    {
        connection.Prepare("UPDATE runs SET outcome = ?, ended_at = ? WHERE tenant = ? AND stream = ? AND outcome = 0")
            .Bind((long)RunOutcome.Interrupted).Bind(at).Bind(stream.Tenant).Bind(stream.Stream).Run();
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
        var startedAt = connection.Prepare("""
            UPDATE runs SET outcome = ?, ended_at = ?, fault_kind = ?, fault_code = ?, fault_message = ?, verdict = coalesce(?, verdict), sweep = coalesce(?, sweep)
            WHERE id = ? AND stream = ? AND epoch = ? AND outcome = 0
            RETURNING started_at
            """)
            .Bind((long)end.Outcome).Bind(end.At).Bind((long?)end.Fault?.Kind).Bind(end.Fault?.Code).Bind(end.Fault?.Message).Bind(end.Verdict?.InWords()).Bind(SweepJson.Write(end.Verdict))
            .Bind(run).Bind(stream.Stream).Bind(lease.Epoch)
            .First(row => (DateTimeOffset?)row.Time(0));
        if (startedAt is not { } started) return false;

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
}
