using IntegrationHub.Housekeeping;
using IntegrationHub.Lookup;
using IntegrationHub.Quarantine;
using IntegrationHub.Tests.Shared;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.Quarantine;

/// <summary>What leaves quarantine without coming in: what somebody discards, and what lies there for too long.</summary>
public sealed class DiscardTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_discarded_group_is_gone_its_source_is_complete_again_and_the_reason_is_in_the_audit()
    {
        await using var town = await DeskFixture.StartAsync("nonsense", "nonsense");
        Assert.Equal(CoverageState.Partial, await CoverageAsync(town));

        Assert.Equal(2, await town.Desk.DiscardAsync(DeskFixture.Operator, QuarantineSelection.Group(DeskFixture.Stream, "IH3102", "status"), "drafts that nobody misses", Cancel));

        Assert.Empty(await town.EntriesAsync());
        Assert.Equal(CoverageState.Complete, await CoverageAsync(town));
        var line = Assert.Single(await town.AuditAsync());
        Assert.Equal(("quarantine.discard", "IH3102 status", "drafts that nobody misses", "siv.dahl"), (line.Action, line.Entry, line.Purpose, line.OnBehalfOf));
    }

    [Fact]
    public async Task The_same_bytes_come_back_when_the_vendor_sends_them_again()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        await town.Desk.DiscardAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), "nobody misses it", Cancel);

        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Hub.RunAsync(full: true);

        Assert.Equal("BAD0", Assert.Single(await town.EntriesAsync()).Key);
    }

    [Fact]
    public async Task More_than_are_taken_at_once_go_all_of_them()
    {
        await using var town = await DeskFixture.StartAsync([.. Enumerable.Repeat("nonsense", 1100)]);

        Assert.Equal(1100, await town.Desk.DiscardAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), "nobody misses them", Cancel));

        Assert.Empty(await town.EntriesAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_not_discarded_and_nothing_is_in_the_audit()
    {
        await using var town = await DeskFixture.StartAsync();

        Assert.Null(await town.Desk.DiscardAsync(DeskFixture.Operator, QuarantineSelection.Entry("nothing"), "nobody misses it", Cancel));

        Assert.Empty(await town.AuditAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("19121212-1212 has moved")]
    public async Task Without_a_reason_that_can_be_accepted_nothing_is_discarded(string reason)
    {
        await using var town = await DeskFixture.StartAsync("nonsense");

        var refused = await Assert.ThrowsAsync<LookupInvalidException>(() => town.Desk.DiscardAsync(DeskFixture.Operator, QuarantineSelection.AllOf(DeskFixture.Stream), reason, Cancel));

        Assert.Equal("reason", Assert.Single(refused.Problems).Field);
        Assert.Single(await town.EntriesAsync());
    }

    [Fact]
    public async Task What_the_vendor_has_not_sent_for_too_long_loses_its_contents_and_its_source_stays_partial()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var log = new ListLogger();
        var expiry = KeptFor(town, TimeSpan.FromDays(90), log);
        town.Hub.Clock.Advance(TimeSpan.FromDays(89));
        await expiry.LookAsync(Cancel);
        Assert.Null((await town.EntriesAsync())[0].ExpiredAt);

        town.Hub.Clock.Advance(TimeSpan.FromDays(2));
        await expiry.LookAsync(Cancel);

        var entry = Assert.Single(await town.EntriesAsync());
        Assert.NotNull(entry.ExpiredAt);
        Assert.Null(await town.Desk.ReadAsync(DeskFixture.Administrator, entry.Id, "to see", Cancel));
        Assert.IsType<EditOutcome.NotFound>(await town.Desk.EditAsync(DeskFixture.Administrator, entry.Id, new RecordEdit("{}", "v", "to see"), Cancel));
        Assert.NotEqual(CoverageState.Complete, await CoverageAsync(town));
        Assert.Equal(("quarantine.expire", "hub", "permits", "1 records"), (await town.AuditAsync()).Select(l => (l.Action, l.Caller, l.Stream, l.Entry)).First());
        Assert.Contains(log.Lines, line => line.Id == 2083);

        Assert.Equal(1, await town.Desk.DiscardAsync(DeskFixture.Operator, QuarantineSelection.Entry(entry.Id), "nobody misses it", Cancel));
    }

    [Fact]
    public async Task The_hub_looks_at_most_once_an_hour_and_not_at_all_where_everything_is_kept()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var never = KeptFor(town, TimeSpan.Zero, new ListLogger());
        var expiry = KeptFor(town, TimeSpan.FromMinutes(30), new ListLogger());
        await expiry.LookAsync(Cancel);
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(45));
        await expiry.LookAsync(Cancel);
        Assert.Null((await town.EntriesAsync())[0].ExpiredAt);

        town.Hub.Clock.Advance(TimeSpan.FromMinutes(30));
        await never.LookAsync(Cancel);
        Assert.Null((await town.EntriesAsync())[0].ExpiredAt);
        await expiry.LookAsync(Cancel);
        Assert.NotNull((await town.EntriesAsync())[0].ExpiredAt);
    }

    static Housekeeper KeptFor(DeskFixture town, TimeSpan keepFor, ListLogger log) =>
        new([new QuarantineExpiry(SyncFixture.Tenant, town.Hub.Store, keepFor, town.Hub.Clock, log)], town.Hub.Clock, log);

    static async Task<CoverageState> CoverageAsync(DeskFixture town)
    {
        var state = (await town.Hub.Store.Streams.GetStatesAsync(SyncFixture.Tenant, Cancel)).Single();
        return CoverageDecision.Decide(town.Hub.Definition, state, town.Hub.Clock.GetUtcNow()).State;
    }
}
