namespace IntegrationHub.Scheduling;

/// <summary>When a stream is to be read, as its file says. Two that say the same are equal.</summary>
public sealed record RunSchedule
{
    TimeSpan? every;

    /// <summary>How long from the beginning of one run to the next; null with <see cref="Cron"/>. Five minutes unless either is set.</summary>
    public TimeSpan? Every
    {
        get => every ?? (Cron is null ? TimeSpan.FromMinutes(5) : null);
        init => every = value;
    }

    /// <summary>At which local times; null with <see cref="Every"/>.</summary>
    public CronTimes? Cron { get; init; }

    /// <summary>A run begins up to this much later, so that streams with one rhythm do not begin at once. None unless set.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The local times within which a run may begin; at any time when there are none.</summary>
    public RunWindows Windows { get; init; } = RunWindows.Always;

    /// <summary>What becomes of runs whose time passed.</summary>
    public MisfirePolicy Misfire { get; init; }
}

/// <summary>What becomes of runs whose time passed: the hub was down, the stream was paused, the run before took too long.</summary>
public enum MisfirePolicy
{
    /// <summary>One run makes up for all of them, as soon as it may.</summary>
    RunOnce,

    /// <summary>They are left out; the next one comes at its time.</summary>
    Skip,
}
