using System.Reflection;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Sync;

public sealed class LeaseKeeperTests
{
    static readonly StreamKey Stream = new(SyncFixture.Tenant, new SourceId("permits"), new StreamName("permits"));
    static readonly TimeSpan Duration = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task A_renewal_that_the_store_could_not_write_is_tried_again_at_the_next_tick()
    {
        var clock = new ManualClock();
        var store = Renewals.From(times => times == 1 ? throw new CommitFailedException("the lock was held for too long", new TimeoutException()) : true);
        await using var keeper = new LeaseKeeper(store, new StreamLease(Stream, 1, "node"), Duration, clock, CancellationToken.None);

        for (var ticks = 1; ticks <= 3; ticks++)
        {
            clock.Advance(Duration / 3);
            await ((Renewals)(object)store).ReachAsync(ticks);
        }

        Assert.False(keeper.IsLost);
    }

    [Fact]
    public async Task A_lease_that_somebody_else_took_ends_the_run()
    {
        var clock = new ManualClock();
        var store = Renewals.From(_ => false);
        await using var keeper = new LeaseKeeper(store, new StreamLease(Stream, 1, "node"), Duration, clock, CancellationToken.None);
        var ended = new TaskCompletionSource();
        await using var registration = keeper.Token.Register(ended.SetResult);

        clock.Advance(Duration / 3);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(keeper.IsLost);
    }

    /// <summary>A store of which only renewals are asked.</summary>
    // A proxy is made of a class that derives from it.
    class Renewals : DispatchProxy
    {
        readonly Dictionary<int, TaskCompletionSource> reached = [];
        Func<int, bool> answer = _ => true;
        int times;

        public static IStreamStore From(Func<int, bool> answer)
        {
            var store = Create<IStreamStore, Renewals>();
            ((Renewals)(object)store).answer = answer;
            return store;
        }

        public Task ReachAsync(int count) => Of(count).Task.WaitAsync(TimeSpan.FromSeconds(30));

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IStreamStore.RenewAsync), targetMethod?.Name);
            var now = ++times;
            try
            {
                return new ValueTask<bool>(answer(now));
            }
            finally
            {
                Of(now).TrySetResult();
            }
        }

        TaskCompletionSource Of(int count)
        {
            lock (reached) return reached.TryGetValue(count, out var known) ? known : reached[count] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
