namespace ModelMunicipality.Day;

/// <summary>The clock of a day that is played: it goes on like any clock, and is moved over the time in which nothing happens.</summary>
/// <remarks>
/// Timers and delays that are made from it fire when it passes them, whether it went there or was moved. So whatever waits half a second for something real waits half a second, and
/// what waits an hour is not waited for.
/// </remarks>
/// <param name="start">What it shows first.</param>
sealed class DayClock(DateTimeOffset start) : TimeProvider
{
    // Timers of the machine come a little early now and then.
    static readonly TimeSpan Early = TimeSpan.FromMilliseconds(2);
    static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    readonly Lock gate = new();
    readonly HashSet<DayTimer> timers = [];
    readonly long began = TimeProvider.System.GetTimestamp();
    TimeSpan leapt;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return Now;
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeProvider.System.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (gate) return TimeProvider.System.GetTimestamp() + (long)((Int128)leapt.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);
    }

    /// <summary>Moves the clock to this time, and fires what falls due on the way; one that has gone further stays where it is.</summary>
    public void MoveTo(DateTimeOffset to)
    {
        lock (gate)
        {
            if (to <= Now) return;

            leapt += to - Now;
            foreach (var timer in timers) timer.Arm();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new DayTimer(this, callback, state);
        lock (gate) timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    DateTimeOffset Now => start + TimeProvider.System.GetElapsedTime(began) + leapt;

    sealed class DayTimer : ITimer
    {
        readonly DayClock clock;
        readonly TimerCallback callback;
        readonly object? state;
        readonly ITimer inner;
        DateTimeOffset due = DateTimeOffset.MaxValue;
        TimeSpan period = Timeout.InfiniteTimeSpan;

        public DayTimer(DayClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            inner = TimeProvider.System.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.Now + dueTime;
                return Arm();
            }
        }

        /// <summary>Sets the machine's timer to what is left. The caller holds the clock.</summary>
        public bool Arm()
        {
            if (due == DateTimeOffset.MaxValue) return inner.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            var left = due - clock.Now;
            return inner.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, Timeout.InfiniteTimeSpan);
        }

        void Fire()
        {
            lock (clock.gate)
            {
                if (due == DateTimeOffset.MaxValue) return;
                if (due - clock.Now > Early)
                {
                    Arm();
                    return;
                }

                due = period > TimeSpan.Zero ? clock.Now + period : DateTimeOffset.MaxValue;
                Arm();
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            lock (clock.gate) clock.timers.Remove(this);
            return inner.DisposeAsync();
        }
    }
}
