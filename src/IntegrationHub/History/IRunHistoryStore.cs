using IntegrationHub.Sync;

namespace IntegrationHub.History;

/// <summary>Reads the history of runs, keeps their courses and what days came to, and takes out what is too old.</summary>
/// <remarks>Runs are written by <see cref="IStreamStore"/>; what a day came to is added up in the transaction in which a run ends.</remarks>
public interface IRunHistoryStore
{
    /// <summary>Runs of a tenant, newest first.</summary>
    ValueTask<IReadOnlyList<RunRecord>> ListAsync(TenantId tenant, RunQuery query, CancellationToken cancellationToken);

    /// <summary>Runs that a fault ended whose code, message or verdict holds the text, newest first; ASCII letters in either case. Only the newest 5,000 such runs are looked at.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="text">The text.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<RunRecord>> SearchAsync(TenantId tenant, string text, int limit, CancellationToken cancellationToken);

    /// <summary>Writes down the course of a run so far, in place of what was written before. Does nothing when the run is none of the lease's.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask WriteCourseAsync(StreamLease lease, long run, RunCourse course, CancellationToken cancellationToken);

    /// <summary>The course of a run; null when there is none, or none was written down.</summary>
    ValueTask<RunCourse?> GetCourseAsync(TenantId tenant, long run, CancellationToken cancellationToken);

    /// <summary>What the days from <paramref name="since"/> on came to, by stream, the oldest first. Days and streams on which nothing ended are left out.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="since">The first day.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyDictionary<StreamKey, IReadOnlyList<RunDay>>> GetDaysAsync(TenantId tenant, StreamName? stream, DateOnly since, CancellationToken cancellationToken);

    /// <summary>Takes out the courses of runs that began before then; the runs stay.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="before">What began before then.</param>
    /// <param name="ofSuccess">Only those of runs that succeeded, or all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> ExpireCoursesAsync(TenantId tenant, DateTimeOffset before, bool ofSuccess, int limit, CancellationToken cancellationToken);

    /// <summary>Takes out runs that began before then, and what the days before came to. The last run of each stream stays, and so does one that goes on.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="before">What began before then.</param>
    /// <param name="limit">How many runs at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many runs were taken out.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> ExpireAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
