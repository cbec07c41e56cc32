using IntegrationHub.Scheduling;

namespace IntegrationHub.Tests.Scheduling;

public sealed class RunWindowsTests
{
    static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    [Theory]
    [InlineData("06:00-20:00", "2026-03-10T06:00:00+01:00")]
    [InlineData("06:00-20:00", "2026-03-10T19:59:59+01:00")]
    [InlineData("22:00-05:00", "2026-03-10T04:59:00+01:00")]
    [InlineData("22:00-05:00", "2026-03-10T22:00:00+01:00")]
    [InlineData("00:00-24:00", "2026-03-10T23:59:59+01:00")]
    [InlineData("tue 06:00-20:00", "2026-03-10T12:00:00+01:00")]
    [InlineData("fri 22:00-05:00", "2026-03-14T04:00:00+01:00")]
    [InlineData("sat-mon 00:00-24:00", "2026-03-09T12:00:00+01:00")]
    public void A_run_may_begin_within_its_window(string window, string time) => Assert.True(Windows(window).Contain(Time(time), Stockholm));

    [Theory]
    [InlineData("06:00-20:00", "2026-03-10T05:59:59+01:00", "2026-03-10T06:00:00+01:00")]
    [InlineData("06:00-20:00", "2026-03-10T20:00:00+01:00", "2026-03-11T06:00:00+01:00")]
    [InlineData("mon-fri 07:00-18:00", "2026-03-13T18:00:00+01:00", "2026-03-16T07:00:00+01:00")]
    [InlineData("22:00-05:00", "2026-03-10T05:00:00+01:00", "2026-03-10T22:00:00+01:00")]
    [InlineData("fri 22:00-05:00", "2026-03-14T05:00:00+01:00", "2026-03-20T22:00:00+01:00")]
    [InlineData("tue 12:00-12:01", "2026-03-10T12:01:00+01:00", "2026-03-17T12:00:00+01:00")]
    public void Outside_it_waits_for_the_next_opening(string window, string time, string opening) =>
        Assert.Equal(Time(opening), Windows(window).Next(Time(time), Stockholm));

    [Fact]
    public void Of_several_windows_the_first_to_open_counts() =>
        Assert.Equal(Time("2026-03-14T09:00:00+01:00"), Windows("mon-fri 07:00-18:00", "sat 09:00-12:00").Next(Time("2026-03-13T19:00:00+01:00"), Stockholm));

    [Fact]
    public void A_window_that_lies_in_the_hour_that_is_left_out_does_not_open_that_night() =>
        Assert.Equal(Time("2026-03-30T02:00:00+02:00"), Windows("02:00-03:00").Next(Time("2026-03-29T01:00:00+01:00"), Stockholm));

    [Fact]
    public void A_window_that_begins_in_the_hour_that_is_left_out_opens_at_its_end() =>
        Assert.Equal(Time("2026-03-29T03:00:00+02:00"), Windows("02:30-05:00").Next(Time("2026-03-29T01:00:00+01:00"), Stockholm));

    [Fact]
    public void A_window_in_the_hour_that_comes_twice_is_open_for_both()
    {
        var windows = Windows("02:00-03:00");

        Assert.True(windows.Contain(Time("2026-10-25T02:30:00+02:00"), Stockholm));
        Assert.True(windows.Contain(Time("2026-10-25T02:59:59+01:00"), Stockholm));
        Assert.False(windows.Contain(Time("2026-10-25T03:00:00+01:00"), Stockholm));
    }

    [Fact]
    public void Without_windows_it_is_always_open() => Assert.True(RunWindows.Always.Contain(Time("2026-03-29T02:30:00+01:00"), Stockholm));

    [Theory]
    [InlineData("", "is no window")]
    [InlineData("mon tue 06:00-20:00", "is no window")]
    [InlineData("mån-fre 06:00-20:00", "the days are mon, tue")]
    [InlineData("6-20", "has no times")]
    [InlineData("06:00-25:00", "has no times")]
    [InlineData("24:00-06:00", "has no times")]
    [InlineData("06:00-06:00", "write 00:00-24:00 for a whole day")]
    public void What_is_wrong_is_told_with_what_to_write(string text, string told) =>
        Assert.Contains(told, RunWindow.Read(text, out _), StringComparison.Ordinal);

    internal static RunWindows Windows(params string[] texts) => [.. texts.Select(text =>
    {
        Assert.Null(RunWindow.Read(text, out var window));
        return window!;
    })];

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
