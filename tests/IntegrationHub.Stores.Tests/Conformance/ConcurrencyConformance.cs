namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class ConcurrencyConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task Readers_see_whole_batches_only()
    {
        const int Cases = 50;
        var run = await BeginAsync();
        await run.CommitAsync([.. Enumerable.Range(0, Cases).Select(n => Records.Store($"{n}", "0", order: 0))]);

        var writing = Task.Run(async () =>
        {
            for (var version = 1; version <= 30; version++)
                await run.CommitAsync([.. Enumerable.Range(0, Cases).Select(n => Records.Store($"{n}", $"{version}", order: version))]);
        }, Cancel);
        var snapshots = new List<string[]>();
        while (!writing.IsCompleted)
            snapshots.Add([.. (await FindAsync("tolvan")).Select(found => found.Case.Title[(found.Case.Title.IndexOf(',', StringComparison.Ordinal) + 1)..])]);

        await writing;
        Assert.NotEmpty(snapshots);
        Assert.All(snapshots, titles => Assert.Equal(Cases, titles.Length));
        Assert.All(snapshots, titles => Assert.Single(titles.Distinct()));
    }

    [Fact]
    public async Task Streams_that_commit_at_the_same_time_lose_nothing_of_each_other()
    {
        await using var other = await Place.OpenAsync(Clock);
        var writers = Enumerable.Range(0, 6).Select(async n =>
        {
            var store = n % 2 == 0 ? Store : other;
            var stream = Stream with { Stream = new StreamName($"permits-{n}") };
            var lease = await store.Streams.TryLeaseAsync(stream, "node", TimeSpan.FromMinutes(1), Cancel);
            var run = new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, Sync.RunTrigger.Manual, Sync.RunKind.Full, Clock.GetUtcNow(), Cancel));
            for (var batch = 0; batch < 5; batch++)
                await run.CommitAsync([.. Enumerable.Range(0, 10).Select(item =>
                    Records.Store(Records.Case($"{n}-{batch}-{item}") with { Stream = stream.Stream }))]);
        });

        await Task.WhenAll(writers);

        Assert.Equal(300, (await Store.Cases.CountAsync(Tenant, Cancel)).Values.Sum());
        Assert.Equal(300, (await other.Cases.ChangesAsync(Tenant, 0, 1000, Cancel)).Count);
    }

    [Fact]
    public async Task A_commit_that_is_cancelled_before_its_turn_writes_nothing()
    {
        var run = await BeginAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.Streams.CommitAsync(run.Lease, run.Run,
            new Sync.Batch { Items = [Records.Store("1")], Checkpoint = Sync.Checkpoint.Start, Progress = default }, cancelled.Token));

        Assert.Null(await GetAsync("1"));
    }
}
