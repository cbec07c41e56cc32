using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class LeaseConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_stream_that_is_leased_is_not_leased_again_not_even_to_the_same_owner()
    {
        await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);

        Assert.Null(await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel));
        Assert.Null(await Store.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel));
    }

    [Fact]
    public async Task Another_stream_or_another_tenant_with_the_same_names_is_leased_on_its_own()
    {
        await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);

        var other = await Store.Streams.TryLeaseAsync(Stream with { Stream = new StreamName("permits-events") }, "node-1", Minute, Cancel);
        var foreign = await Store.Streams.TryLeaseAsync(Stream with { Tenant = new TenantId("norrby") }, "node-1", Minute, Cancel);

        Assert.Equal(1, other?.Epoch);
        Assert.Equal(1, foreign?.Epoch);
    }

    [Fact]
    public async Task A_lease_that_was_given_back_is_taken_with_a_higher_epoch()
    {
        var first = await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);
        await Store.Streams.ReleaseAsync(first!, Cancel);

        var second = await Store.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);

        Assert.Equal(first!.Epoch + 1, second?.Epoch);
    }

    [Fact]
    public async Task A_lease_ends_by_the_stores_clock_and_not_by_the_hubs()
    {
        var first = await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);
        Clock.Advance(TimeSpan.FromDays(1));
        var byHubClock = await Store.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);
        await Place.LetLeaseTimePassAsync(Minute);

        var byStoreClock = await Store.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);

        Assert.Null(byHubClock);
        Assert.Equal(first!.Epoch + 1, byStoreClock?.Epoch);
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_its_renewal()
    {
        var lease = await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);
        await Place.LetLeaseTimePassAsync(TimeSpan.FromSeconds(50));
        var renewed = await Store.Streams.RenewAsync(lease!, Minute, Cancel);
        await Place.LetLeaseTimePassAsync(TimeSpan.FromSeconds(50));

        var taken = await Store.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);

        Assert.True(renewed);
        Assert.Null(taken);
    }

    [Fact]
    public async Task A_lost_lease_cannot_be_renewed_and_giving_it_back_takes_nothing_from_its_successor()
    {
        var lost = await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);
        await Place.LetLeaseTimePassAsync(Minute);
        await Store.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);

        var renewed = await Store.Streams.RenewAsync(lost!, Minute, Cancel);
        await Store.Streams.ReleaseAsync(lost!, Cancel);

        Assert.False(renewed);
        Assert.Null(await Store.Streams.TryLeaseAsync(Stream, "node-3", Minute, Cancel));
    }

    [Fact]
    public async Task A_commit_of_a_run_that_was_replaced_is_refused_and_leaves_nothing()
    {
        var paused = await BeginAsync();
        await Place.LetLeaseTimePassAsync(Minute);
        var successor = await BeginAsync();
        await successor.CommitAsync(Records.Store("1", "of the successor", order: 2));

        await Assert.ThrowsAsync<StreamFencedException>(async () => await paused.CommitAsync(Records.Store("1", "of the paused run", order: 3), Records.Store("2")));

        Assert.Contains("of the successor", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
        Assert.Null(await GetAsync("2"));
    }

    [Fact]
    public async Task A_commit_after_the_lease_was_given_back_is_refused()
    {
        var run = await BeginAsync();
        await run.ReleaseAsync();

        await Assert.ThrowsAsync<StreamFencedException>(async () => await run.CommitAsync(Records.Store("1")));
        await Assert.ThrowsAsync<StreamFencedException>(async () => await run.EndSweepAsync("sweep"));
    }

    [Fact]
    public async Task A_lease_that_ran_out_still_commits_while_nobody_has_taken_over()
    {
        var run = await BeginAsync();
        await Place.LetLeaseTimePassAsync(TimeSpan.FromHours(1));

        await run.CommitAsync(Records.Store("1"));

        Assert.NotNull(await GetAsync("1"));
    }

    [Fact]
    public async Task Two_hubs_on_one_place_respect_each_others_leases()
    {
        await using var other = await Place.OpenAsync(Clock);
        var lease = await Store.Streams.TryLeaseAsync(Stream, "node-1", Minute, Cancel);

        var refused = await other.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);
        await Store.Streams.ReleaseAsync(lease!, Cancel);
        var granted = await other.Streams.TryLeaseAsync(Stream, "node-2", Minute, Cancel);

        Assert.Null(refused);
        Assert.Equal(lease!.Epoch + 1, granted?.Epoch);
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_the_lease()
    {
        await using var other = await Place.OpenAsync(Clock);

        var asked = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            (n % 2 == 0 ? Store : other).Streams.TryLeaseAsync(Stream, $"node-{n}", Minute, Cancel).AsTask()));

        Assert.Single(asked, lease => lease is not null);
    }
}
