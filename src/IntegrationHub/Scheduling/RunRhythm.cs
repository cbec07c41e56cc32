namespace IntegrationHub.Scheduling;

/// <summary>How long it is between the runs of a schedule, at most and at least.</summary>
/// <param name="Longest">The longest time, for instance over a weekend.</param>
/// <param name="Shortest">The shortest time.</param>
readonly record struct RunRhythm(TimeSpan Longest, TimeSpan Shortest)
{
    // A Monday. Windows are the same every week; the times of a cron are walked for a year, or for so many that a week of minutes is among them.
    static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);
    static readonly TimeSpan Year = TimeSpan.FromDays(366);
    const int MostRuns = 11_000;

    /// <summary>Data may be this old before something is wrong: the longest time without a run has passed, and two more turns.</summary>
    public TimeSpan Patience => Longest + 2 * Shortest;

    /// <summary>The rhythm of a schedule; null when it never has a run.</summary>
    public static RunRhythm? Of(RunSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        var rhythm = schedule.Every is { } every ? OfInterval(every, schedule.Windows) : OfCron(schedule);
        var byTheClock = schedule.Cron is not null || !schedule.Windows.AreAlwaysOpen;
        // One night a year is an hour longer.
        return byTheClock && rhythm is { } found && found.Longest > TimeSpan.FromHours(2) ? found with { Longest = found.Longest + TimeSpan.FromHours(1) } : rhythm;
    }

    static RunRhythm OfInterval(TimeSpan every, RunWindows windows)
    {
        var longest = every;
        if (windows.AreAlwaysOpen) return new RunRhythm(every, every);

        for (var time = windows.Next(Start, TimeZoneInfo.Utc); time - Start < Fortnight;)
        {
            if (windows.CloseAfter(time, TimeZoneInfo.Utc) is not { } close) break;

            time = windows.Next(close, TimeZoneInfo.Utc);
            if (time - close + every > longest) longest = time - close + every;
        }

        return new RunRhythm(longest, every);
    }

    static RunRhythm? OfCron(RunSchedule schedule)
    {
        var plain = schedule with { Jitter = TimeSpan.Zero, Misfire = MisfirePolicy.Skip };
        if (Turn(plain, Start) is not { } last) return null;

        var (longest, shortest) = (TimeSpan.Zero, TimeSpan.MaxValue);
        for (var run = 0; run < MostRuns && last - Start < Year && Turn(plain, last) is { } next; run++)
        {
            var gap = next - last;
            (longest, shortest, last) = (gap > longest ? gap : longest, gap < shortest ? gap : shortest, next);
        }

        return longest == TimeSpan.Zero ? new RunRhythm(Year, Year) : new RunRhythm(longest, shortest);
    }

    static DateTimeOffset? Turn(RunSchedule schedule, DateTimeOffset last) => NextRun.After(schedule, new StreamName("any"), TimeZoneInfo.Utc, last, last)?.Turn;
}
