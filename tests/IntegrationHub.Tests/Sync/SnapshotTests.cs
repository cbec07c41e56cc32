using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class SnapshotTests
{
    static async Task<SyncFixture> ReadOnceAsync(int cases)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Reading = new StreamReading { Strategy = ReadStrategy.Snapshot, Guard = new DeleteGuard { MaxShare = 0.5, MaxCases = 10, AlwaysAllowed = 0 } } };
        for (var i = 0; i < cases; i++) hub.Vendor.Put($"K{i:00}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        return hub;
    }

    [Fact]
    public async Task What_a_complete_read_no_longer_holds_becomes_a_tombstone()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Forget("K03");

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 1L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Null(await hub.FindAsync("K03"));
        Assert.Equal(7, await hub.CountAsync());
    }

    [Fact]
    public async Task A_vanished_case_that_comes_back_unchanged_is_revived()
    {
        await using var hub = await ReadOnceAsync(8);
        var version = hub.Vendor.Put("K03", revision: 9);
        await hub.RunAsync();
        hub.Vendor.Forget("K03");
        await hub.RunAsync();
        hub.Vendor.Put("K03", version.Status, version.Revision, version.ChangedAt);

        await hub.RunAsync();

        Assert.NotNull(await hub.FindAsync("K03"));
    }

    [Fact]
    public async Task A_case_that_changed_a_moment_before_a_complete_read_is_not_taken_for_vanished()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Put("K03");

        var run = await hub.RunAsync();

        Assert.Equal(0, run!.Counters.Tombstoned);
        Assert.NotNull(await hub.FindAsync("K03"));
    }

    [Fact]
    public async Task A_case_that_slipped_to_a_page_that_was_read_already_is_asked_for_and_stays()
    {
        await using var hub = await ReadOnceAsync(8);
        // The first page holds K00, K01 and K02; now K03 moves to its end, and the second page begins with K04.
        hub.Vendor.BeforePage = number =>
        {
            if (number == 1) hub.Vendor.Forget("K00");
        };

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 0L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Equal(["K03"], hub.Vendor.KeysAskedFor);
        Assert.NotNull(await hub.FindAsync("K03"));
    }

    [Fact]
    public async Task A_page_that_came_twice_in_the_place_of_another_removes_nothing()
    {
        await using var hub = await ReadOnceAsync(9);
        SourcePage? first = null;
        hub.Vendor.AfterPage = (number, page) =>
        {
            first ??= page;
            return (number == 1 ? page with { Records = first.Records } : page) with { Total = 9 };
        };

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Incomplete, 0L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Contains("3 of 9 records came more than once", run.Verdict, StringComparison.Ordinal);
        Assert.Equal(9, await hub.CountAsync());
    }

    [Fact]
    public async Task A_read_that_a_fault_ends_removes_nothing()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Forget("K03");
        hub.Vendor.BeforePage = number =>
        {
            if (number == 2) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Failed, 0L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Equal(8, await hub.CountAsync());
    }

    [Fact]
    public async Task A_complete_read_that_was_broken_off_goes_on_and_still_removes_what_vanished()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Forget("K00");
        hub.Vendor.BeforePage = number =>
        {
            if (number == 1) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        await hub.RunAsync();
        hub.Vendor.BeforePage = null;
        hub.Vendor.Requests.Clear();

        var run = await hub.RunAsync();

        Assert.Equal("3", hub.Vendor.Requests[0].Position);
        Assert.Equal((RunOutcome.Succeeded, 1L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Null(await hub.FindAsync("K00"));
    }

    [Fact]
    public async Task A_source_that_suddenly_sends_nothing_removes_nothing_and_somebody_is_told()
    {
        await using var hub = await ReadOnceAsync(8);
        foreach (var key in hub.Vendor.Keys.ToArray()) hub.Vendor.Forget(key);

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Incomplete, run!.Outcome);
        Assert.Contains("sent nothing", run.Verdict, StringComparison.Ordinal);
        Assert.Equal(8, await hub.CountAsync());
    }

    [Fact]
    public async Task More_than_the_guard_lets_go_is_held_for_a_person()
    {
        await using var hub = await ReadOnceAsync(30);
        for (var i = 0; i < 11; i++) hub.Vendor.Forget($"K{i:00}");

        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Incomplete, 0L), (run!.Outcome, run.Counters.Tombstoned));
        Assert.Equal(30, await hub.CountAsync());
    }

    [Fact]
    public async Task Another_count_than_the_source_promised_removes_nothing()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Forget("K03");
        hub.Vendor.AfterPage = (_, page) => page with { Total = 8 };

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Incomplete, run!.Outcome);
        Assert.Equal(8, await hub.CountAsync());
    }

    [Fact]
    public async Task A_held_record_still_counts_as_seen()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Put("K03", "nonsense");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal(0, run!.Counters.Tombstoned);
        Assert.True((await hub.FindAsync("K03"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task An_answer_that_was_cut_proves_nothing_of_what_it_does_not_hold()
    {
        await using var hub = await ReadOnceAsync(8);
        hub.Vendor.Forget("K03");
        hub.Vendor.AfterPage = (number, page) => page with { Cut = number == 1 };

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Incomplete, run!.Outcome);
        Assert.Equal(8, await hub.CountAsync());
    }
}
