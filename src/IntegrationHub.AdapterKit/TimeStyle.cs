using System.Globalization;

namespace IntegrationHub.AdapterKit;

/// <summary>How a vendor wants to read the bounds of what it is asked for. They are rounded outwards: what is asked for twice is harmless, what is not asked for is lost.</summary>
public sealed class TimeStyle
{
    static readonly DateTime Reference = new(2001, 2, 3, 0, 0, 0, DateTimeKind.Unspecified);
    static readonly TimeSpan[] Steps = [TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    readonly string format;
    readonly LocalClock clock;
    readonly TimeSpan resolution;

    TimeStyle(string format, TimeZoneInfo zone)
    {
        (this.format, clock) = (format, new LocalClock(zone));
        resolution = Steps.FirstOrDefault(step => Text(Reference) != Text(Reference + step));
    }

    /// <summary>UTC to the second.</summary>
    public static TimeStyle Standard { get; } = new("yyyy-MM-dd'T'HH:mm:ss'Z'", TimeZoneInfo.Utc);

    /// <summary>The vendor's zone.</summary>
    public TimeZoneInfo Zone => clock.Zone;

    /// <summary>The vendor's clock.</summary>
    public LocalClock Clock => clock;

    /// <summary>A style; null, and why, when the format is none.</summary>
    /// <param name="format"><c>unix</c>, <c>unixMs</c>, or a pattern of .NET.</param>
    /// <param name="zone">The vendor's zone.</param>
    /// <param name="wrong">What is wrong with it.</param>
    public static TimeStyle? Create(string format, TimeZoneInfo zone, out string? wrong)
    {
        try
        {
            var style = new TimeStyle(format, zone);
            wrong = style.resolution > TimeSpan.Zero ? null : $"'{format}' writes no day: a time needs at least yyyy-MM-dd";
            if (wrong is null && style.Text(Reference) == style.Text(Reference.AddDays(1))) wrong = $"'{format}' writes no day: a time needs at least yyyy-MM-dd";
            // Days that stand alone come again each month: a bound would mean another time.
            if (wrong is null && style.Text(Reference) == style.Text(Reference.AddMonths(1))) wrong = $"'{format}' writes no month: a time needs at least yyyy-MM-dd";
            if (wrong is null && style.Text(Reference) == style.Text(Reference.AddYears(1))) wrong = $"'{format}' writes no year: a time needs at least yyyy-MM-dd";
            return wrong is null ? style : null;
        }
        catch (FormatException)
        {
            wrong = $"'{format}' is no format of a time; write unix, unixMs, or a pattern such as yyyy-MM-dd'T'HH:mm:ss";
            return null;
        }
    }

    /// <summary>A moment as it is: no bound, so nothing is rounded outwards.</summary>
    public string Exact(DateTimeOffset instant) => Text(instant);

    /// <summary>A lower bound.</summary>
    public string Lower(DateTimeOffset instant) => IsInstant ? Text(instant) : Text(clock.ToLowerBound(instant));

    /// <summary>An upper bound.</summary>
    public string Upper(DateTimeOffset instant) => IsInstant
        ? Text(new DateTimeOffset(Ceiling(instant.UtcDateTime), TimeSpan.Zero))
        : Text(Ceiling(clock.ToUpperBound(instant)));

    // Whether the text tells an instant, and not only what a clock showed. A whole day of a zone is a day of its clock whatever stands behind it.
    bool IsInstant => format is "unix" or "unixMs" || (resolution < TimeSpan.FromDays(1) && (ReferenceEquals(Zone, TimeZoneInfo.Utc) || WritesOffset));

    bool WritesOffset => Text(new DateTimeOffset(Reference, TimeSpan.FromHours(1)), convert: false) != Text(new DateTimeOffset(Reference, TimeSpan.FromHours(5)), convert: false);

    DateTime Ceiling(DateTime time) => new((time.Ticks + resolution.Ticks - 1) / resolution.Ticks * resolution.Ticks, time.Kind);

    string Text(DateTime label) => format is "unix" or "unixMs" ? Text(new DateTimeOffset(label, TimeSpan.Zero)) : label.ToString(format, CultureInfo.InvariantCulture);

    string Text(DateTimeOffset instant, bool convert = true) => format switch
    {
        "unix" => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "unixMs" => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        _ => (convert ? TimeZoneInfo.ConvertTime(instant, Zone) : instant).ToString(format, CultureInfo.InvariantCulture),
    };
}
