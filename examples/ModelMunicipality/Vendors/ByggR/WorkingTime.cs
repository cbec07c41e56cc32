namespace ModelMunicipality.Vendors.ByggR;

/// <summary>Seconds of office hours on one line, so that what is spread evenly over them falls on working days between eight and five.</summary>
static class WorkingTime
{
    /// <summary>The seconds of one working day.</summary>
    public const long Day = 9 * 3600;

    static readonly DateTime Start = new(1990, 1, 1);  // a Monday

    /// <summary>The local time of a second on the line.</summary>
    public static DateTime ToLocal(long second)
    {
        var (day, within) = Math.DivRem(second, Day);
        var (week, weekday) = Math.DivRem(day, 5);
        return Start.AddDays(week * 7 + weekday).AddHours(8).AddSeconds(within);
    }

    /// <summary>The last second on the line that is not after this local time.</summary>
    public static long FromLocal(DateTime local)
    {
        if (local < Start) return -1;

        var days = (local - Start).Days;
        var (week, weekday) = Math.DivRem(days, 7);
        var begun = (week * 5L + Math.Min(weekday, 5)) * Day;
        if (weekday >= 5) return begun - 1;

        var opened = local.TimeOfDay - TimeSpan.FromHours(8);
        return begun + (opened < TimeSpan.Zero ? -1 : Math.Min((long)opened.TotalSeconds, Day - 1));
    }
}
