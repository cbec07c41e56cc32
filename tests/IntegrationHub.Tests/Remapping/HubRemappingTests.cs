using IntegrationHub.Disclosure;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Remapping;

public sealed class HubRemappingTests
{
    static readonly Caller Operator = new() { Name = "console", Role = CallerRole.Operations, OnBehalfOf = "siv.dahl" };

    [Fact]
    public async Task A_round_maps_one_portion_and_rests_less_while_there_is_more()
    {
        await using var stream = await RemapFixture.StartAsync(250);
        stream.Retitle("Bygglov");
        var hub = Hub(stream);

        var rest = await hub.RoundAsync(CancellationToken.None);
        var after = await hub.RoundAsync(CancellationToken.None);
        var idle = await hub.RoundAsync(CancellationToken.None);

        Assert.True(rest < HubRemapping.LookAgain);
        Assert.Equal([HubRemapping.LookAgain, HubRemapping.LookAgain], [after, idle]);
        Assert.Equal(250, (await hub.GetAsync(CancellationToken.None)).Values.Single().Changed);
    }

    [Fact]
    public async Task A_paused_stream_rests_and_a_person_may_map_it_all_the_same()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Retitle("Bygglov");
        await stream.Hub.Store.Streams.PauseAsync(stream.Hub.Key, new StreamPause(stream.Hub.Clock.GetUtcNow(), "siv"), CancellationToken.None);
        var hub = Hub(stream);

        await hub.RoundAsync(CancellationToken.None);
        var before = await stream.TitleOfAsync("C000");
        var done = await hub.RemapAsync(Operator, stream.Hub.Definition.Name, told: null, CancellationToken.None);

        Assert.Equal(("Permit", "Bygglov", 5L), (before, await stream.TitleOfAsync("C000"), done!.Changed));
    }

    [Fact]
    public async Task Who_asked_is_in_the_audit_before_anything_is_mapped()
    {
        await using var stream = await RemapFixture.StartAsync(1);

        await Hub(stream).RemapAsync(Operator, stream.Hub.Definition.Name, told: null, CancellationToken.None);

        var line = Assert.Single(await stream.Hub.Store.Audit.ReadAsync(SyncFixture.Tenant, 0, 10, CancellationToken.None)).Line;
        Assert.Equal(("stream.remap", "permits", "siv.dahl"), (line.Action, line.Stream, line.OnBehalfOf));
    }

    [Fact]
    public async Task All_that_was_kept_is_opened_for_a_comparison_whatever_mapped_it_and_nothing_is_changed()
    {
        await using var stream = await RemapFixture.StartAsync(205);
        var hub = Hub(stream);
        await hub.RemapAsync(Operator, stream.Hub.Definition.Name, told: null, CancellationToken.None);
        var before = await stream.Hub.Store.Remapping.GetProgressAsync(SyncFixture.Tenant, CancellationToken.None);

        var opened = new List<OpenedRecord>();
        await foreach (var record in hub.ReadKeptAsync(Operator, stream.Hub.Definition.Name, CancellationToken.None)) opened.Add(record);

        Assert.Equal((205, 205), (opened.Count, opened.Select(o => o.Key).Distinct().Count()));
        Assert.All(opened, o => Assert.Contains(o.Key, System.Text.Encoding.UTF8.GetString(o.Record!.Content.Span), StringComparison.Ordinal));
        Assert.Equal(before, await stream.Hub.Store.Remapping.GetProgressAsync(SyncFixture.Tenant, CancellationToken.None));
        Assert.Equal(("stream.compare", "siv.dahl"), (await stream.Hub.Store.Audit.ReadAsync(SyncFixture.Tenant, 0, 10, CancellationToken.None))[^1].Line is var line ? (line.Action, line.OnBehalfOf) : default);
    }

    [Fact]
    public async Task A_stream_that_never_ran_is_left_alone()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var hub = Hub(fixture);

        await hub.RoundAsync(CancellationToken.None);

        Assert.Empty(await fixture.Store.Remapping.GetProgressAsync(SyncFixture.Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_that_a_run_has_is_looked_at_later()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        stream.Retitle("Bygglov");
        await stream.Hub.Store.Streams.TryLeaseAsync(stream.Hub.Key, "a run", TimeSpan.FromMinutes(1), CancellationToken.None);
        var hub = Hub(stream);

        Assert.Equal(HubRemapping.LookAgain, await hub.RoundAsync(CancellationToken.None));
        Assert.Null(await hub.RemapAsync(Operator, stream.Hub.Definition.Name, told: null, CancellationToken.None));
    }

    [Fact]
    public async Task It_goes_on_until_it_is_cancelled_whatever_breaks_on_the_way()
    {
        await using var stream = await RemapFixture.StartAsync(5);
        using var stop = new CancellationTokenSource();
        var looks = 0;
        var hub = new HubRemapping(
            SyncFixture.Tenant, stream.Hub.Store, stream.Remapper(),
            () => ++looks == 3 ? StopAndBreak(stop) : throw new IOException("The folder is away."),
            _ => throw new KeyNotFoundException(), stream.Hub.Protector, new ImpatientClock(), NullLogger.Instance);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.KeepRemappingAsync(stop.Token));

        Assert.Equal(3, looks);
    }

    static IReadOnlyList<RunnableStream> StopAndBreak(CancellationTokenSource stop)
    {
        stop.Cancel();
        throw new IOException("The folder is away.");
    }

    static HubRemapping Hub(RemapFixture stream) => Hub(stream.Hub);

    static HubRemapping Hub(SyncFixture fixture) => new(
        SyncFixture.Tenant, fixture.Store, new StreamRemapper(fixture.Store.Remapping, fixture.Streams, fixture.Protector, new SyncOptions { Owner = "remapper" }, fixture.Clock, NullLogger.Instance),
        () => [fixture.Runnable(_ => fixture.Vendor.Open())], _ => fixture.Runnable(_ => fixture.Vendor.Open()), fixture.Protector, fixture.Clock, NullLogger.Instance);

    // What waits five seconds waits no time at all.
    sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
