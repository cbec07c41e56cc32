using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class HeldDeleteConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly HeldDeleteDecision Decision = new(Records.Read(100), "Karin Ek (operations)", "the vendor moved its archive");

    IRemovalStore Removals => Store.Removals;

    /// <summary>Cases 1 to 4, of which a complete read holds the first only; the guard lets nothing go.</summary>
    async Task<(Session Run, HeldDelete Held)> HoldThreeAsync()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Store("3"), Records.Store("4"));
        var result = await SweepAsync(run, read: 1, "1");
        Assert.NotNull(result.HeldDelete);
        return (run, (await Removals.GetHeldAsync(Tenant, result.HeldDelete.Value, Cancel))!);
    }

    static async Task<SweepResult> SweepAsync(Session run, int read, params string[] seen)
    {
        await run.CommitAsync($"sweep-{read}", [.. seen.Select(key => Records.Unchanged(key, read))]);
        return await run.EndSweepAsync($"sweep-{read}", Session.WholeAt(read), Session.LetsNothingGo);
    }

    async Task<StreamLease> LeaseAsync(Session run)
    {
        await run.ReleaseAsync();
        return (await Store.Streams.TryLeaseAsync(Stream, "an operator", TimeSpan.FromMinutes(1), Cancel))!;
    }

    async Task<string[]> LeftAsync(long held) => [.. (await Removals.GetHeldCasesAsync(Tenant, held, 100, Cancel)).Select(c => c.Key)];

    [Fact]
    public async Task What_is_more_than_the_guard_lets_go_stays_and_is_held_with_its_cases_by_their_numbers()
    {
        var (run, held) = await HoldThreeAsync();

        Assert.Equal((Stream.Stream, Stream.Source, run.Run, HeldDeleteState.Waiting, 4L, 3L, 3L), (held.Stream, held.Source, held.Run, held.State, held.Live, held.Cases, held.Left));
        Assert.Equal((Records.Read(1), Clock.GetUtcNow() + RemovalRule.WaitsFor, null), (held.ReadStartedAt, held.ExpiresAt, held.Decision));
        Assert.Equal([("2", "BYGG 2026-2"), ("3", "BYGG 2026-3"), ("4", "BYGG 2026-4")], (await Removals.GetHeldCasesAsync(Tenant, held.Id, 100, Cancel)).Select(c => (c.Key, c.Number!)));
        Assert.NotNull(await GetAsync("2"));
        Assert.Equal(3, (await Store.Streams.GetStatesAsync(Tenant, Cancel))[0].HeldDeletes);
    }

    [Fact]
    public async Task Approving_removes_exactly_those_that_have_not_been_read_again()
    {
        var (run, held) = await HoldThreeAsync();
        await run.CommitAsync(Records.Unchanged("3", read: 2));

        var removed = await Removals.ApproveAsync(await LeaseAsync(run), held.Id, Decision, Cancel);

        Assert.Equal(2, removed);
        Assert.Null(await GetAsync("2"));
        Assert.NotNull(await GetAsync("3"));
        Assert.Null(await GetAsync("4"));
        var told = (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!;
        Assert.Equal((HeldDeleteState.Approved, 3L, 2L, Decision), (told.State, told.Cases, told.Left, told.Decision));
        Assert.Equal([held.Run, held.Run], (await Removals.GetRemovedAsync(Tenant, Stream.Stream, 10, Cancel)).Select(r => r.Run!.Value));
        Assert.Equal(0, (await Store.Streams.GetStatesAsync(Tenant, Cancel))[0].HeldDeletes);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("held")]
    [InlineData("refreshed")]
    [InlineData("removed")]
    public async Task Whatever_is_read_of_a_case_takes_it_from_those_that_would_go(string how)
    {
        var (run, held) = await HoldThreeAsync();

        if (how == "changed") await run.CommitAsync(Records.Store("2", "new", order: 2, read: 2));
        else if (how == "held") await run.CommitAsync(Records.Hold("2", read: 2));
        else if (how == "removed") await run.CommitAsync(Records.Remove("2", order: 2, read: 2));
        else await Store.Streams.ApplyAsync(Stream, [Records.Store("2", read: 2)], Cancel);

        Assert.Equal(["3", "4"], await LeftAsync(held.Id));
    }

    [Fact]
    public async Task What_was_read_before_the_complete_read_and_comes_late_proves_nothing()
    {
        var (run, held) = await HoldThreeAsync();

        await run.CommitAsync(Records.Store("2", "from quarantine", order: 2, read: 0));

        Assert.Equal(["2", "3", "4"], await LeftAsync(held.Id));
    }

    [Fact]
    public async Task A_case_that_another_stream_took_over_does_not_go()
    {
        var (run, held) = await HoldThreeAsync();
        var other = new StreamName("permits-archive");
        var archive = await BeginAsync(Stream with { Stream = other });
        await archive.CommitAsync(Records.Store(Records.Case("2") with { Stream = other }, read: 2));

        Assert.Equal(["3", "4"], await LeftAsync(held.Id));
        Assert.Equal(2, await Removals.ApproveAsync(await LeaseAsync(run), held.Id, Decision, Cancel));
        Assert.NotNull(await GetAsync("2"));
    }

    [Fact]
    public async Task When_all_have_been_read_again_there_is_nothing_to_decide()
    {
        var (run, held) = await HoldThreeAsync();

        await run.CommitAsync(Records.Unchanged("2", 2), Records.Unchanged("3", 2), Records.Unchanged("4", 2));

        Assert.Equal(HeldDeleteState.Settled, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State);
        Assert.Null(await Removals.ApproveAsync(await LeaseAsync(run), held.Id, Decision, Cancel));
        Assert.NotNull(await GetAsync("2"));
    }

    [Fact]
    public async Task Approving_with_a_lost_lease_removes_nothing()
    {
        var (run, held) = await HoldThreeAsync();
        var lost = run.Lease;
        await LeaseAsync(run);

        await Assert.ThrowsAsync<StreamFencedException>(async () => await Removals.ApproveAsync(lost, held.Id, Decision, Cancel));

        Assert.NotNull(await GetAsync("2"));
        Assert.Equal(HeldDeleteState.Waiting, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State);
    }

    [Fact]
    public async Task Deciding_twice_does_nothing_the_second_time()
    {
        var (run, held) = await HoldThreeAsync();
        var lease = await LeaseAsync(run);

        Assert.Equal(3, await Removals.ApproveAsync(lease, held.Id, Decision, Cancel));
        Assert.Null(await Removals.ApproveAsync(lease, held.Id, Decision, Cancel));
        Assert.Null(await Removals.RejectAsync(Tenant, held.Id, Decision, Clock.GetUtcNow().AddDays(30), Cancel));
    }

    [Fact]
    public async Task Nobody_decides_of_another_municipalitys_held_deletes()
    {
        var (_, held) = await HoldThreeAsync();
        var other = new TenantId("another");

        Assert.Null(await Removals.RejectAsync(other, held.Id, Decision, Clock.GetUtcNow().AddDays(30), Cancel));
        Assert.Null(await Removals.GetHeldAsync(other, held.Id, Cancel));
        Assert.Empty(await Removals.GetHeldCasesAsync(other, held.Id, 10, Cancel));
    }

    [Fact]
    public async Task What_was_rejected_stays_and_is_not_asked_about_again_until_its_time_is_over()
    {
        var (run, held) = await HoldThreeAsync();

        Assert.Equal(3, await Removals.RejectAsync(Tenant, held.Id, Decision, Clock.GetUtcNow() + RemovalRule.KeptFor, Cancel));
        var during = await SweepAsync(run, read: 2, "1");
        Clock.Advance(RemovalRule.KeptFor);
        var after = await SweepAsync(run, read: 3, "1");

        Assert.Equal((SweepReason.Complete, 0L, null, new SweepCount(4, 3, Seen: 1, Kept: 3)), (during.Verdict.Reason, during.Removed, during.HeldDelete, during.Verdict.Count));
        Assert.Equal(SweepReason.AboveGuard, after.Verdict.Reason);
        Assert.NotNull(after.HeldDelete);
        Assert.Equal((HeldDeleteState.Rejected, Decision), ((await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.Decision));
    }

    [Fact]
    public async Task A_set_that_holds_more_than_what_was_rejected_is_asked_about_for_what_is_new()
    {
        var (run, held) = await HoldThreeAsync();
        await Removals.RejectAsync(Tenant, held.Id, Decision, Clock.GetUtcNow() + RemovalRule.KeptFor, Cancel);
        await run.CommitAsync(Records.Store("5", read: 2));

        var result = await SweepAsync(run, read: 3, "1");

        Assert.Equal(["5"], await LeftAsync(result.HeldDelete!.Value));
    }

    [Fact]
    public async Task A_kept_case_that_is_read_again_and_then_vanishes_once_more_is_asked_about()
    {
        var (run, held) = await HoldThreeAsync();
        await Removals.RejectAsync(Tenant, held.Id, Decision, Clock.GetUtcNow() + RemovalRule.KeptFor, Cancel);
        await run.CommitAsync(Records.Unchanged("2", read: 2));

        var result = await SweepAsync(run, read: 3, "1");

        Assert.Equal(["2"], await LeftAsync(result.HeldDelete!.Value));
    }

    [Fact]
    public async Task The_same_set_again_goes_on_waiting_under_its_number_with_a_newer_proof()
    {
        var (run, held) = await HoldThreeAsync();
        Clock.Advance(TimeSpan.FromDays(1));

        var again = await SweepAsync(run, read: 2, "1");

        Assert.Null(again.HeldDelete);
        var told = (await Removals.GetHeldAsync(Tenant, stream: null, waitingOnly: true, 10, Cancel)).Single();
        Assert.Equal((held.Id, held.HeldAt, held.ExpiresAt.AddDays(1), Records.Read(2)), (told.Id, told.HeldAt, told.ExpiresAt, told.ReadStartedAt));
    }

    [Fact]
    public async Task A_set_that_only_shrinks_goes_on_waiting_under_its_number()
    {
        var (run, held) = await HoldThreeAsync();

        var newer = await SweepAsync(run, read: 2, "1", "2");

        Assert.Equal((SweepReason.AboveGuard, null), (newer.Verdict.Reason, newer.HeldDelete));
        Assert.Equal(["3", "4"], await LeftAsync(held.Id));
    }

    [Fact]
    public async Task Another_set_takes_the_place_of_what_was_held_and_nobody_can_approve_the_old_one()
    {
        var (run, held) = await HoldThreeAsync();

        var newer = await SweepAsync(run, read: 2, "2");

        Assert.NotEqual(held.Id, newer.HeldDelete);
        Assert.Equal(["1", "3", "4"], await LeftAsync(newer.HeldDelete!.Value));
        Assert.Equal(HeldDeleteState.Replaced, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State);
        Assert.Null(await Removals.ApproveAsync(await LeaseAsync(run), held.Id, Decision, Cancel));
        Assert.NotNull(await GetAsync("3"));
    }

    [Fact]
    public async Task An_incomplete_read_leaves_what_an_earlier_one_held()
    {
        var (run, held) = await HoldThreeAsync();

        await run.CommitAsync("broken", Records.Unchanged("1", read: 2));
        var result = await run.EndSweepAsync("broken", Session.Broken, Session.LetsAllGo);

        Assert.Equal((0L, null), (result.Removed, result.HeldDelete));
        Assert.Equal(HeldDeleteState.Waiting, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State);
    }

    [Fact]
    public async Task A_complete_read_within_the_guard_takes_the_place_of_what_was_held()
    {
        var (run, held) = await HoldThreeAsync();

        await run.CommitAsync("whole", Records.Unchanged("1", 2), Records.Unchanged("2", 2));
        var result = await run.EndSweepAsync("whole", Session.WholeAt(2), Session.LetsAllGo);

        Assert.Equal(2, result.Removed);
        Assert.Equal(HeldDeleteState.Replaced, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State);
    }

    [Fact]
    public async Task After_its_time_nobody_can_decide_any_more_and_nothing_has_gone()
    {
        var (run, held) = await HoldThreeAsync();

        Clock.Advance(RemovalRule.WaitsFor);

        Assert.Equal(HeldDeleteState.Expired, (await Removals.GetHeldAsync(Tenant, held.Id, Cancel))!.State);
        Assert.Equal(0, (await Store.Streams.GetStatesAsync(Tenant, Cancel))[0].HeldDeletes);
        Assert.Null(await Removals.ApproveAsync(await LeaseAsync(run), held.Id, Decision, Cancel));
        Assert.Equal([held.Id], (await Removals.ExpireAsync(Tenant, Cancel)).Select(h => h.Id));
        Assert.Empty(await Removals.ExpireAsync(Tenant, Cancel));
        Assert.NotNull(await GetAsync("2"));
    }
}
