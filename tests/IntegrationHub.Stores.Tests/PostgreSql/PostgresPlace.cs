using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHub.PostgreSql;
using IntegrationHub.Storage;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Stores.Tests.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace IntegrationHub.Stores.Tests.PostgreSql;

/// <summary>The one PostgreSQL of these tests; it is started by the first that needs it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresServer>> Started = new(StartAsync);

    public static Task<PostgresServer> ServerAsync() => Started.Value;

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated && Started.Value.IsCompletedSuccessfully) await (await Started.Value).DisposeAsync();
    }

    static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        return server;
    }
}

/// <summary>A schema for each test. When it ends the next one has it, emptied: making the tables costs more than most tests do.</summary>
public sealed class PostgresPlace : IStorePlace
{
    static readonly ConcurrentBag<string> Free = [];
    static int made;

    readonly string schema = Free.TryTake(out var free) ? free : string.Create(CultureInfo.InvariantCulture, $"store_{Environment.ProcessId}_{Interlocked.Increment(ref made)}");
    bool isMade;
    bool isPrepared;

    /// <summary>Whether the schema is as its store left it, tables and all, when the test ends; such a one is not used again.</summary>
    public bool Changed { get; set; }

    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public string Schema => schema;

    /// <summary>
    /// Where a pooler stands before the server that POSTGRES_TESTS names: its host and port, as in a connection string. The store then goes through it, as a role of the schema's name:
    /// a pooler takes no search path from a connection string.
    /// </summary>
    internal static readonly string? Pooler = Environment.GetEnvironmentVariable("POSTGRES_TESTS_POOLER") is { Length: > 0 } text ? text : null;

    public async Task<string> ConnectionStringAsync() => Pooler is null ? (await SharedPostgres.ServerAsync()).In(schema)
        : new NpgsqlConnectionStringBuilder(Pooler) { Username = schema, Database = new NpgsqlConnectionStringBuilder((await SharedPostgres.ServerAsync()).Administrator).Database, NoResetOnClose = true }.ToString();

    public async Task<PostgresHubStore> CreateAsync(TimeProvider time, string keyFingerprint = "fingerprint-1")
    {
        await MakeAsync();
        return new(new PostgresStoreOptions { ConnectionString = new NpgsqlConnectionStringBuilder(await ConnectionStringAsync()) { MaxPoolSize = 20 }.ToString(), LockTimeout = LockTimeout },
            keyFingerprint, time, NullLogger<PostgresHubStore>.Instance);
    }

    public async ValueTask<IHubStore> OpenAsync(TimeProvider time, string keyFingerprint = "fingerprint-1")
    {
        var store = await CreateAsync(time, keyFingerprint);
        try
        {
            await store.PrepareAsync(CancellationToken.None);
            isPrepared = true;
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask LetLeaseTimePassAsync(TimeSpan time) =>
        await RunAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE streams SET lease_until = lease_until - interval '{time.TotalMilliseconds} milliseconds'; UPDATE nodes SET seen_at = seen_at - {time.Ticks}; UPDATE outbox SET lease_until = lease_until - interval '{time.TotalMilliseconds} milliseconds'"));

    // Each of them is hundreds of commits, and each of those a dozen round trips.
    public int Generated => 12;

    public long RowsWritten(IHubStore store, string table) => ((PostgresHubStore)store).RowsWritten[table];

    /// <summary>Runs statements in the schema, as somebody else.</summary>
    public async Task<object?> RunAsync(string statements)
    {
        await using var connection = new NpgsqlConnection((await SharedPostgres.ServerAsync()).In(schema) + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statements;
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!isMade) return;
        if (Changed || !isPrepared)
        {
            await RunAsync($"DROP SCHEMA IF EXISTS {schema} CASCADE");
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EmptyAsync();
                break;
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 5)
            {
                // Autovacuum, which looks after the same tables, has come in between.
            }
        }

        Free.Add(schema);
    }

    async Task EmptyAsync() =>
        await RunAsync($$"""
            DO $empty$ DECLARE kept text; filled boolean; tables text; BEGIN
                FOR kept IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = '{{schema}}' AND tablename NOT IN ('meta', 'audit_lines') LOOP
                    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || kept || ')' INTO filled;
                    IF filled THEN tables := concat_ws(', ', tables, kept); END IF;
                END LOOP;
                IF tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY'; END IF;
                IF EXISTS (SELECT 1 FROM audit_lines) THEN
                    ALTER TABLE audit_lines DISABLE TRIGGER USER;
                    TRUNCATE audit_lines;
                    ALTER TABLE audit_lines ENABLE TRIGGER USER;
                END IF;
                DELETE FROM meta WHERE name <> 'version';
            END $empty$
            """);

    async Task MakeAsync()
    {
        if (isMade) return;
        isMade = true;
        var server = await SharedPostgres.ServerAsync();
        await server.RunAsync($"CREATE SCHEMA IF NOT EXISTS {schema}");
        if (Pooler is not null) await server.RunAsync($"""
            DO $role$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{schema}') THEN
                    CREATE ROLE {schema} LOGIN SUPERUSER;
                    ALTER ROLE {schema} SET search_path = {schema};
                END IF;
            END $role$
            """);
    }
}
