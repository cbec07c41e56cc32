using ModelMunicipality.Day;

namespace IntegrationHub.EndToEnd.Tests.Day;

public sealed class DayClockTests
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_waits_an_hour_is_over_when_the_clock_is_moved_past_it_and_goes_on_waiting_when_it_is_not()
    {
        var clock = new DayClock(TownTime.Midnight);
        var (short_, long_) = (Task.Delay(Hour, clock, TestContext.Current.CancellationToken), Task.Delay(Hour * 3, clock, TestContext.Current.CancellationToken));
        var stamp = clock.GetTimestamp();

        clock.MoveTo(TownTime.Midnight + Hour * 2);
        await short_;

        Assert.False(long_.IsCompleted);
        Assert.InRange(clock.GetElapsedTime(stamp), Hour * 1.9, Hour * 2.5);
        clock.MoveTo(TownTime.Midnight + Hour);
        Assert.InRange(clock.GetUtcNow(), TownTime.Midnight + Hour * 2, TownTime.Midnight + Hour * 2.5);
        clock.MoveTo(TownTime.Midnight + Hour * 4);
        await long_;
    }
}
