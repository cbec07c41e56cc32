using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Tests.AdapterKit;

public sealed class LocalClockTests
{
    static readonly LocalClock Stockholm = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    // Around both changes of the clocks of 2026, and an ordinary day.
    static readonly DateTimeOffset[] Nights =
    [
        new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), new(2026, 10, 25, 1, 0, 0, TimeSpan.Zero), new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
    ];

    static readonly Gen<DateTimeOffset> Instants =
        from night in Gen.Elements(Nights)
        from milliseconds in Gen.Choose(-3 * 3600 * 1000, 3 * 3600 * 1000)
        select night.AddMilliseconds(milliseconds);

    [Fact]
    public void A_lower_bound_is_earlier_than_the_label_of_every_later_instant() => Prop.ForAll(
        Instants.ToArbitrary(),
        Gen.Choose(1, 4 * 3600 * 1000).ToArbitrary(),
        (instant, later) => Stockholm.ToLowerBound(instant) < Stockholm.ToLabel(instant.AddMilliseconds(later))).QuickCheckThrowOnFailure();

    [Fact]
    public void An_instant_from_a_label_is_never_after_the_instant_that_was_labelled() => Prop.ForAll(
        Instants.ToArbitrary(),
        instant => Stockholm.FromLabel(Stockholm.ToLabel(instant)) <= instant).QuickCheckThrowOnFailure();

    [Fact]
    public void A_lower_bound_taken_from_a_batchs_end_loses_nothing_that_came_after_it() => Prop.ForAll(
        Instants.ToArbitrary(),
        Gen.Choose(1, 4 * 3600 * 1000).ToArbitrary(),
        (end, later) => Stockholm.ToLowerBound(Stockholm.FromLabel(Stockholm.ToLabel(end))) < Stockholm.ToLabel(end.AddMilliseconds(later))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-06-01T10:00:00Z", "2026-06-01T12:00:00")]
    [InlineData("2026-12-01T10:00:00Z", "2026-12-01T11:00:00")]
    [InlineData("2026-10-24T23:59:59Z", "2026-10-25T01:59:59")]
    [InlineData("2026-10-25T00:00:00Z", "2026-10-25T01:59:59")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:59:59")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25T01:59:59")]
    [InlineData("2026-10-25T02:00:01Z", "2026-10-25T03:00:01")]
    [InlineData("2026-03-29T00:59:59Z", "2026-03-29T01:59:59")]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29T03:00:00")]
    public void A_lower_bound_steps_back_only_from_the_hour_that_comes_twice(string instant, string bound) =>
        Assert.Equal(Label(bound), Stockholm.ToLowerBound(Instant(instant)));

    [Theory]
    [InlineData("2026-06-01T12:00:00", "2026-06-01T10:00:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T02:59:59.9999", "2026-10-25T00:59:59.9999Z")]
    [InlineData("2026-10-25T03:00:01", "2026-10-25T02:00:01Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T00:30:00Z")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00Z")]
    public void An_instant_from_a_label_is_the_earliest_it_can_be(string label, string instant) =>
        Assert.Equal(Instant(instant), Stockholm.FromLabel(Label(label)));

    [Theory]
    [InlineData("2026-06-01T12:00:00", "2026-06-01T12:00:00", "2026-06-01T10:00:00Z")]
    [InlineData("2026-06-01T12:00:00.1234567", "2026-06-01T12:00:00.1234567", "2026-06-01T10:00:00.1234567Z")]
    [InlineData("2026-06-01T12:00:00+02:00", "2026-06-01T12:00:00", "2026-06-01T10:00:00Z")]
    [InlineData("2026-06-01T10:00:00Z", "2026-06-01T12:00:00", "2026-06-01T10:00:00Z")]
    [InlineData("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00", "2026-10-25T01:30:00Z")]
    [InlineData("2026-06-01", "2026-06-01T00:00:00", "2026-05-31T22:00:00Z")]
    public void A_time_is_read_with_an_offset_or_without_and_keeps_its_text(string text, string label, string instant)
    {
        var read = Stockholm.TryRead(text, out var time);

        Assert.True(read);
        Assert.Equal(new LocalTime(text, Label(label), Instant(instant)), time);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("i morgon")]
    [InlineData("2026-13-01T00:00:00")]
    [InlineData("Z")]
    public void What_is_no_time_is_not_read(string? text) => Assert.False(Stockholm.TryRead(text, out _));

    static DateTime Label(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
