using IntegrationHub.Sync;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

/// <summary>What befalls single records in a town that lives.</summary>
public sealed class MishapTests
{
    static readonly TimeSpan ToTheBase = TimeSpan.FromMinutes(11);

    [Fact]
    public async Task A_record_that_vanished_leaves_the_index_by_a_complete_read_and_by_nothing_else()
    {
        await using var town = await StartAsync();

        var (changes, _) = await town.RunBothAsync();
        Assert.Equal((RunOutcome.Succeeded, 0L, town.Live), (changes.Outcome, changes.Counters.Tombstoned, await town.CountAsync(SmallTown.Permits)));

        town.Clock.Advance(TimeSpan.FromDays(7));
        var (complete, _) = await town.RunBothAsync();

        Assert.Equal((RunOutcome.Succeeded, 1L, town.Live - 1), (complete.Outcome, complete.Counters.Tombstoned, await town.CountAsync(SmallTown.Permits)));
    }

    [Fact]
    public async Task A_record_with_a_date_that_is_none_waits_in_quarantine_until_the_system_mends_it()
    {
        await using var town = await StartAsync();
        var quarantined = 0L;
        for (var run = 0; run < 60 && quarantined == 0; run++)
        {
            town.Clock.Advance(TimeSpan.FromSeconds(30));
            quarantined = (await town.RunAsync(SmallTown.Permits)).Counters.Quarantined;
        }

        Assert.Equal(1, quarantined);
        Assert.Single(await town.Hub.Quarantine.ListAsync(new IntegrationHub.Quarantine.QuarantineQuery { Stream = SmallTown.Permits }, TestContext.Current.CancellationToken));

        town.Clock.Advance(TimeSpan.FromSeconds(90));
        await town.RunAsync(SmallTown.Permits);

        Assert.Empty(await town.Hub.Quarantine.ListAsync(new IntegrationHub.Quarantine.QuarantineQuery { Stream = SmallTown.Permits }, TestContext.Current.CancellationToken));
    }

    // What befalls them begins with the base, which the first read has before it.
    static Task<SmallTown> StartAsync() => SmallTown.StartAsync(change: o => o with { Base = o.Base + TimeSpan.FromMinutes(10) + ToTheBase, HasMishaps = true });
}
