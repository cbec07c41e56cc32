using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Quarantine;

public sealed class ReplayTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_the_mapping_is_mended_a_group_comes_in_without_a_run_and_without_its_vendor()
    {
        await using var town = await DeskFixture.StartAsync("paused", "paused", "nonsense");
        var requests = town.Hub.Vendor.Requests.Count;
        town.Mend();

        var done = Assert.IsType<ReplayOutcome.Done>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), Cancel));

        Assert.Equal((3, 2, 1, 0), (done.Result.Records, done.Result.CameIn, done.Result.StillHeld, done.Result.Older));
        var fault = Assert.Single(done.Result.Faults);
        Assert.Equal(("IH3102", "status", 1L), (fault.Code, fault.Field, fault.Count));
        Assert.Matches(@"^permits\.mapping\.yaml:\d+:\d+: error IH3102: ", fault.Diagnostic);
        Assert.Equal("paused", (await town.Hub.FindAsync("BAD1"))!.Case.SourceStatus);
        Assert.Equal(["BAD2"], (await town.EntriesAsync()).Select(e => e.Key));
        Assert.Equal(requests, town.Hub.Vendor.Requests.Count);
        Assert.Single(await town.Hub.Store.Streams.GetRunsAsync(Sync.SyncFixture.Tenant, null, 10, Cancel));
    }

    [Fact]
    public async Task One_record_is_replayed_alone()
    {
        await using var town = await DeskFixture.StartAsync("paused", "paused");
        town.Mend();

        await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.Entry((await town.EntryAsync("BAD0")).Id), Cancel);

        Assert.Equal(["BAD1"], (await town.EntriesAsync()).Select(e => e.Key));
    }

    [Fact]
    public async Task Only_the_group_that_is_named_is_replayed()
    {
        await using var town = await DeskFixture.StartAsync("paused", "paused");
        town.Mend();

        Assert.IsType<ReplayOutcome.NotFound>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.Group(DeskFixture.Stream, "IH3102", "title"), Cancel));
        var done = Assert.IsType<ReplayOutcome.Done>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.Group(DeskFixture.Stream, "IH3102", "status"), Cancel));

        Assert.Equal(2, done.Result.CameIn);
    }

    [Fact]
    public async Task Replayed_without_a_repair_everything_stays_as_it_was()
    {
        await using var town = await DeskFixture.StartAsync("paused");
        var before = (await town.EntriesAsync())[0];

        var done = Assert.IsType<ReplayOutcome.Done>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.Entry(before.Id), Cancel));

        Assert.Equal((0, 1), (done.Result.CameIn, done.Result.StillHeld));
        Assert.Equal(before, (await town.EntriesAsync())[0]);
    }

    [Fact]
    public async Task More_than_are_taken_at_once_come_in_all_of_them()
    {
        await using var town = await DeskFixture.StartAsync([.. Enumerable.Repeat("paused", 450)]);
        town.Mend();

        var done = Assert.IsType<ReplayOutcome.Done>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), Cancel));

        Assert.Equal((450, 450), (done.Result.Records, done.Result.CameIn));
        Assert.Empty(await town.EntriesAsync());
    }

    [Fact]
    public async Task While_a_run_has_the_stream_the_answer_is_busy_and_nothing_is_done()
    {
        await using var town = await DeskFixture.StartAsync("paused");
        town.Mend();
        Assert.NotNull(await town.Hub.Store.Streams.TryLeaseAsync(town.Hub.Key, "a run", TimeSpan.FromMinutes(1), Cancel));

        var busy = Assert.IsType<ReplayOutcome.Busy>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), Cancel));

        Assert.Null(busy.SoFar);
        Assert.Single(await town.EntriesAsync());
    }

    [Fact]
    public async Task A_replay_gives_the_stream_back_and_a_run_goes_on_where_the_last_one_ended()
    {
        await using var town = await DeskFixture.StartAsync("paused");
        var before = await town.Hub.CheckpointAsync();
        await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), Cancel);

        Assert.Equal(before, await town.Hub.CheckpointAsync());
        Assert.Equal(RunOutcome.Succeeded, (await town.Hub.RunAsync())!.Outcome);
    }

    [Fact]
    public async Task A_record_that_is_older_than_the_index_leaves_and_changes_nothing()
    {
        await using var town = await DeskFixture.StartAsync();
        town.Hub.Vendor.Put("GOOD", "paused", revision: 1);
        await town.Hub.Store.Streams.ApplyAsync(town.Hub.Key, [Newest(town)], Cancel);
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync();
        Assert.Single(await town.EntriesAsync());
        town.Mend();

        var done = Assert.IsType<ReplayOutcome.Done>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), Cancel));

        Assert.Equal((0, 1), (done.Result.CameIn, done.Result.Older));
        Assert.Equal("waiting", (await town.Hub.FindAsync("GOOD"))!.Case.SourceStatus);
        Assert.Empty(await town.EntriesAsync());
    }

    [Fact]
    public async Task Who_replayed_what_is_in_the_audit()
    {
        await using var town = await DeskFixture.StartAsync("paused");

        await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.Group(DeskFixture.Stream, "IH3102", "status"), Cancel);

        var line = Assert.Single(await town.AuditAsync());
        Assert.Equal(("quarantine.replay", "console", "siv.dahl", "permits", "IH3102 status", "asked"), (line.Action, line.Caller, line.OnBehalfOf, line.Stream, line.Entry, line.Result));
    }

    [Fact]
    public async Task What_has_expired_is_told_and_cannot_be_replayed()
    {
        await using var town = await DeskFixture.StartAsync("paused", "paused");
        town.Hub.Clock.Advance(TimeSpan.FromDays(100));
        await town.Hub.Store.Quarantine.ExpireAsync(Sync.SyncFixture.Tenant, town.Hub.Clock.GetUtcNow(), Cancel);

        var done = Assert.IsType<ReplayOutcome.Done>(await town.Desk.ReplayAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), Cancel));

        Assert.Equal((0, 2), (done.Result.Records, done.Result.Expired));
    }

    static BatchItem Newest(DeskFixture town)
    {
        var record = Sync.ModelVendor.Record(new Sync.ModelVendor.Version("GOOD", 9, "waiting", town.Hub.Clock.GetUtcNow()));
        var stream = town.Hub.Runnable(_ => town.Hub.Vendor.Open());
        var translator = new RecordTranslator(stream.Definition, stream.Mapping, town.Hub.Protector);
        return translator.Translate(record, translator.RawHash(record), town.Hub.Clock.GetUtcNow());
    }
}
