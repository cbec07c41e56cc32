using IntegrationHub.Cases;
using IntegrationHub.Sqlite;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Torture.Checking;

/// <summary>A town's index in a file of SQLite.</summary>
/// <param name="folder">The store's folder.</param>
internal sealed class SqliteTownIndex(string folder) : ITownIndex
{
    readonly string file = Path.Combine(folder, "index.db");

    /// <inheritdoc/>
    public async Task PrepareAsync(string keyFingerprint, CancellationToken cancellationToken)
    {
        await using (var store = new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, keyFingerprint, TimeProvider.System, NullLogger<SqliteHubStore>.Instance))
            await store.PrepareAsync(cancellationToken);
        using var connection = Connection.OpenWriter(file, TimeSpan.FromSeconds(10));
        connection.Execute(SqliteJournal.Triggers);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Variables(int worker) => new Dictionary<string, string>();

    /// <inheritdoc/>
    public IndexFacts ReadFacts()
    {
        using var connection = Connection.OpenReader(file, TimeSpan.FromSeconds(10));
        return connection.InRead(open => new IndexFacts
        {
            Cases = open.Prepare("SELECT s.name, c.key, c.source_status, c.removed_at IS NULL FROM cases c JOIN sources s ON s.id = c.source")
                .All(row => new IndexedCase(row.Text(0), row.Text(1), JournalText.Revision(row.TextOrNull(2)) ?? 0, row.Flag(3))),
            Steps = open.Prepare("""
                SELECT j.at, s.name, j.key, j.version_before, j.version_after, j.order_before, j.order_after, j.live_before, j.live_after
                FROM torture_cases j JOIN sources s ON s.id = j.source ORDER BY j.number
                """)
                .All(row => new CaseStep(JournalText.Seconds(row.Text(0)), row.Text(1), row.Text(2), JournalText.Revision(row.TextOrNull(3)), JournalText.Revision(row.TextOrNull(4)), row.Int64OrNull(5), row.Int64OrNull(6), row.Flag(7), row.Flag(8))),
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
                .All(row => new WatermarkStep(row.Text(0), JournalText.Time(row.TextOrNull(1)), JournalText.Time(row.TextOrNull(2)))),
            Told = open.Prepare("SELECT at, what, notification, hex(id), version, held FROM torture_told ORDER BY number")
                .All(row => new ToldStep(JournalText.Seconds(row.Text(0)), (ToldWhat)row.Int32(1), row.Int64(2), row.TextOrNull(3), JournalText.Revision(row.TextOrNull(4)), row.Flag(5))),
            Commands = CommandsIn(open),
        });
    }

    /// <inheritdoc/>
    public Sight? Look()
    {
        try
        {
            using var connection = Connection.OpenReader(file, TimeSpan.FromSeconds(1));
            return connection.InRead(open => new Sight(open
                .Prepare("SELECT s.name, (SELECT count(*) FROM cases c WHERE c.source = s.id AND c.removed_at IS NULL), (SELECT count(*) FROM torture_cases j WHERE j.source = s.id) FROM sources s")
                .All(row => (row.Text(0), new SourceSight(row.Int64(1), row.Int32(2)))).ToDictionary()));
        }
        catch (SqliteFault)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IndexedCommand>? ReadCommands()
    {
        try
        {
            using var connection = Connection.OpenReader(file, TimeSpan.FromSeconds(1));
            return connection.InRead(CommandsIn);
        }
        catch (SqliteFault)
        {
            return null;
        }
    }

    static List<IndexedCommand> CommandsIn(Connection open) => open.Prepare("SELECT public_id, version, state, reason, unknown_at IS NOT NULL FROM outbox ORDER BY id")
        .All(row => new IndexedCommand(new WriteCommandId(row.Key(0)), row.Int64(1), (WriteState)row.Int32(2), (WriteReason?)row.Int64OrNull(3), row.Flag(4)));

    /// <inheritdoc/>
    public int CountSwaps()
    {
        using var connection = Connection.OpenReader(file, TimeSpan.FromSeconds(10));
        return connection.InRead(open => open.Prepare("SELECT count(*) FROM runs WHERE kind = ? AND sweep IS NOT NULL").Bind((long)RunKind.Rebuild).First(row => row.Int32(0)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<IndexedRun> ReadRuns()
    {
        using var connection = Connection.OpenReader(file, TimeSpan.FromSeconds(10));
        return connection.InRead(open => open.Prepare("SELECT s.name, r.id, r.outcome, r.commits FROM runs r JOIN streams s ON s.id = r.stream ORDER BY r.id")
            .All(row => new IndexedRun(row.Text(0), row.Int64(1), (RunOutcome)row.Int32(2), row.Int32(3))));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
