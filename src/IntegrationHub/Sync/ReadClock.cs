using System.Collections.Concurrent;

namespace IntegrationHub.Sync;

/// <summary>Tells when the reads of a stream start: by the hub's clock, and always later than every read before, whatever that clock says.</summary>
/// <remarks>
/// Where records carry no order, the later read counts. A process whose clock is a day ahead would otherwise make everything that others read for a day look older than what it has read itself.
/// So what was handed out last is committed with what was read, and whatever reads a stream in this process shares its clock: <see cref="ReadClocks"/>.
/// </remarks>
internal sealed class ReadClock(TimeProvider time)
{
    readonly Lock gate = new();
    DateTimeOffset? latest;

    /// <summary>Takes in what is committed: every read from now on is later.</summary>
    public ReadClock Raise(DateTimeOffset? committed)
    {
        lock (gate)
        {
            if (latest is null || committed > latest) latest = committed;
            return this;
        }
    }

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

/// <summary>The clocks of the streams that are read in this process: runs, what is read for notifications and what somebody asks for go on beside each other, and each read must count as later than those before it.</summary>
public sealed class ReadClocks(TimeProvider time)
{
    readonly ConcurrentDictionary<StreamKey, ReadClock> clocks = new();

    /// <summary>The stream's clock, later than what is committed.</summary>
    internal ReadClock Of(StreamKey stream, DateTimeOffset? committed) => clocks.GetOrAdd(stream, _ => new ReadClock(time)).Raise(committed);
}
