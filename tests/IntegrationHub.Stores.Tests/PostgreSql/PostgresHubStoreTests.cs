using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.PostgreSql;
using IntegrationHub.Storage;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Stores.Tests.PostgreSql;

/// <summary>What only PostgreSQL's store promises: nodes that start together, who is refused and why, and what nobody can change behind its back.</summary>
public sealed class PostgresHubStoreTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly StreamKey Stream = new(Tenant, Records.Source, Records.Stream);
    static readonly AuditLine Line = new() { At = Records.Read(0), Caller = "desk", Role = "agent", Action = "lookup", Result = "none" };
    static readonly AccessFilter FullAccess = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    readonly PostgresPlace place = new();
    readonly ManualClock clock = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    async Task<Session> BeginAsync(IHubStore store, StreamKey? stream = null)
    {
        var lease = await store.Streams.TryLeaseAsync(stream ?? Stream, "node", TimeSpan.FromMinutes(1), Cancel);
        return new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Changes, clock.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task Nodes_that_start_together_on_an_empty_database_make_its_tables_once()
    {
        place.Changed = true;
        await using (await place.CreateAsync(clock)) { }
        await place.RunAsync($"DROP SCHEMA {place.Schema} CASCADE; CREATE SCHEMA {place.Schema}");

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () => await place.OpenAsync(clock), Cancel)));
        var leases = await Task.WhenAll(stores.Select(store => store.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel).AsTask()));
        foreach (var store in stores) await store.DisposeAsync();

        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused_with_what_to_do()
    {
        place.Changed = true;
        await using (await place.OpenAsync(clock)) { }
        await place.RunAsync("UPDATE meta SET value = '9999' WHERE name = 'version'");

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () => await place.OpenAsync(clock));

        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db1", 0, 30)]
    [InlineData("Host=db1;Keepalive=0", 0, 0)]
    [InlineData("Host=db1;Max Auto Prepare=50", 50, 30)]
    public void Silent_connections_are_asked_after_and_no_statement_is_prepared_unless_the_connection_string_says_otherwise(string written, int prepared, int keepAlive)
    {
        var used = Database.Settings(written);

        Assert.Equal((prepared, keepAlive), (used.MaxAutoPrepare, used.KeepAlive));
    }

    [Fact]
    public async Task A_role_that_may_make_no_tables_runs_a_hub_whose_tables_are_there()
    {
        place.Changed = true;
        await using (await place.OpenAsync(clock)) { }
        var role = place.Schema + "_least";
        await place.RunAsync($"CREATE ROLE {role} LOGIN; ALTER ROLE {role} SET search_path = {place.Schema}; GRANT USAGE ON SCHEMA {place.Schema} TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {place.Schema} TO {role}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA {place.Schema} TO {role}; REVOKE UPDATE, DELETE ON audit_lines FROM {role}");

        await using var store = Store(new NpgsqlConnectionStringBuilder(await place.ConnectionStringAsync()) { Username = role, Password = Canary.Secret }.ToString());
        await store.PrepareAsync(Cancel);
        await (await BeginAsync(store)).CommitAsync(Records.Store("1"));
        await store.Audit.AppendAsync(Tenant, [Line], Cancel);

        Assert.NotNull(await store.Cases.GetAsync(Tenant, Records.IdOf("1"), FullAccess, Cancel));
        await store.DisposeAsync();
        await place.RunAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=index;Username=a;Password=hemligt", "does not answer")]
    [InlineData("SERVER;Database=nowhere;Password=hemligt", "CREATE DATABASE")]
    [InlineData("SERVER;Username=nobody;Password=hemligt", "does not let the hub's role in")]
    [InlineData("SERVER;Search Path=nowhere;Password=hemligt", "CREATE SCHEMA")]
    [InlineData("Database=index;Password=hemligt", "names no Host")]
    [InlineData("Host=a;Pasword=hemligt", "cannot be read")]
    public async Task A_database_that_cannot_be_used_is_refused_with_what_to_do_and_without_the_password(string connectionString, string told)
    {
        Assert.SkipWhen(PostgresPlace.Pooler is not null && connectionString.StartsWith("SERVER", StringComparison.Ordinal), "A pooler refuses with one word of its own for all of these.");
        await using var store = Store(connectionString.Replace("SERVER", await place.ConnectionStringAsync(), StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () => await store.PrepareAsync(Cancel));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hemligt", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_store_that_was_not_prepared()
    {
        await using var store = await place.CreateAsync(clock);

        Assert.Throws<InvalidOperationException>(() => store.Cases);
    }

    [Fact]
    public async Task A_lock_that_is_held_for_too_long_fails_the_commit_with_what_to_do_and_a_look_up_goes_on_beside_it()
    {
        place.LockTimeout = TimeSpan.FromMilliseconds(50);
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await run.CommitAsync(Records.Store("1"));
        await using (var other = await OtherAsync())
        {
            await using var held = await other.BeginTransactionAsync(Cancel);
            await Run(other, "UPDATE cases SET title = 'half done'; SELECT 1 FROM sources FOR UPDATE");

            var failed = await Assert.ThrowsAsync<CommitFailedException>(async () => await run.CommitAsync(Records.Store("2")));
            var found = await store.Cases.GetAsync(Tenant, Records.IdOf("1"), FullAccess, Cancel);

            Assert.Contains("held a lock for too long", failed.Message, StringComparison.Ordinal);
            Assert.Equal("Case 1, version 1", found?.Case.Title);
        }

        Assert.Equal(1, (await run.CommitAsync(Records.Store("2"))).Counters.Written);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_of_a_commit_writes_nothing_and_the_next_commit_works()
    {
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await run.CommitAsync(new Batch { Items = [Records.Store("1")], Checkpoint = new Checkpoint { Position = "first" }, Progress = default });
        await using (var other = await OtherAsync())
        {
            await using var held = await other.BeginTransactionAsync(Cancel);
            await Run(other, "SELECT 1 FROM sources FOR UPDATE");
            var waiting = run.CommitAsync(new Batch { Items = [Records.Store("2")], Checkpoint = new Checkpoint { Position = "second" }, Progress = default }).AsTask();
            while (await Run(other, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE '%FROM sources%') LIMIT 1") is null) await Task.Yield();

            var failed = await Assert.ThrowsAsync<CommitFailedException>(() => waiting);

            Assert.Contains("the hub goes on by itself", failed.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("is not known", failed.Message, StringComparison.Ordinal);
        }

        Assert.Equal("first", (await store.Streams.GetCheckpointAsync(Stream, Cancel)).Position);
        Assert.Equal(1, (await run.CommitAsync(Records.Store("2"))).Counters.Written);
    }

    [Fact]
    public async Task When_the_server_was_started_anew_nobody_notices_that_the_connections_in_the_pool_are_gone()
    {
        var name = "cut " + place.Schema;
        await using var store = Store((await OpenedAsync()) + $";Application Name={name}");
        await store.PrepareAsync(Cancel);
        var run = await BeginAsync(store);
        await run.CommitAsync(Records.Store("1"));
        // As many connections as there are questions at once.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.Cases.CountAsync(Tenant, Cancel).AsTask()));

        await place.RunAsync($"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = '{name}'");
        var found = await store.Cases.GetAsync(Tenant, Records.IdOf("1"), FullAccess, Cancel);
        await place.RunAsync($"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = '{name}'");
        await run.CommitAsync(Records.Store("2"));

        Assert.NotNull(found);
        Assert.Equal(2, (await store.Cases.CountAsync(Tenant, Cancel))[Stream.Stream]);
    }

    async Task<string> OpenedAsync()
    {
        await using (await place.OpenAsync(clock)) return await place.ConnectionStringAsync();
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_told_as_unknown_and_what_follows_comes_out_the_same()
    {
        Assert.SkipUnless((await SharedPostgres.ServerAsync()).IsOwn, "Only in the server that the tests start themselves does a commit wait for a standby that is not there.");
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        var batch = new Batch { Items = [Records.Store("1"), Records.Store("2")], Checkpoint = new Checkpoint { Position = "second" }, Progress = new RunProgress(1, 1, 0) };
        await using var cut = Store(await place.ConnectionStringAsync() + ";Options=-c synchronous_commit=on");
        await cut.PrepareAsync(Cancel);

        var waiting = cut.Streams.CommitAsync(run.Lease, run.Run, batch, Cancel).AsTask();
        while (await place.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' LIMIT 1") is null) await Task.Yield();
        var failed = await Assert.ThrowsAsync<CommitFailedException>(() => waiting);
        var stands = await store.Streams.GetCheckpointAsync(Stream, Cancel);
        var again = await run.CommitAsync(batch);

        Assert.Contains("is not known", failed.Message, StringComparison.Ordinal);
        Assert.Equal("second", stands.Position);
        Assert.Equal(new RunCounters(Read: 2, Written: 0, Unchanged: 2, Skipped: 0, Quarantined: 0, Tombstoned: 0), again.Counters);
        Assert.Equal(2, (await store.Cases.ChangesAsync(Tenant, 0, 10, Cancel)).Count);
    }

    [Fact]
    public async Task A_text_that_PostgreSQL_cannot_keep_refuses_the_batch_without_telling_it()
    {
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);

        var refused = await Assert.ThrowsAsync<BatchRefusedException>(async () => await run.CommitAsync(Records.Store("good"), Records.Store(Records.Case("bad") with { Title = "kanarie\0" })));

        Assert.Contains("U+0000", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("kanarie", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(await store.Cases.CountAsync(Tenant, Cancel));
        Assert.Equal(0, (await store.Streams.GetRunsAsync(Tenant, null, 1, Cancel))[0].Commits);
        await run.CommitAsync(Records.Store("good"));
    }

    [Fact]
    public async Task A_constraint_refuses_the_batch_in_every_way_to_write_records()
    {
        place.Changed = true;
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await place.RunAsync("ALTER TABLE cases ADD CONSTRAINT none_is_bad CHECK (key <> 'bad')");

        var refused = await Assert.ThrowsAsync<BatchRefusedException>(async () => await run.CommitAsync(Records.Store("good"), Records.Store("bad")));
        await Assert.ThrowsAsync<BatchRefusedException>(async () => await store.Streams.ApplyAsync(Stream, [Records.Store("bad")], Cancel));
        await Assert.ThrowsAsync<BatchRefusedException>(async () => await store.Streams.CommitHeldAsync(run.Lease, [Records.Store("bad")], Cancel));

        Assert.Contains("none_is_bad", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await store.Cases.CountAsync(Tenant, Cancel));
    }

    [Fact]
    public async Task Half_of_a_character_is_kept_as_the_sign_for_what_cannot_be_read()
    {
        await using var store = await place.OpenAsync(clock);

        await (await BeginAsync(store)).CommitAsync(Records.Store(Records.Case("1") with { Title = "half \ud800 a character 🏠" }));

        Assert.Equal("half \ufffd a character 🏠", (await store.Cases.GetAsync(Tenant, Records.IdOf("1"), FullAccess, Cancel))?.Case.Title);
    }

    [Theory]
    [InlineData("22021", true)] // a zero character
    [InlineData("22003", true)] // out of range
    [InlineData("23514", true)] // a check
    [InlineData("54000", true)] // too large for an index
    [InlineData("P0001", true)] // a trigger's word
    [InlineData("53100", false)] // disk full
    [InlineData("55P03", false)] // lock
    [InlineData("40001", false)] // serialization
    [InlineData("40P01", false)] // deadlock
    [InlineData("57P01", false)] // shutting down
    [InlineData("42P01", false)] // no such table
    [InlineData("42501", false)] // no right
    [InlineData("42P05", false)] // a prepared statement of somebody else behind a pooler
    [InlineData("26000", false)] // one that is not there
    [InlineData("", false)] // no answer
    public void Only_what_is_about_a_value_may_be_about_a_record(string state, bool aboutValues)
    {
        var fault = new PostgresFault(state, "said");

        Assert.Equal(aboutValues, fault.IsAboutValues);
        Assert.EndsWith(".", fault.Remedy("the database"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_the_audit_can_neither_be_changed_nor_deleted()
    {
        await using var store = await place.OpenAsync(clock);
        await store.Audit.AppendAsync(Tenant, [Line], Cancel);

        foreach (var change in new[] { "UPDATE audit_lines SET result = 'x'", "DELETE FROM audit_lines", "TRUNCATE audit_lines" })
            Assert.Contains("never changed or deleted", (await Assert.ThrowsAsync<PostgresException>(() => place.RunAsync(change))).MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_that_wait_at_the_same_time_share_a_transaction_of_the_audit()
    {
        await using var store = (PostgresHubStore)await place.OpenAsync(clock);
        Task[] appends;
        await using (var other = await OtherAsync())
        {
            await using var held = await other.BeginTransactionAsync(Cancel);
            await Run(other, "LOCK TABLE audit_lines IN EXCLUSIVE MODE");
            appends = [.. Enumerable.Range(0, 50).Select(_ => store.Audit.AppendAsync(Tenant, [Line], Cancel).AsTask())];
        }

        await Task.WhenAll(appends);

        // The first may be on its way before the others come.
        Assert.InRange(store.AuditTable.Transactions, 1, 2);
        Assert.Equal(Enumerable.Range(1, 50), (await store.Audit.ReadAsync(Tenant, 0, 100, Cancel)).Select(line => (int)line.Number));
    }

    [Fact]
    public async Task An_audit_that_cannot_be_written_says_so_to_everybody_who_waits_and_works_again_afterwards()
    {
        place.LockTimeout = TimeSpan.FromMilliseconds(50);
        await using var store = await place.OpenAsync(clock);
        await using (var other = await OtherAsync())
        {
            await using var held = await other.BeginTransactionAsync(Cancel);
            await Run(other, "LOCK TABLE audit_lines IN EXCLUSIVE MODE");
            var appends = Enumerable.Range(0, 5).Select(_ => store.Audit.AppendAsync(Tenant, [Line], Cancel).AsTask()).ToArray();

            foreach (var append in appends) await Assert.ThrowsAsync<AuditUnavailableException>(() => append);
        }

        await store.Audit.AppendAsync(Tenant, [Line], Cancel);
        Assert.Equal(1, Assert.Single(await store.Audit.ReadAsync(Tenant, 0, 10, Cancel)).Number);
    }

    [Fact]
    public async Task Streams_of_different_sources_commit_beside_each_other_and_only_the_positions_wait()
    {
        await using var store = await place.OpenAsync(clock);
        var permits = await BeginAsync(store);
        var faults = await BeginAsync(store, new StreamKey(Tenant, new SourceId("faults"), new StreamName("faults-cases")));
        await using (var other = await OtherAsync())
        {
            await using var held = await other.BeginTransactionAsync(Cancel);
            await Run(other, "SELECT 1 FROM sources WHERE name = 'permits' FOR UPDATE");
            var waits = permits.CommitAsync(Records.Store("1")).AsTask();

            await faults.CommitAsync(Records.Store(Records.Case("2") with { Source = new SourceId("faults"), Stream = new StreamName("faults-cases") }));

            Assert.False(waits.IsCompleted);
            await held.RollbackAsync(Cancel);
            await waits;
        }

        Assert.Equal([Records.IdOf("2"), Records.IdOf("1")], (await store.Cases.ChangesAsync(Tenant, 0, 10, Cancel)).Select(change => change.Case));
    }

    [Fact]
    public async Task What_was_erased_is_in_none_of_the_tables()
    {
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await run.CommitAsync(
            Records.Store(Records.Case("1") with { Title = "xyzzyplugh-title", PublicTitle = "xyzzyplugh-public", Number = "xyzzyplugh-number", SearchText = "xyzzyplugh" }),
            Records.Hold("1", read: 1));
        await run.CommitAsync(Records.Remove("1", order: 2, read: 2, erase: true));

        var left = await place.RunAsync("SELECT string_agg(query_to_xml('SELECT * FROM ' || quote_ident(tablename), false, false, '')::text, '') FROM pg_tables WHERE schemaname = current_schema()");

        Assert.DoesNotContain("xyzzyplugh", (string)left!, StringComparison.Ordinal);
        Assert.Contains("permits-cases", (string)left!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_key_and_every_index_begins_with_the_tenant()
    {
        await using (await place.OpenAsync(clock)) { }

        // Of the words, each begins with its tenant itself.
        var others = await place.RunAsync("""
            SELECT string_agg(i.indexrelid::regclass::text, ', ') FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE c.relnamespace = current_schema()::regnamespace AND a.attname <> 'tenant' AND c.relname NOT IN ('meta', 'tenants') AND i.indexrelid::regclass::text <> 'search_by_word'
            """);

        Assert.Equal(DBNull.Value, others);
    }

    PostgresHubStore Store(string connectionString) => new(new PostgresStoreOptions { ConnectionString = connectionString }, "fingerprint-1", clock, NullLogger<PostgresHubStore>.Instance);

    async Task<NpgsqlConnection> OtherAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await place.ConnectionStringAsync()) { Pooling = false }.ToString());
        await connection.OpenAsync(Cancel);
        return connection;
    }

    static async Task<object?> Run(NpgsqlConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync(Cancel);
    }
}
