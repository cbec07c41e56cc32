using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Sync;

namespace IntegrationHub.Scheduling;

/// <summary>A run that is to come.</summary>
/// <param name="Turn">Its time in the stream's rhythm: what the next one is counted from.</param>
/// <param name="At">When it begins: the turn and the stream's jitter.</param>
public readonly record struct PlannedRun(DateTimeOffset Turn, DateTimeOffset At);

/// <summary>Decides when a stream runs. Pure: whoever keeps the time calls it and acts.</summary>
public static class NextRun
{
    /// <summary>How late a run may begin and still be the run of its turn: timers and machines are never exact.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The next run; null when the schedule has no more.</summary>
    /// <param name="schedule">What the stream file says.</param>
    /// <param name="stream">The stream: its name decides its jitter.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="last">The turn of the last run, or when it began; null when there was none that was finished, which makes it due.</param>
    /// <param name="now">The time.</param>
    public static PlannedRun? After(RunSchedule schedule, StreamName stream, TimeZoneInfo zone, DateTimeOffset? last, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(zone);

        var turn = schedule.Cron is { } cron ? CronTurn(schedule, cron, zone, last, now) : EveryTurn(schedule, zone, last, now);
        return turn is { } found ? new PlannedRun(found, found + Delay(schedule, stream, found, zone)) : null;
    }

    /// <summary>The run that a stream is planned with when nothing is planned for it yet: as soon as it may if its last one did not come to its end, else by its schedule.</summary>
    /// <param name="schedule">What the stream file says.</param>
    /// <param name="stream">The stream: its name decides its jitter.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="last">Its last run; null when there was none.</param>
    /// <param name="now">The time.</param>
    public static PlannedRun? First(RunSchedule schedule, StreamName stream, TimeZoneInfo zone, RunRecord? last, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        // A run whose process died stands as going on; if it really does, its lease tells when this one is tried.
        return last is { Outcome: RunOutcome.Running or RunOutcome.Stopped or RunOutcome.Interrupted } && schedule.Misfire == MisfirePolicy.RunOnce
            ? AsSoonAsItMay(schedule, stream, zone, now)
            : After(schedule, stream, zone, last?.StartedAt, now);
    }

    /// <summary>A run as soon as the windows let it: one that was stopped in its middle goes on.</summary>
    public static PlannedRun? AsSoonAsItMay(RunSchedule schedule, StreamName stream, TimeZoneInfo zone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        return schedule.Windows.Next(now, zone) is var open && open < DateTimeOffset.MaxValue ? new PlannedRun(open, open + Delay(schedule, stream, open, zone)) : null;
    }

    /// <summary>Whether a planned run that comes to its turn now is to be left out: the window has closed, or it is too late and the stream leaves late runs out.</summary>
    public static bool IsLeftOut(RunSchedule schedule, PlannedRun planned, TimeZoneInfo zone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        return !schedule.Windows.Contain(now, zone) || (schedule.Misfire == MisfirePolicy.Skip && now - planned.At > Tolerance);
    }

    static DateTimeOffset? EveryTurn(RunSchedule schedule, TimeZoneInfo zone, DateTimeOffset? last, DateTimeOffset now)
    {
        var every = schedule.Every!.Value;
        var turn = last + every ?? now;
        if (turn < now && last is { } begun)
            turn = schedule.Misfire == MisfirePolicy.RunOnce ? now : begun + every * Math.Ceiling((now - begun) / every);
        return schedule.Windows.Next(turn, zone) is var open && open < DateTimeOffset.MaxValue ? open : null;
    }

    // A cron expression names its times: one outside the windows is left out, not moved.
    static DateTimeOffset? CronTurn(RunSchedule schedule, CronTimes cron, TimeZoneInfo zone, DateTimeOffset? last, DateTimeOffset now)
    {
        var next = CronInWindow(schedule.Windows, cron, zone, now);
        if (last is not { } begun || schedule.Misfire == MisfirePolicy.Skip || CronInWindow(schedule.Windows, cron, zone, begun) is not { } missed || missed > now) return next;

        var open = schedule.Windows.Next(now, zone);
        return next < open ? next : open;
    }

    static DateTimeOffset? CronInWindow(RunWindows windows, CronTimes cron, TimeZoneInfo zone, DateTimeOffset after)
    {
        var end = after.AddYears(1);
        var time = cron.After(after, zone);
        while (time is { } found && !windows.Contain(found, zone))
        {
            // Times between two windows are many, and none of them counts.
            var open = windows.Next(found, zone);
            if (open > end) return null;
            time = cron.After(open.AddTicks(-1), zone);
        }

        return time;
    }

    // The same for the same stream and turn on every machine, so that what is told of the next run holds.
    static TimeSpan Delay(RunSchedule schedule, StreamName stream, DateTimeOffset turn, TimeZoneInfo zone)
    {
        if (schedule.Jitter == TimeSpan.Zero) return TimeSpan.Zero;

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{stream.Value} {turn.UtcTicks}"));
        var delay = TimeSpan.FromTicks((long)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)schedule.Jitter.Ticks));
        return schedule.Windows.Contain(turn + delay, zone) ? delay : TimeSpan.Zero;
    }
}
