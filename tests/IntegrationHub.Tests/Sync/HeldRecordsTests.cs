using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class HeldRecordsTests
{
    const string KnowsPaused = "closed: closed, paused: waitingForOther }";

    [Fact]
    public async Task A_code_that_is_added_brings_a_held_record_in_though_its_vendor_never_sends_it_again()
    {
        await using var hub = await HeldAsync("paused");

        Mend(hub);
        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 1L), (run!.Outcome, run.Counters.Written));
        Assert.Equal("paused", (await hub.FindAsync("BAD"))!.Case.SourceStatus);
        Assert.Equal(0, await HeldCountAsync(hub));
    }

    [Fact]
    public async Task A_held_record_comes_in_while_its_vendor_is_down()
    {
        await using var hub = await HeldAsync("paused");
        hub.Vendor.BeforePage = _ => throw new SourceUnavailableException(FaultCodes.ServerError, "HTTP 503");

        Mend(hub);
        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Failed, run!.Outcome);
        Assert.NotNull(await hub.FindAsync("BAD"));
    }

    [Fact]
    public async Task While_nothing_has_changed_no_held_record_is_mapped_again()
    {
        await using var hub = await HeldAsync("paused");
        await hub.RunAsync();
        var before = hub.Mapped;

        await hub.RunAsync();

        Assert.Equal(before, hub.Mapped);
        Assert.Equal(1, await HeldCountAsync(hub));
    }

    [Fact]
    public async Task A_held_record_that_still_cannot_be_mapped_stays_and_does_not_stop_the_run()
    {
        await using var hub = await HeldAsync([.. Enumerable.Range(0, 30).Select(_ => "nonsense")]);

        Mend(hub);
        var run = await hub.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal(30, await HeldCountAsync(hub));
        Assert.True(run.Counters.Reconciles);
    }

    [Fact]
    public async Task More_held_records_than_are_taken_at_once_come_in_all_of_them()
    {
        await using var hub = await HeldAsync([.. Enumerable.Range(0, 450).Select(_ => "paused")]);

        Mend(hub);
        await hub.RunAsync();

        Assert.Equal(0, await HeldCountAsync(hub));
        Assert.Equal(451, await hub.CountAsync());
    }

    [Fact]
    public async Task A_held_record_does_not_come_in_over_a_newer_one()
    {
        await using var hub = await HeldAsync("paused");
        hub.Vendor.Put("BAD", "open");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();

        Mend(hub);
        await hub.RunAsync();

        Assert.Equal("open", (await hub.FindAsync("BAD"))!.Case.SourceStatus);
        Assert.Equal(0, await HeldCountAsync(hub));
    }

    [Fact]
    public async Task A_record_whose_key_can_be_read_only_now_leaves_no_entry_behind()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.MappingText = hub.MappingText.Replace("key: id", "key: number", StringComparison.Ordinal);
        await hub.RunAsync(_ => new Pages([[Record("A"), Record("B")]]));
        Assert.Equal(2, await HeldCountAsync(hub));

        hub.MappingText = hub.MappingText.Replace("key: number", "key: id", StringComparison.Ordinal);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync(_ => new Pages([[]]));

        Assert.Equal(0, await HeldCountAsync(hub));
        Assert.NotNull(await hub.FindAsync("B"));
    }

    [Fact]
    public async Task A_record_that_still_has_no_key_stays_as_one_entry()
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { QuarantineStopAbove = 1 };
        hub.MappingText = hub.MappingText.Replace("key: id", "key: number", StringComparison.Ordinal);
        await hub.RunAsync(_ => new Pages([[.. Enumerable.Range(0, 250).Select(i => Record($"K{i}"))]]));

        Mend(hub);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var run = await hub.RunAsync(_ => new Pages([[]]));

        Assert.Equal(250, run!.Counters.Quarantined);
        Assert.Equal(250, await HeldCountAsync(hub));
    }

    [Fact]
    public async Task A_held_record_whose_key_of_encryption_is_gone_stays_and_the_others_come_in()
    {
        await using var hub = await HeldAsync("paused", "paused");
        await hub.Store.Streams.ApplyAsync(hub.Key, [Sealed(hub)], CancellationToken.None);

        Mend(hub);
        var run = await hub.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 2L), (run!.Outcome, run.Counters.Written));
        Assert.Equal(1, await HeldCountAsync(hub));
    }

    static BatchItem.Hold Sealed(SyncFixture hub) => new(new QuarantineEntry
    {
        Stream = hub.Definition.Name,
        Source = hub.Definition.Source,
        Key = "SEALED",
        RawHash = new byte[16],
        BytesHash = new byte[16],
        Code = "IH3001",
        Field = "status",
        Diagnostics = "no such status",
        MappingVersion = "1",
        Raw = new byte[80],
        ReadStartedAt = hub.Clock.GetUtcNow(),
    });

    static async Task<SyncFixture> HeldAsync(params string[] statuses)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { QuarantineStopAbove = 1 };
        hub.Vendor.PageSize = 500;
        hub.Vendor.Put("GOOD");
        for (var i = 0; i < statuses.Length; i++) hub.Vendor.Put(i == 0 ? "BAD" : $"BAD{i}", statuses[i]);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        Assert.Equal(statuses.Length, await HeldCountAsync(hub));
        // Far beyond the look-back: the vendor has no reason to send them again.
        hub.Clock.Advance(TimeSpan.FromHours(5));
        await hub.RunAsync();
        hub.Clock.Advance(TimeSpan.FromHours(5));
        hub.Definition = hub.Definition with { QuarantineStopAbove = 0.2 };
        return hub;
    }

    static void Mend(SyncFixture hub) => hub.MappingText = hub.MappingText.Replace("closed: closed }", KnowsPaused, StringComparison.Ordinal);

    static SourceRecord Record(string key) => ModelVendor.Record(new ModelVendor.Version(key, 1, "open", new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)));

    static async Task<long> HeldCountAsync(SyncFixture hub) =>
        (await hub.Store.Quarantine.CountAsync(SyncFixture.Tenant, CancellationToken.None)).GetValueOrDefault(hub.Definition.Name);

    sealed class Pages(IReadOnlyList<IReadOnlyList<SourceRecord>> pages) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            var at = request.Position is { } position ? int.Parse(position, System.Globalization.CultureInfo.InvariantCulture) : 0;
            return ValueTask.FromResult(new SourcePage { Records = pages[at], Next = at + 1 < pages.Count ? (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : null });
        }
    }
}
