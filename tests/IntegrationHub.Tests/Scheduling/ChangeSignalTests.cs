using IntegrationHub.Scheduling;

namespace IntegrationHub.Tests.Scheduling;

public sealed class ChangeSignalTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly ChangeSignal signal = new();
    readonly ManualClock clock = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signals_that_came_before_the_wait_end_it_at_once_and_are_one()
    {
        signal.Set();
        signal.Set();

        await signal.WaitAsync(Minute, clock, Stop);

        Assert.False(signal.WaitAsync(Minute, clock, Stop).IsCompleted);
    }

    [Fact]
    public async Task Without_a_signal_the_wait_ends_with_its_time()
    {
        var wait = signal.WaitAsync(Minute, clock, Stop);
        clock.Advance(Minute);

        await wait;
    }

    [Fact]
    public async Task A_wait_that_is_given_up_takes_no_signal_with_it()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var wait = signal.WaitAsync(Minute, clock, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        signal.Set();

        await signal.WaitAsync(Minute, clock, Stop);
    }
}
