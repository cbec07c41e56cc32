namespace IntegrationHub.Mapping.Values;

/// <summary>Swedish workdays: neither weekends nor public holidays (lag 1989:253), nor the eves of Midsummer, Christmas and New Year, which count as holidays where a period ends (lag 1930:173).</summary>
internal static class SwedishCalendar
{
    public static DateTime AddWorkdays(DateTime day, int count)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            if (IsWorkday(DateOnly.FromDateTime(day))) left--;
        }

        return day;
    }

    public static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day);

    static bool IsHoliday(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) or (1, 6) or (5, 1) or (6, 6) or (12, 24) or (12, 25) or (12, 26) or (12, 31) => true,
        // Midsummer Eve is the Friday between 19 and 25 June; Midsummer Day and All Saints' Day are Saturdays anyway.
        (6, >= 19 and <= 25) when day.DayOfWeek == DayOfWeek.Friday => true,
        _ => (day.DayNumber - EasterSunday(day.Year).DayNumber) is -2 or 1 or 39,
    };

    // Gauss's rule in the form of Meeus, Jones and Butcher; valid for every year of the Gregorian calendar.
    static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var d = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var e = (32 + (2 * (b % 4)) + (2 * (c / 4)) - d - (c % 4)) % 7;
        var f = d + e - (7 * ((a + (11 * d) + (22 * e)) / 451)) + 114;
        return new DateOnly(year, f / 31, (f % 31) + 1);
    }
}
