using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

public sealed class TimeTests
{
    static string? OpenedAt(string written, string settings)
    {
        var yaml = Mappings.Json("openedAt: t | datetime").Replace("timezone: Europe/Stockholm\n", settings, StringComparison.Ordinal);
        return Mappings.Of(yaml).Map(Mappings.JsonRecord($$"""{"id":"1","t":"{{written}}"}""")) switch
        {
            MappingResult.MappedCase mapped => mapped.Case.OpenedAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", null),
            MappingResult.Unmappable unmappable => Assert.Single(unmappable.Faults).Code,
            _ => null,
        };
    }

    const string Stockholm = "timezone: Europe/Stockholm\n";

    [Theory]
    [InlineData("2026-03-29T01:59:59", Stockholm, "2026-03-29T01:59:59+01:00")]
    [InlineData("2026-03-29T02:30:00", Stockholm, "2026-03-29T03:30:00+02:00")]
    [InlineData("2026-03-29T02:30:00", Stockholm + "dst: { gap: reject }\n", "IH3206")]
    [InlineData("2026-03-29T03:00:00", Stockholm + "dst: { gap: reject }\n", "2026-03-29T03:00:00+02:00")]
    [InlineData("2026-10-25T02:30:00", Stockholm, "2026-10-25T02:30:00+02:00")]
    [InlineData("2026-10-25T02:30:00", Stockholm + "dst: { fold: later }\n", "2026-10-25T02:30:00+01:00")]
    [InlineData("2026-10-25T02:30:00", Stockholm + "dst: { fold: reject }\n", "IH3207")]
    [InlineData("2026-10-25T03:00:00", Stockholm + "dst: { fold: reject }\n", "2026-10-25T03:00:00+01:00")]
    [InlineData("2026-10-25T02:30:00+01:00", Stockholm + "dst: { fold: reject }\n", "2026-10-25T02:30:00+01:00")]
    [InlineData("2026-07-01T12:00:00", Stockholm, "2026-07-01T12:00:00+02:00")]
    [InlineData("2026-01-01T12:00:00", Stockholm, "2026-01-01T12:00:00+01:00")]
    [InlineData("2026-01-01T12:00:00", "timezone: UTC\nrequireOffset: true\n", "IH3204")]
    [InlineData("2026-01-01T12:00:00Z", "timezone: UTC\nrequireOffset: true\n", "2026-01-01T12:00:00+00:00")]
    [InlineData("2026-01-01T12:00:00", "", "IH3203")]
    [InlineData("2026-01-01 12:00", Stockholm, "2026-01-01T12:00:00+01:00")]
    [InlineData("2026-01-01T12:00:00.1234567-0330", Stockholm, "2026-01-01T12:00:00-03:30")]
    [InlineData("2026-01-01T24:00:00", Stockholm, "IH3202")]
    [InlineData("2026-01-01T12:00:00+15:00", Stockholm, "IH3202")]
    [InlineData("2026-02-29T12:00:00", Stockholm, "IH3202")]
    [InlineData("2026-01-01", Stockholm, "IH3202")]
    [InlineData("0001-01-01T00:00:00", Stockholm, "IH3208")]
    public void A_time_gets_the_offset_that_the_mapping_decides(string written, string settings, string expected) =>
        Assert.Equal(expected, OpenedAt(written, settings));

    [Fact]
    public void Every_hour_of_a_year_agrees_with_the_framework()
    {
        var mapping = Mappings.Of(Mappings.Json("openedAt: t | datetime"));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

        for (var time = new DateTime(2026, 1, 1, 0, 30, 0); time.Year == 2026; time = time.AddHours(1))
        {
            if (zone.IsInvalidTime(time) || zone.IsAmbiguousTime(time)) continue;
            var mapped = mapping.Case($$"""{"id":"1","t":"{{time:yyyy-MM-ddTHH:mm:ss}}"}""").Case.OpenedAt;
            Assert.Equal(new DateTimeOffset(time, zone.GetUtcOffset(time)), mapped);
        }
    }

    [Theory]
    [InlineData("t | datetime | date", "2026-03-29")]
    [InlineData("t | datetime | startOfDay", "2026-03-29T00:00:00+01:00")]
    [InlineData("t | datetime | endOfDay", "2026-03-29T23:59:59+02:00")]
    [InlineData("t | datetime | addDays(-1)", "2026-03-28T00:30:00+01:00")]
    [InlineData("t | datetime | addMonths(1)", "2026-04-29T00:30:00+02:00")]
    [InlineData("t | datetime | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000) | addDays(100000)", "fails IH3202")]
    public void Days_are_days_of_the_mapping_s_zone(string expression, string expected) =>
        Assert.Equal(expected, Expressions.Evaluate(expression, """{"t":"2026-03-28T23:30:00Z"}"""));
}
