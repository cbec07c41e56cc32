using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>The records that versions were made of are kept beside them, and what is mapped again takes their place without being a read.</summary>
public abstract class RemapConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly MappedWith First = new("permits", "1.0.0", "aa/Open");
    static readonly MappedWith Second = new("permits", "1.1.0", "bb/Open");
    static readonly MappedWith SecondRenamed = new("permits", "2.0.0", "bb/Open");

    [Fact]
    public async Task What_was_made_with_another_mapping_is_counted_and_listed_by_its_key()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("2"), Kept("1"), Kept("3", with: Second));

        Assert.Equal(new MappedCount(Total: 3, Old: 2, Waiting: 2), await CountAsync(Second));
        Assert.Equal(["1", "2"], await OldAsync(Second));
        Assert.Equal(["2"], await OldAsync(Second, after: "1"));
    }

    [Fact]
    public async Task What_a_mapping_is_called_makes_nothing_old()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", with: Second));

        Assert.Equal(0, (await CountAsync(SecondRenamed)).Old);
        Assert.Empty(await OldAsync(SecondRenamed));
    }

    [Fact]
    public async Task A_case_tells_the_mapping_that_its_version_was_made_with_and_one_that_only_exists_does_not()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"), Kept("2", with: SecondRenamed), Records.Store("3"));

        var found = await FindAsync("tolvan");

        Assert.Equal([First, SecondRenamed, null], found.OrderBy(f => f.Case.Key, StringComparer.Ordinal).Select(f => f.MappedWith));
        Assert.Equal(First, (await GetAsync("1"))!.MappedWith);
        Assert.Null((await GetAsync("1", new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Existence }], [])))!.MappedWith);
    }

    [Fact]
    public async Task A_case_that_is_mapped_again_tells_the_newer_mapping()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"));

        await RemapAsync(run.Lease, Again("1", "1", to: "2"));

        Assert.Equal(Second, (await GetAsync("1"))!.MappedWith);
    }

    [Fact]
    public async Task Everything_that_was_kept_is_of_another_mapping_than_none()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("2"), Kept("1", with: Second), Records.Store("3"));
        await RemapAsync(run.Lease, Again("2", "1", to: "2"));

        Assert.Equal(["1", "2"], await OldAsync(MappedWith.Nothing));
    }

    [Fact]
    public async Task A_case_without_a_record_is_old_and_waits_for_its_source()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1") with { With = First });

        Assert.Equal(new MappedCount(Total: 1, Old: 1, Waiting: 0), await CountAsync(Second));
        Assert.Empty(await OldAsync(Second));
    }

    [Fact]
    public async Task A_case_of_which_nothing_is_known_is_old()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));

        Assert.Equal(1, (await CountAsync(Second)).Old);
    }

    [Fact]
    public async Task A_record_comes_back_as_it_was_kept()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", read: 4));

        var old = Assert.Single(await Store.Remapping.GetOldAsync(Stream, Second, null, 10, Cancel));

        Assert.Equal(Raw("1", "1"), old.Raw);
        Assert.Equal(BytesOf("1", "1"), old.BytesHash);
        Assert.Equal(Records.Read(4), old.ReadStartedAt);
    }

    [Fact]
    public async Task The_last_record_takes_the_place_of_the_one_before()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1), Kept("1", "2", order: 2, read: 1));
        await run.CommitAsync(Kept("1", "0", order: 0, read: 2));

        Assert.Equal(Raw("1", "2"), Assert.Single(await Store.Remapping.GetOldAsync(Stream, Second, null, 10, Cancel)).Raw);
    }

    [Fact]
    public async Task What_was_mapped_again_stands_and_its_order_with_it()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 900));

        var done = await RemapAsync(run.Lease, Again("1", "1", to: "new", order: 5));

        Assert.Equal(1, done.Changed);
        Assert.Equal("Case 1, version new", (await GetAsync("1"))!.Case.Title);
        Assert.Equal(new MappedCount(1, 0, 0), await CountAsync(Second));
        // By the order that the new mapping reads, the next version is newer.
        await run.CommitAsync(Kept("1", "2", order: 6, read: 1, with: Second));
        Assert.Equal("Case 1, version 2", (await GetAsync("1"))!.Case.Title);
    }

    [Fact]
    public async Task What_comes_out_as_it_was_is_no_change_for_anybody_and_touches_no_case()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        var (before, rows) = (await ChangesAsync(), Written("cases"));

        var done = await RemapAsync(run.Lease, Again("1", "1", to: "1", order: 1));

        Assert.Equal((0, 1), (done.Changed, done.Same));
        Assert.Equal(before, await ChangesAsync());
        Assert.Equal(rows, Written("cases"));
        Assert.Equal(0, (await CountAsync(Second)).Old);
    }

    [Fact]
    public async Task A_record_that_came_meanwhile_is_never_overwritten()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        await run.CommitAsync(Kept("1", "2", order: 2, read: 1));

        var done = await RemapAsync(run.Lease, Again("1", "1", to: "new", order: 9));

        Assert.Equal((0, 1), (done.Changed, done.Same));
        Assert.Equal("Case 1, version 2", (await GetAsync("1"))!.Case.Title);
        Assert.Equal(1, (await CountAsync(Second)).Waiting);
    }

    [Fact]
    public async Task What_a_run_mapped_with_the_same_mapping_meanwhile_is_left_alone()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        await run.CommitAsync(Kept("1", "1", order: 1, read: 1, with: Second));

        var done = await RemapAsync(run.Lease, Again("1", "1", to: "new", order: 9));

        Assert.Equal("Case 1, version 1", (await GetAsync("1"))!.Case.Title);
        Assert.Equal(1, done.Same);
    }

    [Fact]
    public async Task What_cannot_be_mapped_any_more_is_held_and_its_case_says_so()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1, read: 3));

        var done = await RemapAsync(run.Lease, Remap("1", "1", Records.Hold("1", read: 0)));

        Assert.Equal(1, done.Held);
        var found = await GetAsync("1");
        Assert.True(found!.NewerRecordHeld);
        Assert.Equal("Case 1, version 1", found.Case.Title);
        Assert.Equal(new MappedCount(1, 1, 0), await CountAsync(Second));
        Assert.Equal("1", Assert.Single(await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel)).Key);
    }

    [Fact]
    public async Task A_record_whose_key_cannot_be_read_any_more_is_held_under_the_key_it_had()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));

        await RemapAsync(run.Lease, Remap("1", "1", Records.Hold(null)));

        Assert.True((await GetAsync("1"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task What_is_held_is_tried_again_with_the_next_mapping_and_its_case_says_it_no_more()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        await RemapAsync(run.Lease, Remap("1", "1", Records.Hold("1")));
        var third = new MappedWith("permits", "1.2.0", "cc/Open");

        Assert.Equal(["1"], await OldAsync(third));
        await RemapAsync(run.Lease, Again("1", "1", to: "mended", order: 1) with { With = third });

        var found = await GetAsync("1");
        Assert.False(found!.NewerRecordHeld);
        Assert.Equal("Case 1, version mended", found.Case.Title);
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel));
    }

    [Fact]
    public async Task A_newer_record_in_quarantine_stays_there_when_the_one_before_is_mapped_again()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        await run.CommitAsync(Records.Hold("1", read: 5));

        await RemapAsync(run.Lease, Again("1", "1", to: "new", order: 1));

        var found = await GetAsync("1");
        Assert.True(found!.NewerRecordHeld);
        Assert.Equal("Case 1, version new", found.Case.Title);
    }

    [Fact]
    public async Task What_stays_as_it_is_is_not_tried_twice_with_one_mapping()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));

        var done = await RemapAsync(run.Lease, Remap("1", "1", new BatchItem.Skip(null, Records.Read(0))));

        Assert.Equal(0, done.Done);
        Assert.Empty(await OldAsync(Second));
        Assert.Equal(new MappedCount(1, 1, 0), await CountAsync(Second));
        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task Progress_is_stored_with_what_it_counts()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"), Kept("2"));

        await RemapAsync(run.Lease, Again("1", "1", to: "new"), Again("2", "1", to: "1"));
        var stored = (await Store.Remapping.GetProgressAsync(Tenant, Cancel))[Stream];

        Assert.Equal((Second, 1L, 1L, "2"), (stored.To, stored.Changed, stored.Same, stored.AfterKey));
    }

    [Fact]
    public async Task A_replaced_worker_writes_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        await run.ReleaseAsync();
        await BeginAsync();

        await Assert.ThrowsAsync<StreamFencedException>(() => RemapAsync(run.Lease, Again("1", "1", to: "new")));

        Assert.Equal("Case 1, version 1", (await GetAsync("1"))!.Case.Title);
        Assert.Empty(await Store.Remapping.GetProgressAsync(Tenant, Cancel));
    }

    [Fact]
    public async Task Mapping_again_is_no_read_a_complete_read_has_not_seen_the_case()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"), Kept("2"));
        await run.CommitAsync("sweep", Records.Unchanged("2", read: 1));

        await RemapAsync(run.Lease, Again("1", "1", to: "new"));
        await run.EndSweepAsync("sweep", Session.WholeAt(1));

        Assert.Null(await GetAsync("1"));
    }

    [Fact]
    public async Task What_has_left_is_not_mapped_again_and_its_record_goes_with_its_contents()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"), Kept("2"));
        await run.CommitAsync(Records.Remove("1", order: 2, read: 1));

        Assert.Equal(["2"], await OldAsync(Second));
        Assert.Equal(1, (await CountAsync(Second)).Total);

        Clock.Advance(RemovalRule.RestorableFor + TimeSpan.FromDays(1));
        var before = Written("last_records");
        await Store.Removals.EmptyTombstonesAsync(Tenant, Clock.GetUtcNow() - RemovalRule.RestorableFor, 100, Cancel);

        Assert.Equal(before + 1, Written("last_records"));
    }

    [Fact]
    public async Task What_is_brought_back_is_mapped_again_with_the_mapping_of_the_day()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"));
        await run.CommitAsync(Records.Remove("1", order: 2, read: 1));
        await RemapAsync(run.Lease);

        await Store.Removals.RestoreAsync(Stream, new RestoreChoice.Case("1"), Clock.GetUtcNow().AddDays(30), Cancel);

        Assert.Empty(await Store.Remapping.GetProgressAsync(Tenant, Cancel));
        Assert.Equal(["1"], await OldAsync(Second));
        Assert.Equal(1, (await CountAsync(Second)).Waiting);
    }

    [Fact]
    public async Task A_destroyed_case_takes_its_record_and_those_of_its_events_with_it()
    {
        var run = await BeginAsync();
        var happening = Records.StoreEvent(Records.Event("1", "e")) with { With = First, LastRecord = new LastRecord(Raw("e", "1"), BytesOf("e", "1")) };
        await run.CommitAsync(Kept("1"), happening, Kept("2"));

        await run.CommitAsync(Records.Remove("1", order: 2, read: 1, erase: true));

        Assert.Equal(1, await Store.Remapping.DropAsync(Stream, 100, Cancel));
    }

    [Fact]
    public async Task Events_are_counted_and_mapped_again_as_cases_are()
    {
        var run = await BeginAsync();
        var happening = Records.StoreEvent(Records.Event("1", "e")) with { With = First, LastRecord = new LastRecord(Raw("e", "1"), BytesOf("e", "1")) };
        await run.CommitAsync(Kept("1", with: Second), happening);

        Assert.Equal(1, (await CountAsync(Second, MappingTarget.Event)).Waiting);
        var now = Records.StoreEvent(Records.Event("1", "e", "new")) with { With = Second, LastRecord = happening.LastRecord };
        var done = await RemapAsync(run.Lease, new BatchItem.Remap(happening.Key!, BytesOf("e", "1"), now) { With = Second });

        Assert.Equal(1, done.Changed);
        Assert.Equal(0, (await CountAsync(Second, MappingTarget.Event)).Old);
        Assert.Equal(["e"], await TimelineAsync("1"));
    }

    [Fact]
    public async Task What_another_stream_has_taken_over_is_not_mapped_again_from_the_record_of_the_first()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        var other = await BeginAsync(Stream with { Stream = new StreamName("permits-archive") });
        await other.CommitAsync(Records.Store(Records.Case("1", "2") with { Stream = new StreamName("permits-archive") }, order: 2, read: 1));

        Assert.Empty(await OldAsync(Second));
        await RemapAsync(run.Lease, Again("1", "1", to: "new"));

        Assert.Equal("Case 1, version 2", (await GetAsync("1"))!.Case.Title);
    }

    [Fact]
    public async Task A_stream_that_keeps_none_any_more_drops_what_it_had()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1"), Kept("2"));

        await RemapAsync(run.Lease, Again("1", "1", to: "new") with { Now = Records.Store("1", "new") with { With = Second } });

        Assert.Equal(1, await Store.Remapping.DropAsync(Stream, 100, Cancel));
        Assert.Equal(0, await Store.Remapping.DropAsync(Stream, 100, Cancel));
        Assert.NotNull(await GetAsync("2"));
    }

    [Fact]
    public async Task The_edited_version_goes_on_being_called_edited()
    {
        var run = await BeginAsync();
        var held = Records.Hold("1");
        await run.CommitAsync(held);
        var entry = Assert.Single(await Store.Streams.GetHeldAsync(Stream, HeldFilter.All, null, 1, Cancel));
        await Store.Streams.CommitHeldAsync(run.Lease, [new BatchItem.Again(entry.Id, entry.RawHash, Kept("1")) { EditedBytes = held.Entry.BytesHash }], Cancel);

        await RemapAsync(run.Lease, Again("1", "1", to: "new"));

        Assert.NotNull((await GetAsync("1"))!.EditedAt);
    }

    [Fact]
    public async Task A_rebuild_keeps_the_records_that_it_has_read()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Kept("1", "1", order: 1));
        var unfinished = new Checkpoint { Unfinished = new UnfinishedRead { StartedAt = Records.Read(1), SweepId = "rebuild", Rebuild = true } };
        await run.CommitAsync(new Batch { Items = [Kept("1", "2", order: 2, read: 1, with: Second)], Checkpoint = unfinished, SweepId = "rebuild", Shadow = true, Progress = default });
        await Store.Streams.EndSweepAsync(run.Lease, run.Run, new SweepEnd { SweepId = "rebuild", Facts = Session.WholeAt(1), Guard = Session.LetsAllGo, Rebuild = true, After = _ => Checkpoint.Start }, Cancel);

        Assert.Equal(0, (await CountAsync(Second)).Old);
        Assert.Equal(Raw("1", "2"), Assert.Single(await Store.Remapping.GetOldAsync(Stream, First, null, 10, Cancel)).Raw);
    }

    [Fact]
    public async Task Of_a_stream_that_never_ran_nothing_is_known()
    {
        Assert.Empty(await Store.Remapping.GetProgressAsync(Tenant, Cancel));
        Assert.Equal(default, await CountAsync(Second));
        Assert.Empty(await OldAsync(Second));
        Assert.Equal(0, await Store.Remapping.DropAsync(Stream, 10, Cancel));
    }

    static BatchItem.StoreCase Kept(string key, string content = "1", long? order = 1, int read = 0, MappedWith? with = null) =>
        Records.Store(key, content, order, read) with { With = with ?? First, LastRecord = new LastRecord(Raw(key, content), BytesOf(key, content)) };

    static byte[] Raw(string key, string content) => Records.Hash("last", key, content);

    static byte[] BytesOf(string key, string content) => Records.Hash("last bytes", key, content);

    // The record of a version, mapped again to another one.
    static BatchItem.Remap Again(string key, string content, string to, long? order = 1) =>
        Remap(key, content, Records.Store(key, to, order) with { With = Second, LastRecord = new LastRecord(Raw(key, content), BytesOf(key, content)) });

    static BatchItem.Remap Remap(string key, string content, BatchItem now) => new(key, BytesOf(key, content), now) { With = Second };

    async Task<RemapProgress> RemapAsync(StreamLease lease, params BatchItem.Remap[] items) => await Store.Remapping.CommitAsync(
        lease, items, counters => new RemapProgress { To = Second, BeganAt = Clock.GetUtcNow(), Waiting = items.Length, AfterKey = items.LastOrDefault()?.Key }.Plus(counters), Cancel);

    async Task<MappedCount> CountAsync(MappedWith now, MappingTarget target = MappingTarget.Case) => await Store.Remapping.CountAsync(Stream, now, target, Cancel);

    async Task<string[]> OldAsync(MappedWith now, string? after = null) => [.. (await Store.Remapping.GetOldAsync(Stream, now, after, 100, Cancel)).Select(old => old.Key)];

    async Task<int> ChangesAsync() => (await Store.Cases.ChangesAsync(Tenant, 0, 100, Cancel)).Count;
}
