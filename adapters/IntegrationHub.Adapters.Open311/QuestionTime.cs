using System.Globalization;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Writes the bounds of a window as the server wants to read them: rounded outwards, so that a question asks for too much and never for too little.</summary>
sealed class QuestionTime(DateStyle style, LocalClock clock)
{
    /// <summary>A lower bound.</summary>
    public string From(DateTimeOffset instant) => style switch
    {
        DateStyle.Utc => Seconds(Floor(instant.UtcDateTime)) + "Z",
        DateStyle.UtcWithoutZone => Seconds(Floor(instant.UtcDateTime)),
        DateStyle.Offset => WithOffset(Floor(instant.UtcDateTime)),
        DateStyle.Local => Seconds(Floor(clock.ToLowerBound(instant))),
        _ => Day(clock.ToLowerBound(instant)),
    };

    /// <summary>An upper bound.</summary>
    public string Until(DateTimeOffset instant) => style switch
    {
        DateStyle.Utc => Seconds(Ceiling(instant.UtcDateTime)) + "Z",
        DateStyle.UtcWithoutZone => Seconds(Ceiling(instant.UtcDateTime)),
        DateStyle.Offset => WithOffset(Ceiling(instant.UtcDateTime)),
        DateStyle.Local => Seconds(Ceiling(clock.ToUpperBound(instant))),
        // A server takes a bare date as its first moment as often as it takes it as its last.
        _ => Day(clock.ToUpperBound(instant).AddDays(1)),
    };

    string WithOffset(DateTime utc) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), clock.Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    static DateTime Floor(DateTime time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, time.Kind);

    static DateTime Ceiling(DateTime time) => Floor(new DateTime(time.Ticks + TimeSpan.TicksPerSecond - 1, time.Kind));

    static string Seconds(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
