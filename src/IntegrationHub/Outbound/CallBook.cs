namespace IntegrationHub.Outbound;

/// <summary>What a vendor was asked in the last hour, as far as this process has asked. However often that is, what is kept has a fixed size.</summary>
internal sealed class CallBook(TimeProvider time)
{
    /// <summary>Of more calls in an hour only the newest count for the percentiles.</summary>
    public const int Most = 4096;

    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    readonly Lock gate = new();
    readonly long start = time.GetTimestamp();
    readonly DateTimeOffset since = time.GetUtcNow();
    readonly Queue<(TimeSpan At, TimeSpan Took, bool Failed)> calls = new();
    readonly Queue<TimeSpan> retries = new();
    (DateTimeOffset At, string Code)? lastFault;
    DateTimeOffset? failingSince;
    DateTimeOffset? lastAnswer;

    /// <summary>A call ended.</summary>
    /// <param name="took">How long it took.</param>
    /// <param name="fault">The code of the fault that it met; null when it was answered.</param>
    public void Called(TimeSpan took, string? fault)
    {
        lock (gate)
        {
            Forget();
            if (calls.Count == Most) calls.Dequeue();
            calls.Enqueue((time.GetElapsedTime(start), took, fault is not null));
            var now = time.GetUtcNow();
            if (fault is null)
            {
                (lastAnswer, failingSince) = (now, null);
                return;
            }

            lastFault = (now, fault);
            failingSince ??= now;
        }
    }

    /// <summary>A call is sent again.</summary>
    public void Retry()
    {
        lock (gate)
        {
            Forget();
            if (retries.Count == Most) retries.Dequeue();
            retries.Enqueue(time.GetElapsedTime(start));
        }
    }

    /// <summary>What is known.</summary>
    public VendorHealth Told(SourceId source)
    {
        lock (gate)
        {
            Forget();
            var lately = time.GetElapsedTime(start) - TimeSpan.FromMinutes(1);
            TimeSpan[] took = [.. calls.Where(call => !call.Failed).Select(call => call.Took).Order()];
            return new VendorHealth
            {
                Source = source,
                Since = since,
                Calls = calls.Count,
                Faults = calls.Count(call => call.Failed),
                Retries = retries.Count,
                LastMinute = calls.Count(call => call.At > lately),
                Median = Percentile(took, 50),
                Slow = Percentile(took, 95),
                Slowest = took.Length == 0 ? null : took[^1],
                LastFaultAt = lastFault?.At,
                LastFault = lastFault?.Code,
                FailingSince = failingSince,
                LastAnswerAt = lastAnswer,
            };
        }
    }

    /// <summary>The smallest value that so many of a hundred are not above; null when there is none.</summary>
    internal static TimeSpan? Percentile(ReadOnlySpan<TimeSpan> ordered, int of) =>
        ordered.IsEmpty ? null : ordered[Math.Max(0, (int)Math.Ceiling(ordered.Length * of / 100d) - 1)];

    void Forget()
    {
        var before = time.GetElapsedTime(start) - Hour;
        while (calls.TryPeek(out var oldest) && oldest.At < before) calls.Dequeue();
        while (retries.TryPeek(out var oldest) && oldest < before) retries.Dequeue();
    }
}
