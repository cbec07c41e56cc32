using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>What is done when Hangfire runs a stream's job.</summary>
enum FiredRun
{
    /// <summary>Its time has come: run by the schedule.</summary>
    Scheduled,

    /// <summary>It comes too late, or outside the windows: left out.</summary>
    LeftOut,

    /// <summary>Before its time, which only a person does, with "Trigger now" in the dashboard: run because somebody asked.</summary>
    Asked,
}

/// <summary>Decides it. Pure.</summary>
static class FiredRunDecision
{
    // Hangfire's clock is its storage's, and not the hub's.
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(5);

    /// <summary>Decides.</summary>
    /// <param name="schedule">What the stream's file says.</param>
    /// <param name="planned">The run that the job was made for.</param>
    /// <param name="retries">How often Hangfire has tried it again.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="now">The time.</param>
    public static FiredRun Decide(RunSchedule schedule, PlannedRun planned, int retries, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (retries == 0 && planned.At - now > ClocksDiffer) return FiredRun.Asked;

        // A retry is late by its nature; only the windows hold for it.
        var due = retries == 0 ? planned : planned with { At = now };
        return NextRun.IsLeftOut(schedule, due, zone, now) ? FiredRun.LeftOut : FiredRun.Scheduled;
    }
}
