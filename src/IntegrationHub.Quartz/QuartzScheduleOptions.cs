namespace IntegrationHub.Quartz;

/// <summary>How the schedules are kept.</summary>
public sealed class QuartzScheduleOptions
{
    /// <summary>How often changed files, and pauses that another process made, are looked for. Five seconds unless set.</summary>
    public TimeSpan LookForChangesEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When a stream is tried again that another run has. Ten seconds unless set: as long as a lease lasts that nobody renews.</summary>
    public TimeSpan TryAgainAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many streams run at once at most; the others wait for their turn. 50 unless set: each holds a few pages in memory.</summary>
    public int MaxRunsAtOnce { get; set; } = 50;
}
