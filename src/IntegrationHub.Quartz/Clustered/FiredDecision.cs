using IntegrationHub.Scheduling;

namespace IntegrationHub.Quartz;

/// <summary>Decides what a node does with a stream whose turn has come, and what is planned before and after its run. Pure.</summary>
/// <param name="Turn">The turn that is run, or left out.</param>
/// <param name="Runs">Whether it is run.</param>
/// <param name="Following">What is planned before it is run, so that it is there if this node dies; null to leave the plan as it is.</param>
sealed record FiredDecision(DateTimeOffset Turn, bool Runs, StoredPlan? Following)
{
    /// <summary>Decides when it fires.</summary>
    /// <param name="plan">What was planned.</param>
    /// <param name="schedule">The stream's schedule, as this node's file has it.</param>
    /// <param name="recovered">Whether the node that had begun it is gone.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="now">The time.</param>
    public static FiredDecision Decide(StoredPlan plan, RunSchedule schedule, bool recovered, TimeZoneInfo zone, DateTimeOffset now)
    {
        // The plan of the run after it stands: whoever died had made it.
        if (recovered) return new FiredDecision(plan.Before ?? plan.Next.Turn, Runs: true, Following: null);

        var following = NextRun.After(schedule, plan.Stream, zone, plan.Next.Turn, now) is { } next ? new StoredPlan(plan.Stream, plan.Schedule, plan.PutAt, next, plan.Next.Turn) : null;
        return NextRun.IsLeftOut(schedule, plan.Next, zone, now)
            ? new FiredDecision(plan.Next.Turn, Runs: false, following is null ? null : following with { Before = null })
            : new FiredDecision(plan.Next.Turn, Runs: true, following);
    }

    /// <summary>What is planned after its run; null to leave the plan as it is.</summary>
    /// <param name="plan">What was planned when it fired.</param>
    /// <param name="schedule">The stream's schedule.</param>
    /// <param name="end">How it went.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="tryAgainAfter">When a stream is tried again that another run has.</param>
    /// <param name="now">The time.</param>
    public StoredPlan? After(StoredPlan plan, RunSchedule schedule, FiredEnd end, TimeZoneInfo zone, TimeSpan tryAgainAfter, DateTimeOffset now) => end switch
    {
        // Another node goes on with it, where this one has stopped.
        FiredEnd.HandedOver => new StoredPlan(plan.Stream, plan.Schedule, plan.PutAt, new PlannedRun(Turn, now)),
        FiredEnd.Taken => new StoredPlan(plan.Stream, plan.Schedule, plan.PutAt, new PlannedRun(Turn, now + tryAgainAfter), Waits: true),
        // It took longer than its interval: what was planned when it began has passed.
        _ when Following is { Next.At: var at } && at <= now && NextRun.After(schedule, plan.Stream, zone, Turn, now) is { } next => new StoredPlan(plan.Stream, plan.Schedule, plan.PutAt, next),
        _ => null,
    };
}

/// <summary>How a run went that a node began by schedule.</summary>
enum FiredEnd
{
    /// <summary>It has ended, well or not.</summary>
    Ended,

    /// <summary>The node stops, and the run with it.</summary>
    HandedOver,

    /// <summary>Another run has the stream: a person's, or that of a node whose lease has not run out.</summary>
    Taken,
}
