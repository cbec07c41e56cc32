using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Outbound;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

public sealed class CallBudgetTests
{
    static readonly StreamName Permits = new("permits");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(600)]
    public void No_minute_holds_more_calls_than_allowed(int allowed)
    {
        Prop.ForAll(Gen.Choose(0, 3_000).ListOf().Select(l => l.ToArray()).ToArbitrary(), pauses =>
        {
            var clock = new ManualClock();
            var budget = new CallBudget(clock);
            budget.Limit(Permits, allowed);

            var sent = Enumerable.Range(0, allowed * 3).Select(i =>
            {
                if (pauses.Length > 0) clock.Advance(TimeSpan.FromMilliseconds(pauses[i % pauses.Length]));
                return clock.GetUtcNow() + budget.Take();
            }).Order().ToList();

            return sent.Zip(sent.Skip(allowed)).All(pair => pair.Second - pair.First >= TimeSpan.FromMinutes(1) - TimeSpan.FromMicroseconds(sent.Count));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void A_tenth_of_the_minute_goes_at_once_and_the_rest_is_spread()
    {
        var budget = new CallBudget(new ManualClock());
        budget.Limit(Permits, 100);

        var waits = Enumerable.Range(0, 12).Select(_ => budget.Take()).ToList();

        Assert.All(waits.Take(10), wait => Assert.Equal(TimeSpan.Zero, wait));
        Assert.Equal(TimeSpan.FromMinutes(1) / 91d, waits[10]);
        Assert.True(waits[11] > waits[10]);
    }

    [Fact]
    public void Time_that_passes_gives_places_back()
    {
        var clock = new ManualClock();
        var budget = new CallBudget(clock);
        budget.Limit(Permits, 1);
        budget.Take();

        clock.Advance(TimeSpan.FromSeconds(59));
        var stillFull = budget.Take();
        clock.Advance(TimeSpan.FromSeconds(61));
        var free = budget.Take();

        Assert.Equal(TimeSpan.FromSeconds(1), stillFull);
        Assert.Equal(TimeSpan.Zero, free);
    }

    [Fact]
    public void Of_two_streams_of_a_source_the_lower_limit_counts_for_both()
    {
        var budget = new CallBudget(new ManualClock());
        budget.Limit(Permits, 600);
        budget.Limit(new StreamName("notices"), 2);

        budget.Take();
        var second = budget.Take();

        Assert.Equal(TimeSpan.FromSeconds(30), second);
    }

    [Fact]
    public void While_the_vendor_asks_for_quiet_nobody_goes()
    {
        var clock = new ManualClock();
        var budget = new CallBudget(clock);
        budget.Limit(Permits, 600);

        budget.Pause(TimeSpan.FromSeconds(40));
        budget.Pause(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(30), budget.PauseLeft());
        Assert.Equal(TimeSpan.FromSeconds(30), budget.Take());
    }
}
