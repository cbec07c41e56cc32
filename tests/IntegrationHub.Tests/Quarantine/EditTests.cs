using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Quarantine;

public sealed class EditTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edited_record_is_in_the_index_and_its_case_says_so()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");

        var stored = Assert.IsType<EditOutcome.Stored>(await EditAsync(town, "BAD0", text => text.Replace("nonsense", "waiting", StringComparison.Ordinal)));

        var found = await town.Hub.FindAsync("BAD0");
        Assert.Equal(("waiting", town.Hub.Clock.GetUtcNow(), false), (found!.Case.SourceStatus, found.EditedAt, found.NewerRecordHeld));
        Assert.Equal(found.Case.Id, stored.Case);
        Assert.Empty(await town.EntriesAsync());
        var line = (await town.AuditAsync())[^1];
        Assert.Equal(("quarantine.edit", "anna.ek", "a date that is none", "asked", found.Case.Id.ToString()), (line.Action, line.OnBehalfOf, line.Purpose, line.Result, line.Case));
    }

    [Fact]
    public async Task The_same_broken_bytes_sent_again_do_not_come_back_over_it_not_even_with_another_mapping()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        await EditAsync(town, "BAD0", Mended);
        var mapped = town.Hub.Mapped;

        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = await town.Hub.RunAsync(full: true);
        Assert.Equal((0L, 0L), (again!.Counters.Written, again.Counters.Quarantined));
        // Known by their hash: they are not even mapped.
        Assert.Equal(mapped, town.Hub.Mapped);

        town.Mend("paused");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var remapped = await town.Hub.RunAsync(full: true);

        Assert.Equal(0, remapped!.Counters.Quarantined);
        Assert.NotNull((await town.Hub.FindAsync("BAD0"))!.EditedAt);
        Assert.Empty(await town.EntriesAsync());
    }

    [Fact]
    public async Task Edited_records_that_come_again_stop_no_run()
    {
        await using var town = await DeskFixture.StartAsync([.. Enumerable.Repeat("nonsense", 25)]);
        for (var i = 0; i < 25; i++) await EditAsync(town, $"BAD{i}", Mended);
        town.Hub.Definition = town.Hub.Definition with { QuarantineStopAbove = 0.1 };
        town.Mend("paused");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await town.Hub.RunAsync(full: true);

        Assert.Equal((RunOutcome.Succeeded, 0L), (run!.Outcome, run.Counters.Quarantined));
    }

    [Fact]
    public async Task A_newer_version_of_the_vendor_takes_its_place_and_the_case_is_the_vendor_s_again()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        await EditAsync(town, "BAD0", Mended);

        town.Hub.Vendor.Put("BAD0", "closed");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync();

        var found = await town.Hub.FindAsync("BAD0");
        Assert.Equal(("closed", null), (found!.Case.SourceStatus, found.EditedAt));
    }

    [Fact]
    public async Task A_newer_version_that_cannot_be_mapped_is_held_over_it()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        await EditAsync(town, "BAD0", Mended);

        town.Hub.Vendor.Put("BAD0", "more nonsense");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync();

        Assert.True((await town.Hub.FindAsync("BAD0"))!.NewerRecordHeld);
    }

    [Fact]
    public async Task Once_the_mapping_can_read_the_vendor_s_own_bytes_they_stand()
    {
        await using var town = await DeskFixture.StartAsync("paused");
        await EditAsync(town, "BAD0", text => text.Replace("paused", "waiting", StringComparison.Ordinal));

        town.Mend("paused");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync(full: true);

        var found = await town.Hub.FindAsync("BAD0");
        Assert.Equal(("paused", null), (found!.Case.SourceStatus, found.EditedAt));
    }

    [Fact]
    public async Task A_bad_edit_gives_the_diagnostics_back_and_stores_nothing()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");

        var unmappable = Assert.IsType<EditOutcome.Unmappable>(await EditAsync(town, "BAD0", text => text.Replace("nonsense", "rubbish", StringComparison.Ordinal)));
        var broken = Assert.IsType<EditOutcome.Unmappable>(await EditAsync(town, "BAD0", _ => "{\"id\":\"BAD0\""));

        Assert.Matches(@"^permits\.mapping\.yaml:\d+:\d+: error IH3102: ", Assert.Single(unmappable.Diagnostics));
        Assert.NotEmpty(broken.Diagnostics);
        Assert.Null(await town.Hub.FindAsync("BAD0"));
        Assert.Single(await town.EntriesAsync());
        Assert.DoesNotContain(await town.AuditAsync(), line => line.Action == "quarantine.edit");
    }

    [Fact]
    public async Task An_edit_of_a_version_that_the_vendor_has_replaced_is_refused()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var entry = await town.EntryAsync("BAD0");
        var seen = await town.Desk.ReadAsync(DeskFixture.Administrator, entry.Id, "a date that is none", Cancel);
        town.Hub.Vendor.Put("BAD0", "more nonsense");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync();

        Assert.IsType<EditOutcome.Changed>(await town.Desk.EditAsync(DeskFixture.Administrator, entry.Id, new RecordEdit(Mended(seen!.Text), seen.Version, "a date that is none"), Cancel));

        Assert.Null(await town.Hub.FindAsync("BAD0"));
    }

    [Fact]
    public async Task An_edit_may_not_make_another_case_of_it_nor_delete_one_nor_leave_it_out()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");

        var other = await EditAsync(town, "BAD0", text => Mended(text).Replace("\"BAD0\"", "\"GOOD\"", StringComparison.Ordinal));
        var gone = await EditAsync(town, "BAD0", text => text.Replace("nonsense", "destroyed", StringComparison.Ordinal));
        var left = await EditAsync(town, "BAD0", text => text.Replace("nonsense", "draft", StringComparison.Ordinal));

        Assert.All([other, gone, left], outcome => Assert.IsType<EditOutcome.NotAllowed>(outcome));
        Assert.Equal("open", (await town.Hub.FindAsync("GOOD"))!.Case.SourceStatus);
        Assert.Single(await town.EntriesAsync());
    }

    [Fact]
    public async Task An_edit_that_is_older_than_the_index_stores_nothing_and_the_record_stays()
    {
        await using var town = await DeskFixture.StartAsync();
        for (var i = 0; i < 3; i++) town.Hub.Vendor.Put("GOOD");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync();
        town.Hub.Vendor.Put("GOOD", "nonsense");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync();

        Assert.IsType<EditOutcome.Older>(await EditAsync(town, "GOOD", text => Mended(text).Replace("\"rev\":5", "\"rev\":2", StringComparison.Ordinal)));

        Assert.Single(await town.EntriesAsync());
        Assert.Equal("open", (await town.Hub.FindAsync("GOOD"))!.Case.SourceStatus);
    }

    [Fact]
    public async Task While_a_run_has_the_stream_nothing_is_stored()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        Assert.NotNull(await town.Hub.Store.Streams.TryLeaseAsync(town.Hub.Key, "a run", TimeSpan.FromMinutes(1), Cancel));

        Assert.IsType<EditOutcome.Busy>(await EditAsync(town, "BAD0", Mended));

        Assert.Single(await town.EntriesAsync());
    }

    [Fact]
    public async Task A_record_without_a_key_comes_in_under_the_key_that_the_edit_gives_it_and_does_not_come_back()
    {
        await using var town = await DeskFixture.StartAsync();
        town.Hub.Vendor.AfterPage = (_, page) => page with { Records = [.. page.Records, new Sources.SourceRecord { Format = Sources.RecordFormat.Json, Content = "{\"rev\":1,\"status\":\"open\",\"changed\":\"2026-03-10T08:00:00Z\"}"u8.ToArray() }] };
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync(full: true);
        var entry = Assert.Single(await town.EntriesAsync());
        var seen = await town.Desk.ReadAsync(DeskFixture.Administrator, entry.Id, "has no number", Cancel);

        Assert.IsType<EditOutcome.Stored>(await town.Desk.EditAsync(DeskFixture.Administrator, entry.Id, new RecordEdit(seen!.Text.Replace("{", "{\"id\":\"NEW\",", StringComparison.Ordinal), seen.Version, "has no number"), Cancel));
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = await town.Hub.RunAsync(full: true);

        Assert.NotNull(await town.Hub.FindAsync("NEW"));
        Assert.Empty(await town.EntriesAsync());
        Assert.Equal((RunOutcome.Succeeded, 0L), (again!.Outcome, again.Counters.Quarantined));
    }

    [Fact]
    public async Task What_the_store_refuses_of_an_edit_is_told_and_nothing_is_stored()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var entry = await town.EntryAsync("BAD0");

        var huge = Assert.IsType<EditOutcome.Unmappable>(await EditAsync(town, "BAD0", text => Mended(text) + new string(' ', 5_000_000)));

        Assert.Contains("IH3002", Assert.Single(huge.Diagnostics), StringComparison.Ordinal);
        Assert.Equal(entry, await town.EntryAsync("BAD0"));
    }

    static string Mended(string text) => text.Replace("nonsense", "waiting", StringComparison.Ordinal);

    static async Task<EditOutcome> EditAsync(DeskFixture town, string key, Func<string, string> edit)
    {
        var entry = await town.EntryAsync(key);
        var seen = await town.Desk.ReadAsync(DeskFixture.Administrator, entry.Id, "a date that is none", Cancel);
        return await town.Desk.EditAsync(DeskFixture.Administrator, entry.Id, new RecordEdit(edit(seen!.Text), seen.Version, "a date that is none"), Cancel);
    }
}
