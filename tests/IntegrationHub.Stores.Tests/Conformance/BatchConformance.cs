using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class BatchConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task A_case_comes_back_as_it_was_stored()
    {
        var stored = Records.Case("1") with { DueAt = Records.Opened.AddDays(9), ClosedAt = null, HasProtectedParty = true, Confidentiality = Confidentiality.Secret };
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(stored));

        var found = await GetAsync("1");

        Assert.Equal(stored with { Keys = [], Private = [], ContentHash = [] },
            found!.Case with { Keys = [], Private = [], ContentHash = [] });
        Assert.Equal(stored.Keys, found.Case.Keys);
        Assert.Equal(stored.Private, found.Case.Private);
        Assert.Equal(stored.ContentHash, found.Case.ContentHash);
        Assert.False(found.NewerRecordHeld);
    }

    [Fact]
    public async Task Empty_texts_come_back_empty_and_missing_ones_missing()
    {
        var stored = Records.Case("1") with { SourceStatus = "", PublicTitle = null, Department = null, Type = null, OpenedAt = null, Private = [], Keys = [] };
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(stored));

        var found = (await GetAsync("1"))!.Case;

        Assert.Equal(("", null, null, null, null), (found.SourceStatus, found.PublicTitle, found.Department, found.Type, found.OpenedAt));
        Assert.Empty(found.Private);
        Assert.Empty(found.Keys);
    }

    [Fact]
    public async Task An_item_that_fails_rolls_the_whole_batch_back()
    {
        var run = await BeginAsync();
        await run.CommitAsync(new Batch { Items = [Records.Store("1")], Checkpoint = new Checkpoint { Position = "first" }, Progress = default });
        var foreign = Records.Store(Records.Case("9") with { Source = new SourceId("another-source") });

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await run.CommitAsync(new Batch
        {
            Items = [Records.Store("1", "changed", order: 2), Records.Store("2"), Records.Hold("3"), Records.StoreEvent(Records.Event("1", "e")), foreign],
            Checkpoint = new Checkpoint { Position = "second" },
            Progress = new RunProgress(1, 1, 0),
        }));

        Assert.Contains("version 1", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
        Assert.Null(await GetAsync("2"));
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel));
        Assert.Empty(await TimelineAsync("1"));
        Assert.Equal("first", (await Store.Streams.GetCheckpointAsync(Stream, Cancel)).Position);
        Assert.Equal(1, (await Store.Streams.GetRunsAsync(Tenant, null, 1, Cancel))[0].Counters.Read);
        Assert.Single(await Store.Cases.ChangesAsync(Tenant, 0, 10, Cancel));
    }

    [Fact]
    public async Task A_commit_after_a_failed_one_works()
    {
        var run = await BeginAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await run.CommitAsync(Records.Store(Records.Case("9") with { Source = new SourceId("another-source") })));

        await run.CommitAsync(Records.Store("1"));

        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task The_same_batch_again_writes_nothing_of_any_case_or_key()
    {
        BatchItem[] items = [Records.Store("1", timeline: Records.Event("1", "a")), Records.Store("2"), Records.Remove("3", order: 1), Records.StoreEvent(Records.Event("1", "b"))];
        var run = await BeginAsync();
        await run.CommitAsync(items);
        string[] tables = ["cases", "lookup_keys", "search", "events", "record_state", "changes"];
        var before = tables.Select(Written).ToArray();

        var again = await run.CommitAsync(items);

        Assert.Equal(before, tables.Select(Written));
        Assert.Equal(new RunCounters(Read: 4, Written: 0, Unchanged: 4, Skipped: 0, Quarantined: 0, Tombstoned: 0), again.Counters);
    }

    [Fact]
    public async Task Unchanged_records_write_nothing_at_all()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        string[] tables = ["cases", "lookup_keys", "search", "events", "record_state", "changes", "quarantine", "sweep_seen"];
        var before = tables.Select(Written).ToArray();

        var result = await run.CommitAsync(Records.Unchanged("1", read: 1), Records.Unchanged("2", read: 1));

        Assert.Equal(before, tables.Select(Written));
        Assert.Equal(2, result.Counters.Unchanged);
    }

    [Fact]
    public async Task The_same_content_from_other_bytes_touches_change_detection_only()
    {
        var run = await BeginAsync();
        var first = Records.Store("1");
        await run.CommitAsync(first);
        var (cases, keys, states) = (Written("cases"), Written("lookup_keys"), Written("record_state"));
        var otherBytes = first with { RawHash = Records.Hash("other bytes"), Order = 2 };

        var result = await run.CommitAsync(otherBytes);

        Assert.Equal((cases, keys, states + 1), (Written("cases"), Written("lookup_keys"), Written("record_state")));
        Assert.Equal(1, result.Counters.Unchanged);
        var known = await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel);
        Assert.Equal(otherBytes.RawHash, known["1"].RawHash.ToArray());
        Assert.Equal(2, known["1"].Order);
    }

    [Fact]
    public async Task Two_versions_of_a_key_in_one_batch_are_taken_in_order()
    {
        var run = await BeginAsync();

        var result = await run.CommitAsync(
            Records.Store(Records.Case("1", "1", "tolvan"), 1),
            Records.Store(Records.Case("1", "2", "siv"), 2),
            Records.Store(Records.Case("1", "3", "tolvan"), 3));

        Assert.Equal(3, result.Counters.Written);
        Assert.Contains("version 3", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
        Assert.Single(await FindAsync("tolvan"));
        Assert.Empty(await FindAsync("siv"));
    }

    [Fact]
    public async Task Only_the_keys_that_changed_are_written()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case("1") with { Keys = [Records.Person("a"), Records.Person("b"), Records.Phone("c")] }));
        var before = Written("lookup_keys");

        await run.CommitAsync(Records.Store(Records.Case("1", "2") with { Keys = [Records.Person("a"), Records.Phone("c"), Records.Phone("d")] }, order: 2));

        Assert.Equal(before + 2, Written("lookup_keys"));
        Assert.NotEmpty(await FindAsync("a"));
        Assert.Empty(await FindAsync("b"));
        Assert.NotEmpty(await Store.Cases.FindAsync(Tenant, [Records.Phone("d")], Everything, 10, Cancel));
    }

    [Fact]
    public async Task Known_records_are_told_for_the_keys_that_are_asked_and_no_others()
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. Enumerable.Range(0, 2500).Select(n => Records.Store($"{n}", order: n))]);

        var known = await Store.Streams.GetKnownAsync(Stream, [.. Enumerable.Range(1000, 3000).Select(n => $"{n}")], Cancel);

        Assert.Equal(1500, known.Count);
        Assert.Equal(1234, known["1234"].Order);
        Assert.False(known["1234"].Held);
        Assert.Equal(Records.Store("1234").RawHash, known["1234"].RawHash.ToArray());
        Assert.Empty(await Store.Streams.GetKnownAsync(Stream with { Stream = new StreamName("another") }, ["1234"], Cancel));
    }

    [Fact]
    public async Task Keys_with_quotes_and_letters_of_all_kinds_are_known_again()
    {
        string[] keys = ["it's", "\"quoted\"", "åäö", "emoji 🏠", "tab\tand\nline", "%_*", "\\"];
        var run = await BeginAsync();
        await run.CommitAsync([.. keys.Select(key => Records.Store(key))]);

        var known = await Store.Streams.GetKnownAsync(Stream, keys, Cancel);

        Assert.Equal(keys.Order(), known.Keys.Order());
    }

    [Fact]
    public async Task Tenants_do_not_see_each_other()
    {
        var foreign = Stream with { Tenant = new TenantId("norrby") };
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        var other = await BeginAsync(foreign);
        await other.CommitAsync(Records.Store("1", "of norrby"));

        var here = await Store.Cases.SearchAsync(Tenant, "Case", Everything, 10, Cancel);
        var there = await Store.Cases.GetAsync(foreign.Tenant, Records.IdOf("1"), Everything, Cancel);

        Assert.Contains("version 1", Assert.Single(here).Case.Title, StringComparison.Ordinal);
        Assert.Contains("of norrby", there!.Case.Title, StringComparison.Ordinal);
        Assert.Single(await FindAsync("tolvan"));
        Assert.Empty(await Store.Cases.SearchAsync(new TenantId("nowhere"), "Case", Everything, 10, Cancel));
    }

    [Fact]
    public async Task Live_cases_are_counted_by_stream()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Store("3"), Records.Remove("3", order: 2));

        Assert.Equal(new Dictionary<StreamName, long> { [Stream.Stream] = 2 }, await Store.Cases.CountAsync(Tenant, Cancel));
    }
}
