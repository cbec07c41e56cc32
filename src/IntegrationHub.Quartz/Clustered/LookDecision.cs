using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Quartz;

/// <summary>Decides at each look of a node what becomes of a stream's plan. Pure: the scheduler asks and acts.</summary>
abstract record LookDecision
{
    LookDecision()
    {
    }

    /// <summary>It stays as it is; what else is planned of the stream is taken away.</summary>
    /// <param name="Stands">The plan.</param>
    public sealed record Keep(StoredPlan Stands) : LookDecision;

    /// <summary>It is planned so from now on, and what else is planned of the stream is taken away.</summary>
    /// <param name="New">The plan; null when the schedule has no more runs.</param>
    public sealed record Plan(StoredPlan? New) : LookDecision;

    /// <summary>Nothing of it stays planned.</summary>
    public sealed record Remove : LookDecision;

    /// <summary>Decides.</summary>
    /// <param name="stream">The stream as this node's files have it.</param>
    /// <param name="stored">What is planned of it for all nodes.</param>
    /// <param name="seen">Which schedule this node's file had at its last look; null at its first.</param>
    /// <param name="zone">The municipality's zone.</param>
    /// <param name="now">The time.</param>
    public static LookDecision Decide(StreamOverview stream, IReadOnlyList<StoredPlan> stored, string? seen, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (stream.Pause is not null) return new Remove();

        var (name, schedule) = (stream.Definition.Name, stream.Definition.Schedule);
        var own = StoredPlan.Of(schedule);
        var stands = stored.MaxBy(plan => plan.PutAt);
        // Where another node has a newer file in force, this one's will come. A node that starts, and a file that changes here, are what is new.
        if (stands is not null && (stands.Schedule == own || seen == own)) return new Keep(stands);

        return new Plan(NextRun.First(schedule, name, zone, stream.State?.LastRun, now) is { } first ? new StoredPlan(name, own, now, first) : null);
    }
}
