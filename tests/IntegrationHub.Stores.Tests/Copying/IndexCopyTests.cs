using Connection = IntegrationHub.Sqlite.Connection;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Notifications;
using IntegrationHub.PostgreSql;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using IntegrationHub.Storage.Copying;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Stores.Tests.PostgreSql;
using IntegrationHub.Stores.Tests.Sqlite;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Stores.Tests.Copying;

/// <summary>An index that moves from one store to the other is the same index.</summary>
public sealed class IndexCopyTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly StreamKey Stream = new(Tenant, Records.Source, Records.Stream);
    static readonly AccessFilter FullAccess = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    readonly ManualClock clock = new();
    readonly SqlitePlace folder = new();
    readonly SqlitePlace secondFolder = new();
    readonly PostgresPlace database = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await folder.DisposeAsync();
        await secondFolder.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task An_index_that_goes_to_PostgreSQL_and_back_answers_as_it_did()
    {
        string before;
        await using (var source = await folder.OpenAsync(clock))
        {
            await FillAsync(source);
            before = await DumpAsync(source);
            await CopyAsync(source, await TargetAsync(database));
        }

        string there;
        await using (var moved = await database.OpenAsync(clock))
        {
            there = await DumpAsync(moved);
            await CopyAsync(moved, await TargetAsync(secondFolder));
        }

        await using var back = await secondFolder.OpenAsync(clock);
        Assert.Equal(before, there);
        Assert.Equal(before, await DumpAsync(back));
    }

    [Fact]
    public async Task A_copied_index_goes_on_where_it_was()
    {
        await using (var source = await folder.OpenAsync(clock))
        {
            await FillAsync(source);
            await CopyAsync(source, await TargetAsync(database));
        }

        await using var moved = await database.OpenAsync(clock);
        var lease = await moved.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel);
        var run = new Session(moved, lease!, await moved.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Changes, clock.GetUtcNow(), Cancel));
        var known = await moved.Streams.GetKnownAsync(Stream, ["1"], Cancel);
        var last = (await moved.Cases.ChangesAsync(Tenant, 0, 1000, Cancel))[^1].Position;
        await run.CommitAsync("a read", Records.Store("1", "later", order: 9, read: 9), Records.Store("new"));
        await moved.Audit.AppendAsync(Tenant, [Line("after")], Cancel);

        Assert.Equal(Records.Store("1", timeline: Records.Event("1", "a")).RawHash, known["1"].RawHash.ToArray());
        Assert.Equal([last + 1, last + 2], (await moved.Cases.ChangesAsync(Tenant, last, 10, Cancel)).Select(change => change.Position));
        Assert.Equal(3, (await moved.Audit.ReadAsync(Tenant, 0, 10, Cancel))[^1].Number);
        Assert.Single(await moved.Cases.SearchAsync(Tenant, "later", FullAccess, 10, Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(23)]
    [InlineData(60)]
    public async Task A_copy_that_is_broken_off_goes_on_and_until_then_no_hub_starts_on_it(int after)
    {
        await using var source = await folder.OpenAsync(clock);
        await FillAsync(source);
        var before = await DumpAsync(source);
        using var stop = new CancellationTokenSource();
        await using (var first = await TargetAsync(database))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IndexCopy.RunAsync(Index(source), Index(first), new StopsAfter(after, stop), atOnce: 2, stop.Token));

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () => await database.OpenAsync(clock));
        await CopyAsync(source, await TargetAsync(database));

        Assert.Contains("ihub index copy", refused.Message, StringComparison.Ordinal);
        await using var moved = await database.OpenAsync(clock);
        Assert.Equal(before, await DumpAsync(moved));
    }

    [Fact]
    public async Task A_target_that_holds_anything_is_refused_and_left_as_it_is()
    {
        await using var source = await folder.OpenAsync(clock);
        await FillAsync(source);
        await using (var other = await database.OpenAsync(clock)) await other.Audit.AppendAsync(Tenant, [Line("theirs")], Cancel);
        await using var target = await TargetAsync(database);

        var refused = await Assert.ThrowsAsync<IndexCopyException>(() => IndexCopy.RunAsync(source, target, null, Cancel));

        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", Assert.Single(await target.Audit.ReadAsync(Tenant, 0, 10, Cancel)).Line.TraceId);
    }

    [Fact]
    public async Task A_copy_of_one_index_does_not_go_on_with_another()
    {
        await using var source = await folder.OpenAsync(clock);
        await FillAsync(source);
        await using var other = await secondFolder.OpenAsync(clock);
        using var stop = new CancellationTokenSource();
        await using var target = await TargetAsync(database);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IndexCopy.RunAsync(Index(source), Index(target), new StopsAfter(5, stop), atOnce: 2, stop.Token));

        var refused = await Assert.ThrowsAsync<IndexCopyException>(() => IndexCopy.RunAsync(other, target, null, Cancel));

        Assert.Contains("has been begun", refused.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Folder, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_a_hub_runs_on_or_that_was_written_to_meanwhile_is_not_copied()
    {
        await using var source = await folder.OpenAsync(clock);
        await FillAsync(source);
        await using var target = await TargetAsync(database);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IndexCopy.RunAsync(Index(source), Index(target), new StopsAfter(5, stop), atOnce: 2, stop.Token));
        var lease = await source.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel);

        var running = await Assert.ThrowsAsync<IndexCopyException>(() => IndexCopy.RunAsync(source, target, null, Cancel));
        await source.Streams.ReleaseAsync(lease!, Cancel);
        var changed = await Assert.ThrowsAsync<IndexCopyException>(() => IndexCopy.RunAsync(source, target, null, Cancel));

        Assert.Contains("A hub runs on", running.Message, StringComparison.Ordinal);
        Assert.Contains("was written to since", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_did_not_arrive_are_told()
    {
        await using var source = await folder.OpenAsync(clock);
        await FillAsync(source);
        await using var target = await TargetAsync(database);
        var loses = new Loses(database);

        var refused = await Assert.ThrowsAsync<IndexCopyException>(() => IndexCopy.RunAsync(source, target, loses, Cancel));

        Assert.Contains("'lookup_keys'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_of_both_stores_is_copied_or_known_to_be_made_anew()
    {
        await using (await folder.OpenAsync(clock)) { }
        await using (await database.OpenAsync(clock)) { }
        // Which processes share an index is nothing of what is in it.
        string[] known = [.. CopiedTable.All.Select(table => table.Name), "meta", "nodes", "search"];

        var there = (string)(await database.RunAsync("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = current_schema()"))!;
        var here = new[] { "index.db", "audit.db" }.SelectMany(Tables);

        Assert.Equal(known.Order(), there.Split(' ').Order());
        Assert.Equal(known.Order(), here.Order());

        IEnumerable<string> Tables(string file)
        {
            using var connection = Connection.OpenWriter(Path.Combine(folder.Folder, file), TimeSpan.Zero);
            return connection.Prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search\\_%' ESCAPE '\\'").All(row => row.Text(0));
        }
    }

    [Fact]
    public async Task Every_column_is_copied_but_for_leases_and_numbers_that_only_one_store_has()
    {
        await using (await folder.OpenAsync(clock)) { }
        await using (await database.OpenAsync(clock)) { }
        string[] own = ["streams.lease_owner", "streams.lease_until", "streams.lease_boot", "streams.lease_from", "streams.lease_holder", "outbox.lease_owner", "outbox.lease_until", "outbox.lease_boot", "outbox.lease_from", "outbox.lease_holder", "events.id", "last_records.id"];
        var copied = CopiedTable.All.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")).ToHashSet(StringComparer.Ordinal);

        var there = ((string)(await database.RunAsync("SELECT string_agg(table_name || '.' || column_name, ' ') FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT IN ('meta', 'nodes', 'search')"))!)
            .Replace("tenants.last_position", "tenants.position", StringComparison.Ordinal).Split(' ');
        using var connection = Connection.OpenWriter(Path.Combine(folder.Folder, "index.db"), TimeSpan.Zero);
        var here = CopiedTable.All.Where(table => table.Name != "audit_lines").SelectMany(table => connection.Prepare($"SELECT name FROM pragma_table_info('{table.Name}')").All(row => $"{table.Name}.{row.Text(0)}"))
            .Select(column => column.Replace("tenants.feed_floor", "tenants.position", StringComparison.Ordinal));

        Assert.Empty(there.Except(copied).Except(own));
        Assert.Empty(here.Except(copied).Except(own));
        Assert.Empty(copied.Except(there));
    }

    static ICopiedIndex Index(IHubStore store) => ((ICopiedStore)store).Index;

    static async Task CopyAsync(IHubStore source, IHubStore target)
    {
        await using (target) await IndexCopy.RunAsync(Index(source), Index(target), null, atOnce: 3, Cancel);
    }

    async Task<IHubStore> TargetAsync(PostgresPlace place)
    {
        await using (await place.CreateAsync(clock)) { }
        return await PreparedAsync(new PostgresHubStore(new PostgresStoreOptions { ConnectionString = await place.ConnectionStringAsync(), ForCopying = true }, "fingerprint-1", clock, NullLogger<PostgresHubStore>.Instance));
    }

    async Task<IHubStore> TargetAsync(SqlitePlace place) =>
        await PreparedAsync(new SqliteHubStore(new SqliteStoreOptions { Folder = place.Folder, ForCopying = true }, "fingerprint-1", clock, NullLogger<SqliteHubStore>.Instance));

    static async Task<IHubStore> PreparedAsync(IHubStore store)
    {
        await store.PrepareAsync(Cancel);
        return store;
    }

    static AuditLine Line(string trace) => new() { At = Records.Read(0), Caller = "desk", Role = "agent", Action = "lookup", Result = "none", TraceId = trace };

    async Task FillAsync(IHubStore store)
    {
        foreach (var tenant in new[] { Tenant, new TenantId("norrby") })
        {
            var stream = Stream with { Tenant = tenant };
            var lease = await store.Streams.TryLeaseAsync(stream, "node", TimeSpan.FromMinutes(1), Cancel);
            var run = new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Full, clock.GetUtcNow(), Cancel));
            await run.CommitAsync([Records.Store("1", timeline: Records.Event("1", "a")), Records.Store("2", order: null), Records.Store(Records.Case("åäö 🏠") with { SearchText = "Åker" }),
                .. Enumerable.Range(10, 9).Select(n => Records.Store($"{n}")), Records.StoreEvent(Records.Event("1", "e")), Records.Hold("held", read: 1), Records.Hold(null, read: 1)]);
            await run.CommitAsync(Records.Remove("10", order: 2), Records.Merge("11", "1"), Records.Remove("12", order: 3, erase: true), Records.Hold("2", read: 2));
            await run.EndSweepAsync("first", guard: Session.LetsNothingGo);
            await run.CommitAsync("second", Records.Unchanged("1", read: 3));
            await HandOverAsync(store, tenant);
            await store.Drift.ChangeAsync(stream, facts => facts, Cancel);
            await store.Notifications.AddAsync(stream, new NewNotification("1", new NotificationDelivery(Records.Hash("d"), 1, Records.Hash("b")), clock.GetUtcNow(), clock.GetUtcNow(), clock.GetUtcNow().AddHours(1)), 10, Cancel);
            await store.Streams.EndRunAsync(run.Lease, run.Run, new RunEnd(RunOutcome.Succeeded, clock.GetUtcNow(), null, null) { Course = History.RunCourse.Empty }, Cancel);
            await run.ReleaseAsync();
            await store.Audit.AppendAsync(tenant, [Line("1"), Line("2")], Cancel);
        }
    }

    async Task HandOverAsync(IHubStore store, TenantId tenant)
    {
        var id = new HandOverId(BitConverter.ToUInt128(Records.Hash("handover", tenant.Value)));
        var waiting = new HandOverStanding(HandOverState.Waiting, "barn", Records.Opened) { Holder = 7, RemindNext = Records.Opened.AddHours(1) };
        var once = new StoredOnce(9, Records.Hash("request", "1"), clock.GetUtcNow(), clock.GetUtcNow().AddHours(24));
        await store.HandOvers.CreateAsync(tenant, new StoredHandOver
        {
            Id = id,
            Kind = HandOverKind.CallBack,
            Contact = new ContactId(11),
            Question = 1,
            Cases = [Records.IdOf("1")],
            Department = "barn",
            Confidentiality = Confidentiality.Secret,
            CreatedAt = Records.Opened,
            DueAt = Records.Opened.AddHours(2),
            RemindAt = Records.Opened.AddHours(1),
            Standing = waiting,
            Private = Records.Hash("handover", "1"),
            Keys = [Records.Person("tolvan")],
        }, new StoredStep(1, HandOverStepKind.Created, Records.Opened, Records.Hash("step", "1")), new OnceWrite<HandOverDone>(once, _ => Records.Hash("answer", "1")), Cancel);
        await store.HandOvers.AppendAsync(tenant, id, waiting with { Unit = "it" }, new StoredStep(2, HandOverStepKind.PassedOn, Records.Opened, Records.Hash("step", "2")), null, Cancel);
    }

    static async Task<string> DumpAsync(IHubStore store)
    {
        var lines = new List<string>();
        foreach (var tenant in new[] { Tenant, new TenantId("norrby") })
        {
            var stream = Stream with { Tenant = tenant };
            foreach (var found in await store.Cases.FindAsync(tenant, [Records.Person("tolvan")], FullAccess, 100, Cancel))
                lines.Add($"{found.Case with { Keys = [], Private = [], ContentHash = [] }} {found.NewerRecordHeld} {Convert.ToHexString(found.Case.Private)} {string.Join(',', (await store.Cases.TimelineAsync(tenant, found.Case.Id, FullAccess, 10, Cancel)).Select(e => e.Id))}");
            foreach (var words in new[] { "case", "aker", "version 1" }) lines.Add(string.Join(',', (await store.Cases.SearchAsync(tenant, words, FullAccess, 100, Cancel)).Select(f => f.Case.Key)));
            lines.AddRange((await store.Cases.ChangesAsync(tenant, 0, 1000, Cancel)).Select(change => $"{change}"));
            lines.AddRange((await store.Streams.GetRunsAsync(tenant, null, 100, Cancel)).Select(run => $"{run}"));
            lines.AddRange((await store.History.GetDaysAsync(tenant, null, default, Cancel)).SelectMany(of => of.Value, (of, day) => $"{of.Key} {day}"));
            lines.Add($"{await store.History.GetCourseAsync(tenant, (await store.Streams.GetRunsAsync(tenant, null, 1, Cancel))[0].Id, Cancel) is not null}");
            lines.AddRange((await store.Streams.GetStatesAsync(tenant, Cancel)).Select(state => $"{state}"));
            lines.AddRange((await store.Streams.GetKnownAsync(stream, ["1", "2", "held", "10"], Cancel)).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key} {Convert.ToHexString(k.Value.RawHash.Span)} {k.Value.Held} {k.Value.Order}"));
            lines.AddRange((await store.Quarantine.ListAsync(tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel)).Select(held => $"{held}"));
            lines.AddRange((await store.Removals.GetRemovedAsync(tenant, null, 100, Cancel)).OrderBy(r => r.Key, StringComparer.Ordinal).Select(removed => $"{removed}"));
            lines.AddRange((await store.Removals.GetHeldAsync(tenant, null, false, 100, Cancel)).Select(held => $"{held}"));
            lines.AddRange((await store.Notifications.ListAsync(tenant, null, false, 10, Cancel)).Select(n => $"{n}"));
            foreach (var filter in new[] { null, new HandOverFilter(AccessFilter.Nothing, FullAccess, AccessFilter.Nothing, ["barn"]) })
                foreach (var query in new[] { new HandOverQuery { Keys = [Records.Person("tolvan")], Limit = 10 }, new HandOverQuery { Case = Records.IdOf("1"), Limit = 10 } })
                    lines.AddRange((await store.HandOvers.ListAsync(tenant, query, filter, Cancel)).Select(found => System.Text.Json.JsonSerializer.Serialize(new { Of = $"{found.HandOver with { Keys = [], Private = [], Cases = Array.Empty<CaseId>() }}", found.HandOver.Private, Steps = found.Steps.Select(step => new { step.Number, step.Kind, step.Private }) })));
            lines.Add(Convert.ToHexString((await store.Once.FindAsync(tenant, new StoredOnce(9, [], default, default), Cancel))!.Answer));
            lines.Add($"{await store.Streams.CountUnseenAsync(stream, "second", Cancel)}");
            lines.AddRange((await store.Audit.ReadAsync(tenant, 0, 100, Cancel)).Select(line => $"{line}"));
        }

        return string.Join('\n', lines);
    }

    sealed class StopsAfter(int portions, CancellationTokenSource stop) : IProgress<CopyProgress>
    {
        int told;

        public void Report(CopyProgress value)
        {
            if (++told == portions) stop.Cancel();
        }
    }

    /// <summary>Takes a row away behind the copy's back.</summary>
    sealed class Loses(PostgresPlace place) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value)
        {
            if (value is { Table: "audit_lines", Done: true })
                Task.Run(() => place.RunAsync("DELETE FROM lookup_keys WHERE case_id = (SELECT min(case_id) FROM lookup_keys)")).GetAwaiter().GetResult();
        }
    }
}
