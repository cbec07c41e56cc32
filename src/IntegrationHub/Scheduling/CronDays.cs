using System.Globalization;

namespace IntegrationHub.Scheduling;

/// <summary>The days of a cron expression: days of the month or days of the week, and the special words for both.</summary>
sealed record CronDays(ulong OfMonth, int? BeforeEndOfMonth, ulong OfWeek, int? LastOfWeek, (int Day, int Nth)? NthOfWeek)
{
    const ulong Any = ulong.MaxValue;

    public static string? Read(string ofMonth, string ofWeek, out CronDays? days)
    {
        days = null;
        var anyOfMonth = ofMonth is "*" or "?";
        var anyOfWeek = ofWeek is "*" or "?";
        if (!anyOfMonth && !anyOfWeek) return "restricts both the day of month and the day of week; write ? for one of them";

        ulong month = Any, week = Any;
        int? beforeEnd = null, last = null;
        (int, int)? nth = null;
        if (!anyOfMonth && !IsEndOfMonth(ofMonth, out beforeEnd) && CronField.DayOfMonth.Read(ofMonth, out month) is { } wrongDay) return wrongDay;
        if (!anyOfWeek && !IsLastOfWeek(ofWeek, out last) && !IsNthOfWeek(ofWeek, out nth) && CronField.DayOfWeek.Read(ofWeek, out week) is { } wrongWeekday) return wrongWeekday;

        days = new CronDays(month, beforeEnd, week, last, nth);
        return null;
    }

    public bool Contain(DateOnly date)
    {
        var weekday = (int)date.DayOfWeek + 1;
        var length = DateTime.DaysInMonth(date.Year, date.Month);
        if (BeforeEndOfMonth is { } before) return date.Day == length - before;
        if (LastOfWeek is { } last) return weekday == last && date.Day > length - 7;
        if (NthOfWeek is { } nth) return weekday == nth.Day && (date.Day - 1) / 7 + 1 == nth.Nth;
        return (OfMonth & (1UL << date.Day)) != 0 && (OfWeek & (1UL << weekday)) != 0;
    }

    // L, L-3
    static bool IsEndOfMonth(string text, out int? before)
    {
        before = text == "L" ? 0
            : text.StartsWith("L-", StringComparison.Ordinal) && int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 30 ? days
            : null;
        return before is not null;
    }

    // 6L, FRIL
    static bool IsLastOfWeek(string text, out int? day)
    {
        day = text.Length > 1 && text.EndsWith('L') ? CronField.DayOfWeek.Number(text[..^1]) : null;
        return day is not null;
    }

    // 2#1, MON#1
    static bool IsNthOfWeek(string text, out (int, int)? nth)
    {
        nth = text.Split('#') is [var name, var number] && CronField.DayOfWeek.Number(name) is { } day
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 5 ? (day, n) : null;
        return nth is not null;
    }
}
