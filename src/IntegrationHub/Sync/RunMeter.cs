namespace IntegrationHub.Sync;

/// <summary>Counts what a run asks of a vendor, from whichever thread it happens on.</summary>
public sealed class RunMeter
{
    int pages;
    int requests;
    int retries;

    /// <summary>A page was read.</summary>
    public void Page() => Interlocked.Increment(ref pages);

    /// <summary>A request was sent, a repeated one included.</summary>
    public void Request() => Interlocked.Increment(ref requests);

    /// <summary>A request was sent again.</summary>
    public void Retry() => Interlocked.Increment(ref retries);

    /// <summary>What was counted since the last call.</summary>
    public RunProgress Take() => new(Interlocked.Exchange(ref pages, 0), Interlocked.Exchange(ref requests, 0), Interlocked.Exchange(ref retries, 0));
}
