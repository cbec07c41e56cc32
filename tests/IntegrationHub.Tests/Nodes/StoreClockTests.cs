using IntegrationHub.Nodes;

namespace IntegrationHub.Tests.Nodes;

public sealed class StoreClockTests
{
    readonly ManualClock machine = new();

    [Fact]
    public async Task Two_nodes_whose_clocks_are_off_tell_the_same_time_when_they_were_set()
    {
        var store = new Store { Now = () => machine.GetUtcNow().AddSeconds(-3), Asking = () => { } };
        var clock = new StoreClock(machine);

        var (offset, _) = await clock.SetAsync(store, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(3), offset);
        Assert.Equal(store.Now(), clock.GetUtcNow());
        machine.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(store.Now(), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_question_that_took_long_does_not_move_a_clock_that_was_set()
    {
        var clock = new StoreClock(machine);
        var store = new Store { Now = machine.GetUtcNow, Asking = () => { } };
        await clock.SetAsync(store, TestContext.Current.CancellationToken);
        store.Asking = () => machine.Advance(TimeSpan.FromSeconds(10));

        var (offset, asking) = await clock.SetAsync(store, TestContext.Current.CancellationToken);

        Assert.Equal((TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(10)), (offset, asking));
        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_was_never_set_is_the_machines() => Assert.Equal(machine.GetUtcNow(), new StoreClock(machine).GetUtcNow());

    sealed class Store : INodeStore
    {
        public required Func<DateTimeOffset> Now { get; init; }

        public required Action Asking { get; set; }

        public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken)
        {
            Asking();
            return ValueTask.FromResult(Now());
        }

        public ValueTask BeatAsync(TenantId tenant, NodeBeat beat, TimeSpan keepFor, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask LeaveAsync(TenantId tenant, string node, DateTimeOffset startedAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<NodeFacts> GetAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
