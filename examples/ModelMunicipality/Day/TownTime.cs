using System.Globalization;

namespace ModelMunicipality.Day;

/// <summary>The day that is played, always the same one, and its local time.</summary>
static class TownTime
{
    /// <summary>A Tuesday without anything about it.</summary>
    static readonly DateTime Day = new(2026, 3, 10, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The town's zone.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>Midnight at which it begins.</summary>
    public static DateTimeOffset Midnight { get; } = new(Day, Zone.GetUtcOffset(Day));

    /// <summary>A moment as the clock on the wall shows it.</summary>
    public static string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
