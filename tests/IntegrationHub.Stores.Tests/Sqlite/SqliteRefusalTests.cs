using IntegrationHub.Sqlite;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Stores.Tests.Sqlite;

/// <summary>What SQLite says of a value that it does not take, told apart from a file that cannot be written.</summary>
public sealed class SqliteRefusalTests : IAsyncLifetime
{
    static readonly StreamKey Stream = new(new TenantId("sundby"), Records.Source, Records.Stream);

    readonly SqlitePlace place = new();
    SqliteHubStore store = null!;
    Session run = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = (SqliteHubStore)await place.OpenAsync(new ManualClock());
        var lease = await store.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel);
        run = new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Changes, Records.Read(0), Cancel));
        await store.Index.OnWriterAsync(connection =>
        {
            connection.Execute("CREATE TRIGGER refuse BEFORE INSERT ON cases WHEN new.key = 'bad' BEGIN SELECT raise(ABORT, 'no such case'); END");
            return 0;
        }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await place.DisposeAsync();
    }

    [Fact]
    public async Task A_constraint_refuses_the_batch_and_nothing_of_it_is_written()
    {
        var refused = await Assert.ThrowsAsync<BatchRefusedException>(async () => await run.CommitAsync(Records.Store("good"), Records.Store("bad")));

        Assert.Contains("no such case", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await store.Cases.CountAsync(Stream.Tenant, Cancel)).GetValueOrDefault(Stream.Stream));
        Assert.Equal(0, (await store.Streams.GetRunsAsync(Stream.Tenant, null, 1, Cancel))[0].Commits);
        await run.CommitAsync(Records.Store("good"));
    }

    [Fact]
    public async Task Every_way_to_write_records_tells_it_the_same_way()
    {
        await Assert.ThrowsAsync<BatchRefusedException>(async () => await store.Streams.ApplyAsync(Stream, [Records.Store("bad")], Cancel));
        await Assert.ThrowsAsync<BatchRefusedException>(async () => await store.Streams.CommitHeldAsync(run.Lease, [Records.Store("bad")], Cancel));
    }

    [Theory]
    [InlineData(18, true)] // too big
    [InlineData(19, true)] // constraint
    [InlineData(1811, true)] // constraint, by a trigger
    [InlineData(20, true)] // mismatch
    [InlineData(13, false)] // full
    [InlineData(5, false)] // busy
    [InlineData(6, false)] // locked
    [InlineData(8, false)] // read only
    [InlineData(10, false)] // input or output
    [InlineData(11, false)] // corrupt
    [InlineData(7, false)] // out of memory
    [InlineData(1, false)] // an error in a statement
    public void Only_what_is_about_a_value_may_be_about_a_record(int code, bool aboutValues)
    {
        Assert.Equal(aboutValues, new SqliteFault(code, "said").IsAboutValues);
    }
}
