using System.Globalization;

namespace IntegrationHub.Scheduling;

/// <summary>Local times of some days of the week within which runs may begin. It may go over midnight; its days are those on which it opens.</summary>
public sealed record RunWindow
{
    const int MinutesOfDay = 24 * 60;
    const string HowToWrite = "write for instance 06:00-20:00, mon-fri 07:00-18:00 or sat,sun 22:00-05:00";

    static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    RunWindow(int days, int opens, int closes, string text) => (Days, Opens, Closes, Text) = (days, opens, closes, text);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    // A bit for each day, Sunday first; minutes of the day, closing at or before the opening means the next day.
    int Days { get; }

    int Opens { get; }

    int Closes { get; }

    /// <summary>Reads a window; answers null, or what is wrong and how it is written.</summary>
    internal static string? Read(string text, out RunWindow? window)
    {
        window = null;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 2) return $"is no window; {HowToWrite}";
        if (ReadDays(parts.Length == 2 ? parts[0] : "sun-sat", out var days) is { } wrongDay) return wrongDay;
        if (parts[^1].Split('-') is not [var from, var to] || Minute(from) is not { } opens || Minute(to) is not { } closes || opens == MinutesOfDay)
            return $"has no times from 00:00 to 24:00; {HowToWrite}";
        if (opens == closes) return "opens and closes at the same time; write 00:00-24:00 for a whole day";

        window = new RunWindow(days, opens, closes, text);
        return null;
    }

    /// <summary>From when to when it is open if it opens on this date; null when it does not, or when the time it is open is left out as the clock is put forward.</summary>
    internal (DateTimeOffset From, DateTimeOffset Until)? On(DateOnly date, TimeZoneInfo zone)
    {
        if ((Days & (1 << (int)date.DayOfWeek)) == 0) return null;

        var midnight = date.ToDateTime(default);
        var from = ZoneTimes.Earliest(midnight.AddMinutes(Opens), zone);
        var until = ZoneTimes.Latest(midnight.AddMinutes(Closes > Opens ? Closes : Closes + MinutesOfDay), zone);
        return from < until ? (from, until) : null;
    }

    static string? ReadDays(string text, out int days)
    {
        days = 0;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Day(ends[0]), Day(ends[^1]));
            if (ends.Length > 2 || first < 0 || last < 0)
                return $"has the days '{part}', which are none; the days are mon, tue, wed, thu, fri, sat, sun; {HowToWrite}";

            // Friday to Monday goes over the week's end.
            for (var day = first; ; day = (day + 1) % 7)
            {
                days |= 1 << day;
                if (day == last) break;
            }
        }

        return null;
    }

    static int Day(string name) => Array.IndexOf(DayNames, name);

    static int? Minute(string text)
    {
        if (text == "24:00") return MinutesOfDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
