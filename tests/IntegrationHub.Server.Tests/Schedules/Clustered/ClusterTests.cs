using IntegrationHub.Disclosure;
using IntegrationHub.Nodes;
using IntegrationHub.PostgreSql;
using IntegrationHub.Server.Tests.Cli;
using IntegrationHub.Server.Tests.Operation;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Schedules.Clustered;

/// <summary>Two nodes on one PostgreSQL, in real time. That another one goes on when one is killed, the torture suite shows with processes.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    const int RunEnded = 2002;
    const int RunsApart = 2364;

    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    static readonly Caller Console = new() { Name = "console", Role = CallerRole.Operations };

    readonly HubOnDisk disk = new();
    ClusterNode first = null!;
    ClusterNode second = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static JobEngineLines Lines => QuartzHub.Numbers;

    string StreamFile => disk.In("streams/permits.stream.yaml");

    public async ValueTask InitializeAsync()
    {
        await File.AppendAllTextAsync(StreamFile, "schedule: { every: 1s }\n", Cancel);
        var schema = await SharedPostgres.SchemaAsync();
        (first, second) = (new ClusterNode(disk, schema, "node-1"), new ClusterNode(disk, schema, "node-2"));
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        disk.Dispose();
    }

    [Fact]
    public async Task Nodes_that_start_together_make_the_tables_once_and_run_each_turn_on_one_of_them()
    {
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded, 4), second.Log.WaitForAsync(RunEnded, 4));
        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        var runs = (await first.Hub.GetRunsAsync(HubInProcess.Permits, 100, Cancel)).Reverse().ToList();
        // Each lease was given once, and no turn was run twice.
        Assert.Equal(runs.Select(run => run.Epoch).Distinct(), runs.Select(run => run.Epoch));
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.Second.StartedAt - pair.First.StartedAt > TimeSpan.FromMilliseconds(500), $"{pair.First.StartedAt:O} {pair.Second.StartedAt:O}"));
        Assert.Equal([], first.Log.Lines.Concat(second.Log.Lines).Where(line => line.Id == Lines.NotLookedAt || line.Id == Lines.RunBroke).Select(line => line.Text));
        Assert.Equal(1, first.Log.Lines.Concat(second.Log.Lines).Count(line => line.Id == Lines.Planned));
    }

    [Fact]
    public async Task Nodes_that_keep_their_schedules_to_themselves_say_so_once_and_so_do_the_list_of_nodes_and_the_doctor()
    {
        var schema = await SharedPostgres.SchemaAsync();
        await using var one = new ClusterNode(disk, schema, "node-1", shares: false);
        await using var other = new ClusterNode(disk, schema, "node-2", shares: false);

        await one.StartAsync();
        await one.Log.WaitForAsync(RunEnded, 2);
        Assert.DoesNotContain(one.Log.Lines, line => line.Id == RunsApart);
        await other.StartAsync();
        await Task.WhenAll(one.Log.WaitForAsync(RunsApart, about: "node-2"), other.Log.WaitForAsync(RunsApart, about: "node-1"));
        await one.Log.WaitForAsync(RunEnded, one.Log.Lines.Count(line => line.Id == RunEnded) + 4);

        Assert.Single(one.Log.Lines, line => line.Id == RunsApart);
        Assert.All(await one.Hub.GetNodesAsync(Cancel), node => Assert.True(node.RunsApart));
        Assert.Equal((2, 2), (await DatabaseInspection.OfAsync(schema, Cancel)).Nodes);
    }

    [Fact]
    public async Task Nodes_that_share_the_schedules_have_nothing_to_say_of_that()
    {
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded, 4), second.Log.WaitForAsync(RunEnded, 4));
        while ((await first.Hub.GetNodesAsync(Cancel)).Count < 2) await Task.Delay(Glance, TimeProvider.System, Cancel);

        Assert.All(await first.Hub.GetNodesAsync(Cancel), node => Assert.Equal((NodeSchedule.Shared, false), (node.Schedule, node.RunsApart)));
        Assert.DoesNotContain(first.Log.Lines.Concat(second.Log.Lines), line => line.Id == RunsApart);
    }

    [Fact]
    public async Task A_pause_on_one_node_holds_on_all_and_so_does_its_end()
    {
        await first.StartAsync();
        await second.StartAsync();
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded), second.Log.WaitForAsync(RunEnded));

        // Who has not looked yet has nothing to take back.
        foreach (var node in (ClusterNode[])[first, second])
            while (Assert.Single(await node.Hub.GetStreamsAsync(Cancel)).NextRunAt is null) await Task.Delay(Glance, TimeProvider.System, Cancel);
        await first.Hub.PauseAsync(Console, HubInProcess.Permits, Cancel);
        await first.Log.WaitForAsync(Lines.NotPlanned);
        await second.Log.WaitForAsync(Lines.NotPlanned);
        var paused = Assert.Single(await second.Hub.GetStreamsAsync(Cancel));
        await second.Hub.ResumeAsync(Console, HubInProcess.Permits, Cancel);
        var before = (await first.Hub.GetRunsAsync(HubInProcess.Permits, 1, Cancel))[0].Id;
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded, first.Log.Lines.Count(l => l.Id == RunEnded) + 2), second.Log.WaitForAsync(RunEnded, second.Log.Lines.Count(l => l.Id == RunEnded) + 2));

        Assert.NotNull(paused.Pause);
        Assert.Null(paused.NextRunAt);
        Assert.True((await first.Hub.GetRunsAsync(HubInProcess.Permits, 1, Cancel))[0].Id > before);
    }

    [Fact]
    public async Task A_schedule_that_changes_in_the_file_is_planned_anew_once_for_all()
    {
        await first.StartAsync();
        await second.StartAsync();
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded), second.Log.WaitForAsync(RunEnded));

        // Two that look at the same moment, just when the first turn comes due, may both plan it; one of them runs.
        var before = first.Log.Lines.Count(line => line.Id == Lines.Planned) + second.Log.Lines.Count(line => line.Id == Lines.Planned);
        await RunEveryThreeHoursAsync();
        await Task.WhenAny(first.Log.WaitForAsync(Lines.Planned, first.Log.Lines.Count(l => l.Id == Lines.Planned) + 1), second.Log.WaitForAsync(Lines.Planned, second.Log.Lines.Count(l => l.Id == Lines.Planned) + 1));
        foreach (var node in (ClusterNode[])[first, second])
            while (Assert.Single(await node.Hub.GetStreamsAsync(Cancel)).NextRunAt is not { } next || next - TimeProvider.System.GetUtcNow() < TimeSpan.FromHours(2)) await Task.Delay(Glance, TimeProvider.System, Cancel);

        var lines = first.Log.Lines.Select(line => (Node: 1, line.Id, line.Text)).Concat(second.Log.Lines.Select(line => (Node: 2, line.Id, line.Text))).ToList();
        Assert.True(lines.Count(line => line.Id == Lines.Planned) == before + 1, string.Join('\n', lines));
    }

    [Fact]
    public async Task A_node_that_ends_hands_over_and_the_other_goes_on()
    {
        await first.StartAsync();
        await second.StartAsync();
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded), second.Log.WaitForAsync(RunEnded));

        await first.StopAsync();
        IReadOnlyList<NodeOverview> nodes;
        while (!(nodes = await second.Hub.GetNodesAsync(Cancel)).Any(node => node.State == NodeState.Alive)) await Task.Delay(Glance, TimeProvider.System, Cancel);
        await second.Log.WaitForAsync(RunEnded, second.Log.Lines.Count(l => l.Id == RunEnded) + 2);

        Assert.Equal(("node-2", NodeState.Alive), nodes.Select(n => (n.Name, n.State)).Single());
    }

    [Fact]
    public async Task A_person_runs_a_stream_on_either_node()
    {
        await RunEveryThreeHoursAsync();
        disk.Drop(HubOnDisk.Permits);
        await first.StartAsync();
        await second.StartAsync();
        await Task.WhenAny(first.Log.WaitForAsync(RunEnded), second.Log.WaitForAsync(RunEnded));

        var here = await RunNowAsync(first);
        var there = await RunNowAsync(second);

        Assert.Equal((RunOutcome.Succeeded, null), (here.Outcome, here.Fault?.Message));
        Assert.Equal((RunOutcome.Succeeded, null), (there.Outcome, there.Fault?.Message));
        Assert.Equal(3, (await first.Hub.GetRunsAsync(HubInProcess.Permits, 10, Cancel)).Count);
    }

    // A lease is given back a moment after its run has ended.
    static async Task<RunRecord> RunNowAsync(ClusterNode node)
    {
        RunRecord? run;
        while ((run = await node.Hub.RunNowAsync(Console, HubInProcess.Permits, Cancel)) is null) await Task.Delay(Glance, TimeProvider.System, Cancel);
        return run;
    }

    // At once: whoever looks in the middle of a write sees a file without a schedule.
    async Task RunEveryThreeHoursAsync()
    {
        var written = disk.In("changed.tmp");
        await File.WriteAllTextAsync(written, (await File.ReadAllTextAsync(StreamFile, Cancel)).Replace("every: 1s", "every: 3h", StringComparison.Ordinal), Cancel);
        File.Move(written, StreamFile, overwrite: true);
    }
}
