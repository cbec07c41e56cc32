using IntegrationHub.Sync;

namespace IntegrationHub.History;

/// <summary>The history of runs as people read it.</summary>
public interface IRunHistory
{
    /// <summary>Runs, newest first.</summary>
    Task<IReadOnlyList<RunRecord>> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>The course of a run: requests, retries, waits, pages and checkpoints; null when none was written down.</summary>
    Task<RunCourse?> GetCourseAsync(long run, CancellationToken cancellationToken);

    /// <summary>What each of the last days (in UTC) came to, today included, by stream; the oldest first, and a day without runs is there too. A stream without any is left out.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="days">How many days, 1 to 400.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyDictionary<StreamName, IReadOnlyList<RunDay>>> GetDaysAsync(StreamName? stream, int days, CancellationToken cancellationToken);
}

/// <summary>What is known of how long runs are kept.</summary>
public static class RunRetention
{
    /// <summary>A run is kept for this long; then housekeeping takes it out.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>The course of a run is kept for this long: it is larger than all else that is known of the run, and nobody asks for it later.</summary>
    public static readonly TimeSpan CourseKeptFor = TimeSpan.FromDays(30);

    /// <summary>The course of a run that succeeded is kept for this long: those are most, and the least looked at.</summary>
    public static readonly TimeSpan CourseOfSuccessKeptFor = TimeSpan.FromDays(7);
}
