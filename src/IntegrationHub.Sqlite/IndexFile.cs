using System.Runtime.CompilerServices;
using IntegrationHub.Storage;
using IntegrationHub.Storage.Copying;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary><c>index.db</c>: its writer, its readers and the names in it.</summary>
internal sealed class IndexFile : IAsyncDisposable
{
    // 8 KiB pages halve the depth of the random-key trees; measured better than 4 KiB from 50,000 cases on.
    // A checkpoint every 16 MB of log: whoever writes next waits for it, which people would notice of 64 MB (70 ms measured); a restart reads that much at most.
    const string Pragmas = """
        PRAGMA synchronous = NORMAL;
        PRAGMA temp_store = MEMORY;
        PRAGMA wal_autocheckpoint = 2048;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA secure_delete = ON;
        """;

    // SQLite has one writer. What people write waits for the transaction before it, and they notice more than this …
    static readonly TimeSpan BesidePeople = TimeSpan.FromMilliseconds(10);

    // … but small transactions cost a run some of its speed: nobody pays for what nobody waits for. The first to write again waits for this long at most.
    static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan PeopleGoOn = TimeSpan.FromMinutes(1);

    readonly Writer writer;
    readonly Readers readers;
    readonly WriteWatch? watch;
    string writing = "";
    long peopleWrote;

    IndexFile(string path, Writer writer, Readers readers, WriteWatch? watch)
    {
        Path = path;
        this.writer = writer;
        this.readers = readers;
        this.watch = watch;
        Rows = new RowsWritten(watch is null ? null : () => watch(writing, WriteMoment.RowWritten));
    }

    public string Path { get; }

    /// <summary>How long a transaction of a run may take now: shorter while people write.</summary>
    public TimeSpan LongestTurn => Interlocked.Read(ref peopleWrote) is not 0 and var wrote && TimeProvider.System.GetElapsedTime(wrote) < PeopleGoOn ? BesidePeople : Alone;

    public Names Names { get; } = new();

    public RowsWritten Rows { get; }

    /// <summary>Opens the file, brings its tables up to date and sees that it was written with the same keys.</summary>
    public static IndexFile Open(SqliteStoreOptions options, string keyFingerprint, out int migrated)
    {
        var path = System.IO.Path.Combine(options.Folder, "index.db");
        var connection = StoreFile.Open(path, options.BusyTimeout, IndexSchema.Steps, out migrated);
        try
        {
            connection.Execute($"PRAGMA cache_size = -{options.CacheMegabytes * 1024}; {Pragmas}");
            if (!options.ForCopying && CopiedFolder.MarkOf(connection) is not null) throw new StoreUnusableException(CopyMark.Unfinished($"the folder '{options.Folder}'"));
            CheckKeys(connection, path, keyFingerprint);
            connection.InWrite(open => ChangeFeed.LeapAfterRestart(open, options.LeaseClock.Boot));
        }
        catch (SqliteFault fault)
        {
            connection.Dispose();
            throw new StoreUnusableException(fault.Remedy(path), fault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return new IndexFile(path, new Writer(connection, "IntegrationHub index"), new Readers(() => OpenReader(path, options.BusyTimeout), path, options.Readers), options.Watch);
    }

    /// <summary>Runs the work in its turn in one transaction.</summary>
    /// <exception cref="CommitFailedException">SQLite could not write; nothing of it was written.</exception>
    /// <exception cref="BatchRefusedException">SQLite does not take one of the values; nothing of it was written.</exception>
    public Task<T> WriteAsync<T>(Urgency urgency, Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string write = "") =>
        InTurnAsync(urgency, connection => InWrite(connection, work, write), cancellationToken);

    /// <summary>Runs the work in its turn in one transaction that is on the disk when this returns. What runs commit is read again after a power cut; what comes in here would not come again.</summary>
    /// <exception cref="CommitFailedException">SQLite could not write; nothing of it was written.</exception>
    /// <exception cref="BatchRefusedException">SQLite does not take one of the values; nothing of it was written.</exception>
    /// <param name="work">What is written.</param>
    /// <param name="cancellationToken">Stops it before it begins.</param>
    /// <param name="write">What it is called.</param>
    /// <param name="isAwaitedByPeople">Whether somebody sits and waits for it, so that runs keep their transactions short for a while.</param>
    public Task<T> WriteDurablyAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string write = "", bool isAwaitedByPeople = true)
    {
        if (isAwaitedByPeople) Interlocked.Exchange(ref peopleWrote, TimeProvider.System.GetTimestamp());
        return InTurnAsync(Urgency.Interactive, connection =>
        {
            connection.Execute("PRAGMA synchronous = FULL");
            try
            {
                return InWrite(connection, work, write);
            }
            finally
            {
                connection.Execute("PRAGMA synchronous = NORMAL");
            }
        }, cancellationToken);
    }

    /// <summary>Runs the queries on one snapshot.</summary>
    public ValueTask<T> QueryAsync<T>(Func<Connection, T> query, CancellationToken cancellationToken) => readers.QueryAsync(query, cancellationToken);

    /// <summary>Runs work on the writer's connection outside a transaction.</summary>
    public Task<T> OnWriterAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken) => writer.RunAsync(Urgency.Interactive, work, cancellationToken);

    T InWrite<T>(Connection connection, Func<Connection, T> work, string write)
    {
        Rows.Begin();
        var result = watch is null ? connection.InWrite(work) : InWatchedWrite(connection, work, write);
        Rows.Committed();
        return result;
    }

    T InWatchedWrite<T>(Connection connection, Func<Connection, T> work, string write)
    {
        writing = write;
        watch!(write, WriteMoment.Begun);
        var result = connection.InWrite(open =>
        {
            var written = work(open);
            watch(write, WriteMoment.BeforeCommit);
            return written;
        });
        watch(write, WriteMoment.Committed);
        return result;
    }

    async Task<T> InTurnAsync<T>(Urgency urgency, Func<Connection, T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.RunAsync(urgency, work, cancellationToken);
        }
        catch (SqliteFault fault) when (fault.IsAboutValues)
        {
            throw fault.AsRefusal();
        }
        catch (SqliteFault fault)
        {
            throw new CommitFailedException(fault.Remedy(Path), fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        readers.Dispose();
        await writer.DisposeAsync();
    }

    static Connection OpenReader(string path, TimeSpan busyTimeout)
    {
        var connection = Connection.OpenReader(path, busyTimeout);
        connection.Execute("PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;");
        return connection;
    }

    static void CheckKeys(Connection connection, string path, string keyFingerprint)
    {
        var stored = connection.InWrite(open =>
        {
            open.Prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('key fingerprint', ?)").Bind(keyFingerprint).Run();
            return open.Prepare("SELECT value FROM meta WHERE name = 'key fingerprint'").First(row => row.Text(0));
        });
        if (stored != keyFingerprint)
            throw new StoreUnusableException(
                $"'{path}' was written with other keys: its key fingerprint is {stored}, that of the keys in use is {keyFingerprint}. " +
                "Use the key file that belongs to this index, or let the hub read the sources anew into an empty folder.");
    }
}
