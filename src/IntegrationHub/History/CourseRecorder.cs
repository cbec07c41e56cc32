namespace IntegrationHub.History;

/// <summary>Writes down the course of a run, from whichever thread it happens on. However long a run is, what is kept of it has a fixed size.</summary>
internal sealed class CourseRecorder(TimeProvider time)
{
    /// <summary>How many of the first steps are kept, and as many of the last.</summary>
    public const int Kept = 40;

    readonly Lock gate = new();
    readonly long began = time.GetTimestamp();
    readonly List<CourseStep> first = [];
    readonly Queue<CourseStep> last = new();
    CourseGap between = CourseGap.None;

    /// <summary>A request ended.</summary>
    public void Request(string method, string origin, int? status, string? code, TimeSpan took) =>
        Add(new CourseStep { Kind = CourseKind.Request, At = Now - took, Took = took, Method = method, Origin = origin, Status = status, Code = code });

    /// <summary>A request is sent again after a wait.</summary>
    public void Retry(string code, TimeSpan delay) => Add(new CourseStep { Kind = CourseKind.Retry, At = Now, Took = delay, Code = code });

    /// <summary>A request waits for its place in the budget.</summary>
    public void Wait(TimeSpan wait) => Add(new CourseStep { Kind = CourseKind.Wait, At = Now, Took = wait });

    /// <summary>A page was read.</summary>
    public void Page(int records, TimeSpan took) => Add(new CourseStep { Kind = CourseKind.Page, At = Now - took, Took = took, Records = records });

    /// <summary>A batch was committed.</summary>
    public void Checkpoint(int records, DateTimeOffset? watermark, TimeSpan took) =>
        Add(new CourseStep { Kind = CourseKind.Checkpoint, At = Now - took, Took = took, Records = records, Watermark = watermark });

    /// <summary>What is known so far.</summary>
    public RunCourse Course
    {
        get
        {
            // A page is told once it is there, and began before its requests.
            lock (gate) return new RunCourse([.. first.OrderBy(step => step.At)], between.Steps == 0 ? null : between, [.. last.OrderBy(step => step.At)]);
        }
    }

    TimeSpan Now => time.GetElapsedTime(began);

    void Add(CourseStep step)
    {
        lock (gate)
        {
            if (first.Count < Kept)
            {
                first.Add(step);
                return;
            }

            last.Enqueue(step);
            if (last.Count > Kept) between = between.With(last.Dequeue());
        }
    }
}
