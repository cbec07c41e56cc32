using IntegrationHub.History;

namespace IntegrationHub.Tests.History;

public sealed class RunDayTests
{
    static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    public void Days_without_runs_are_there_too_and_the_oldest_comes_first()
    {
        var known = RunDay.Empty(Today.AddDays(-1)) with { Runs = 7 };

        var days = RunDay.Fill([known], Today, 3);

        Assert.Equal([RunDay.Empty(Today.AddDays(-2)), known, RunDay.Empty(Today)], days);
    }

    [Fact]
    public void What_lies_outside_of_the_days_is_left_out()
    {
        Assert.Equal([RunDay.Empty(Today)], RunDay.Fill([RunDay.Empty(Today.AddDays(-1)) with { Runs = 7 }], Today, 1));
    }

    [Fact]
    public void A_day_is_one_of_UTC_wherever_a_time_was_written()
    {
        Assert.Equal(Today, RunDay.Of(new DateTimeOffset(2026, 11, 27, 0, 30, 0, TimeSpan.FromHours(1))));
    }
}
