using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Tests.AdapterKit;

/// <summary>Bounds are written as the vendor reads them, and never leave anything out.</summary>
public sealed class TimeStyleTests
{
    static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    static readonly DateTimeOffset At = new(2026, 3, 9, 7, 30, 15, 400, TimeSpan.Zero);

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss'Z'", "UTC", "2026-03-09T07:30:15Z", "2026-03-09T07:30:16Z")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss", "Europe/Stockholm", "2026-03-09T08:30:15", "2026-03-09T08:30:16")]
    [InlineData("yyyy-MM-dd'T'HH:mm:sszzz", "Europe/Stockholm", "2026-03-09T08:30:15+01:00", "2026-03-09T08:30:16+01:00")]
    [InlineData("yyyy-MM-dd HH:mm", "Europe/Stockholm", "2026-03-09 08:30", "2026-03-09 08:31")]
    [InlineData("yyyyMMdd", "Europe/Stockholm", "20260309", "20260310")]
    [InlineData("yyyy-MM-dd", "UTC", "2026-03-09", "2026-03-10")]
    [InlineData("unix", "UTC", "1773041415", "1773041416")]
    [InlineData("unixMs", "UTC", "1773041415400", "1773041415400")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.fff", "UTC", "2026-03-09T07:30:15.400", "2026-03-09T07:30:15.400")]
    public void A_bound_is_rounded_outwards(string format, string zone, string lower, string upper)
    {
        var style = TimeStyle.Create(format, TimeZoneInfo.FindSystemTimeZoneById(zone), out _)!;

        Assert.Equal((lower, upper), (style.Lower(At), style.Upper(At)));
    }

    [Fact]
    public void On_no_night_does_a_local_bound_leave_out_what_happened_after_it()
    {
        var style = TimeStyle.Create("yyyy-MM-dd'T'HH:mm:ss", Stockholm, out _)!;
        // Around both changes of the clock of 2026, to the second.
        var instants = Gen.Choose(0, 4 * 3600).SelectMany(s => Gen.Elements(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, 24, 23, 0, 0, TimeSpan.Zero)).Select(d => d.AddSeconds(s)));

        Prop.ForAll(instants.Two().ToArbitrary(), pair =>
        {
            var (bound, happened) = pair;
            var label = TimeZoneInfo.ConvertTime(happened, Stockholm).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
            return (happened <= bound || string.CompareOrdinal(label, style.Lower(bound)) > 0) && (happened > bound || string.CompareOrdinal(label, style.Upper(bound)) <= 0);
        }).QuickCheckThrowOnFailure();
    }
}
