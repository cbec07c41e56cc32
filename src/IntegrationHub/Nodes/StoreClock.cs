namespace IntegrationHub.Nodes;

/// <summary>The machine's clock, set by the store's, so that nodes on one index tell the same time however their own clocks are off. Its timers are the machine's.</summary>
/// <remarks>What one node writes and another compares is told by it: when a read began, and when a notification came.</remarks>
internal sealed class StoreClock(TimeProvider machine) : TimeProvider
{
    // What took longer to ask for is told by how long it took, not by the clock.
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    long offset;
    bool isSet;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() - TimeSpan.FromTicks(Volatile.Read(ref offset));

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Asks the store for its time and sets itself by it.</summary>
    /// <returns>By how much the machine's clock is ahead, and how long asking took.</returns>
    public async Task<(TimeSpan Offset, TimeSpan Asking)> SetAsync(INodeStore store, CancellationToken cancellationToken)
    {
        var (before, began) = (machine.GetUtcNow(), machine.GetTimestamp());
        var by = await store.GetTimeAsync(cancellationToken);
        var asking = machine.GetElapsedTime(began);
        var ahead = NodeRule.Offset(before, by, before + asking);
        if (asking <= Soon || !isSet) Volatile.Write(ref offset, ahead.Ticks);
        isSet = true;
        return (ahead, asking);
    }
}
