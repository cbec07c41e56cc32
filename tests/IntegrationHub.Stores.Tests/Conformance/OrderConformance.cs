using IntegrationHub.Cases;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class OrderConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task A_lower_order_never_overwrites_a_higher_one_however_late_it_was_read()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "new", order: 5, read: 1));

        var result = await run.CommitAsync(Records.Store("1", "old", order: 4, read: 9));

        Assert.Contains("version new", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
        Assert.Equal(1, result.Counters.Unchanged);
        Assert.Equal(5, (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].Order);
    }

    [Fact]
    public async Task A_record_that_is_left_as_too_old_is_mapped_again_the_next_time()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "new", order: 5));
        var old = Records.Store("1", "old", order: 4);

        await run.CommitAsync(old);

        Assert.NotEqual(old.RawHash, (await Store.Streams.GetKnownAsync(Stream, ["1"], Cancel))["1"].RawHash.ToArray());
    }

    [Fact]
    public async Task Equal_orders_with_other_content_are_a_tie_and_the_later_read_stands()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "a", order: 5, read: 2));

        var earlier = await run.CommitAsync(Records.Store("1", "b", order: 5, read: 1));
        var afterEarlier = (await GetAsync("1"))!.Case.Title;
        var later = await run.CommitAsync(Records.Store("1", "c", order: 5, read: 3));

        Assert.Equal(["1"], earlier.Ties);
        Assert.Contains("version a", afterEarlier, StringComparison.Ordinal);
        Assert.Equal(["1"], later.Ties);
        Assert.Contains("version c", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
        Assert.Equal((1, 1), (earlier.Counters.Unchanged, later.Counters.Written));
    }

    [Fact]
    public async Task Without_an_order_the_later_read_stands_whatever_comes_last()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "b", order: null, read: 2));

        await run.CommitAsync(Records.Store("1", "a", order: null, read: 1));

        Assert.Contains("version b", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_was_read_again_counts_from_its_latest_read()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "a", order: null, read: 1));
        await run.CommitAsync(Records.Store("1", "a", order: null, read: 3));

        await run.CommitAsync(Records.Store("1", "b", order: null, read: 2));

        Assert.Contains("version a", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_delivery_of_the_same_content_does_not_take_its_later_read_away()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "a", order: null, read: 1));
        await run.CommitAsync(Records.Store("1", "a", order: null, read: 5));
        await run.CommitAsync(Records.Store("1", "a", order: null, read: 2));

        await run.CommitAsync(Records.Store("1", "b", order: null, read: 3));

        Assert.Contains("version a", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_was_confirmed_with_the_same_content_holds_off_what_lies_between()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "a", order: 3));
        await run.CommitAsync(Records.Store("1", "a", order: 5));

        await run.CommitAsync(Records.Store("1", "b", order: 4));

        Assert.Contains("version a", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_another_stream_of_the_source_tells_with_the_same_content_becomes_that_streams()
    {
        var renamed = new StreamName("permits-renamed");
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        var other = await BeginAsync(Stream with { Stream = renamed });

        await other.CommitAsync(Records.Store(Records.Case("1") with { Stream = renamed }));

        Assert.Equal(renamed, (await GetAsync("1"))!.Case.Stream);
        Assert.Equal(1, (await Store.Cases.CountAsync(Tenant, Cancel))[renamed]);
    }

    [Fact]
    public async Task A_case_that_another_stream_tells_in_an_older_version_stays_as_it_is()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "new", order: 5));
        var other = await BeginAsync(Stream with { Stream = new StreamName("permits-archive") });

        await other.CommitAsync(Records.Store(Records.Case("1", "old") with { Stream = new StreamName("permits-archive") }, order: 4));

        Assert.Contains("version new", (await GetAsync("1"))!.Case.Title, StringComparison.Ordinal);
    }
}
