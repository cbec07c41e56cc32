namespace IntegrationHub.Outbound;

/// <summary>How many calls a vendor system is sent, counted over all streams that read it.</summary>
/// <remarks>
/// A token bucket that holds in every minute, not only on average: a tenth of the minute's calls may go at once, the others are spread.
/// The lowest limit of the streams counts. What a vendor asks for itself (Retry-After) goes before both.
/// </remarks>
internal sealed class CallBudget(TimeProvider time)
{
    readonly Lock gate = new();
    readonly long start = time.GetTimestamp();
    readonly Dictionary<StreamName, int> limits = [];
    TimeSpan nextDue;
    TimeSpan pausedUntil;
    int perMinute = int.MaxValue;

    /// <summary>Says what one stream's file allows.</summary>
    public void Limit(StreamName stream, int callsPerMinute)
    {
        lock (gate)
        {
            limits[stream] = Math.Max(1, callsPerMinute);
            perMinute = limits.Values.Min();
        }
    }

    /// <summary>How many calls a minute may hold; null when no stream limits them.</summary>
    public int? PerMinute
    {
        get
        {
            lock (gate) return limits.Count == 0 ? null : perMinute;
        }
    }

    /// <summary>Takes a place; the answer is how long to wait for it.</summary>
    public TimeSpan Take()
    {
        lock (gate)
        {
            // Of N calls a minute, B at once and one every minute/(N-B+1) never make more than N in any 60 seconds.
            var burst = Math.Max(1, perMinute / 10);
            var interval = TimeSpan.FromMinutes(1) / (perMinute - burst + 1d);
            var now = time.GetElapsedTime(start);
            var earliest = pausedUntil > now ? pausedUntil : now;
            var due = nextDue > earliest ? nextDue : earliest;
            nextDue = due + interval;

            var at = due - (burst - 1) * interval;
            return at > earliest ? at - now : earliest - now;
        }
    }

    /// <summary>Nobody calls for a while, because the vendor asked.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (gate)
        {
            var until = time.GetElapsedTime(start) + duration;
            if (until > pausedUntil) pausedUntil = until;
        }
    }

    /// <summary>How much of a pause is left; zero when there is none.</summary>
    public TimeSpan PauseLeft()
    {
        lock (gate)
        {
            var left = pausedUntil - time.GetElapsedTime(start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
