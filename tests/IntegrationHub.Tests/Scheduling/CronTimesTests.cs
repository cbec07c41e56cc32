using IntegrationHub.Scheduling;

namespace IntegrationHub.Tests.Scheduling;

public sealed class CronTimesTests
{
    static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    [Theory]
    [InlineData("0 15 * * * ?", "2026-03-10T08:00:00Z", "2026-03-10T08:15:00Z")]
    [InlineData("0 15 * * * ?", "2026-03-10T08:15:00Z", "2026-03-10T09:15:00Z")]
    [InlineData("0 0 2 * * ?", "2026-03-10T08:00:00Z", "2026-03-11T01:00:00Z")]
    [InlineData("0 0/20 6-8 * * ?", "2026-03-10T07:40:01Z", "2026-03-11T05:00:00Z")]
    [InlineData("30 0 12 ? * MON-FRI", "2026-03-13T12:00:00Z", "2026-03-16T11:00:30Z")]
    [InlineData("0 0 6 1 * ?", "2026-03-10T08:00:00Z", "2026-04-01T04:00:00Z")]
    [InlineData("0 0 6 L * ?", "2026-02-10T08:00:00Z", "2026-02-28T05:00:00Z")]
    [InlineData("0 0 6 L-1 * ?", "2026-02-10T08:00:00Z", "2026-02-27T05:00:00Z")]
    [InlineData("0 0 6 ? * 6L", "2026-03-01T08:00:00Z", "2026-03-27T05:00:00Z")]
    [InlineData("0 0 6 ? * MON#2", "2026-03-01T08:00:00Z", "2026-03-09T05:00:00Z")]
    [InlineData("0 0 6 29 2 ?", "2026-03-01T08:00:00Z", "2028-02-29T05:00:00Z")]
    [InlineData("0 0 0 1 JAN ?", "2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z")]
    [InlineData("0 0 6 ? * FRI-MON", "2026-03-10T08:00:00Z", "2026-03-13T05:00:00Z")]
    public void The_next_time_is_the_first_after_the_given_one(string cron, string after, string next) =>
        Assert.Equal(Time(next), Cron(cron).After(Time(after), Stockholm));

    [Fact]
    public void A_time_that_is_left_out_when_the_clock_is_put_forward_is_made_up_for_at_the_end_of_the_gap()
    {
        // 29 March 2026: 02:00 becomes 03:00.
        Assert.Equal(Time("2026-03-29T01:00:00Z"), Cron("0 30 2 * * ?").After(Time("2026-03-28T12:00:00Z"), Stockholm));
        Assert.Equal(Time("2026-03-30T00:30:00Z"), Cron("0 30 2 * * ?").After(Time("2026-03-29T01:00:00Z"), Stockholm));
    }

    [Fact]
    public void A_time_that_comes_twice_when_the_clock_is_put_back_is_met_once()
    {
        // 25 October 2026: 03:00 becomes 02:00.
        Assert.Equal(Time("2026-10-25T00:30:00Z"), Cron("0 30 2 * * ?").After(Time("2026-10-24T12:00:00Z"), Stockholm));
        Assert.Equal(Time("2026-10-26T01:30:00Z"), Cron("0 30 2 * * ?").After(Time("2026-10-25T00:30:00Z"), Stockholm));
    }

    [Theory]
    [InlineData("0 30 * * * ?")]
    [InlineData("0 30 0/1 * * ?")]
    public void What_goes_by_the_hour_goes_on_by_real_hours_on_both_nights(string cron)
    {
        Assert.Equal(
            [Time("2026-10-24T23:30:00Z"), Time("2026-10-25T00:30:00Z"), Time("2026-10-25T01:30:00Z"), Time("2026-10-25T02:30:00Z")],
            Times(cron, Time("2026-10-24T23:00:00Z"), 4));
        Assert.Equal([Time("2026-03-29T00:30:00Z"), Time("2026-03-29T01:30:00Z"), Time("2026-03-29T02:30:00Z")], Times(cron, Time("2026-03-29T00:00:00Z"), 3));
    }

    [Fact]
    public void A_day_that_never_comes_has_no_next_time() => Assert.Null(Cron("0 0 6 30 2 ?").After(Time("2026-03-01T08:00:00Z"), Stockholm));

    [Theory]
    [InlineData("15 * * * *", "write \"0 15 * * * *\"")]
    [InlineData("hourly", "is no cron expression")]
    [InlineData("0 60 * * * ?", "has '60' as minute; it takes 0 to 59")]
    [InlineData("0 0 24 * * ?", "has '24' as hour")]
    [InlineData("0 0 6 * 13 ?", "1 (JAN) to 12 (DEC)")]
    [InlineData("0 0 6 ? * 0", "1 (SUN) to 7 (SAT)")]
    [InlineData("0 0 6 ? * MÅN", "1 (SUN) to 7 (SAT)")]
    [InlineData("0 0/0 * * * ?", "a step is written")]
    [InlineData("0 0 6 1 * MON", "write ? for one of them")]
    [InlineData("0 0 6 1W * ?", "has '1W' as day of month")]
    public void What_is_wrong_is_told_with_what_to_write(string text, string told) =>
        Assert.Contains(told, CronTimes.Read(text, out _), StringComparison.Ordinal);

    static IEnumerable<DateTimeOffset?> Times(string cron, DateTimeOffset after, int count)
    {
        DateTimeOffset? time = after;
        for (var n = 0; n < count; n++) yield return time = Cron(cron).After(time!.Value, Stockholm);
    }

    static CronTimes Cron(string text)
    {
        Assert.Null(CronTimes.Read(text, out var cron));
        return cron!;
    }

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
