namespace IntegrationHub.Testing;

/// <summary>A clock that stands still until a test moves it. Timers and delays made from it fire when it passes them.</summary>
/// <remarks>Own, and no more than this: it tells how many wait and when the next is due, so that a test can move it exactly as far as something waits.</remarks>
/// <param name="start">What it shows first.</param>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock gate = new();
    readonly List<ManualTimer> timers = [];
    DateTimeOffset now = start;

    /// <summary>A clock that shows the morning of 10 March 2026.</summary>
    public ManualClock() : this(new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock, firing what falls due on the way, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? due;
            lock (gate)
            {
                due = timers.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
                now = due?.DueAt > now ? due.DueAt : due is null ? target : now;
                due?.Rearm(now);
            }

            if (due is null) return;
            due.Fire();
        }
    }

    /// <summary>How many timers and delays wait.</summary>
    public int Waiting
    {
        get { lock (gate) return timers.Count(t => t.DueAt < DateTimeOffset.MaxValue); }
    }

    /// <summary>When the next timer or delay is due; null when none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate) return timers.Where(t => t.DueAt < DateTimeOffset.MaxValue).MinBy(t => t.DueAt)?.DueAt;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (gate) timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.now + dueTime;
            }

            if (dueTime == TimeSpan.Zero) clock.Advance(TimeSpan.Zero);
            return true;
        }

        public void Rearm(DateTimeOffset firedAt) =>
            DueAt = period > TimeSpan.Zero ? firedAt + period : DateTimeOffset.MaxValue;

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
