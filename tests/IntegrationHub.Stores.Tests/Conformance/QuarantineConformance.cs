using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class QuarantineConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly QuarantineQuery Everywhere = new();

    static readonly AccessFilter ExistenceOfProtected = new(
        [new AccessRule { Disclosure = Disclosure.Disclosure.Full }],
        [new AccessRule { From = Confidentiality.Protected, Disclosure = Disclosure.Disclosure.Existence }]);

    [Fact]
    public async Task A_held_record_is_listed_with_what_is_needed_to_repair_it()
    {
        var run = await BeginAsync();

        var result = await run.CommitAsync(Records.Hold("1"));

        var entry = Assert.Single(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery { Stream = Stream.Stream }, Cancel));
        Assert.Equal(("1", "IH3001", "status", "IH3001: no such status", "1", "line 4"),
            (entry.Key, entry.Code, entry.Field, entry.Diagnostics, entry.MappingVersion, entry.Where));
        Assert.Equal((Stream.Stream, Stream.Source), (entry.Stream, entry.Source));
        Assert.Equal((Clock.GetUtcNow(), Clock.GetUtcNow()), (entry.FirstSeenAt, entry.LastSeenAt));
        Assert.Equal(26, entry.Id.Length);
        Assert.Equal(1, result.Counters.Quarantined);
        Assert.Equal(1, (await Store.Quarantine.CountAsync(Tenant, Cancel))[Stream.Stream]);
        Assert.Equal(1, (await Store.Streams.GetStatesAsync(Tenant, Cancel))[0].Quarantined);
    }

    [Fact]
    public async Task A_case_whose_newer_record_is_held_says_so_and_counts_as_protected()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", timeline: Records.Event("1", "a")));

        await run.CommitAsync(Records.Hold("1", read: 1));

        var found = await GetAsync("1", ExistenceOfProtected);
        Assert.Equal((Disclosure.Disclosure.Existence, true), (found?.Disclosure, found?.NewerRecordHeld));
        Assert.Empty(await TimelineAsync("1", ExistenceOfProtected));
        Assert.Empty(await Store.Cases.SearchAsync(Tenant, "case", ExistenceOfProtected, 10, Cancel));
        Assert.Equal(Disclosure.Disclosure.Full, (await GetAsync("1"))?.Disclosure);
    }

    [Fact]
    public async Task A_version_that_can_be_mapped_takes_the_entry_away_and_the_mark_with_it()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Hold("1", read: 1));

        await run.CommitAsync(Records.Store("1", "repaired", order: 2, read: 2));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
        Assert.False((await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].Held);
    }

    [Fact]
    public async Task The_stored_version_read_again_takes_the_entry_away_too()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Hold("1", read: 1));

        await run.CommitAsync(Records.Store("1", order: 1, read: 2));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task What_was_read_before_the_held_record_is_stored_and_stays_held()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1", read: 5));

        await run.CommitAsync(Records.Store("1", order: 1, read: 4));

        Assert.True((await GetAsync("1"))!.NewerRecordHeld);
        var known = (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"];
        Assert.True(known.Held);
        Assert.Equal(Records.Hold("1").Entry.RawHash, known.RawHash.ToArray());
        Assert.Single(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
    }

    [Fact]
    public async Task A_held_record_that_was_read_before_the_stored_version_changes_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", read: 5));

        var result = await run.CommitAsync(Records.Hold("1", read: 4));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
        Assert.True(result.Counters.Reconciles);
    }

    [Fact]
    public async Task An_unchanged_read_takes_an_entry_away_that_is_not_newer_and_leaves_one_that_is()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Hold("1", read: 3), Records.Hold("2", read: 3));

        await run.CommitAsync(Records.Unchanged("1", read: 3), Records.Unchanged("2", read: 2));

        Assert.Equal(["2"], (await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).Select(entry => entry.Key));
        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
        Assert.True((await GetAsync("2"))!.NewerRecordHeld);
        var known = (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"];
        Assert.False(known.Held);
        Assert.NotEqual(Records.Hold("1").Entry.RawHash, known.RawHash.ToArray());
    }

    [Fact]
    public async Task A_record_that_the_mapping_now_leaves_out_is_not_held_any_more()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1"));

        var result = await run.CommitAsync(new BatchItem.Skip("1", Records.Read(1)));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.Equal(1, result.Counters.Skipped);
    }

    [Fact]
    public async Task A_newer_held_record_takes_the_place_of_an_older_one_of_the_key()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1", "first"));
        var first = Assert.Single(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Clock.Advance(TimeSpan.FromMinutes(5));

        await run.CommitAsync(Records.Hold("1", "second", read: 1));

        var second = Assert.Single(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
        Assert.Equal((first.Id, first.FirstSeenAt, Clock.GetUtcNow()), (second.Id, second.FirstSeenAt, second.LastSeenAt));
        Assert.Equal(Records.Hold("1", "second").Entry.RawHash, (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].RawHash.ToArray());
    }

    [Fact]
    public async Task The_same_held_record_again_writes_nothing_of_cases_or_keys()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Hold("1", read: 1));
        var (cases, keys, states) = (Written("cases"), Written("lookup_keys"), Written("record_state"));
        Clock.Advance(TimeSpan.FromMinutes(5));

        var again = await run.CommitAsync(Records.Hold("1", read: 2));

        Assert.Equal((cases, keys, states), (Written("cases"), Written("lookup_keys"), Written("record_state")));
        Assert.Equal(1, again.Counters.Quarantined);
        Assert.Equal(Clock.GetUtcNow(), Assert.Single(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).LastSeenAt);
    }

    [Fact]
    public async Task Records_without_a_key_are_told_apart_by_their_bytes()
    {
        var run = await BeginAsync();

        await run.CommitAsync(Records.Hold(null, "a"), Records.Hold(null, "b"), Records.Hold(null, "a", read: 1));

        Assert.Equal(2, (await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel)).Count);
    }

    [Fact]
    public async Task Entries_are_listed_newest_first_up_to_the_limit_and_by_stream()
    {
        var run = await BeginAsync();
        foreach (var key in new[] { "1", "2", "3" })
        {
            await run.CommitAsync(Records.Hold(key));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["3", "2"], (await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery { Limit = 2 }, Cancel)).Select(entry => entry.Key));
        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, new QuarantineQuery { Stream = new StreamName("another") }, Cancel));
        Assert.Empty(await Store.Quarantine.ListAsync(new TenantId("norrby"), Everywhere, Cancel));
    }

    [Fact]
    public async Task A_removed_record_leaves_quarantine()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1), Records.Hold("1", read: 1));

        await run.CommitAsync(Records.Remove("1", order: 2, read: 2));

        Assert.Empty(await Store.Quarantine.ListAsync(Tenant, Everywhere, Cancel));
    }

    [Fact]
    public async Task Held_records_are_given_with_their_contents_in_pages_and_only_those_of_the_stream()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1", read: 1), Records.Hold("2", read: 2), Records.Hold(null, "keyless", read: 3));

        var first = await Store.Streams.GetHeldAsync(Stream, HeldFilter.All, null, 2, Cancel);
        var second = await Store.Streams.GetHeldAsync(Stream, HeldFilter.All, first[^1].Id, 2, Cancel);

        Assert.Equal((2, 1), (first.Count, second.Count));
        var all = first.Concat(second).OrderBy(held => held.ReadStartedAt).ToList();
        Assert.Equal(["1", "2", null], all.Select(held => held.Key));
        Assert.Equal(Records.Hash("raw bytes", "keyless"), all[2].Raw);
        Assert.Equal(Records.Hash("held", "", "keyless"), all[2].RawHash);
        Assert.Equal(Records.Read(3), all[2].ReadStartedAt);
        Assert.Empty(await Store.Streams.GetHeldAsync(Stream with { Stream = new StreamName("another") }, HeldFilter.All, null, 10, Cancel));
    }
}
