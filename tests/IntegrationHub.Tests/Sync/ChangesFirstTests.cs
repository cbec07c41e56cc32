using IntegrationHub.Faults;
using IntegrationHub.Scheduling;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>A complete read takes as long as it takes; what changes does not wait for it.</summary>
public sealed class ChangesFirstTests
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task What_changed_is_read_before_the_complete_read_that_is_due()
    {
        await using var hub = await LoadedAsync();
        hub.Vendor.Put("K7", "closed");
        hub.Clock.Advance(Interval);
        string? statusAtFirstPageOfEverything = null;
        hub.Vendor.BeforePage = _ =>
        {
            if (hub.Vendor.Requests[^1] is { ChangedUntil: null, Position: null }) statusAtFirstPageOfEverything = Status(hub, "K7");
        };

        var run = await hub.RunAsync(full: true);

        Assert.Equal((RunOutcome.Succeeded, RunKind.Full), (run!.Outcome, run.Kind));
        Assert.Equal("closed", statusAtFirstPageOfEverything);
    }

    [Fact]
    public async Task What_changes_during_a_long_complete_read_is_read_when_the_next_run_would_have_come()
    {
        await using var hub = await LoadedAsync();
        // Each page of everything takes three minutes.
        var statuses = new List<string?>();
        hub.Vendor.BeforePage = page =>
        {
            if (hub.Vendor.Requests[^1].ChangedUntil is not null) return;

            hub.Clock.Advance(TimeSpan.FromMinutes(3));
            if (page == 0) hub.Vendor.Put("NEW", at: hub.Clock.GetUtcNow().AddMinutes(-2));
            statuses.Add(Status(hub, "NEW"));
        };

        var run = await hub.RunAsync(full: true);

        // Two pages make six minutes: then the changes have their turn, and the third page finds them in the index.
        Assert.Equal([null, null, "open"], statuses.Take(3));
        Assert.Equal((RunOutcome.Succeeded, 0L), (run!.Outcome, run.Counters.Tombstoned));
    }

    [Fact]
    public async Task A_complete_read_that_gave_way_to_changes_ends_with_the_verdict_of_one_read()
    {
        await using var hub = await LoadedAsync();
        hub.Vendor.Forget("K3");
        Slowly(hub);

        var run = await hub.RunAsync(full: true);

        Assert.Equal(1, run!.Counters.Tombstoned);
        Assert.Equal("complete: 11 records, 1 cases have vanished", run.Verdict);
        var after = await hub.CheckpointAsync();
        Assert.Null(after.Unfinished);
        Assert.NotNull(after.LastFullAt);
    }

    // The model vendor's pages are in the order of their change; this one comes where the complete read has been already.
    [Fact]
    public async Task A_case_that_came_behind_the_back_of_a_complete_read_is_not_taken_for_vanished()
    {
        await using var hub = await LoadedAsync();
        Slowly(hub);
        var pages = 0;
        hub.Vendor.AfterPage = (_, page) =>
        {
            if (hub.Vendor.Requests[^1].ChangedUntil is null && ++pages == 2) hub.Vendor.Put("BEHIND", at: hub.Clock.GetUtcNow().AddMinutes(-1.5));
            return hub.Vendor.Requests[^1].ChangedUntil is null ? page with { Records = [.. page.Records.Where(r => r.Where != "BEHIND")] } : page;
        };

        var run = await hub.RunAsync(full: true);

        Assert.Equal((RunOutcome.Succeeded, 0L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Equal("open", Status(hub, "BEHIND"));
    }

    [Fact]
    public async Task A_record_without_a_key_among_the_changes_may_be_what_the_complete_read_seems_to_miss()
    {
        await using var hub = await LoadedAsync();
        hub.Vendor.Forget("K3");
        hub.Vendor.AfterPage = (_, page) => hub.Vendor.Requests[^1].ChangedUntil is null ? page : page with { Records = [.. page.Records, new SourceRecord { Content = "{}"u8.ToArray(), Format = RecordFormat.Json }] };

        var run = await hub.RunAsync(full: true);

        Assert.Equal((RunOutcome.Incomplete, 0L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Equal("open", Status(hub, "K3"));
    }

    [Fact]
    public async Task When_the_changes_fail_the_complete_read_still_goes_on_where_it_was()
    {
        await using var hub = await LoadedAsync();
        Slowly(hub);
        var slow = hub.Vendor.BeforePage!;
        hub.Vendor.BeforePage = page =>
        {
            slow(page);
            if (hub.Vendor.Requests.Exists(r => r.Position is not null) && hub.Vendor.Requests[^1].ChangedUntil is not null)
                throw new SourceUnavailableException(FaultCodes.ServerError, "HTTP 503");
        };

        var failed = await hub.RunAsync(full: true);
        hub.Vendor.BeforePage = null;
        hub.Vendor.Requests.Clear();
        var next = await hub.RunAsync();

        Assert.Equal(RunOutcome.Failed, failed!.Outcome);
        Assert.Equal((RunOutcome.Succeeded, RunKind.Full), (next!.Outcome, next.Kind));
        // First what changed, then page three of everything.
        Assert.NotNull(hub.Vendor.Requests[0].ChangedUntil);
        Assert.Equal("6", hub.Vendor.Requests.First(r => r.ChangedUntil is null).Position);
    }

    [Fact]
    public async Task Pages_that_go_round_are_found_out_across_the_pauses_of_a_complete_read()
    {
        await using var hub = await LoadedAsync();
        Slowly(hub);
        hub.Vendor.AfterPage = (number, page) => hub.Vendor.Requests[^1].ChangedUntil is null && number == 3 ? page with { Next = "3" } : page;

        var run = await hub.RunAsync(full: true);

        Assert.Equal((RunOutcome.Failed, FaultCodes.PagingWentRound), (run!.Outcome, run.Fault?.Code));
    }

    [Fact]
    public async Task A_first_read_is_not_interrupted()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Schedule = new RunSchedule { Every = Interval } };
        for (var i = 0; i < 12; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(Interval);
        Slowly(hub);

        await hub.RunAsync();

        Assert.Equal([null, "3", "6", "9"], hub.Vendor.Requests.Select(r => r.Position));
    }

    static async Task<SyncFixture> LoadedAsync()
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with
        {
            Schedule = new RunSchedule { Every = Interval },
            Reading = hub.Definition.Reading with { Lookback = TimeSpan.FromMinutes(1) },
        };
        for (var i = 0; i < 12; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.RunAsync();
        hub.Vendor.Requests.Clear();
        return hub;
    }

    static void Slowly(SyncFixture hub) => hub.Vendor.BeforePage = _ => hub.Clock.Advance(TimeSpan.FromMinutes(3));

    static string? Status(SyncFixture hub, string key) => hub.FindAsync(key).AsTask().GetAwaiter().GetResult()?.Case.SourceStatus;
}
