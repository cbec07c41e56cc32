using IntegrationHub.Alerts;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
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

namespace IntegrationHub.Sqlite;

/// <summary>The embedded store: two SQLite files in a folder on a local disk, for any number of processes on one machine.</summary>
/// <remarks>
/// Each process writes through one connection, on a thread of its own; look-ups read beside it and see whole commits only.
/// What a commit promised survives the death of a process; <c>docs/sqlite-store.md</c> tells what it survives when the power fails.
/// </remarks>
public sealed class SqliteHubStore : IHubStore, ICopiedStore
{
    readonly SqliteStoreOptions options;
    readonly string keyFingerprint;
    readonly TimeProvider time;
    readonly ILogger<SqliteHubStore> logger;
    readonly SemaphoreSlim preparing = new(1);
    bool isTemporary;
    Parts? parts;

    /// <summary>Names the store; nothing is opened before <see cref="PrepareAsync"/>.</summary>
    /// <param name="options">Where it lives.</param>
    /// <param name="keyFingerprint">Tells the keys in use from others without revealing them; written down at first, compared ever after.</param>
    /// <param name="time">Dates changes and quarantine; leases have a clock of their own.</param>
    /// <param name="logger">Hears of upgrades.</param>
    public SqliteHubStore(SqliteStoreOptions options, string keyFingerprint, TimeProvider time, ILogger<SqliteHubStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Folder);
        ArgumentException.ThrowIfNullOrEmpty(keyFingerprint);

        this.options = options;
        this.keyFingerprint = keyFingerprint;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>An empty store in a folder of its own among the machine's temporary files, gone when it is disposed: for tests of mappings.</summary>
    /// <param name="keyFingerprint">Tells the keys in use from others.</param>
    public static SqliteHubStore Temporary(string keyFingerprint) =>
        new(new SqliteStoreOptions { Folder = Directory.CreateTempSubdirectory("ihub-index-").FullName }, keyFingerprint, TimeProvider.System, NullLogger<SqliteHubStore>.Instance) { isTemporary = true };

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
    public IAlertStore Alerts => Ready.Alerts;

    /// <inheritdoc/>
    public IAuditLog Audit => Ready.Audit;

    /// <summary>How many rows this process has written since it opened the store, by table; for tests and measurements.</summary>
    public IReadOnlyDictionary<string, long> RowsWritten => Ready.Index.Rows.ByTable();

    ICopiedIndex ICopiedStore.Index => new CopiedFolder(options.Folder, Ready.Index, Ready.Audit, options.LeaseClock);

    internal IndexFile Index => Ready.Index;

    internal SqliteAuditLog AuditFile => Ready.Audit;

    Parts Ready => parts ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} before anything else is asked of the store.");

    /// <inheritdoc/>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await preparing.WaitAsync(cancellationToken);
        try
        {
            parts ??= await Task.Run(OpenAsync, cancellationToken);
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
            await open.Index.DisposeAsync();
            await open.Audit.DisposeAsync();
            open.Mark.Dispose();
        }

        preparing.Dispose();
        if (isTemporary) Directory.Delete(options.Folder, recursive: true);
    }

    async Task<Parts> OpenAsync()
    {
        MakeFolder();
        var mark = ProcessMark.Set(options.Folder);
        IndexFile? index = null;
        try
        {
            index = IndexFile.Open(options, keyFingerprint, out var migrated);
            if (migrated > 0) SqliteLog.TablesUpgraded(logger, index.Path, migrated);
            return new Parts(mark, index, new SqliteStreamStore(index, new Leases(options.LeaseClock, mark), time), new SqliteRunHistoryStore(index), new SqliteCaseIndex(index),
                new SqliteQuarantineStore(index, time), new SqliteNotificationStore(index, time), new SqliteRemovalStore(index, time), new SqliteRemapStore(index, time), new SqliteDriftStore(index),
                new SqliteAlertStore(index), new SqliteContactStore(index), new SqliteHandOverStore(index, options.LeaseClock, mark), new SqliteOnceStore(index), new SqliteNodeStore(index, options.LeaseClock, time), SqliteAuditLog.Open(options), new SqliteOutboxStore(index, options.LeaseClock, mark, time));
        }
        catch
        {
            if (index is not null) await index.DisposeAsync();
            mark.Dispose();
            throw;
        }
    }

    // What stands in the folder is for the hub's user only.
    void MakeFolder()
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(options.Folder);
            else Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"The store's folder '{options.Folder}' cannot be made. Make it yourself, or give the hub's user the right to.", fault);
        }
    }

    sealed record Parts(
        ProcessMark Mark, IndexFile Index, SqliteStreamStore Streams, SqliteRunHistoryStore History, SqliteCaseIndex Cases, SqliteQuarantineStore Quarantine, SqliteNotificationStore Notifications,
        SqliteRemovalStore Removals, SqliteRemapStore Remapping, SqliteDriftStore Drift, SqliteAlertStore Alerts, SqliteContactStore Contacts, SqliteHandOverStore HandOvers, SqliteOnceStore Once, SqliteNodeStore Nodes, SqliteAuditLog Audit, SqliteOutboxStore Outbox);
}

static partial class SqliteLog
{
    [LoggerMessage(5101, LogLevel.Information, "The tables of {Path} were brought up to date in {Steps} steps")]
    public static partial void TablesUpgraded(ILogger logger, string path, int steps);
}
