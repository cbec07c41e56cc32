namespace IntegrationHub.Hangfire;

/// <summary>How Hangfire keeps the schedules.</summary>
public sealed class HangfireScheduleOptions
{
    /// <summary>How often changed files, and pauses and runs of other processes, are looked for. Five seconds unless set.</summary>
    public TimeSpan LookForChangesEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When a stream is tried again that another run has. Ten seconds unless set: as long as a lease lasts that nobody renews.</summary>
    public TimeSpan TryAgainAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many streams this process runs at once at most; the others wait in their queue. 20 unless set: each holds a thread, since Hangfire's workers are threads.</summary>
    public int MaxRunsAtOnce { get; set; } = 20;

    /// <summary>How often Hangfire looks whether a recurring job is due: a run begins up to so much later. Five seconds unless set.</summary>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(5);
}
