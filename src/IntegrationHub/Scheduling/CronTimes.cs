namespace IntegrationHub.Scheduling;

/// <summary>The local times of a cron expression in Quartz's way of writing: second, minute, hour, day of month, month, day of week.</summary>
/// <remarks>
/// When the clock is put forward, a time that does not exist is made up for at the end of the gap; when it is put back, a time that comes twice is met once.
/// An expression that goes by the hour (<c>*</c> or a step in the hour field) runs on with the real hours instead: nothing is made up for, and both hours are met.
/// </remarks>
public sealed record CronTimes
{
    // 29 February comes every fourth year, and once in 200 years only after eight.
    const int YearsToSearch = 9;

    readonly ulong seconds;
    readonly ulong minutes;
    readonly ulong hours;
    readonly ulong months;
    readonly CronDays days;
    readonly bool byTheHour;

    CronTimes(string text, ulong seconds, ulong minutes, ulong hours, ulong months, CronDays days, bool byTheHour)
    {
        Text = text;
        this.seconds = seconds;
        this.minutes = minutes;
        this.hours = hours;
        this.months = months;
        this.days = days;
        this.byTheHour = byTheHour;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads an expression; answers null, or what is wrong and how it is written.</summary>
    internal static string? Read(string text, out CronTimes? cron)
    {
        cron = null;
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 5) return $"has five fields; the first of six is the second: write \"0 {string.Join(' ', fields)}\", and ? for the day of month or the day of week";
        if (fields.Length != 6) return "is no cron expression; write second, minute, hour, day of month, month and day of week, for instance \"0 15 * * * ?\" for a quarter past every hour";

        if (CronField.Second.Read(fields[0], out var seconds) is { } wrongSecond) return wrongSecond;
        if (CronField.Minute.Read(fields[1], out var minutes) is { } wrongMinute) return wrongMinute;
        if (CronField.Hour.Read(fields[2], out var hours) is { } wrongHour) return wrongHour;
        if (CronField.Month.Read(fields[4], out var months) is { } wrongMonth) return wrongMonth;
        if (CronDays.Read(fields[3], fields[5], out var days) is { } wrongDays) return wrongDays;

        cron = new CronTimes(text, seconds, minutes, hours, months, days!, byTheHour: fields[2].AsSpan().ContainsAny('*', '/'));
        return null;
    }

    /// <summary>The first time after the given one; null when there is none within nine years.</summary>
    public DateTimeOffset? After(DateTimeOffset time, TimeZoneInfo zone)
    {
        var local = ZoneTimes.Local(time, zone);
        // A day earlier, because a time that comes twice may belong to yesterday's clock.
        var date = DateOnly.FromDateTime(local).AddDays(-1);
        for (var end = date.AddYears(YearsToSearch); date < end; date = NextDate(date))
        {
            if (!IsDay(date)) continue;
            if ((ZoneTimes.IsPlain(date, zone) ? OnPlainDay(date, local, zone) : OnAnyDay(date, time, zone)) is { } found) return found;
        }

        return null;
    }

    bool IsDay(DateOnly date) => (months & (1UL << date.Month)) != 0 && days.Contain(date);

    DateOnly NextDate(DateOnly date) =>
        (months & (1UL << date.Month)) != 0 ? date.AddDays(1) : new DateOnly(date.Year, date.Month, 1).AddMonths(1);

    DateTimeOffset? OnPlainDay(DateOnly date, DateTime after, TimeZoneInfo zone)
    {
        if (date < DateOnly.FromDateTime(after)) return null;

        var second = date > DateOnly.FromDateTime(after) ? 0 : (int)after.TimeOfDay.TotalSeconds + 1;
        return NextSecond(second) is { } found ? ZoneTimes.Earliest(date.ToDateTime(default).AddSeconds(found), zone) : null;
    }

    DateTimeOffset? OnAnyDay(DateOnly date, DateTimeOffset after, TimeZoneInfo zone)
    {
        DateTimeOffset? first = null;
        for (var second = NextSecond(0); second is { } found; second = NextSecond(found + 1))
        {
            var local = date.ToDateTime(default).AddSeconds(found);
            foreach (var instant in byTheHour ? ZoneTimes.All(local, zone) : [ZoneTimes.Earliest(local, zone)])
                if (instant > after && (first is null || instant < first)) first = instant;
        }

        return first;
    }

    // The next second of a day that is one of the expression's, from the given one on.
    int? NextSecond(int from)
    {
        var (hour, minute, second) = (from / 3600, from / 60 % 60, from % 60);
        for (; hour < 24; hour++, minute = 0, second = 0)
        {
            if ((hours & (1UL << hour)) == 0) continue;
            for (; minute < 60; minute++, second = 0)
            {
                if ((minutes & (1UL << minute)) == 0) continue;
                for (; second < 60; second++)
                    if ((seconds & (1UL << second)) != 0) return hour * 3600 + minute * 60 + second;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(CronTimes? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
