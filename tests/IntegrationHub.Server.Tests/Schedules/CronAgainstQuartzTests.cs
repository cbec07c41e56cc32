using global::Quartz;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>The hub reads cron expressions itself, because stream files are checked where there is no Quartz; both must mean the same.</summary>
public sealed class CronAgainstQuartzTests
{
    [Theory]
    [InlineData("0 15 * * * ?")]
    [InlineData("0 0/7 6-20 ? * MON-FRI")]
    [InlineData("10,40 5/25 3,15 * * ?")]
    [InlineData("0 30 2 L * ?")]
    [InlineData("0 30 2 L-3 * ?")]
    [InlineData("0 30 2 ? * FRIL")]
    [InlineData("0 30 2 ? * 2#2")]
    [InlineData("0 30 2 ? JAN-MAR,DEC TUE,THU")]
    [InlineData("0 30 2 29 2 ?")]
    [InlineData("0 30 2 31 * ?")]
    [InlineData("*/20 59 23 ? * SAT-MON")]
    public void Both_meet_the_same_times(string text)
    {
        var ours = StreamFiles.Read($"{{ cron: \"{text}\" }}").Schedule.Cron!;
        var theirs = new CronExpression(text, TimeZoneInfo.Utc);

        DateTimeOffset? time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var n = 0; n < 300 && time is { } last && last.Year < 2034; n++)
        {
            time = ours.After(last, TimeZoneInfo.Utc);
            Assert.Equal(theirs.GetNextValidTimeAfter(last), time);
        }
    }
}
