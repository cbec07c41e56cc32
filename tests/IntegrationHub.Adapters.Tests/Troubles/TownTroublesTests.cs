using IntegrationHub.Tests.Shared;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.Troubles;

namespace IntegrationHub.Adapters.Tests.Troubles;

public sealed class TownTroublesTests
{
    static readonly TroubledSystem ByggR = TroubledSystem.All[0];
    static readonly TroubledSystem Social = TroubledSystem.All[^1];

    readonly ManualClock clock = new();

    [Fact]
    public void What_was_asked_for_comes_at_once_and_ends_by_itself()
    {
        var troubles = new TownTroubles(plan: null, clock);

        troubles.Ask(ByggR, TroubleKind.Down, TimeSpan.FromSeconds(30));

        Assert.Equal(TroubleKind.Down, troubles.Of(ByggR)?.Kind);
        Assert.Null(troubles.Of(Social));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(troubles.Of(ByggR));
    }

    [Fact]
    public void What_was_asked_for_can_be_ended_and_ending_nothing_is_told()
    {
        var troubles = new TownTroubles(plan: null, clock);
        troubles.Ask(ByggR, TroubleKind.Html, TimeSpan.FromMinutes(5));

        Assert.True(troubles.End(ByggR));
        Assert.Null(troubles.Of(ByggR));
        Assert.False(troubles.End(ByggR));
    }

    [Fact]
    public void Nothing_comes_by_itself_before_everything_was_read()
    {
        var troubles = new TownTroubles(new TroublePlan(new Town(1), clock.GetUtcNow()), clock);

        Assert.False(HappensWithin(troubles, TimeSpan.FromHours(1)));
        troubles.Begin();

        Assert.True(HappensWithin(troubles, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_trouble_that_came_by_itself_can_be_ended_too()
    {
        var troubles = new TownTroubles(new TroublePlan(new Town(1), clock.GetUtcNow()), clock);
        troubles.Begin();
        Assert.True(HappensWithin(troubles, TimeSpan.FromHours(1)));
        var troubled = TroubledSystem.All.Single(s => troubles.Of(s) is not null);

        Assert.True(troubles.End(troubled));

        Assert.Null(troubles.Of(troubled));
    }

    bool HappensWithin(TownTroubles troubles, TimeSpan length)
    {
        for (var until = clock.GetUtcNow() + length; clock.GetUtcNow() < until; clock.Advance(TimeSpan.FromSeconds(1)))
            if (TroubledSystem.All.Any(s => troubles.Of(s) is not null)) return true;
        return false;
    }
}
