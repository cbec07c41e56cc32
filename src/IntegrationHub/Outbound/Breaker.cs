namespace IntegrationHub.Outbound;

/// <summary>Leaves a vendor system alone after so many outages in a row, counted over all streams that read it.</summary>
/// <remarks>Own, because Polly's breaker weighs a share of the calls in a window: a vendor called every five minutes would never fill one.</remarks>
internal sealed class Breaker(TimeProvider time)
{
    readonly Lock gate = new();
    readonly long start = time.GetTimestamp();
    int failures;
    TimeSpan? openUntil;
    bool probing;
    string? lastCode;

    /// <summary>Whether the vendor is asked now.</summary>
    public BreakerState State
    {
        get
        {
            lock (gate) return openUntil is null ? BreakerState.Closed : openUntil > time.GetElapsedTime(start) ? BreakerState.Open : BreakerState.Probing;
        }
    }

    /// <summary>What is told of it: how many outages in a row, the code of the last one, and for how long the vendor is left alone; null when it is not.</summary>
    public (int Failures, string? LastCode, TimeSpan? OpenFor) Told()
    {
        lock (gate)
        {
            var left = openUntil - time.GetElapsedTime(start);
            return (failures, lastCode, left > TimeSpan.Zero ? left : null);
        }
    }

    /// <summary>Whether a call may go out.</summary>
    public BreakerVerdict Enter()
    {
        lock (gate)
        {
            if (openUntil is not { } until) return BreakerVerdict.Go;

            var left = until - time.GetElapsedTime(start);
            if (left > TimeSpan.Zero) return new BreakerVerdict(false, false, left, failures, lastCode);
            // Open long enough: one call goes to see, and the others wait for what it finds.
            if (probing) return new BreakerVerdict(false, false, TimeSpan.FromSeconds(1), failures, lastCode);

            probing = true;
            return new BreakerVerdict(true, true, TimeSpan.Zero, failures, lastCode);
        }
    }

    /// <summary>A call met an outage. True when the breaker opened because of it.</summary>
    public bool Failed(BreakerVerdict entered, string code, int openAfter, TimeSpan openFor)
    {
        lock (gate)
        {
            failures++;
            lastCode = code;
            if (entered.IsProbe) probing = false;
            var opens = entered.IsProbe || (openUntil is null && failures >= openAfter);
            if (opens) openUntil = time.GetElapsedTime(start) + openFor;
            return opens;
        }
    }

    /// <summary>The vendor answered, whatever it said. True when the breaker closed because of it.</summary>
    public bool Answered()
    {
        lock (gate)
        {
            var closes = openUntil is not null;
            (failures, openUntil, probing, lastCode) = (0, null, false, null);
            return closes;
        }
    }

    /// <summary>A call ended without saying anything about the vendor: it was stopped, or never left.</summary>
    public void Left(BreakerVerdict entered)
    {
        if (!entered.IsProbe) return;

        lock (gate) probing = false;
    }
}

/// <summary>Whether a vendor is asked.</summary>
internal enum BreakerState
{
    /// <summary>It is.</summary>
    Closed = 0,

    /// <summary>The next call goes to see whether it is back.</summary>
    Probing = 1,

    /// <summary>It is left alone.</summary>
    Open = 2,
}

/// <summary>Whether a call may go out.</summary>
/// <param name="MayGo">Whether it may.</param>
/// <param name="IsProbe">It is the one that goes to see whether the vendor is back.</param>
/// <param name="RetryAfter">If it may not: for how long.</param>
/// <param name="Failures">How many outages in a row there were.</param>
/// <param name="LastCode">The fault code of the last one.</param>
internal readonly record struct BreakerVerdict(bool MayGo, bool IsProbe, TimeSpan RetryAfter, int Failures, string? LastCode)
{
    public static BreakerVerdict Go => new(true, false, TimeSpan.Zero, 0, null);
}
