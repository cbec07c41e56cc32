using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class RebuildTests
{
    const int Cases = 10;

    static async Task<SyncFixture> ReadOnceAsync(ReadStrategy strategy = ReadStrategy.Cursor)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Reading = hub.Definition.Reading with { Strategy = strategy, Guard = new DeleteGuard { MaxShare = 0.5, MaxCases = 4, AlwaysAllowed = 0 } } };
        for (var i = 0; i < Cases; i++) hub.Vendor.Put($"K{i:00}");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.RunAsync();
        Assert.Equal(Cases, await hub.CountAsync());
        return hub;
    }

    static async Task<string[]> TitlesAsync(SyncFixture hub)
    {
        var titles = new List<string>();
        for (var i = 0; i < Cases; i++)
            if (await hub.FindAsync($"K{i:00}") is { } found) titles.Add(found.Case.Title);
        return [.. titles.Distinct()];
    }

    static void NewMapping(SyncFixture hub) => hub.MappingText = hub.MappingText.Replace("const('Permit')", "const('Building permit')", StringComparison.Ordinal);

    [Theory]
    [InlineData(ReadStrategy.Cursor)]
    [InlineData(ReadStrategy.Snapshot)]
    public async Task A_new_mapping_reaches_all_cases_at_once_and_records_that_nothing_has_changed_in_too(ReadStrategy strategy)
    {
        await using var hub = await ReadOnceAsync(strategy);
        NewMapping(hub);
        var seen = new List<string[]>();
        hub.Vendor.BeforePage = _ => seen.Add(TitlesAsync(hub).GetAwaiter().GetResult());

        var run = await hub.RunAsync(RunOrder.Rebuild);

        Assert.Equal((RunKind.Rebuild, RunOutcome.Succeeded, new RunCounters(Cases, Cases, 0, 0, 0, 0)), (run!.Kind, run.Outcome, run.Counters));
        Assert.True(seen.Count > 3);
        Assert.All(seen, titles => Assert.Equal(["Permit"], titles));
        Assert.Equal(["Building permit"], await TitlesAsync(hub));
    }

    [Fact]
    public async Task A_rebuild_that_a_fault_ends_changes_nothing_goes_on_in_the_next_run_and_then_reads_what_changed_since()
    {
        await using var hub = await ReadOnceAsync();
        var before = await hub.CheckpointAsync();
        NewMapping(hub);
        hub.Vendor.BeforePage = page =>
        {
            if (page == 2) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        var broken = await hub.RunAsync(RunOrder.Rebuild);
        var during = (await TitlesAsync(hub), (await hub.CheckpointAsync()).Watermark);
        hub.Vendor.BeforePage = null;
        hub.Vendor.Requests.Clear();
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Failed, broken!.Outcome);
        Assert.Equal(["Permit"], during.Item1);
        Assert.Equal(before.Watermark, during.Watermark);
        Assert.Equal("6", hub.Vendor.Requests[0].Position);
        Assert.Equal((RunKind.Rebuild, RunOutcome.Succeeded), (run!.Kind, run.Outcome));
        Assert.Equal(["Building permit"], await TitlesAsync(hub));
    }

    [Fact]
    public async Task A_rebuild_that_was_broken_off_too_long_ago_is_given_up()
    {
        await using var hub = await ReadOnceAsync();
        NewMapping(hub);
        hub.Vendor.BeforePage = page =>
        {
            if (page == 2) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        await hub.RunAsync(RunOrder.Rebuild);
        hub.Vendor.BeforePage = null;
        hub.Clock.Advance(TimeSpan.FromHours(13));

        var run = await hub.RunAsync();

        Assert.Equal((RunKind.Changes, RunOutcome.Succeeded), (run!.Kind, run.Outcome));
        Assert.Null((await hub.CheckpointAsync()).Unfinished);
        Assert.Equal(["Permit"], await TitlesAsync(hub));
        Assert.Contains(hub.Log.Lines, line => line.Text.Contains("gives up a rebuild", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(11, RunKind.Rebuild)]
    [InlineData(13, RunKind.Changes)]
    public void A_rebuild_that_was_killed_between_its_last_page_and_its_end_is_begun_anew_and_not_forgotten(int hours, RunKind expected)
    {
        var began = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
        var checkpoint = new Checkpoint { FirstReadDone = true, Watermark = began, Unfinished = new UnfinishedRead { StartedAt = began, SweepId = "killed", Rebuild = true, Records = 9 } };

        var plan = ReadPlan.Decide(new StreamReading { Strategy = ReadStrategy.Cursor }, checkpoint, began.AddHours(hours), RunOrder.Due, () => "anew");

        Assert.Equal((expected, false, expected == RunKind.Rebuild), (plan.Kind, plan.Resumed, plan.Read is { Rebuild: true, SweepId: "anew", Records: 0 }));
    }

    [Fact]
    public void A_rebuild_asked_for_in_the_middle_of_a_complete_read_begins_anew()
    {
        var began = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
        var checkpoint = new Checkpoint { FirstReadDone = true, Position = "7", Unfinished = new UnfinishedRead { StartedAt = began, SweepId = "full", Next = "3" } };

        var plan = ReadPlan.Decide(new StreamReading { Strategy = ReadStrategy.Cursor }, checkpoint, began.AddHours(1), RunOrder.Rebuild, () => "anew");

        Assert.Equal((RunKind.Rebuild, false, "anew", null), (plan.Kind, plan.Resumed, plan.Read.SweepId, plan.Position));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("other count")]
    [InlineData("cut")]
    public async Task A_rebuild_that_proves_incomplete_changes_nothing(string how)
    {
        await using var hub = await ReadOnceAsync();
        NewMapping(hub);
        hub.Vendor.AfterPage = (_, page) => how switch
        {
            "empty" => page with { Records = [], Next = null },
            "other count" => page with { Total = Cases + 1 },
            _ => page with { PartOfComplete = false },
        };

        var run = await hub.RunAsync(RunOrder.Rebuild);

        Assert.Equal((RunOutcome.Incomplete, false, 0L), (run!.Outcome, run.Sweep!.Complete, run.Counters.Tombstoned));
        Assert.Equal(["Permit"], await TitlesAsync(hub));
        Assert.Equal(Cases, await hub.CountAsync());
    }

    [Fact]
    public async Task What_a_rebuild_does_not_hold_is_held_above_the_guard()
    {
        await using var hub = await ReadOnceAsync();
        NewMapping(hub);
        for (var i = 0; i < 5; i++) hub.Vendor.Forget($"K{i:00}");

        var run = await hub.RunAsync(RunOrder.Rebuild);

        Assert.Equal((RunOutcome.Incomplete, SweepReason.AboveGuard, 0L), (run!.Outcome, run.Sweep!.Reason, run.Counters.Tombstoned));
        Assert.Equal(Cases, await hub.CountAsync());
        Assert.Equal(5, (await hub.Store.Removals.GetHeldAsync(SyncFixture.Tenant, null, waitingOnly: true, 10, CancellationToken.None)).Single().Left);
        Assert.Equal(["Building permit"], (await TitlesAsync(hub)).Where(title => title != "Permit"));
    }

    [Fact]
    public async Task A_rebuild_of_which_too_much_cannot_be_mapped_changes_nothing()
    {
        await using var hub = await ReadOnceAsync();
        for (var i = Cases; i < 30; i++) hub.Vendor.Put($"K{i:00}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        hub.MappingText = hub.MappingText.Replace("open: inProgress, ", "", StringComparison.Ordinal);

        var run = await hub.RunAsync(RunOrder.Rebuild);

        Assert.Equal((RunOutcome.Failed, RunFaults.TooManyQuarantined), (run!.Outcome, run.Fault!.Code));
        Assert.Equal(30, await hub.CountAsync());
        Assert.Equal(["Permit"], await TitlesAsync(hub));
    }

    [Theory]
    [InlineData(ReadStrategy.Cursor)]
    [InlineData(ReadStrategy.Snapshot)]
    public async Task A_record_that_the_store_refuses_goes_to_quarantine_alone_with_its_bytes_and_the_rest_of_the_rebuild_is_applied(ReadStrategy strategy)
    {
        await using var hub = await ReadOnceAsync(strategy);
        NewMapping(hub);
        hub.RefuseInTheFile("K03");

        var run = await hub.RunAsync(RunOrder.Rebuild);

        Assert.Equal((RunOutcome.Succeeded, new RunCounters(Cases, Cases - 1, 0, 0, 1, 0)), (run!.Outcome, run.Counters));
        Assert.Equal(("Permit", Cases), ((await hub.FindAsync("K03"))!.Case.Title, (int)await hub.CountAsync()));
        Assert.Equal(2, (await TitlesAsync(hub)).Length);
        var entry = Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
        Assert.Equal(("K03", "IH3020"), (entry.Key, entry.Code));
        var held = Assert.Single(await hub.Store.Streams.GetHeldAsync(hub.Key, HeldFilter.All, null, 10, CancellationToken.None));
        Assert.Contains("\"id\":\"K03\"", Encoding.UTF8.GetString(hub.Protector.OpenRaw(held.Raw, hub.Definition.Source, held.RawHash).Content.Span), StringComparison.Ordinal);
        Assert.Contains(hub.Log.Lines, line => line.Id == 2012);
    }

    [Fact]
    public async Task A_rebuild_that_goes_on_in_a_later_run_still_holds_what_the_first_one_read()
    {
        await using var hub = await ReadOnceAsync();
        NewMapping(hub);
        hub.RefuseInTheFile("K00");
        hub.Vendor.BeforePage = page =>
        {
            if (page == 2) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
        };
        await hub.RunAsync(RunOrder.Rebuild);
        hub.Vendor.BeforePage = null;
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        Assert.Equal((RunKind.Rebuild, RunOutcome.Succeeded), (run!.Kind, run.Outcome));
        Assert.Equal("K00", Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None)).Key);
    }

    [Fact]
    public async Task A_rebuild_of_which_the_store_refuses_too_much_changes_nothing()
    {
        await using var hub = await ReadOnceAsync();
        for (var i = Cases; i < 30; i++) hub.Vendor.Put($"K{i:00}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        NewMapping(hub);
        for (var i = 0; i < 25; i++) hub.RefuseInTheFile($"K{i:00}");

        var run = await hub.RunAsync(RunOrder.Rebuild);

        Assert.Equal((RunOutcome.Failed, RunFaults.TooManyQuarantined), (run!.Outcome, run.Fault!.Code));
        Assert.Equal(30, await hub.CountAsync());
        Assert.Equal(["Permit"], await TitlesAsync(hub));
        Assert.Empty(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
    }
}
