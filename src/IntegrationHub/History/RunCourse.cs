namespace IntegrationHub.History;

/// <summary>The course of a run: its first steps, its last, and what those in between come to. It holds no record, no path and no value that a vendor sent.</summary>
/// <param name="First">The first steps, in their order.</param>
/// <param name="Between">What was left out between the first and the last; null when nothing was.</param>
/// <param name="Last">The last steps, in their order.</param>
public sealed record RunCourse(IReadOnlyList<CourseStep> First, CourseGap? Between, IReadOnlyList<CourseStep> Last)
{
    /// <summary>Nothing was written down.</summary>
    public static RunCourse Empty { get; } = new([], null, []);
}

/// <summary>A step of a run's course.</summary>
public sealed record CourseStep
{
    /// <summary>What happened.</summary>
    public required CourseKind Kind { get; init; }

    /// <summary>How long after the run's beginning.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>How long it took, or how long is waited.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>How many records a page held or a commit stored.</summary>
    public long? Records { get; init; }

    /// <summary>Of a request: its method.</summary>
    public string? Method { get; init; }

    /// <summary>Of a request: scheme, host and port that it went to. Never the path: keys stand in paths.</summary>
    public string? Origin { get; init; }

    /// <summary>Of a request: the status of the answer, if there was one.</summary>
    public int? Status { get; init; }

    /// <summary>The code of the fault that a request met or that is the reason for a retry; null when all was well.</summary>
    public string? Code { get; init; }

    /// <summary>Of a checkpoint: whatever changed until then is in the index or in quarantine.</summary>
    public DateTimeOffset? Watermark { get; init; }
}

/// <summary>What happens in the course of a run.</summary>
public enum CourseKind
{
    /// <summary>A request was answered, or met a fault.</summary>
    Request,

    /// <summary>A request is sent again after a wait.</summary>
    Retry,

    /// <summary>A request waits for its place in the stream's rate budget.</summary>
    Wait,

    /// <summary>A page was read.</summary>
    Page,

    /// <summary>A batch was committed, together with where the next run goes on.</summary>
    Checkpoint,
}

/// <summary>What the steps between the first and the last of a run come to.</summary>
/// <param name="Steps">How many they are.</param>
/// <param name="Requests">Requests among them.</param>
/// <param name="Faults">How many of the requests met a fault.</param>
/// <param name="Retries">Retries among them.</param>
/// <param name="Waited">How long was waited in them.</param>
/// <param name="Pages">Pages among them.</param>
/// <param name="Checkpoints">Checkpoints among them.</param>
/// <param name="Records">How many records the checkpoints stored.</param>
public sealed record CourseGap(int Steps, int Requests, int Faults, int Retries, TimeSpan Waited, int Pages, int Checkpoints, long Records)
{
    /// <summary>Nothing yet.</summary>
    public static CourseGap None { get; } = new(0, 0, 0, 0, TimeSpan.Zero, 0, 0, 0);

    /// <summary>This and one step more.</summary>
    public CourseGap With(CourseStep step)
    {
        ArgumentNullException.ThrowIfNull(step);

        return step.Kind switch
        {
            CourseKind.Request => this with { Steps = Steps + 1, Requests = Requests + 1, Faults = Faults + (step.Code is null ? 0 : 1) },
            CourseKind.Retry => this with { Steps = Steps + 1, Retries = Retries + 1, Waited = Waited + (step.Took ?? TimeSpan.Zero) },
            CourseKind.Wait => this with { Steps = Steps + 1, Waited = Waited + (step.Took ?? TimeSpan.Zero) },
            CourseKind.Page => this with { Steps = Steps + 1, Pages = Pages + 1 },
            _ => this with { Steps = Steps + 1, Checkpoints = Checkpoints + 1, Records = Records + (step.Records ?? 0) },
        };
    }
}
