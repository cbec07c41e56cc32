using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>What a person does with records in quarantine: pages through them, maps them again, discards them; and what becomes of those that nobody touches.</summary>
public abstract class QuarantineDeskConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly QuarantineQuery Everywhere = new();

    [Fact]
    public async Task Pages_of_the_list_hold_every_entry_once_though_entries_come_again_meanwhile()
    {
        var run = await BeginAsync();
        for (var batch = 0; batch < 5; batch++)
        {
            await run.CommitAsync([.. Enumerable.Range(0, 5).Select(n => Records.Hold($"{batch}{n}"))]);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var seen = new List<string>();
        QuarantinePlace? after = null;
        while (await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery { After = after, Limit = 4 }, Cancel) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(entry => entry.Key!));
            after = new QuarantinePlace(page[^1].FirstSeenAt, page[^1].Id);
            // The oldest come again, which moves nothing.
            await run.CommitAsync([.. Enumerable.Range(0, 5).Select(n => Records.Hold($"0{n}", read: seen.Count))]);
        }

        Assert.Equal(25, seen.Count);
        Assert.Equal(25, seen.Distinct().Count());
        Assert.All(seen.Take(5), key => Assert.StartsWith("4", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_stream_code_and_field()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Of("1", "IH3101", "number"), Of("2", "IH3101", "title"), Of("3", "IH3102", "number"), Of("4", "IH3001", ""));

        Assert.Equal(["1", "2"], await KeysAsync(Everywhere with { Code = "IH3101" }));
        Assert.Equal(["1"], await KeysAsync(Everywhere with { Code = "IH3101", Field = "number" }));
        Assert.Equal(["1", "3"], await KeysAsync(Everywhere with { Stream = Stream.Stream, Field = "number" }));
        Assert.Equal(["4"], await KeysAsync(Everywhere with { Field = "" }));
        Assert.Empty(await KeysAsync(Everywhere with { Stream = new StreamName("another"), Code = "IH3101" }));
    }

    [Fact]
    public async Task One_entry_is_found_by_its_id_and_only_by_its_own_tenant()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1"));
        var id = (await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel))[0].Id;

        Assert.Equal("1", (await Store.Quarantine.FindAsync(Tenant, id, Cancel))?.Key);
        Assert.Null(await Store.Quarantine.FindAsync(new TenantId("norrby"), id, Cancel));
        Assert.Null(await Store.Quarantine.FindAsync(Tenant, "nothing", Cancel));
    }

    [Fact]
    public async Task Contents_are_given_of_those_that_are_meant()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Of("1", "IH3101", "number"), Of("2", "IH3101", "title"), Of("3", "IH3102", "number"));
        var id = (await EntryAsync("2")).Id;

        Assert.Equal(["1", "2"], await HeldAsync(new HeldFilter { Code = "IH3101" }));
        Assert.Equal(["1"], await HeldAsync(new HeldFilter { Code = "IH3101", Field = "number" }));
        Assert.Equal(["2"], await HeldAsync(new HeldFilter { Id = id }));
    }

    [Fact]
    public async Task A_record_that_is_mapped_again_comes_in_and_its_entry_leaves_without_a_run()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Hold("1", read: 1));
        var commits = (await Store.Streams.GetRunsAsync(Tenant, null, 1, Cancel))[0].Commits;

        var result = await AgainAsync(run, "1", Records.Store("1", "mended", order: 2, read: 1));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.Equal(1, result.Counters.Written);
        var found = await GetAsync("1");
        Assert.Equal(("Case 1, version mended", false), (found!.Case.Title, found.NewerRecordHeld));
        Assert.Equal(commits, (await Store.Streams.GetRunsAsync(Tenant, null, 1, Cancel))[0].Commits);
    }

    [Fact]
    public async Task A_record_that_is_held_again_keeps_its_id_and_when_it_came_and_has_its_new_fault()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1"), Records.Hold(null, "keyless"));
        var before = await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel);
        Clock.Advance(TimeSpan.FromHours(1));

        foreach (var entry in before)
        {
            var hold = Records.Hold(entry.Key, "again");
            var held = (await Store.Streams.GetHeldAsync(Stream, new HeldFilter { Id = entry.Id }, null, 1, Cancel))[0];
            var result = await Store.Streams.CommitHeldAsync(run.Lease, [new BatchItem.Again(entry.Id, held.RawHash, hold with { Entry = hold.Entry with { Code = "IH3102" } })], Cancel);
            Assert.Equal(1, result.Counters.Quarantined);
        }

        var after = await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel);
        Assert.Equal(before.Select(e => (e.Id, e.FirstSeenAt, e.LastSeenAt)), after.Select(e => (e.Id, e.FirstSeenAt, e.LastSeenAt)));
        Assert.All(after, entry => Assert.Equal("IH3102", entry.Code));
        Assert.Equal(Records.Hash("held", "1", "again"), (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].RawHash.ToArray());
    }

    [Fact]
    public async Task A_record_whose_key_can_be_read_now_moves_under_it()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Hold(null, "keyless", read: 1));

        await AgainAsync(run, null, Records.Hold("1", "keyless", read: 1));

        Assert.Equal("1", Assert.Single(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).Key);
        Assert.True((await GetAsync("1"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task A_record_without_a_key_comes_in_and_leaves_no_entry()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold(null, "keyless"), Records.Hold(null, "another"));

        await AgainAsync(run, null, Records.Store("1"), content: "keyless");

        Assert.Equal(1, (await Store.Quarantine.CountAsync(Tenant, Cancel))[Stream.Stream]);
        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task A_record_that_is_older_than_what_stands_leaves_and_changes_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "newest", order: 5), Records.Hold("1", read: 1));

        var result = await AgainAsync(run, "1", Records.Store("1", "older", order: 4, read: 1));

        Assert.Equal(1, result.Older);
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        var found = await GetAsync("1");
        Assert.Equal(("Case 1, version newest", false), (found!.Case.Title, found.NewerRecordHeld));
        Assert.False((await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].Held);
    }

    [Fact]
    public async Task A_record_that_the_mapping_leaves_out_now_leaves_quarantine()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Hold("1", read: 1));

        await AgainAsync(run, "1", new BatchItem.Skip(null, Records.Read(1)));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task An_entry_that_another_version_has_taken_is_left_as_it_is()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1", "first"));
        var entry = await EntryAsync("1");
        await run.CommitAsync(Records.Hold("1", "second", read: 1));

        var result = await Store.Streams.CommitHeldAsync(run.Lease, [new BatchItem.Again(entry.Id, Records.Hash("held", "1", "first"), Records.Store("1"))], Cancel);

        Assert.Equal(1, result.Gone);
        Assert.Null(await GetAsync("1"));
        Assert.Single(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
    }

    [Fact]
    public async Task Whoever_lost_the_lease_brings_nothing_in()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1"));
        await run.ReleaseAsync();
        Assert.NotNull(await Store.Streams.TryLeaseAsync(Stream, "another", TimeSpan.FromMinutes(1), Cancel));

        await Assert.ThrowsAsync<StreamFencedException>(() => AgainAsync(run, "1", Records.Store("1")));

        Assert.Null(await GetAsync("1"));
    }

    [Fact]
    public async Task A_discarded_record_is_gone_its_case_is_held_no_more_and_the_same_bytes_come_back()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Hold("1", read: 1), Records.Hold("2"), Records.Hold(null, "keyless"));

        var discarded = await Store.Quarantine.DiscardAsync(Stream, HeldFilter.All, Clock.GetUtcNow(), 100, Cancel);

        Assert.Equal(3, discarded);
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
        var known = await Store.Streams.GetKnownAsync(Stream, ["1", "2"], Cancel);
        Assert.All(known.Values, record => Assert.True(record is { Held: false, RawHash.IsEmpty: true }));

        await run.CommitAsync(Records.Hold("1", read: 2), Records.Hold("2", read: 2), Records.Hold(null, "keyless", read: 2));
        Assert.Equal(3, (await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).Count);
        Assert.True((await GetAsync("1"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task Only_what_is_meant_is_discarded_and_nothing_that_came_after_it_was_asked_for()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Of("1", "IH3101", "number"), Of("2", "IH3101", "title"));
        var asked = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await run.CommitAsync(Of("3", "IH3101", "number"));

        Assert.Equal(1, await Store.Quarantine.DiscardAsync(Stream, new HeldFilter { Code = "IH3101", Field = "number" }, asked, 100, Cancel));

        Assert.Equal(["2", "3"], await KeysAsync(Everywhere));
        Assert.Equal(0, await Store.Quarantine.DiscardAsync(Stream with { Stream = new StreamName("another") }, HeldFilter.All, asked, 100, Cancel));
        Assert.Equal(1, await Store.Quarantine.DiscardAsync(Stream, new HeldFilter { Id = (await EntryAsync("2")).Id }, asked, 100, Cancel));
        Assert.Equal(["3"], await KeysAsync(Everywhere));
    }

    [Fact]
    public async Task No_more_are_discarded_at_once_than_asked()
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. Enumerable.Range(0, 7).Select(n => Records.Hold($"{n}"))]);

        Assert.Equal(5, await Store.Quarantine.DiscardAsync(Stream, HeldFilter.All, Clock.GetUtcNow(), 5, Cancel));
        Assert.Equal(2, await Store.Quarantine.DiscardAsync(Stream, HeldFilter.All, Clock.GetUtcNow(), 5, Cancel));
    }

    [Fact]
    public async Task What_has_not_come_for_too_long_loses_its_contents_and_keeps_its_entry()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Hold("1", read: 1), Records.Hold("2"));
        Clock.Advance(TimeSpan.FromDays(60));
        await run.CommitAsync(Records.Hold("2", read: 2));
        Clock.Advance(TimeSpan.FromDays(40));
        var before = Clock.GetUtcNow().AddDays(-90);

        Assert.Equal(1, (await Store.Quarantine.CountUnexpiredAsync(Tenant, before, Cancel))[Stream.Stream]);
        Assert.Equal(1, await Store.Quarantine.ExpireAsync(Tenant, before, Cancel));

        Assert.Empty(await Store.Quarantine.CountUnexpiredAsync(Tenant, before, Cancel));
        Assert.Equal(Clock.GetUtcNow(), (await EntryAsync("1")).ExpiredAt);
        Assert.Null((await EntryAsync("2")).ExpiredAt);
        Assert.Equal(["2"], await HeldAsync(HeldFilter.All));
        Assert.True((await GetAsync("1"))!.NewerRecordHeld);
        Assert.Equal(2, (await Store.Streams.GetStatesAsync(Tenant, Cancel))[0].Quarantined);
        Assert.Equal((2, 1), ((int)(await Store.Quarantine.GroupAsync(Tenant, null, Cancel))[0].Count, (int)(await Store.Quarantine.GroupAsync(Tenant, null, Cancel))[0].Expired));
        Assert.Equal(0, await Store.Quarantine.ExpireAsync(Tenant, before, Cancel));
        Assert.Equal(0, await Store.Quarantine.ExpireAsync(new TenantId("norrby"), Clock.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task What_has_expired_gets_its_contents_back_when_the_same_bytes_come_again()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1"), Records.Hold(null, "keyless"));
        Clock.Advance(TimeSpan.FromDays(100));
        await Store.Quarantine.ExpireAsync(Tenant, Clock.GetUtcNow(), Cancel);
        Assert.Empty(await HeldAsync(HeldFilter.All));

        await run.CommitAsync(Records.Hold("1", read: 1), Records.Hold(null, "keyless", read: 1));

        Assert.Equal(2, (await HeldAsync(HeldFilter.All)).Length);
        Assert.All(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel), entry => Assert.Null(entry.ExpiredAt));
        Assert.Equal(2, (await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).Count);
    }

    static BatchItem.Hold Of(string key, string code, string field)
    {
        var hold = Records.Hold(key);
        return hold with { Entry = hold.Entry with { Code = code, Field = field } };
    }

    async Task<BatchResult> AgainAsync(Session run, string? key, BatchItem now, string content = "bad")
    {
        var held = (await Store.Streams.GetHeldAsync(Stream, HeldFilter.All, null, 10, Cancel)).Single(h => h.Key == key && (key is not null || content == "bad" || h.RawHash.SequenceEqual(Records.Hash("held", "", content))));
        return await Store.Streams.CommitHeldAsync(run.Lease, [new BatchItem.Again(held.Id, held.RawHash, now)], Cancel);
    }

    async Task<QuarantinedRecord> EntryAsync(string key) => (await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).Single(entry => entry.Key == key);

    async Task<string[]> KeysAsync(QuarantineQuery query) => [.. (await Store.Quarantine.ListAsync(Tenant, query, Cancel)).Select(entry => entry.Key ?? "").Order(StringComparer.Ordinal)];

    async Task<string[]> HeldAsync(HeldFilter which) => [.. (await Store.Streams.GetHeldAsync(Stream, which, null, 100, Cancel)).Select(held => held.Key ?? "").Order(StringComparer.Ordinal)];
}
