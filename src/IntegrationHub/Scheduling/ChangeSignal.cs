using System.Threading.Channels;

namespace IntegrationHub.Scheduling;

/// <summary>Wakes somebody who looks at intervals before the interval is over. Signals that come while nobody waits are one, and none is lost.</summary>
public sealed class ChangeSignal
{
    // A wait that is given up takes nothing out, so that no signal is lost with it.
    readonly Channel<bool> changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something changed: look soon. Returns at once.</summary>
    public void Set() => changed.Writer.TryWrite(true);

    /// <summary>Returns when something changed, and after this time anyhow.</summary>
    /// <param name="atMost">The time.</param>
    /// <param name="time">The clock that it is measured by.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed.Reader.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
        // Taken before the look: whatever changes during it is another signal.
        changed.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
