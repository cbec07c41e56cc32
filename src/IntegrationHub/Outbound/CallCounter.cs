namespace IntegrationHub.Outbound;

/// <summary>Counts what was sent to a vendor, for the run's counters.</summary>
internal sealed class CallCounter
{
    int requests;
    int retries;

    /// <summary>What was counted since the last time, and begins anew.</summary>
    public (int Requests, int Retries) Take() => (Interlocked.Exchange(ref requests, 0), Interlocked.Exchange(ref retries, 0));

    public void Sent() => Interlocked.Increment(ref requests);

    public void Repeated() => Interlocked.Increment(ref retries);
}
