using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class QuestionTimeTests
{
    static readonly LocalClock Stockholm = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
    static readonly DateTimeOffset At = new(2026, 3, 10, 11, 0, 0, 400, TimeSpan.Zero);

    [Theory]
    [InlineData("Utc", "2026-03-10T11:00:00Z", "2026-03-10T11:00:01Z")]
    [InlineData("UtcWithoutZone", "2026-03-10T11:00:00", "2026-03-10T11:00:01")]
    [InlineData("Offset", "2026-03-10T12:00:00+01:00", "2026-03-10T12:00:01+01:00")]
    [InlineData("Local", "2026-03-10T12:00:00", "2026-03-10T12:00:01")]
    [InlineData("Date", "2026-03-10", "2026-03-11")]
    public void A_bound_is_written_as_the_server_wants_it_and_rounded_outwards(string style, string from, string until)
    {
        var times = new QuestionTime(Enum.Parse<DateStyle>(style), Stockholm);

        Assert.Equal((from, until), (times.From(At), times.Until(At)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void In_the_autumn_night_a_local_window_reaches_round_the_hour_that_comes_twice(int hour)
    {
        var times = new QuestionTime(DateStyle.Local, Stockholm);
        var at = new DateTimeOffset(2026, 10, 25, hour, 30, 0, TimeSpan.Zero);

        Assert.Equal("2026-10-25T01:59:59", times.From(at));
        Assert.True(string.CompareOrdinal(times.Until(at), hour == 0 ? "2026-10-25T02:30:00" : "2026-10-25T02:59:59") >= 0);
    }

    [Fact]
    public void Whatever_the_instant_no_label_of_the_window_lies_outside_its_local_bounds()
    {
        var times = new QuestionTime(DateStyle.Local, Stockholm);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Prop.ForAll(Gen.Choose(0, 365 * 24 * 60).ToArbitrary(), Gen.Choose(0, 3 * 24 * 60).ToArbitrary(), Gen.Choose(0, 3 * 24 * 60).ToArbitrary(), (begin, length, within) =>
        {
            var from = start.AddMinutes(begin);
            var label = Stockholm.ToLabel(from.AddMinutes(Math.Min(length, within))).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
            return string.CompareOrdinal(times.From(from), label) <= 0 && string.CompareOrdinal(label, times.Until(from.AddMinutes(length))) <= 0;
        }).QuickCheckThrowOnFailure();
    }
}
