using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.PostgreSql;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using IntegrationHub.Torture.Worker;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Torture.Checking;

/// <summary>A stream that a node has, with a run that has committed something.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Number">Its number in the store.</param>
/// <param name="Epoch">The epoch of the node's lease.</param>
internal sealed record HeldStream(string Stream, long Number, long Epoch);

/// <summary>A town's index in a schema of its own of a database of PostgreSQL, where any number of workers share it.</summary>
internal sealed class PostgresTownIndex : ITownIndex
{
    readonly NpgsqlConnectionStringBuilder place;
    readonly NpgsqlDataSource source;

    /// <param name="connectionString">The database, and a role that may make schemas in it.</param>
    /// <param name="schema">The schema, which is made.</param>
    public PostgresTownIndex(string connectionString, string schema)
    {
        Schema = schema;
        place = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = schema };
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(place.ConnectionString) { ApplicationName = "ihub torture", Pooling = true, MaxPoolSize = 5, CommandTimeout = 60 });
    }

    /// <summary>The connection string with values in the place of its references.</summary>
    /// <exception cref="StoreUnusableException">A reference has no value, a password stands in it, or it makes no sense.</exception>
    public static string Resolve(string written)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(ConnectionText.Resolve(written, SettingSources.OfMachine())).ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new StoreUnusableException("The connection string cannot be read. It is written as Host=…;Database=…;Username=…;Password=${secret:NAME}");
        }
    }

    /// <summary>Its schema, which stays when something was found in it.</summary>
    public string Schema { get; }

    /// <summary>Whether the schema stays when this is disposed of.</summary>
    public bool Keep { get; set; }

    /// <inheritdoc/>
    public async Task PrepareAsync(string keyFingerprint, CancellationToken cancellationToken)
    {
        try
        {
            Execute($"CREATE SCHEMA {Schema}");
        }
        catch (Exception fault) when (PostgresFault.Of(fault) is { } known)
        {
            throw new StoreUnusableException(known.Remedy($"the database '{place.Database ?? place.Username}' on {place.Host}"), known);
        }

        await using (var store = new PostgresHubStore(new PostgresStoreOptions { ConnectionString = place.ConnectionString }, keyFingerprint, TimeProvider.System, NullLogger<PostgresHubStore>.Instance))
            await store.PrepareAsync(cancellationToken);
        Execute(PostgresJournal.Triggers);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Variables(int worker) => new Dictionary<string, string>
    {
        [WorkerOptions.PostgreSqlVariable] = new NpgsqlConnectionStringBuilder(place.ConnectionString) { ApplicationName = NameOf(worker), Pooling = true, MaxPoolSize = 25 }.ConnectionString,
    };

    /// <summary>The server's clock, in seconds.</summary>
    public double Now() => Ask(open => open.Prepare("SELECT extract(epoch FROM clock_timestamp())::text").First(row => JournalText.Seconds(row.Text(0))));

    /// <summary>The streams that a node has, with a run that goes on and has committed something.</summary>
    /// <param name="owner">The node's name in leases.</param>
    public IReadOnlyList<HeldStream> ReadHeldBy(string owner) => Ask(open => open.Prepare("""
        SELECT s.name, s.id, s.epoch FROM streams s WHERE s.lease_owner = $1
        AND EXISTS (SELECT 1 FROM runs r WHERE r.tenant = s.tenant AND r.stream = s.id AND r.epoch = s.epoch AND r.outcome = 0 AND r.commits > 0)
        """).Bind(owner).All(row => new HeldStream(row.Text(0), row.Int64(1), row.Int64(2))));

    /// <summary>How many leases a node still has, and how many of its runs go on: none, when it handed everything over.</summary>
    /// <param name="owner">The node's name in leases.</param>
    /// <param name="before">The streams it had when it was asked to end.</param>
    public int CountLeftBehind(string owner, IReadOnlyCollection<HeldStream> before) => Ask(open =>
        open.Prepare("SELECT count(*) FROM streams WHERE lease_owner = $1").Bind(owner).First(row => row.Int32(0)) +
        open.Prepare("SELECT count(*) FROM runs r JOIN unnest($1, $2) AS b (stream, epoch) ON b.stream = r.stream AND b.epoch = r.epoch WHERE r.outcome = 0")
            .BindAll(before.Select(b => b.Number)).BindAll(before.Select(b => b.Epoch)).First(row => row.Int32(0)));

    /// <summary>When another node began to run a stream after this lease of it, and when it committed; null while it has not.</summary>
    public (double? Begun, double? Committed) FindSuccessor(HeldStream held) => Ask(open => (
        First(open.Prepare("SELECT min(at)::text FROM torture_begins WHERE stream = $1 AND epoch > $2"), held),
        First(open.Prepare("SELECT min(at)::text FROM torture_commits WHERE stream = $1 AND run_epoch > $2"), held)));

    /// <summary>Ends all connections of a worker, whatever they are doing.</summary>
    /// <returns>How many there were.</returns>
    public int CutOff(int worker) =>
        Ask(open => open.Prepare("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()").Bind(NameOf(worker)).First(row => row.Int32(0)));

    /// <summary>Keeps the rows of all sources locked for so long, as somebody would who forgot a transaction.</summary>
    public async Task LockAsync(TimeSpan duration)
    {
        await using var open = await source.OpenConnectionAsync();
        await using var transaction = await open.BeginTransactionAsync();
        new Connection(open, 60, CancellationToken.None).Prepare("SELECT 1 FROM sources FOR UPDATE").All(_ => true);
        await Task.Delay(duration, TimeProvider.System);
        await transaction.RollbackAsync();
    }

    /// <inheritdoc/>
    public IndexFacts ReadFacts() => Ask(open => new IndexFacts
    {
        ManyVersionsInAStep = true,
        Cases = open.Prepare("SELECT s.name, c.key, c.source_status, c.removed_at IS NULL FROM cases c JOIN sources s ON s.id = c.source")
            .All(row => new IndexedCase(row.Text(0), row.Text(1), JournalText.Revision(row.TextOrNull(2)) ?? 0, row.Flag(3))),
        Steps = open.Prepare("""
            SELECT j.at::text, s.name, j.key, j.version_before, j.version_after, j.order_before, j.order_after, j.live_before, j.live_after
            FROM torture_cases j JOIN sources s ON s.id = j.source ORDER BY j.number
            """)
            .All(row => new CaseStep(JournalText.Seconds(row.Text(0)), row.Text(1), row.Text(2), JournalText.Revision(row.TextOrNull(3)), JournalText.Revision(row.TextOrNull(4)), row.Int64OrNull(5), row.Int64OrNull(6), row.Flag(7), row.Flag(8))),
        Feed = open.Prepare("""
            SELECT f.position, s.name, coalesce(c.key, f.public_id::text), f.kind FROM changes f JOIN sources s ON s.id = f.source LEFT JOIN cases c ON c.tenant = f.tenant AND c.public_id = f.public_id
            ORDER BY f.position
            """)
            .All(row => new FeedEntry(row.Int64(0), row.Text(1), row.Text(2), (CaseChangeKind)row.Int32(3))),
        Notes = open.Prepare("SELECT case_key, event_id FROM events WHERE NOT of_case").All(row => (row.Text(0), row.Text(1))),
        Held = open.Prepare("SELECT r.name, q.key FROM quarantine q JOIN streams r ON r.id = q.stream").All(row => (row.Text(0), row.TextOrNull(1))),
        Commits = open.Prepare("SELECT r.name, c.run, c.run_epoch, c.stream_epoch FROM torture_commits c JOIN streams r ON r.id = c.stream ORDER BY c.number")
            .All(row => new RunCommit(row.Text(0), row.Int64(1), row.Int64(2), row.Int64(3))),
        Watermarks = open.Prepare("SELECT r.name, w.before, w.after FROM torture_watermarks w JOIN streams r ON r.id = w.stream ORDER BY w.number")
            .All(row => new WatermarkStep(row.Text(0), JournalText.Time(row.TextOrNull(1)), JournalText.Time(row.TextOrNull(2)))),
        Told = open.Prepare("SELECT at::text, what, notification, upper(encode(id, 'hex')), version, held FROM torture_told ORDER BY number")
            .All(row => new ToldStep(JournalText.Seconds(row.Text(0)), (ToldWhat)row.Int32(1), row.Int64(2), row.TextOrNull(3), JournalText.Revision(row.TextOrNull(4)), row.Flag(5))),
        Commands = CommandsIn(open),
    });

    /// <inheritdoc/>
    public Sight? Look()
    {
        try
        {
            // One statement, so that what it counts is of one moment.
            return Ask(open => new Sight(open
                .Prepare("SELECT s.name, (SELECT count(*) FROM cases c WHERE c.source = s.id AND c.removed_at IS NULL), (SELECT count(*) FROM torture_cases j WHERE j.source = s.id) FROM sources s")
                .All(row => (row.Text(0), new SourceSight(row.Int64(1), row.Int32(2)))).ToDictionary()));
        }
        catch (Exception fault) when (fault is PostgresFault or NpgsqlException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IndexedCommand>? ReadCommands()
    {
        try
        {
            return Ask(CommandsIn);
        }
        catch (Exception fault) when (fault is PostgresFault or NpgsqlException)
        {
            return null;
        }
    }

    static IReadOnlyList<IndexedCommand> CommandsIn(Connection open) => open.Prepare("SELECT public_id, version, state, reason, unknown_at IS NOT NULL FROM outbox ORDER BY id")
        .All(row => new IndexedCommand(new WriteCommandId(row.Key(0)), row.Int64(1), (WriteState)row.Int32(2), (WriteReason?)row.Int64OrNull(3), row.Flag(4)));

    /// <inheritdoc/>
    public int CountSwaps() => Ask(open => open.Prepare("SELECT count(*) FROM runs WHERE kind = $1 AND sweep IS NOT NULL").Bind((long)RunKind.Rebuild).First(row => row.Int32(0)));

    /// <inheritdoc/>
    public IReadOnlyList<IndexedRun> ReadRuns() => Ask(open => open.Prepare("SELECT s.name, r.id, r.outcome, r.commits FROM runs r JOIN streams s ON s.id = r.stream ORDER BY r.id")
        .All(row => new IndexedRun(row.Text(0), row.Int64(1), (RunOutcome)row.Int32(2), row.Int32(3))));

    /// <summary>How a run of this stream and lease ended; null when there is none.</summary>
    public RunOutcome? FindOutcome(HeldStream held) => Ask(open => open.Prepare("SELECT outcome FROM runs WHERE stream = $1 AND epoch = $2 ORDER BY id DESC LIMIT 1")
        .Bind(held.Number).Bind(held.Epoch).First(row => (RunOutcome?)row.Int32(0)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Keep) Execute($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
        await source.DisposeAsync();
    }

    void Execute(string statements) => Ask(open =>
    {
        open.Execute(statements);
        return true;
    });

    T Ask<T>(Func<Connection, T> ask)
    {
        using var open = source.OpenConnection();
        return ask(new Connection(open, 60, CancellationToken.None));
    }

    static double? First(Statement statement, HeldStream held) =>
        statement.Bind(held.Number).Bind(held.Epoch).First(row => row.TextOrNull(0)) is { } at ? JournalText.Seconds(at) : null;

    static string NameOf(int worker) => string.Create(CultureInfo.InvariantCulture, $"torture worker {worker}");
}
