using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.History;

/// <summary>Writes down the course of a run that takes long while it goes on, so that a person can look at it, and something is known of it when its process dies.</summary>
internal sealed class CourseBook(IRunHistoryStore? store, StreamLease lease, long run, CourseRecorder recorder, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    long last = time.GetTimestamp();

    /// <summary>Writes it down when it was not for a while. The run goes on when that fails: it reads records, and its course is about that.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (store is null || time.GetElapsedTime(last) < Every) return;

        last = time.GetTimestamp();
        try
        {
            await store.WriteCourseAsync(lease, run, recorder.Course, cancellationToken);
        }
        catch (CommitFailedException failed)
        {
            HistoryLog.CourseNotWritten(logger, lease.Stream, run, failed.Message);
        }
    }
}
