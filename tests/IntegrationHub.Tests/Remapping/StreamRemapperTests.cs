using IntegrationHub.Cases;
using IntegrationHub.Quarantine;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.Remapping;

public sealed class StreamRemapperTests
{
    [Fact]
    public async Task A_changed_mapping_reaches_every_case_without_asking_the_vendor()
    {
        await using var stream = await RemapFixture.StartAsync(450);
        stream.Retitle("Bygglov");

        var done = await stream.RemapAsync();

        Assert.Equal((450, 450, 450, 0, 0), (done.Total, done.Waiting, done.Changed, done.Same, done.StillOld));
        Assert.NotNull(done.EndedAt);
        Assert.Equal(("Bygglov", "Bygglov"), (await stream.TitleOfAsync("C000"), await stream.TitleOfAsync("C449")));
        Assert.Empty(stream.Hub.Vendor.Requests);
        Assert.Empty(stream.Hub.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task A_changed_code_table_that_changes_nothing_of_a_case_leaves_it_and_its_change_feed_alone()
    {
        await using var stream = await RemapFixture.StartAsync(3);
        var before = await stream.Hub.Store.Cases.ChangesAsync(SyncFixture.Tenant, 0, 100, CancellationToken.None);
        stream.Change("closed: closed", "closed: closed, paused: waitingForOther");

        var done = await stream.RemapAsync();

        Assert.Equal((0, 3, 0), (done.Changed, done.Same, done.StillOld));
        Assert.Equal(before.Count, (await stream.Hub.Store.Cases.ChangesAsync(SyncFixture.Tenant, 0, 100, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task The_vendors_same_bytes_are_known_again_afterwards_and_not_mapped_once_more()
    {
        await using var stream = await RemapFixture.StartAsync(3);
        stream.Retitle("Bygglov");
        await stream.RemapAsync();
        var mapped = stream.Hub.Mapped;

        var run = await stream.Hub.RunAsync(full: true);

        Assert.True(run!.Counters is { Read: > 0, Written: 0 } counters && counters.Unchanged == counters.Read);
        Assert.Equal(mapped, stream.Hub.Mapped);
    }

    [Fact]
    public async Task A_worker_that_was_killed_is_followed_by_one_that_goes_on_behind_the_last_commit()
    {
        await using var stream = await RemapFixture.StartAsync(450);
        stream.Retitle("Bygglov");

        var first = await stream.StepAsync();
        var second = await stream.StepAsync();
        var third = await stream.StepAsync();

        Assert.Equal([200L, 400L, 450L], [first!.Changed, second!.Changed, third!.Changed]);
        Assert.Equal([250L, 50L, 0L], [first.Left, second.Left, third.Left]);
    }

    [Fact]
    public async Task A_case_that_its_vendor_sent_meanwhile_is_never_overwritten()
    {
        await using var stream = await RemapFixture.StartAsync(250, hub => hub.Definition = hub.Definition with { Reading = hub.Definition.Reading with { Lookback = TimeSpan.Zero } });
        stream.Retitle("Bygglov");
        await stream.StepAsync();
        stream.Hub.Clock.Advance(TimeSpan.FromHours(1));
        stream.Hub.Vendor.Put("C249", "closed");
        stream.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await stream.Hub.RunAsync();

        var done = await stream.RemapAsync();

        Assert.Equal("closed", (await stream.Hub.FindAsync("C249"))!.Case.SourceStatus);
        Assert.Equal("Bygglov", await stream.TitleOfAsync("C249"));
        Assert.Equal(249, done.Changed);
    }

    [Fact]
    public async Task A_mapping_that_changes_again_on_the_way_starts_over_for_what_is_left()
    {
        await using var stream = await RemapFixture.StartAsync(250);
        stream.Retitle("First");
        await stream.StepAsync();
        stream.Retitle("Second");

        var done = await stream.RemapAsync();

        Assert.Equal((250, 250), (done.Waiting, done.Changed));
        Assert.Equal(("Second", "Second"), (await stream.TitleOfAsync("C000"), await stream.TitleOfAsync("C249")));
    }

    [Fact]
    public async Task What_can_no_longer_be_mapped_goes_to_quarantine_and_its_case_stays_and_says_so()
    {
        await using var stream = await RemapFixture.StartAsync(10, hub => hub.Vendor.Put("ODD", "waiting"));
        stream.Change("waiting: waitingForCitizen, ", "");

        var done = await stream.RemapAsync();

        Assert.Equal((10, 1, 1), (done.Same, done.Held, done.StillOld));
        var found = await stream.Hub.FindAsync("ODD");
        Assert.True(found!.NewerRecordHeld);
        Assert.Equal(CaseStatus.WaitingForCitizen, found.Case.Status);
        var entry = Assert.Single(await stream.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
        Assert.Equal(("ODD", "IH3102"), (entry.Key, entry.Code));
    }

    [Fact]
    public async Task A_mended_mapping_brings_what_was_held_back_in_without_the_vendor()
    {
        await using var stream = await RemapFixture.StartAsync(10, hub => hub.Vendor.Put("ODD", "waiting"));
        stream.Change("waiting: waitingForCitizen, ", "");
        await stream.RemapAsync();
        stream.Change("{ open: inProgress, ", "{ open: inProgress, waiting: waitingForOther, ");

        var done = await stream.RemapAsync();

        Assert.Equal((0, 0), (done.Held, done.StillOld));
        var found = await stream.Hub.FindAsync("ODD");
        Assert.False(found!.NewerRecordHeld);
        Assert.Equal(CaseStatus.WaitingForOther, found.Case.Status);
        Assert.Empty(await stream.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
    }

    [Fact]
    public async Task A_mapping_that_cannot_read_most_of_it_stops_before_it_marks_a_single_case()
    {
        await using var stream = await RemapFixture.StartAsync(50);
        stream.Change("open: inProgress, ", "");

        var stopped = await stream.RemapAsync();

        Assert.Equal((0.2, 0L, 50L), (stopped.StoppedAbove, stopped.Held, stopped.Left));
        Assert.False((await stream.Hub.FindAsync("C000"))!.NewerRecordHeld);
        Assert.Empty(await stream.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
    }

    [Fact]
    public async Task What_was_stopped_goes_on_when_the_mapping_is_mended_or_more_is_allowed()
    {
        await using var stream = await RemapFixture.StartAsync(50);
        stream.Change("open: inProgress, ", "");
        await stream.RemapAsync();

        stream.Hub.Definition = stream.Hub.Definition with { QuarantineStopAbove = 1 };
        var allowed = await stream.RemapAsync();
        stream.Change("{ waiting:", "{ open: received, waiting:");
        var mended = await stream.RemapAsync();

        Assert.Equal(50, allowed.Held);
        Assert.Equal((50, 0, 0), (mended.Changed, mended.Held, mended.StillOld));
        Assert.Equal(CaseStatus.Received, (await stream.Hub.FindAsync("C000"))!.Case.Status);
    }

    [Fact]
    public async Task No_case_goes_because_a_mapping_now_calls_it_gone_or_leaves_it_out()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Change("deleted: status == 'gone'", "deleted: status == 'open'");

        var done = await stream.RemapAsync();
        stream.Change("deleted: status == 'open'", "deleted: status == 'gone'");
        stream.Change("skip: status == 'draft'", "skip: status == 'open'");
        var skipped = await stream.RemapAsync();

        Assert.Equal((5, 5), (done.LeftOut, done.StillOld));
        Assert.Equal((5, 5), (skipped.LeftOut, skipped.StillOld));
        Assert.Equal(5, await stream.Hub.CountAsync());
    }

    [Fact]
    public async Task A_case_whose_key_is_another_one_now_is_not_doubled()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Change("key: id", "key: id | lower");

        var done = await stream.RemapAsync();

        Assert.Equal((5, 5), (done.OtherKey, done.StillOld));
        Assert.Equal(5, await stream.Hub.CountAsync());
        Assert.Null(await stream.Hub.FindAsync("c000"));
    }

    [Fact]
    public async Task A_raised_floor_reaches_what_is_stored_and_then_nothing_is_kept_any_more()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Hub.Definition = stream.Hub.Definition with { ConfidentialityFloor = Confidentiality.Restricted };

        var done = await stream.RemapAsync();

        Assert.Equal(5, done.Changed);
        Assert.Equal(Confidentiality.Restricted, (await stream.Hub.FindAsync("C000"))!.Case.Confidentiality);
        Assert.Equal(0, await stream.Hub.Store.Remapping.DropAsync(stream.Hub.Key, 100, CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_that_is_told_to_keep_none_drops_what_it_had_kept()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        await stream.RemapAsync();
        stream.Hub.Definition = stream.Hub.Definition with { Records = RecordKeeping.None };

        var settled = await stream.RemapAsync();

        Assert.False(settled.KeepsRecords);
        Assert.Equal(0, await stream.Hub.Store.Remapping.DropAsync(stream.Hub.Key, 100, CancellationToken.None));
        Assert.Equal(5, await stream.Hub.CountAsync());
    }

    [Theory]
    [InlineData(Confidentiality.Open, null, true)]
    [InlineData(Confidentiality.Restricted, null, false)]
    [InlineData(Confidentiality.Secret, null, false)]
    [InlineData(Confidentiality.Secret, RecordKeeping.Keep, true)]
    [InlineData(Confidentiality.Open, RecordKeeping.None, false)]
    public async Task Records_are_kept_unless_the_floor_is_closed_or_the_file_says_otherwise(Confidentiality floor, RecordKeeping? said, bool kept)
    {
        await using var stream = await RemapFixture.StartAsync(5, hub => hub.Definition = hub.Definition with { ConfidentialityFloor = floor, Records = said });
        stream.Retitle("Bygglov");

        var done = await stream.RemapAsync();

        Assert.Equal(kept ? (5, 0) : (0, 5), (done.Changed, done.NotKept));
    }

    [Fact]
    public async Task Cases_whose_records_were_not_kept_are_told_and_come_with_their_vendor()
    {
        await using var stream = await RemapFixture.StartAsync(5, hub => hub.Definition = hub.Definition with { Records = RecordKeeping.None });
        stream.Retitle("Bygglov");
        var before = await stream.RemapAsync();
        await stream.Hub.RunAsync(full: true);
        stream.Hub.Clock.Advance(TimeSpan.FromHours(1));

        var after = await stream.RemapAsync();

        Assert.Equal((5, 5), (before.StillOld, before.NotKept));
        Assert.Equal((0, 0), (after.StillOld, after.NotKept));
    }

    [Fact]
    public async Task A_stream_that_is_told_to_keep_records_has_them_after_its_next_complete_read()
    {
        await using var stream = await RemapFixture.StartAsync(5, hub => hub.Definition = hub.Definition with { Records = RecordKeeping.None });
        await stream.RemapAsync();
        stream.Hub.Definition = stream.Hub.Definition with { Records = RecordKeeping.Keep };
        await stream.Hub.RunAsync(full: true);
        stream.Retitle("Bygglov");

        var done = await stream.RemapAsync();

        Assert.Equal((5, 0), (done.Changed, done.NotKept));
    }

    [Fact]
    public async Task A_run_that_has_the_stream_is_not_disturbed()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Retitle("Bygglov");
        Assert.NotNull(await stream.Hub.Store.Streams.TryLeaseAsync(stream.Hub.Key, "a run", TimeSpan.FromMinutes(1), CancellationToken.None));

        Assert.Null(await stream.StepAsync());
        Assert.Equal("Permit", await stream.TitleOfAsync("C000"));
    }

    [Fact]
    public async Task While_a_rebuild_goes_on_nothing_of_the_new_mapping_is_shown()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Retitle("Bygglov");
        stream.Hub.Vendor.PageSize = 2;
        stream.Hub.Vendor.BeforePage = page =>
        {
            if (page == 2) throw new InvalidOperationException("The vendor's line broke.");
        };
        await stream.Hub.RunAsync(RunOrder.Rebuild);

        Assert.Null(await stream.StepAsync());
        Assert.Equal("Permit", await stream.TitleOfAsync("C000"));
    }

    [Fact]
    public async Task The_order_that_a_new_mapping_reads_counts_from_then_on()
    {
        await using var stream = await RemapFixture.StartAsync(0, hub => hub.Vendor.Put("A", revision: 900));
        stream.Change("order: rev", "order: changed | datetime");
        await stream.RemapAsync();
        stream.Hub.Vendor.Put("A", "closed", revision: 1);
        stream.Hub.Clock.Advance(TimeSpan.FromMinutes(5));

        await stream.Hub.RunAsync();

        Assert.Equal("closed", (await stream.Hub.FindAsync("A"))!.Case.SourceStatus);
    }

    [Fact]
    public async Task A_record_that_the_store_refuses_goes_to_quarantine_and_the_others_come_in()
    {
        await using var stream = await RemapFixture.StartAsync(30);
        stream.Retitle("Bygglov");
        var refusing = new RefusingRemapStore(stream.Hub.Store.Remapping, "C007");
        var remapper = new IntegrationHub.Remapping.StreamRemapper(
            refusing, stream.Hub.Streams, stream.Hub.Protector, new SyncOptions { Owner = "remapper" }, stream.Hub.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        var done = await remapper.StepAsync(stream.Hub.Runnable(_ => stream.Hub.Vendor.Open()), CancellationToken.None);

        Assert.Equal((29, 1), (done!.Changed, done.Held));
        Assert.True((await stream.Hub.FindAsync("C007"))!.NewerRecordHeld);
    }
}
