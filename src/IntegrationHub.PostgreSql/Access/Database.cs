using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Npgsql;

namespace IntegrationHub.PostgreSql;

/// <summary>The database: its connections, its transactions and the names in it.</summary>
internal sealed class Database : IAsyncDisposable
{
    // A question that a person waits for takes no longer; a write ends when it ends, and waits for locks as long as it is told.
    const int SecondsPerQuery = 30;

    readonly NpgsqlDataSource source;
    readonly SemaphoreSlim batches;
    readonly SemaphoreSlim others;
    readonly string beginning;
    readonly string patientBeginning;
    readonly WriteWatch? watch;

    public Database(PostgresStoreOptions options)
    {
        var connection = Settings(options.ConnectionString);
        if (string.IsNullOrWhiteSpace(connection.Host)) throw new StoreUnusableException("The connection string of the index names no Host.");

        Where = $"the database '{connection.Database ?? connection.Username}' on {connection.Host}" + (connection.SearchPath is { Length: > 0 } schema ? $" (schema {schema})" : "");
        source = Quiet(connection.ToString());
        batches = new SemaphoreSlim(options.Writers);
        others = new SemaphoreSlim(options.Writers);
        beginning = Beginning(options.LockTimeout, options.IdleInTransaction);
        patientBeginning = Beginning(TimeSpan.Zero, options.IdleInTransaction);
        watch = options.Watch;
    }

    /// <summary>The connection string as it is used: what it leaves open is set here.</summary>
    internal static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { IncludeErrorDetail = false, LogParameters = false, Enlist = false };
        connection.ApplicationName ??= "IntegrationHub";
        // ContainsKey says of every word whether there is such a one, and not whether it was given.
        if (!connection.ShouldSerialize("Keepalive")) connection.KeepAlive = 30;
        // Statements are not prepared unless somebody says so: a plan that was made while a table was empty is kept while it grows, and a first load took twice the time and more.
        return connection;
    }

    /// <summary>The database, for messages.</summary>
    public string Where { get; }

    public Names Names { get; } = new();

    public RowsWritten Rows { get; } = new();

    /// <summary>Asks. One statement sees whole commits only; what takes several must not need them to agree.</summary>
    /// <exception cref="StoreUnusableException">It cannot be asked.</exception>
    public async ValueTask<T> QueryAsync<T>(Func<Connection, ValueTask<T>> query, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var open = await OpenAsync(cancellationToken);
                return await query(new Connection(open, SecondsPerQuery, cancellationToken));
            }
            catch (PostgresFault fault) when (fault.IsOfConnection && attempt == 1)
            {
                // A connection that waited in the pool was gone, and others may be with it; the question can be asked again.
                source.Clear();
            }
            catch (PostgresFault fault)
            {
                throw new StoreUnusableException(fault.Remedy(Where), fault);
            }
        }
    }

    /// <summary>Writes in one transaction, on a thread of its own: what is decided in it waits for the database at every turn.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it before it has begun.</param>
    /// <param name="patient">Whether it waits for other transactions as long as they take.</param>
    /// <param name="name">What it is called towards whoever watches writes.</param>
    /// <exception cref="CommitFailedException">PostgreSQL could not write, or did not say whether it has.</exception>
    /// <exception cref="BatchRefusedException">PostgreSQL does not take one of the values; nothing of it was written.</exception>
    public Task<T> WriteAsync<T>(Func<Write, T> work, CancellationToken cancellationToken, bool patient = false, [CallerMemberName] string name = "") =>
        WriteAsync(others, work, patient, name, cancellationToken);

    /// <summary>The same for what nobody waits for: a run's batches never keep a person, a lease or the audit waiting for a connection.</summary>
    public Task<T> WriteBatchAsync<T>(Func<Write, T> work, CancellationToken cancellationToken, [CallerMemberName] string name = "") =>
        WriteAsync(batches, work, patient: false, name, cancellationToken);

    async Task<T> WriteAsync<T>(SemaphoreSlim writers, Func<Write, T> work, bool patient, string name, CancellationToken cancellationToken)
    {
        await writers.WaitAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await Task.Factory.StartNew(() => InTransaction(work, patient, name), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        catch (PostgresFault fault) when (fault.IsAboutValues)
        {
            throw fault.AsRefusal();
        }
        catch (PostgresFault fault)
        {
            throw new CommitFailedException(fault.RemedyOfWrite(Where), fault);
        }
        finally
        {
            writers.Release();
        }
    }

    /// <summary>Writes for each source of a tenant in a transaction of its own, with the source's rows locked: all at once would keep every source waiting for the slowest.</summary>
    /// <returns>What each transaction returned.</returns>
    public async Task<IReadOnlyList<T>> WritePerSourceAsync<T>(TenantId tenant, Func<Write, long, long, T> work, CancellationToken cancellationToken)
    {
        var (number, sources) = await QueryAsync(async connection => await Names.TenantAsync(connection, tenant) is { } known
            ? (known, await connection.Prepare("SELECT id FROM sources WHERE tenant = $1 ORDER BY id").Bind(known).AllAsync(row => row.Int64(0)))
            : (0, []), cancellationToken);
        var results = new List<T>(sources.Count);
        foreach (var source in sources)
            results.Add(await WriteBatchAsync(write =>
            {
                write.LockSource(number, source);
                return work(write, number, source);
            }, cancellationToken));
        return results;
    }

    /// <summary>Works on a connection outside of any transaction.</summary>
    public async ValueTask<T> OnConnectionAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        await using var open = await OpenAsync(cancellationToken);
        return work(new Connection(open, 0, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        batches.Dispose();
        others.Dispose();
    }

    T InTransaction<T>(Func<Write, T> work, bool patient, string name)
    {
        watch?.Invoke(name, WriteMoment.Begun);
        using var open = Begin(patient ? patientBeginning : beginning, out var transaction);
        using var begun = transaction;
        var connection = new Connection(open, 0, CancellationToken.None);
        var write = new Write(connection, Names, watch is null ? null : () => watch(name, WriteMoment.RowWritten));
        var result = work(write);
        write.Finish();
        watch?.Invoke(name, WriteMoment.BeforeCommit);
        Commit(transaction);
        watch?.Invoke(name, WriteMoment.Committed);
        Rows.Committed(write.Rows);
        return result;
    }

    static void Commit(NpgsqlTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (Exception fault) when (PostgresFault.Of(fault) is { } known)
        {
            throw new PostgresFault(known.State, known.Message) { AtCommit = true };
        }
    }

    // Until the first answer nothing is done: a connection that waited in the pool and is gone is no reason to fail.
    NpgsqlConnection Begin(string beginning, out NpgsqlTransaction transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            var open = PostgresFault.Told(source.OpenConnection);
            try
            {
                transaction = PostgresFault.Told(() => open.BeginTransaction(IsolationLevel.ReadCommitted));
                new Connection(open, 0, CancellationToken.None).Execute(beginning);
                return open;
            }
            catch (PostgresFault fault) when (fault.IsOfConnection && attempt == 1)
            {
                open.Dispose();
                source.Clear();
            }
            catch
            {
                open.Dispose();
                throw;
            }
        }
    }

    async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception fault) when (PostgresFault.Of(fault) is { } known)
        {
            throw known;
        }
    }

    // What was answered must outlive a loss of power: a position of the change feed is never handed out twice, a line of the audit stands nowhere else.
    static string Beginning(TimeSpan lockTimeout, TimeSpan idle) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT set_config('lock_timeout', '{(long)lockTimeout.TotalMilliseconds}', true), set_config('idle_in_transaction_session_timeout', '{(long)idle.TotalMilliseconds}', true),
            set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)
        """);

    // The provider's traces hold what the database says of an error, and that quotes the row's own values.
    static NpgsqlDataSource Quiet(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false).EnablePhysicalOpenTracing(false));
        return builder.Build();
    }
}
