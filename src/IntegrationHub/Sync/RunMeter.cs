using IntegrationHub.History;

namespace IntegrationHub.Sync;

/// <summary>Counts what a run asks of a vendor, from whichever thread it happens on.</summary>
/// <param name="stream">The stream that the metrics name; null to leave them out.</param>
public sealed class RunMeter(StreamKey? stream = null)
{
    int pages;
    int requests;
    int retries;

    /// <summary>Where the course of the run is written down; nowhere unless set.</summary>
    internal CourseRecorder? Course { get; init; }

    /// <summary>A page was read.</summary>
    public void Page()
    {
        Interlocked.Increment(ref pages);
        if (stream is { } of) SyncMetrics.PageRead(of);
    }

    /// <summary>A page was read.</summary>
    internal void Page(int records, TimeSpan took)
    {
        Page();
        Course?.Page(records, took);
    }

    /// <summary>A request was sent, a repeated one included.</summary>
    public void Request() => Interlocked.Increment(ref requests);

    /// <summary>A request was sent again.</summary>
    public void Retry() => Interlocked.Increment(ref retries);

    /// <summary>A request is sent again after a wait.</summary>
    internal void Retry(string code, TimeSpan delay)
    {
        Retry();
        Course?.Retry(code, delay);
    }

    /// <summary>What was counted since the last call.</summary>
    public RunProgress Take() => new(Interlocked.Exchange(ref pages, 0), Interlocked.Exchange(ref requests, 0), Interlocked.Exchange(ref retries, 0));
}
