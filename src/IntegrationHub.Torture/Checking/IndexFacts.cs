using IntegrationHub.Cases;
using IntegrationHub.Sqlite;
using IntegrationHub.Sync;

namespace IntegrationHub.Torture.Checking;

/// <summary>A case as it stands in the index.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Key">Its key.</param>
/// <param name="Revision">Which of the model's versions it is; 0 where only a removal was ever seen.</param>
/// <param name="Live">Whether it can be looked up.</param>
internal sealed record IndexedCase(string Source, string Key, int Revision, bool Live);

/// <summary>What one transaction did to a case.</summary>
/// <param name="At">When it was committed, in seconds, by the machine's clock.</param>
/// <param name="Source">The case's source.</param>
/// <param name="Key">The case's key.</param>
/// <param name="Before">The revision before; null when there was none.</param>
/// <param name="After">The revision after.</param>
/// <param name="OrderBefore">The order before.</param>
/// <param name="OrderAfter">The order after.</param>
/// <param name="LiveBefore">Whether it was live before.</param>
/// <param name="LiveAfter">Whether it was live after.</param>
internal sealed record CaseStep(double At, string Source, string Key, int? Before, int? After, long? OrderBefore, long? OrderAfter, bool LiveBefore, bool LiveAfter);

/// <summary>An entry of the change feed.</summary>
internal sealed record FeedEntry(long Position, string Source, string Key, CaseChangeKind Kind);

/// <summary>A commit of a run, with the stream's epoch at that moment.</summary>
internal sealed record RunCommit(string Stream, long Run, long RunEpoch, long StreamEpoch);

/// <summary>A move of a stream's watermark.</summary>
internal sealed record WatermarkStep(string Stream, DateTimeOffset? Before, DateTimeOffset? After);

/// <summary>A run that did not end well or was told to stop is no finding; one that goes on for ever is.</summary>
internal sealed record IndexedRun(string Stream, long Run, RunOutcome Outcome, int Commits);

/// <summary>What became of a notification in some commit.</summary>
internal enum ToldWhat
{
    /// <summary>It was stored.</summary>
    Stored,

    /// <summary>It was taken off, because its case was read.</summary>
    Done,

    /// <summary>It became a dead letter.</summary>
    Dead,
}

/// <summary>What one transaction did to a notification.</summary>
/// <param name="At">When it was committed, in seconds, by the machine's clock.</param>
/// <param name="What">What.</param>
/// <param name="Notification">Its number in the store.</param>
/// <param name="Id">What the store keeps of its id, in hexadecimal; null unless it was stored.</param>
/// <param name="Revision">The revision of its case that stood in the index when it was done; null when there was none.</param>
/// <param name="Held">Whether a record of its case was in quarantine then.</param>
internal sealed record ToldStep(double At, ToldWhat What, long Notification, string? Id = null, int? Revision = null, bool Held = false);

/// <summary>How many cases somebody saw who looked.</summary>
/// <param name="Steps">How many steps of the journal lay before.</param>
/// <param name="Live">How many cases could be looked up, by source.</param>
internal sealed record Sight(int Steps, IReadOnlyDictionary<string, long> Live);

/// <summary>Everything that is checked of an index, read from its file by nobody who wrote it.</summary>
internal sealed record IndexFacts
{
    public required IReadOnlyList<IndexedCase> Cases { get; init; }

    public required IReadOnlyList<CaseStep> Steps { get; init; }

    public required IReadOnlyList<FeedEntry> Feed { get; init; }

    /// <summary>The events that streams of events brought: case key and event id.</summary>
    public required IReadOnlyList<(string CaseKey, string EventId)> Notes { get; init; }

    /// <summary>What lies in quarantine: stream and key.</summary>
    public required IReadOnlyList<(string Stream, string? Key)> Held { get; init; }

    public required IReadOnlyList<RunCommit> Commits { get; init; }

    public required IReadOnlyList<WatermarkStep> Watermarks { get; init; }

    /// <summary>What became of notifications, in order.</summary>
    public IReadOnlyList<ToldStep> Told { get; init; } = [];

    /// <summary>What was seen by somebody who looked while workers wrote and died.</summary>
    public IReadOnlyList<Sight> Sights { get; init; } = [];

    /// <summary>Reads them.</summary>
    public static IndexFacts Read(string indexFile)
    {
        using var connection = Connection.OpenReader(indexFile, TimeSpan.FromSeconds(10));
        return connection.InRead(open => new IndexFacts
        {
            Cases = open.Prepare("SELECT s.name, c.key, c.source_status, c.removed_at IS NULL FROM cases c JOIN sources s ON s.id = c.source")
                .All(row => new IndexedCase(row.Text(0), row.Text(1), Revision(row.TextOrNull(2)) ?? 0, row.Flag(3))),
            Steps = open.Prepare("""
                SELECT j.at, s.name, j.key, j.version_before, j.version_after, j.order_before, j.order_after, j.live_before, j.live_after
                FROM torture_cases j JOIN sources s ON s.id = j.source ORDER BY j.number
                """)
                .All(row => new CaseStep(Seconds(row.Text(0)), row.Text(1), row.Text(2), Revision(row.TextOrNull(3)), Revision(row.TextOrNull(4)), row.Int64OrNull(5), row.Int64OrNull(6), row.Flag(7), row.Flag(8))),
            Feed = open.Prepare("""
                SELECT f.position, s.name, coalesce(c.key, hex(f.public_id)), f.kind FROM changes f JOIN sources s ON s.id = f.source LEFT JOIN cases c ON c.tenant = f.tenant AND c.public_id = f.public_id
                ORDER BY f.position
                """)
                .All(row => new FeedEntry(row.Int64(0), row.Text(1), row.Text(2), (CaseChangeKind)row.Int32(3))),
            Notes = open.Prepare("SELECT case_key, event_id FROM events WHERE of_case = 0").All(row => (row.Text(0), row.Text(1))),
            Held = open.Prepare("SELECT r.name, q.key FROM quarantine q JOIN streams r ON r.id = q.stream").All(row => (row.Text(0), row.TextOrNull(1))),
            Commits = open.Prepare("SELECT r.name, c.run, c.run_epoch, c.stream_epoch FROM torture_commits c JOIN streams r ON r.id = c.stream ORDER BY c.number")
                .All(row => new RunCommit(row.Text(0), row.Int64(1), row.Int64(2), row.Int64(3))),
            Watermarks = open.Prepare("SELECT r.name, w.before, w.after FROM torture_watermarks w JOIN streams r ON r.id = w.stream ORDER BY w.number")
                .All(row => new WatermarkStep(row.Text(0), Time(row.TextOrNull(1)), Time(row.TextOrNull(2)))),
            Told = open.Prepare("SELECT at, what, notification, hex(id), version, held FROM torture_told ORDER BY number")
                .All(row => new ToldStep(Seconds(row.Text(0)), (ToldWhat)row.Int32(1), row.Int64(2), row.TextOrNull(3), Revision(row.TextOrNull(4)), row.Flag(5))),
        });
    }

    /// <summary>How many cases there are now.</summary>
    public static Sight Look(string indexFile)
    {
        using var connection = Connection.OpenReader(indexFile, TimeSpan.FromSeconds(1));
        return connection.InRead(open => new Sight(
            open.Prepare("SELECT coalesce(max(number), 0) FROM torture_cases").First(row => row.Int32(0)),
            open.Prepare("SELECT s.name, count(*) FROM cases c JOIN sources s ON s.id = c.source WHERE c.removed_at IS NULL GROUP BY s.name")
                .All(row => (row.Text(0), row.Int64(1))).ToDictionary()));
    }

    /// <summary>How many rebuilds took the place of what was there.</summary>
    public static int Swaps(string indexFile)
    {
        using var connection = Connection.OpenReader(indexFile, TimeSpan.FromSeconds(10));
        return connection.InRead(open => open.Prepare("SELECT count(*) FROM runs WHERE kind = ? AND sweep IS NOT NULL").Bind((long)RunKind.Rebuild).First(row => row.Int32(0)));
    }

    /// <summary>The runs of all streams, oldest first.</summary>
    public static IReadOnlyList<IndexedRun> Runs(string indexFile)
    {
        using var connection = Connection.OpenReader(indexFile, TimeSpan.FromSeconds(10));
        return connection.InRead(open => open.Prepare("SELECT s.name, r.id, r.outcome, r.commits FROM runs r JOIN streams s ON s.id = r.stream ORDER BY r.id")
            .All(row => new IndexedRun(row.Text(0), row.Int64(1), (RunOutcome)row.Int32(2), row.Int32(3))));
    }

    static double Seconds(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static int? Revision(string? word) => word is null ? null : int.Parse(word.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
