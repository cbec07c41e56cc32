namespace IntegrationHub.Quartz;

/// <summary>How the schedules are kept.</summary>
public sealed class QuartzScheduleOptions
{
    /// <summary>How often changed files, and pauses that another process made, are looked for. Five seconds unless set.</summary>
    public TimeSpan LookForChangesEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When a stream is tried again that another run has. Ten seconds unless set: as long as a lease lasts that nobody renews.</summary>
    public TimeSpan TryAgainAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where several nodes keep the schedules together: the connection string of a PostgreSQL, usually the one of the index, with <c>${NAME}</c> and <c>${secret:NAME}</c> as in <c>hub.yaml</c>.
    /// Null keeps them in this process: for a hub on one machine.
    /// </summary>
    /// <remarks>What <c>hub.yaml</c> says under <c>index.postgresql</c> is right here, also when it says nothing.</remarks>
    public string? PostgreSql { get; set; }

    /// <summary>How many streams run at once at most; the others wait for their turn. 50 unless set: each holds a few pages in memory.</summary>
    public int MaxRunsAtOnce { get; set; } = 50;
}
