namespace IntegrationHub.Sync;

/// <summary>Tells when the reads of a stream start: by the hub's clock, and always later than every read before, whatever that clock says.</summary>
/// <remarks>
/// Where records carry no order, the later read counts. A process whose clock is a day ahead would otherwise make everything that others read for a day look older than what it has read itself.
/// Runs of a stream follow each other, so what was handed out last goes with the checkpoint.
/// </remarks>
internal sealed class ReadClock(TimeProvider time, DateTimeOffset? last)
{
    readonly Lock gate = new();
    DateTimeOffset? latest = last;

    /// <summary>The time for a read that starts now.</summary>
    public DateTimeOffset Next()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            latest = latest is { } before && before >= now ? before.AddTicks(1) : now;
            return latest.Value;
        }
    }

    /// <summary>The latest time that was handed out; null before the first of all.</summary>
    public DateTimeOffset? Latest
    {
        get
        {
            lock (gate) return latest;
        }
    }
}
