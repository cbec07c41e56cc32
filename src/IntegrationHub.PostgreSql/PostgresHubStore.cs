using IntegrationHub.Alerts;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Configuration;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.History;
using IntegrationHub.Idempotency;
using IntegrationHub.Nodes;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Storage;
using IntegrationHub.Storage.Copying;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.PostgreSql;

/// <summary>The store for more than one machine: a database of PostgreSQL, for any number of nodes.</summary>
/// <remarks>What was answered is on the server's disk; <c>docs/postgresql-store.md</c> tells what it takes to run it.</remarks>
public sealed class PostgresHubStore : IHubStore, ICopiedStore
{
    readonly PostgresStoreOptions options;
    readonly string keyFingerprint;
    readonly TimeProvider time;
    readonly ILogger<PostgresHubStore> logger;
    readonly SemaphoreSlim preparing = new(1);
    Parts? parts;

    /// <summary>Names the store; nothing is opened before <see cref="PrepareAsync"/>.</summary>
    /// <param name="options">Which database.</param>
    /// <param name="keyFingerprint">Tells the keys in use from others without revealing them; written down at first, compared ever after.</param>
    /// <param name="time">Dates changes and quarantine; leases are timed by PostgreSQL.</param>
    /// <param name="logger">Hears of upgrades.</param>
    public PostgresHubStore(PostgresStoreOptions options, string keyFingerprint, TimeProvider time, ILogger<PostgresHubStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.ConnectionString);
        ArgumentException.ThrowIfNullOrEmpty(keyFingerprint);

        this.options = options;
        this.keyFingerprint = keyFingerprint;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>A store whose connection string is written with references.</summary>
    /// <param name="connectionString">How the database is reached, with <c>${NAME}</c> and <c>${secret:NAME}</c>.</param>
    /// <param name="settings">Where the values come from.</param>
    /// <param name="keyFingerprint">Tells the keys in use from others.</param>
    /// <param name="forCopying">Whether an index is to be copied into it.</param>
    /// <exception cref="StoreUnusableException">A reference has no value, or a password stands in the text.</exception>
    public static PostgresHubStore Of(string connectionString, ISettingSource settings, string keyFingerprint, bool forCopying = false)
    {
        ArgumentNullException.ThrowIfNull(settings);

        return new(new PostgresStoreOptions { ConnectionString = ConnectionText.Resolve(connectionString, settings), ForCopying = forCopying }, keyFingerprint, TimeProvider.System,
            NullLogger<PostgresHubStore>.Instance);
    }

    /// <inheritdoc/>
    public IStreamStore Streams => Ready.Streams;

    /// <inheritdoc/>
    public IRunHistoryStore History => Ready.History;

    /// <inheritdoc/>
    public ICaseIndex Cases => Ready.Cases;

    /// <inheritdoc/>
    public IQuarantineStore Quarantine => Ready.Quarantine;

    /// <inheritdoc/>
    public IRemovalStore Removals => Ready.Removals;

    /// <inheritdoc/>
    public IRemapStore Remapping => Ready.Remapping;

    /// <inheritdoc/>
    public IDriftStore Drift => Ready.Drift;

    /// <inheritdoc/>
    public IAlertStore Alerts => Ready.Alerts;

    /// <inheritdoc/>
    public INotificationStore Notifications => Ready.Notifications;

    /// <inheritdoc/>
    public INodeStore Nodes => Ready.Nodes;

    /// <inheritdoc/>
    public IContactStore Contacts => Ready.Contacts;

    /// <inheritdoc/>
    public IHandOverStore HandOvers => Ready.HandOvers;

    /// <inheritdoc/>
    public IOnceStore Once => Ready.Once;

    /// <inheritdoc/>
    public WriteBack.IOutboxStore Outbox => Ready.Outbox;

    /// <inheritdoc/>
    public IAuditLog Audit => Ready.Audit;

    /// <summary>How many rows this process has written since it opened the store, by table; for tests and measurements.</summary>
    public IReadOnlyDictionary<string, long> RowsWritten => Ready.Database.Rows.ByTable();

    ICopiedIndex ICopiedStore.Index => new CopiedDatabase(Ready.Database);

    internal Database Database => Ready.Database;

    internal PostgresAuditLog AuditTable => Ready.Audit;

    Parts Ready => parts ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} before anything else is asked of the store.");

    /// <inheritdoc/>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await preparing.WaitAsync(cancellationToken);
        try
        {
            parts ??= await OpenAsync(cancellationToken);
        }
        finally
        {
            preparing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (parts is { } open)
        {
            open.Audit.Dispose();
            open.Notifications.Dispose();
            await open.Database.DisposeAsync();
        }

        preparing.Dispose();
    }

    async Task<Parts> OpenAsync(CancellationToken cancellationToken)
    {
        var database = Open();
        try
        {
            var migrated = await database.OnConnectionAsync(connection => Migrations.Missing(connection, database.Where, IndexSchema.Steps.Count), cancellationToken);
            if (migrated > 0) migrated = await database.WriteAsync(write => Migrations.Apply(write.Connection, database.Where, IndexSchema.Steps), cancellationToken, patient: true);
            if (migrated > 0) PostgresLog.TablesUpgraded(logger, database.Where, migrated);
            if (!options.ForCopying && await database.OnConnectionAsync(CopiedDatabase.MarkOf, cancellationToken) is not null) throw new StoreUnusableException(CopyMark.Unfinished(database.Where));
            CheckKeys(await database.WriteAsync(write => KeysOf(write.Connection), cancellationToken), database.Where);
            return new Parts(database, new PostgresStreamStore(database, time), new PostgresRunHistoryStore(database), new PostgresCaseIndex(database), new PostgresQuarantineStore(database, time), new PostgresNotificationStore(database, time),
                new PostgresRemovalStore(database, time), new PostgresRemapStore(database, time), new PostgresDriftStore(database), new PostgresAlertStore(database), new PostgresContactStore(database), new PostgresHandOverStore(database), new PostgresOnceStore(database), new PostgresNodeStore(database), new PostgresAuditLog(database), new PostgresOutboxStore(database, time));
        }
        catch (Exception fault) when (fault is PostgresFault or CommitFailedException or BatchRefusedException)
        {
            await database.DisposeAsync();
            throw new StoreUnusableException(fault is PostgresFault known ? known.Remedy(database.Where) : fault.Message, fault);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    // Of a connection string that makes no sense the provider quotes parts, and one may be a password.
    Database Open()
    {
        try
        {
            return new Database(options);
        }
        catch (ArgumentException)
        {
            throw new StoreUnusableException("The connection string of the index cannot be read. It is written as Host=…;Database=…;Username=…;Password=…");
        }
    }

    string KeysOf(Connection connection)
    {
        const string Sql = "SELECT value FROM meta WHERE name = 'key fingerprint'";
        if (connection.Prepare(Sql).First(row => row.Text(0)) is { } known) return known;

        connection.Prepare("INSERT INTO meta (name, value) VALUES ('key fingerprint', $1) ON CONFLICT (name) DO NOTHING").Bind(keyFingerprint).Run();
        return connection.Prepare(Sql).First(row => row.Text(0))!;
    }

    void CheckKeys(string stored, string where)
    {
        if (stored != keyFingerprint)
            throw new StoreUnusableException(
                $"The index in {where} was written with other keys: its key fingerprint is {stored}, that of the keys in use is {keyFingerprint}. " +
                "Use the key file that belongs to this index, or let the hub read the sources anew into an empty database.");
    }

    sealed record Parts(
        Database Database, PostgresStreamStore Streams, PostgresRunHistoryStore History, PostgresCaseIndex Cases, PostgresQuarantineStore Quarantine, PostgresNotificationStore Notifications,
        PostgresRemovalStore Removals, PostgresRemapStore Remapping, PostgresDriftStore Drift, PostgresAlertStore Alerts, PostgresContactStore Contacts, PostgresHandOverStore HandOvers, PostgresOnceStore Once, PostgresNodeStore Nodes, PostgresAuditLog Audit, PostgresOutboxStore Outbox);
}

static partial class PostgresLog
{
    [LoggerMessage(5151, LogLevel.Information, "The tables in {Database} were brought up to date in {Steps} steps")]
    public static partial void TablesUpgraded(ILogger logger, string database, int steps);
}
