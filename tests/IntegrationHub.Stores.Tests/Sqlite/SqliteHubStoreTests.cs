using IntegrationHub.Storage.Writing;
using IntegrationHub.Audit;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Stores.Tests.Sqlite;

public sealed class SqliteHubStoreTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly StreamKey Stream = new(Tenant, Records.Source, Records.Stream);
    static readonly AuditLine Line = new() { At = Records.Read(0), Caller = "desk", Role = "agent", Action = "lookup", Result = "none" };

    readonly SqlitePlace place = new();
    readonly ManualClock clock = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    string IndexPath => Path.Combine(place.Folder, "index.db");

    string AuditPath => Path.Combine(place.Folder, "audit.db");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Hubs_that_start_together_on_an_empty_folder_make_its_tables_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await place.OpenAsync(clock), Cancel)));

        var leases = await Task.WhenAll(stores.Select(store => store.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel).AsTask()));
        foreach (var store in stores) await store.DisposeAsync();

        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public void The_embedded_SQLite_keeps_a_file_whole_that_two_processes_checkpoint_at_the_same_instant()
    {
        using var connection = Connection.OpenWriter(":memory:", TimeSpan.Zero);

        var version = connection.Prepare("SELECT sqlite_version()").First(row => Version.Parse(row.Text(0)));

        Assert.True(version >= new Version(3, 51, 3), $"SQLite {version} has the WAL-reset bug.");
    }

    [Fact]
    public async Task A_lease_of_a_process_that_is_gone_is_free_at_once()
    {
        // As a process that was killed: it gives nothing back, and the system lets go of its mark.
        StreamLease left;
        await using (var killed = await place.OpenAsync(clock)) left = (await killed.Streams.TryLeaseAsync(Stream, "killed", TimeSpan.FromMinutes(1), Cancel))!;
        await using var next = await place.OpenAsync(clock);

        var taken = await next.Streams.TryLeaseAsync(Stream, "next", TimeSpan.FromMinutes(1), Cancel);

        Assert.Equal(left.Epoch + 1, taken?.Epoch);
        Assert.False(await next.Streams.RenewAsync(left, TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task A_lease_of_a_process_that_lives_stands_until_its_time()
    {
        await using var one = await place.OpenAsync(clock);
        await using var other = await place.OpenAsync(clock);
        await one.Streams.TryLeaseAsync(Stream, "one", TimeSpan.FromMinutes(1), Cancel);

        Assert.Null(await other.Streams.TryLeaseAsync(Stream, "other", TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task Who_took_a_lease_before_says_nothing_of_who_has_it()
    {
        await using (var killed = await place.OpenAsync(clock)) await killed.Streams.TryLeaseAsync(Stream, "killed", TimeSpan.FromMinutes(1), Cancel);
        await using var store = (SqliteHubStore)await place.OpenAsync(clock);
        // As a hub of an earlier version takes it, which leaves no mark of its own.
        await store.Index.OnWriterAsync(connection => connection.Prepare("UPDATE streams SET epoch = epoch + 1").Run(), Cancel);

        Assert.Null(await store.Streams.TryLeaseAsync(Stream, "next", TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task Nothing_stays_behind_of_the_marks_of_processes_that_ended()
    {
        await using (await place.OpenAsync(clock)) { }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(place.Folder, "alive")));
    }

    [Theory]
    [InlineData("index.db")]
    [InlineData("audit.db")]
    public async Task Tables_of_a_newer_version_are_refused_with_what_to_do(string file)
    {
        await using (await place.OpenAsync(clock)) { }
        using (var connection = Connection.OpenWriter(Path.Combine(place.Folder, file), TimeSpan.Zero)) connection.Execute("PRAGMA user_version = 9999");

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () => await place.OpenAsync(clock));

        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(place.Folder);
        await File.WriteAllTextAsync(IndexPath, new string('x', 5000), Cancel);

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () => await place.OpenAsync(clock));

        Assert.Contains("index.db", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(IndexPath, Cancel));
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_store_that_was_not_prepared()
    {
        await using var store = place.Create(clock);

        Assert.Throws<InvalidOperationException>(() => store.Cases);
    }

    [Fact]
    public async Task The_folder_is_made_for_the_hubs_user_only()
    {
        await using var store = await place.OpenAsync(clock);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place.Folder));
    }

    [Fact]
    public async Task After_a_restart_of_the_machine_no_lease_stands()
    {
        await using var store = await place.OpenAsync(clock);
        await store.Streams.TryLeaseAsync(Stream, "node-1", TimeSpan.FromHours(1), Cancel);
        place.Boot = "boot-2";

        Assert.NotNull(await store.Streams.TryLeaseAsync(Stream, "node-2", TimeSpan.FromHours(1), Cancel));
    }

    [Fact]
    public async Task After_a_restart_of_the_machine_no_position_of_the_change_feed_is_handed_out_again()
    {
        await using (var store = await place.OpenAsync(clock)) await (await BeginAsync(store)).CommitAsync(Records.Store("1"), Records.Store("2"));
        using (var powerCut = Connection.OpenWriter(IndexPath, TimeSpan.Zero)) powerCut.Execute("DELETE FROM changes WHERE position = 2");
        place.Boot = "boot-2";

        await using var revived = await place.OpenAsync(clock);
        await (await BeginAsync(revived)).CommitAsync(Records.Store("2", "read again", order: 2), Records.Store("3"));

        var changes = await revived.Cases.ChangesAsync(Tenant, after: 2, 10, Cancel);
        Assert.Equal([Records.IdOf("2"), Records.IdOf("3")], changes.Select(change => change.Case));
        Assert.True(changes[1].Position == changes[0].Position + 1);
    }

    [Fact]
    public async Task A_lease_from_a_later_uptime_is_of_an_earlier_boot()
    {
        await using var store = await place.OpenAsync(clock);
        await store.Streams.TryLeaseAsync(Stream, "node-1", TimeSpan.FromHours(1), Cancel);
        await place.LetLeaseTimePassAsync(TimeSpan.FromSeconds(-500));

        Assert.NotNull(await store.Streams.TryLeaseAsync(Stream, "node-2", TimeSpan.FromHours(1), Cancel));
    }

    [Fact]
    public void The_machines_clock_is_shared_by_its_processes_and_never_set()
    {
        var before = MachineClock.Instance.Milliseconds;

        Assert.InRange(MachineClock.Instance.Milliseconds, before, Environment.TickCount64);
        Assert.NotEmpty(MachineClock.Instance.Boot);
    }

    [Fact]
    public async Task A_full_disk_fails_the_commit_whole_and_the_next_one_works_when_there_is_room_again()
    {
        await using var store = (SqliteHubStore)await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await run.CommitAsync(Records.Store("1"));
        await LimitPagesAsync(store, 1);
        var batch = Enumerable.Range(0, 3000).Select(n => (BatchItem)Records.Store($"big-{n}")).Prepend(Records.Store("1", "changed", order: 2)).ToArray();

        var failed = await Assert.ThrowsAsync<CommitFailedException>(async () => await run.CommitAsync(batch));
        var afterFailure = await store.Cases.CountAsync(Tenant, Cancel);
        await LimitPagesAsync(store, 4294967294);
        await run.CommitAsync(batch);

        Assert.Contains("is full. Free space", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, afterFailure[Stream.Stream]);
        Assert.Equal(3001, (await store.Cases.CountAsync(Tenant, Cancel))[Stream.Stream]);
    }

    [Fact]
    public async Task A_file_that_another_process_locks_for_too_long_fails_the_commit_with_what_to_do()
    {
        place.BusyTimeout = TimeSpan.FromMilliseconds(20);
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        using (var other = Connection.OpenWriter(IndexPath, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");

            var failed = await Assert.ThrowsAsync<CommitFailedException>(async () => await run.CommitAsync(Records.Store("1")));

            Assert.Contains("Another process held the write lock", failed.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await run.CommitAsync(Records.Store("1"))).Counters.Written);
    }

    [Fact]
    public async Task A_look_up_goes_on_while_another_process_writes()
    {
        await using var store = await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await run.CommitAsync(Records.Store("1"));
        using var other = Connection.OpenWriter(IndexPath, TimeSpan.Zero);
        other.Execute("BEGIN IMMEDIATE; UPDATE cases SET title = 'half done'");

        var found = await store.Cases.GetAsync(Tenant, Records.IdOf("1"), FullAccess, Cancel);

        Assert.Equal("Case 1, version 1", found?.Case.Title);
    }

    [Fact]
    public async Task Files_as_they_are_in_the_middle_of_a_batch_hold_all_of_the_last_one_and_nothing_of_this()
    {
        await using var store = (SqliteHubStore)await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        await run.CommitAsync(new Batch { Items = [Records.Store("1")], Checkpoint = new Checkpoint { Position = "first" }, Progress = default });
        await using var copy = new SqlitePlace();
        Directory.CreateDirectory(copy.Folder);
        await store.Index.OnWriterAsync(connection =>
        {
            // The small cache makes SQLite write pages of the open transaction to its log, as a large batch would.
            connection.Execute("PRAGMA cache_size = 4; BEGIN IMMEDIATE");
            var scope = new WriteScope(connection, new RowsWritten(), store.Index.Names.Stream(connection, Stream)!.Value, clock.GetUtcNow());
            new BatchCommit(scope, Stream).Apply([.. Enumerable.Range(0, 2000).Select(n => Records.Store($"half-{n}"))], sweepId: null);
            foreach (var file in Directory.GetFiles(place.Folder)) File.Copy(file, Path.Combine(copy.Folder, Path.GetFileName(file)));
            connection.Execute("ROLLBACK");
            return 0;
        }, Cancel);

        await using var revived = await copy.OpenAsync(clock);

        Assert.True(new FileInfo(Path.Combine(copy.Folder, "index.db-wal")).Length > 1_000_000);
        Assert.Equal(1, (await revived.Cases.CountAsync(Tenant, Cancel))[Stream.Stream]);
        Assert.Equal("first", (await revived.Streams.GetCheckpointAsync(Stream, Cancel)).Position);
        Assert.NotNull(await revived.Cases.GetAsync(Tenant, Records.IdOf("1"), FullAccess, Cancel));
    }

    [Fact]
    public async Task What_was_erased_is_in_none_of_the_tables()
    {
        await using (var store = await place.OpenAsync(clock))
        {
            var run = await BeginAsync(store);
            await run.CommitAsync(
                Records.Store(Records.Case("1") with { Title = "xyzzyplugh-title", PublicTitle = "xyzzyplugh-public", Number = "xyzzyplugh-number", SearchText = "xyzzyplugh" }),
                Records.Hold("1", read: 1));
            await run.CommitAsync(Records.Remove("1", order: 2, read: 2, erase: true));
        }

        using var reader = Connection.OpenWriter(IndexPath, TimeSpan.Zero);
        reader.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

        Assert.DoesNotContain("xyzzyplugh", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(IndexPath, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_the_audit_can_neither_be_changed_nor_deleted()
    {
        await using var store = await place.OpenAsync(clock);
        await store.Audit.AppendAsync(Tenant, [Line], Cancel);
        using var other = Connection.OpenWriter(AuditPath, TimeSpan.FromSeconds(5));

        Assert.Contains("never deleted", Assert.Throws<SqliteFault>(() => other.Execute("DELETE FROM audit_lines")).Message, StringComparison.Ordinal);
        Assert.Contains("never changed", Assert.Throws<SqliteFault>(() => other.Execute("UPDATE audit_lines SET result = 'x'")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_that_cannot_be_written_says_so_to_everybody_who_waits_and_works_again_afterwards()
    {
        place.BusyTimeout = TimeSpan.FromMilliseconds(20);
        await using var store = await place.OpenAsync(clock);
        using (var other = Connection.OpenWriter(AuditPath, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");
            var appends = Enumerable.Range(0, 5).Select(_ => store.Audit.AppendAsync(Tenant, [Line], Cancel).AsTask()).ToArray();

            foreach (var append in appends) await Assert.ThrowsAsync<AuditUnavailableException>(() => append);
        }

        await store.Audit.AppendAsync(Tenant, [Line], Cancel);
        Assert.Equal(1, Assert.Single(await store.Audit.ReadAsync(Tenant, 0, 10, Cancel)).Number);
    }

    [Fact]
    public async Task Callers_that_wait_at_the_same_time_share_a_transaction_of_the_audit()
    {
        await using var store = (SqliteHubStore)await place.OpenAsync(clock);
        using var hold = new ManualResetEventSlim();
        var held = store.AuditFile.OnWriterAsync(connection =>
        {
            hold.Wait(Cancel);
            return 0;
        }, Cancel);
        var appends = Enumerable.Range(0, 50).Select(_ => store.Audit.AppendAsync(Tenant, [Line], Cancel).AsTask()).ToArray();

        hold.Set();
        await Task.WhenAll([held, .. appends]);

        Assert.Equal(1, store.AuditFile.Transactions);
        Assert.Equal(50, (await store.Audit.ReadAsync(Tenant, 0, 100, Cancel)).Count);
    }

    [Fact]
    public async Task What_a_person_waits_for_goes_before_batches_that_wait()
    {
        await using var store = (SqliteHubStore)await place.OpenAsync(clock);
        var run = await BeginAsync(store);
        using var hold = new ManualResetEventSlim();
        var done = new List<string>();
        var held = store.Index.OnWriterAsync(connection =>
        {
            hold.Wait(Cancel);
            return 0;
        }, Cancel);
        var batch = store.Index.WriteAsync(Urgency.Batch, _ => Note("batch"), Cancel);
        var renewal = store.Index.WriteAsync(Urgency.Interactive, _ => Note("renewal"), Cancel);

        hold.Set();
        await Task.WhenAll(held, batch, renewal);

        Assert.Equal(["renewal", "batch"], done);

        int Note(string what)
        {
            done.Add(what);
            return 0;
        }
    }

    static Disclosure.AccessFilter FullAccess { get; } = new([new Disclosure.AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    async Task<Session> BeginAsync(IHubStore store)
    {
        var lease = await store.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel);
        return new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Changes, clock.GetUtcNow(), Cancel));
    }

    // A limit below the present size stands for it: the file can then not grow at all.
    static Task<int> LimitPagesAsync(SqliteHubStore store, long pages) => store.Index.OnWriterAsync(connection =>
    {
        connection.Execute($"PRAGMA max_page_count = {pages}");
        return 0;
    }, Cancel);
}
