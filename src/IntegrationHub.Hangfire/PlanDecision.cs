using System.Collections.Frozen;
using Hangfire.States;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>Decides at each look what becomes of a stream's recurring job. Pure: the planner asks and acts.</summary>
abstract record PlanDecision
{
    static readonly FrozenSet<string> Waiting = new[] { EnqueuedState.StateName, ProcessingState.StateName, ScheduledState.StateName, AwaitingState.StateName }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    PlanDecision()
    {
    }

    /// <summary>It stays as it is.</summary>
    public sealed record Keep : PlanDecision;

    /// <summary>It waits for this run from now on.</summary>
    /// <param name="Run">The run; null when the schedule has no more.</param>
    public sealed record Plan(PlannedRun? Run) : PlanDecision;

    /// <summary>Decides.</summary>
    /// <param name="stream">The stream, which is not paused.</param>
    /// <param name="known">The schedule that this process has planned it by; null when it has not yet.</param>
    /// <param name="entry">Its recurring job; null when there is none.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="now">The time.</param>
    public static PlanDecision Decide(StreamOverview stream, RunSchedule? known, RecurringStream? entry, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (name, schedule) = (stream.Definition.Name, stream.Definition.Schedule);
        if (entry is null || (known is not null && known != schedule)) return new Plan(NextRun.First(schedule, name, zone, stream.State?.LastRun, now));

        var goesOn = IsWaiting(entry.LastJobState) || IsWaiting(entry.PlannedDuring);
        // Another process may have it in hand; when none has, what is in the storage may be from before the files were changed.
        if (known is null) return goesOn ? new Keep() : new Plan(NextRun.First(schedule, name, zone, stream.State?.LastRun, now));

        // Its job was deleted by a person, refused beside a run that has died since, or lost.
        if (!goesOn && entry.HasFired && now - entry.Planned.At > NextRun.Tolerance) return new Plan(NextRun.After(schedule, name, zone, entry.Planned.Turn, now));

        // A moment more than a year away could not be written before.
        if (entry.Cron == ExactCron.Never && ExactCron.Of(entry.Planned.At, now) != ExactCron.Never) return new Plan(entry.Planned);

        return new Keep();
    }

    static bool IsWaiting(string? state) => state is not null && Waiting.Contains(state);
}
