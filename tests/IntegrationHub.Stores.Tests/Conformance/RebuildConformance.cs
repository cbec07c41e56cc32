using IntegrationHub.Cases;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class RebuildConformance(IStorePlace place) : StoreConformance(place)
{
    static Batch Shadow(params BatchItem[] items) => new()
    {
        Items = items,
        Checkpoint = new Checkpoint { Unfinished = new UnfinishedRead { StartedAt = Records.Read(1), SweepId = "rebuild", Rebuild = true } },
        SweepId = "rebuild",
        Shadow = true,
        Progress = new RunProgress(1, 1, 0),
    };

    static ValueTask<SweepResult> SwapAsync(Session run, SweepFacts? facts = null, DeleteGuard? guard = null) =>
        run.Store.Streams.EndSweepAsync(run.Lease, run.Run, new SweepEnd
        {
            SweepId = "rebuild",
            Facts = facts ?? Session.WholeAt(1),
            Guard = guard ?? Session.LetsAllGo,
            Rebuild = true,
            After = _ => new Checkpoint { FirstReadDone = true },
        }, Cancel);

    static ValueTask<SweepResult> SwapAsync(Session run, Func<BatchItem, byte[]?, Exception, IReadOnlyList<BatchItem>> refused) =>
        run.Store.Streams.EndSweepAsync(run.Lease, run.Run, new SweepEnd
        {
            SweepId = "rebuild",
            Facts = Session.WholeAt(1),
            Guard = Session.LetsAllGo,
            Rebuild = true,
            Refused = refused,
            After = _ => new Checkpoint { FirstReadDone = true },
        }, Cancel);

    // No store takes a case of another source in a batch of this stream.
    static BatchItem.StoreCase Refused(string key) => Records.Store(Records.Case(key, "new") with { Source = new SourceId("another") }, order: 5, read: 1);

    async Task<Session> WithCasesAsync(params string[] keys)
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. keys.Select(key => Records.Store(key, "old", order: 5, timeline: Records.Event(key, "a")))]);
        return run;
    }

    async Task<string?> TitleAsync(string key) => (await GetAsync(key))?.Case.Title;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(12)]
    public async Task A_record_that_is_refused_goes_to_quarantine_alone_and_the_rest_is_applied(int bad)
    {
        var keys = Enumerable.Range(0, 13).Select(n => $"{n:00}").ToArray();
        var run = await WithCasesAsync(keys);
        await run.CommitAsync(Shadow([.. keys.Select((key, n) => n == bad ? Refused(key) : Records.Store(key, "new", order: 5, read: 1))]) with
        {
            Records = [.. keys.Select(key => System.Text.Encoding.UTF8.GetBytes(key))],
        });
        var asked = new List<(string? Key, string Record, Exception Why)>();

        var result = await SwapAsync(run, (item, record, why) =>
        {
            asked.Add((item.Key, System.Text.Encoding.UTF8.GetString(record!), why));
            return [Records.Hold(item.Key, read: 1)];
        });

        Assert.Equal([(keys[bad], keys[bad])], asked.Select(a => (a.Key, a.Record)));
        Assert.True(RefusalRule.MayBeAboutARecord(asked[0].Why));
        Assert.Equal(new RunCounters(Read: 13, Written: 12, Unchanged: 0, Skipped: 0, Quarantined: 1, Tombstoned: 0), result.Applied);
        Assert.Equal((SweepReason.Complete, 0L), (result.Verdict.Reason, result.Removed));
        for (var n = 0; n < keys.Length; n++) Assert.Equal($"Case {keys[n]}, version {(n == bad ? "old" : "new")}", await TitleAsync(keys[n]));
        Assert.Equal([keys[bad]], (await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel)).Select(q => q.Key));
        Assert.True((await GetAsync(keys[bad]))!.NewerRecordHeld);
    }

    [Fact]
    public async Task What_is_refused_in_quarantine_too_is_held_as_the_next_choice_says()
    {
        var run = await WithCasesAsync("1", "2");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1), Refused("2")));

        await SwapAsync(run, (item, _, _) => [item, Records.Hold(null, read: 1)]);

        Assert.Equal(("Case 1, version new", "Case 2, version old"), (await TitleAsync("1"), await TitleAsync("2")));
        Assert.Null(Assert.Single(await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel)).Key);
    }

    [Fact]
    public async Task What_cannot_even_be_held_leaves_all_as_it_was()
    {
        var run = await WithCasesAsync("1", "2");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1), Refused("2")));

        await Assert.ThrowsAnyAsync<Exception>(async () => await SwapAsync(run, (_, _, _) => []));

        Assert.Equal(("Case 1, version old", "Case 2, version old"), (await TitleAsync("1"), await TitleAsync("2")));
    }

    [Fact]
    public async Task Who_is_asked_of_a_refused_record_may_stop_the_rebuild_and_nothing_of_it_is_applied()
    {
        var run = await WithCasesAsync("1", "2");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1), Refused("2")));

        await Assert.ThrowsAsync<TimeoutException>(async () => await SwapAsync(run, (_, _, _) => throw new TimeoutException()));

        Assert.Equal(("Case 1, version old", "Case 2, version old"), (await TitleAsync("1"), await TitleAsync("2")));
        Assert.Equal("Case 1, version new", (await SwapAsync(run, (item, _, _) => [Records.Hold(item.Key, read: 1)])) is { Applied.Written: 1 } ? await TitleAsync("1") : "");
    }

    [Fact]
    public async Task Until_it_is_applied_readers_see_the_old_and_nothing_is_counted()
    {
        var run = await WithCasesAsync("1", "2");

        var gathered = await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1), Records.Store("3", "new", read: 1)));

        Assert.Equal(default, gathered.Counters);
        Assert.Equal(("Case 1, version old", null), (await TitleAsync("1"), await TitleAsync("3")));
        Assert.Equal(2, (await Store.Cases.CountAsync(Tenant, Cancel))[Stream.Stream]);
    }

    [Fact]
    public async Task Applied_it_takes_the_place_of_what_was_there_whole()
    {
        var run = await WithCasesAsync("1", "2", "gone");
        await run.CommitAsync(Shadow(
            Records.Store(Records.Case("1", "new", person: "siv"), order: 5, read: 1, Records.Event("1", "b")), Records.Store("2", "old", order: 5, read: 1, timeline: Records.Event("2", "a")),
            Records.Store("3", "new", read: 1), Records.StoreEvent(Records.Event("3", "message"), read: 1), Records.Hold("4", read: 1), new BatchItem.Skip(null, Records.Read(1))));

        var result = await SwapAsync(run);

        Assert.Equal(new RunCounters(Read: 6, Written: 3, Unchanged: 1, Skipped: 1, Quarantined: 1, Tombstoned: 0), result.Applied);
        Assert.Equal((1L, SweepReason.Complete), (result.Removed, result.Verdict.Reason));
        Assert.Equal(("Case 1, version new", "Case 2, version old", "Case 3, version new", null), (await TitleAsync("1"), await TitleAsync("2"), await TitleAsync("3"), await TitleAsync("gone")));
        Assert.Equal(["b"], await TimelineAsync("1"));
        Assert.Equal(["message"], await TimelineAsync("3"));
        Assert.Single(await FindAsync("siv"));
        Assert.Equal(["4"], (await Store.Quarantine.ListAsync(Tenant, new IntegrationHub.Quarantine.QuarantineQuery(), Cancel)).Select(q => q.Key));
        Assert.Equal((6L, 1L), ((await Store.Streams.GetRunsAsync(Tenant, Stream.Stream, 1, Cancel))[0].Counters.Read - 3, (await Store.Streams.GetRunsAsync(Tenant, Stream.Stream, 1, Cancel))[0].Counters.Tombstoned));
        Assert.True((await Store.Streams.GetCheckpointAsync(Stream, Cancel)).FirstReadDone);
    }

    [Fact]
    public async Task What_comes_out_as_it_was_is_no_change_for_who_follows_the_feed()
    {
        var run = await WithCasesAsync("1");
        var before = (await Store.Cases.ChangesAsync(Tenant, 0, 100, Cancel)).Count;
        await run.CommitAsync(Shadow(Records.Store("1", "old", order: 5, read: 1, timeline: Records.Event("1", "a"))));

        await SwapAsync(run);

        Assert.Equal(before, (await Store.Cases.ChangesAsync(Tenant, 0, 100, Cancel)).Count);
    }

    [Fact]
    public async Task An_order_that_an_earlier_mapping_made_does_not_keep_the_rebuilt_version_out()
    {
        var run = await WithCasesAsync("1");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 2, read: 1)));
        await SwapAsync(run);

        await run.CommitAsync(Records.Store("1", "newest", order: 3, read: 2));

        Assert.Equal("Case 1, version newest", await TitleAsync("1"));
    }

    [Fact]
    public async Task What_somebody_had_read_while_the_rebuild_went_on_stands()
    {
        var run = await WithCasesAsync("1", "2");
        await run.CommitAsync(Shadow(Records.Store("1", "rebuilt", order: 5, read: 1)));
        await Store.Streams.ApplyAsync(Stream, [Records.Store("1", "refreshed", order: 6, read: 2), Records.Store("2", "refreshed", order: 6, read: 2)], Cancel);

        var result = await SwapAsync(run);

        Assert.Equal(("Case 1, version refreshed", "Case 2, version refreshed", 0L), (await TitleAsync("1"), await TitleAsync("2"), result.Removed));
    }

    [Fact]
    public async Task A_list_that_lags_behind_does_not_set_back_what_was_read_of_a_case_alone_while_the_rebuild_went_on()
    {
        var run = await WithCasesAsync("1");
        await run.CommitAsync(Records.Store("1", "newest", order: 7, read: 2));
        await run.CommitAsync(Shadow(Records.Store("1", "lagging", order: 6, read: 3)));

        await SwapAsync(run);

        Assert.Equal("Case 1, version newest", await TitleAsync("1"));
    }

    [Fact]
    public async Task A_rebuild_that_proves_nothing_changes_nothing_and_leaves_nothing_behind()
    {
        var run = await WithCasesAsync("1", "2");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1)));

        var incomplete = await SwapAsync(run, Session.Broken);
        var later = await SwapAsync(run, guard: Session.LetsNothingGo);

        Assert.Equal((SweepReason.OtherCount, default, 0L), (incomplete.Verdict.Reason, incomplete.Applied, incomplete.Removed));
        Assert.Equal(default, later.Applied);
        Assert.Equal("Case 1, version old", await TitleAsync("1"));
    }

    [Fact]
    public async Task What_it_does_not_hold_is_held_above_the_guard_while_what_it_holds_is_applied()
    {
        var run = await WithCasesAsync("1", "2", "3");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1)));

        var result = await SwapAsync(run, guard: Session.LetsNothingGo);

        Assert.Equal((SweepReason.AboveGuard, 0L), (result.Verdict.Reason, result.Removed));
        Assert.NotNull(result.HeldDelete);
        Assert.Equal(("Case 1, version new", "Case 2, version old", "Case 3, version old"), (await TitleAsync("1"), await TitleAsync("2"), await TitleAsync("3")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_new_mapping_calls_gone_is_for_the_guard_too(bool letsGo)
    {
        var run = await WithCasesAsync("1", "2", "3");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1), Records.Remove("2", order: 5, read: 1), Records.Remove("3", order: 5, read: 1)));

        var result = await SwapAsync(run, guard: letsGo ? Session.LetsAllGo : Session.LetsNothingGo);

        Assert.Equal(letsGo, await GetAsync("2") is null);
        Assert.Equal(letsGo, result.HeldDelete is null);
        Assert.Equal(letsGo ? [TombstoneReason.Deleted, TombstoneReason.Deleted] : [], (await Store.Removals.GetRemovedAsync(Tenant, null, 10, Cancel)).Select(r => r.Reason));
        Assert.True(result.Applied.Reconciles);
    }

    [Fact]
    public async Task A_destruction_that_it_reads_is_done_whatever_the_guard_says()
    {
        var run = await WithCasesAsync("1", "2");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1), Records.Remove("2", order: 9, read: 1, erase: true)));

        await SwapAsync(run, guard: Session.LetsNothingGo);

        Assert.Null(await GetAsync("2"));
        Assert.Empty(await Store.Removals.GetRemovedAsync(Tenant, null, 10, Cancel));
    }

    [Fact]
    public async Task It_goes_on_in_the_next_run_where_it_was_broken_off()
    {
        var first = await WithCasesAsync("1", "2");
        await first.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1)));
        await first.ReleaseAsync();

        var second = await BeginAsync();
        await second.CommitAsync(Shadow(Records.Store("2", "new", order: 5, read: 1)));
        var result = await SwapAsync(second);

        Assert.Equal((2L, 0L), (result.Applied.Written, result.Removed));
        Assert.Equal(("Case 1, version new", "Case 2, version new"), (await TitleAsync("1"), await TitleAsync("2")));
    }

    [Fact]
    public async Task What_a_rebuild_that_was_given_up_has_gathered_is_dropped()
    {
        var run = await WithCasesAsync("1");
        await run.CommitAsync(Shadow(Records.Store("1", "new", order: 5, read: 1)));

        await run.CommitAsync(Records.Unchanged("1", read: 2));
        var result = await SwapAsync(run, facts: Session.WholeAt(1));

        Assert.Equal(default, result.Applied);
    }

    [Fact]
    public async Task Resetting_makes_the_next_run_begin_from_the_beginning_and_removes_nothing()
    {
        var run = await WithCasesAsync("1");
        await run.CommitAsync(new Batch { Items = [], Checkpoint = new Checkpoint { FirstReadDone = true, Position = "7", Watermark = Records.Read(1) }, Progress = default });

        await Store.Streams.ResetAsync(run.Lease, Cancel);

        Assert.Equal(Checkpoint.Start, await Store.Streams.GetCheckpointAsync(Stream, Cancel));
        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task Resetting_with_a_lost_lease_does_nothing()
    {
        var run = await WithCasesAsync("1");
        await run.CommitAsync(new Batch { Items = [], Checkpoint = new Checkpoint { Position = "7" }, Progress = default });
        await run.ReleaseAsync();

        await Assert.ThrowsAsync<StreamFencedException>(async () => await Store.Streams.ResetAsync(run.Lease, Cancel));

        Assert.Equal("7", (await Store.Streams.GetCheckpointAsync(Stream, Cancel)).Position);
    }

    [Fact]
    public async Task Whoever_reads_while_it_is_applied_sees_all_of_the_old_or_all_of_the_new()
    {
        const int Cases = 400;
        var run = await BeginAsync();
        var keys = Enumerable.Range(0, Cases).Select(n => $"{n:000}").ToArray();
        await run.CommitAsync([.. keys.Select(key => Records.Store(Records.Case(key, "old", person: "one")))]);
        using var stop = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.ConcurrentBag<(int Old, int New)>();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            do
            {
                var found = await Store.Cases.FindAsync(Tenant, [Records.Person("one")], Everything, Cases * 2, CancellationToken.None);
                seen.Add((found.Count(f => f.Case.Title.EndsWith("old", StringComparison.Ordinal)), found.Count(f => f.Case.Title.EndsWith("new", StringComparison.Ordinal))));
            }
            while (!stop.IsCancellationRequested);
        }, Cancel)).ToArray();

        foreach (var some in keys.Append("new-one").Chunk(100)) await run.CommitAsync(Shadow([.. some.Select(key => Records.Store(Records.Case(key, "new", person: "one"), read: 1))]));
        await SwapAsync(run);
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal([(0, Cases + 1), (Cases, 0)], seen.Append((0, Cases + 1)).Distinct().OrderBy(s => s.Item1));
    }
}
