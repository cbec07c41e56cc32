using ModelMunicipality.Town;
using ModelMunicipality.Vendors;

namespace IntegrationHub.Adapters.Tests.Troubles;

public sealed class MishapsTests
{
    const int Cases = 500;
    static readonly DateTimeOffset Start = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan ChangeEvery = TimeSpan.FromSeconds(5);

    readonly Mishaps mishaps = new(new Town(1), Start, Cases, ChangeEvery, number => number == 7);

    [Fact]
    public void Records_go_one_by_one_for_good_and_one_in_fifty_at_most()
    {
        Assert.Empty(Gone(Start));
        var first = Gone(Start + Mishaps.GoneEvery).ToList();
        var last = Gone(Start + TimeSpan.FromDays(30)).ToList();

        Assert.Single(first);
        Assert.Subset(last.ToHashSet(), first.ToHashSet());
        Assert.InRange(last.Count, 2, Cases / 50);
    }

    [Fact]
    public void A_bad_record_is_mended_after_a_minute()
    {
        var changed = ChangesOf(TimeSpan.FromMinutes(5)).First(at => mishaps.IsBad(1, at, at));

        Assert.True(mishaps.IsBad(1, changed, changed + TimeSpan.FromSeconds(59)));
        Assert.False(mishaps.IsBad(1, changed, changed + Mishaps.BadFor));
    }

    [Fact]
    public void One_change_in_two_minutes_goes_wrong() =>
        Assert.Equal(30, ChangesOf(TimeSpan.FromHours(1)).Count(at => mishaps.IsBad(1, at, at)));

    [Fact]
    public void Nothing_befalls_what_visitors_are_shown()
    {
        Assert.DoesNotContain(7, Gone(Start + TimeSpan.FromDays(30)));
        Assert.DoesNotContain(ChangesOf(TimeSpan.FromHours(1)), at => mishaps.IsBad(7, at, at));
    }

    IEnumerable<int> Gone(DateTimeOffset now) => Enumerable.Range(0, Cases).Where(n => mishaps.IsGone(n, now));

    static IEnumerable<DateTimeOffset> ChangesOf(TimeSpan length) => Enumerable.Range(1, (int)(length / ChangeEvery)).Select(tick => Start + ChangeEvery * tick);
}
