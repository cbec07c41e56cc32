using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Records that a person edited: the case says so until its source sends a newer version, and the bytes that were edited do not come back over it.</summary>
public abstract class EditedConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly byte[] Broken = Records.Hash("bytes", "bad");

    [Fact]
    public async Task A_case_from_an_edited_record_says_so()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        var found = await GetAsync("1");
        Assert.Equal(("Case 1, version edited", Clock.GetUtcNow(), false), (found!.Case.Title, found.EditedAt, found.NewerRecordHeld));
        Assert.Equal(Clock.GetUtcNow(), (await FindAsync("tolvan"))[0].EditedAt);
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery(), Cancel));
        Assert.Equal("1", (await Store.Streams.GetEditedAsync(Stream, [Broken, Records.Hash("other")], Cancel))[Convert.ToHexString(Broken)]);
    }

    [Fact]
    public async Task Of_a_case_that_only_its_existence_is_told_of_an_edit_is_not_told()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        var found = await GetAsync("1", new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Existence }], []));

        Assert.Equal((Disclosure.Disclosure.Existence, null), (found!.Disclosure, found.EditedAt));
    }

    [Fact]
    public async Task The_bytes_that_were_edited_do_not_come_back_over_the_edited_version_whatever_the_mapping()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));
        var hold = Records.Hold("1", read: 5);

        var result = await run.CommitAsync(hold with { Entry = hold.Entry with { RawHash = Records.Hash("another mapping") } });

        Assert.Equal((1L, 0L), (result.Counters.Unchanged, result.Counters.Quarantined));
        var found = await GetAsync("1");
        Assert.Equal((false, "Case 1, version edited"), (found!.NewerRecordHeld, found.Case.Title));
        Assert.NotNull(found.EditedAt);
        Assert.Equal(Records.Hash("another mapping"), (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].RawHash.ToArray());
    }

    [Fact]
    public async Task Bytes_without_a_key_that_were_edited_do_not_come_back_either()
    {
        var run = await BeginAsync();
        await EditAsync(run, null, Records.Store("1", "edited", order: 2, read: 1));

        var result = await run.CommitAsync(Records.Hold(null, read: 5));

        Assert.Equal(1, result.Counters.Unchanged);
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery(), Cancel));
    }

    [Fact]
    public async Task A_complete_read_that_holds_the_edited_bytes_has_seen_the_case()
    {
        var run = await BeginAsync();
        await EditAsync(run, null, Records.Store("1", "edited", order: 2, read: 1));

        await run.CommitAsync("sweep", Records.Hold(null, read: 5));
        await run.EndSweepAsync("sweep");

        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task A_newer_version_of_the_source_takes_the_edited_one_s_place_and_the_mark_away()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        await run.CommitAsync(Records.Store("1", "sent", order: 3, read: 5));

        var found = await GetAsync("1");
        Assert.Equal(("Case 1, version sent", null), (found!.Case.Title, found.EditedAt));
        Assert.Empty(await Store.Streams.GetEditedAsync(Stream, [Broken], Cancel));
        await run.CommitAsync(Records.Hold("1", read: 6));
        Assert.True((await GetAsync("1"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task The_same_content_sent_by_the_source_takes_the_mark_away()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        await run.CommitAsync(Records.Store("1", "edited", order: 2, read: 5));

        Assert.Null((await GetAsync("1"))!.EditedAt);
    }

    [Fact]
    public async Task An_older_version_of_the_source_leaves_the_edited_one_standing()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        await run.CommitAsync(Records.Store("1", "older", order: 1, read: 5));

        var found = await GetAsync("1");
        Assert.Equal("Case 1, version edited", found!.Case.Title);
        Assert.NotNull(found.EditedAt);
    }

    [Fact]
    public async Task Other_bytes_that_cannot_be_mapped_are_held_over_the_edited_version_and_the_edited_ones_sent_again_are_newer_than_they()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        await run.CommitAsync(Records.Hold("1", "other", read: 5));
        Assert.True((await GetAsync("1"))!.NewerRecordHeld);

        await run.CommitAsync(Records.Hold("1", read: 6));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery(), Cancel));
    }

    [Fact]
    public async Task An_edit_that_is_older_than_what_stands_stores_nothing_and_its_entry_stays()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "newest", order: 5), Records.Hold("1", read: 1));

        var result = await EditHeldAsync(run, Records.Store("1", "edited", order: 4, read: 1));

        Assert.Equal(1, result.Older);
        Assert.Single(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery(), Cancel));
        Assert.Equal("Case 1, version newest", (await GetAsync("1"))!.Case.Title);
        Assert.Empty(await Store.Streams.GetEditedAsync(Stream, [Broken], Cancel));
    }

    [Fact]
    public async Task What_vanished_and_comes_back_with_the_edited_bytes_is_held_again()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));
        await run.CommitAsync("sweep", Records.Store("2", read: 2));
        await run.EndSweepAsync("sweep");
        Assert.Null(await GetAsync("1"));

        await run.CommitAsync(Records.Hold("1", read: 5));

        Assert.Single(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery(), Cancel));
    }

    [Fact]
    public async Task Of_a_destroyed_case_no_edit_is_remembered()
    {
        var run = await BeginAsync();
        await EditAsync(run, "1", Records.Store("1", "edited", order: 2, read: 1));

        await run.CommitAsync(Records.Remove("1", order: 3, read: 5, erase: true));

        Assert.Empty(await Store.Streams.GetEditedAsync(Stream, [Broken], Cancel));
    }

    [Fact]
    public async Task An_edited_event_is_remembered_under_its_key()
    {
        var run = await BeginAsync();
        var happening = Records.StoreEvent(Records.Event("1", "a"), order: 2, read: 1);
        await EditAsync(run, happening.Key, happening);

        var again = await run.CommitAsync(Records.Hold(happening.Key, read: 5));

        Assert.Equal(1, again.Counters.Unchanged);
        await run.CommitAsync(Records.StoreEvent(Records.Event("1", "a", "sent"), order: 3, read: 6));
        Assert.Empty(await Store.Streams.GetEditedAsync(Stream, [Broken], Cancel));
    }

    [Fact]
    public void Whatever_the_source_sends_after_an_edit_the_version_the_mark_and_what_is_held_are_what_the_rules_say() =>
        Holds(Prop.ForAll(Gen.Choose(0, 11).ListOf().ToArbitrary(), deliveries => After([.. deliveries]) == Expected([.. deliveries])));

    int tenants;

    // 0 and 1: the edited bytes again; 2 and 3: other bytes that cannot be mapped; 4 to 11: a version that can, with the order 1 to 8. The edit has the order 5.
    (string Title, bool Edited, bool Held) After(int[] deliveries) => Task.Run(async () =>
    {
        var stream = Stream with { Tenant = new TenantId($"tenant-{++tenants}") };
        var run = await BeginAsync(stream);
        await run.CommitAsync(Records.Hold("1", read: 1));
        var held = (await Store.Streams.GetHeldAsync(stream, HeldFilter.All, null, 1, Cancel))[0];
        await Store.Streams.CommitHeldAsync(run.Lease, [new BatchItem.Again(held.Id, held.RawHash, Records.Store("1", "edited", order: 5, read: 1)) { EditedBytes = Broken }], Cancel);
        var read = 1;
        foreach (var delivery in deliveries)
        {
            read++;
            await run.CommitAsync(delivery switch
            {
                < 2 => Records.Hold("1", read: read),
                < 4 => Records.Hold("1", $"other {delivery}", read),
                _ => Records.Store("1", $"sent {delivery}", delivery - 3, read),
            });
        }

        var found = (await Store.Cases.GetAsync(stream.Tenant, Records.IdOf("1"), Everything, Cancel))!;
        return (found.Case.Title, found.EditedAt is not null, found.NewerRecordHeld);
    }).GetAwaiter().GetResult();

    static (string Title, bool Edited, bool Held) Expected(int[] deliveries)
    {
        var (title, order, edited, held) = ("edited", 5, true, false);
        foreach (var delivery in deliveries)
        {
            if (delivery < 2) held = !edited;
            else if (delivery < 4) held = true;
            else if (delivery - 3 >= order) (title, order, edited, held) = ($"sent {delivery}", delivery - 3, false, false);
        }

        return ($"Case 1, version {title}", edited, held);
    }

    async Task EditAsync(Session run, string? key, BatchItem edited)
    {
        await run.CommitAsync(Records.Hold(key, read: 1));
        var result = await EditHeldAsync(run, edited);
        Assert.Equal((1L, 0L, 0L), (result.Counters.Written, result.Older, result.Gone));
    }

    async Task<BatchResult> EditHeldAsync(Session run, BatchItem edited)
    {
        var held = Assert.Single(await Store.Streams.GetHeldAsync(Stream, HeldFilter.All, null, 10, Cancel));
        return await Store.Streams.CommitHeldAsync(run.Lease, [new BatchItem.Again(held.Id, held.RawHash, edited) { EditedBytes = Broken }], Cancel);
    }
}
