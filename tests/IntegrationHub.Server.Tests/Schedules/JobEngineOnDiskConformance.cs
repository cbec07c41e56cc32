using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Server.Tests.Cli;
using IntegrationHub.Server.Tests.Operation;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>The whole way in real time: files, hub, SQLite and the job engine. Each engine's tests inherit it.</summary>
public abstract class JobEngineOnDiskConformance(JobEngineLines lines, Action<IHubBuilder> use) : IAsyncLifetime
{
    const int RunEnded = 2002;

    readonly HubInProcess town = new(use);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        AddToStreamFile("schedule: { every: 1s, jitter: 100ms }");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await town.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_dropped_is_in_the_index_at_the_next_turn()
    {
        await town.StartAsync(Cancel);
        await town.Log.WaitForAsync(RunEnded, 2);
        town.Disk.Drop(HubOnDisk.Permits);
        await town.Log.WaitForAsync(RunEnded, 1, about: "2 written");
        await town.StopAsync(Cancel);

        var runs = await town.Hub.GetRunsAsync(HubInProcess.Permits, 100, Cancel);
        Assert.All(runs, run => Assert.Equal(RunTrigger.Schedule, run.Trigger));
        Assert.Contains(runs, run => run.Counters.Written == 2);
        Assert.DoesNotContain(runs, run => run.Outcome == RunOutcome.Running);
    }

    [Fact]
    public async Task A_pause_holds_until_the_stream_is_resumed_and_the_overview_tells_the_next_run()
    {
        var caller = new Caller { Name = "console", Role = CallerRole.Operations };
        await town.StartAsync(Cancel);
        await town.Log.WaitForAsync(RunEnded);

        await town.Hub.PauseAsync(caller, HubInProcess.Permits, Cancel);
        await town.Log.WaitForAsync(lines.NotPlanned);
        var paused = Assert.Single(await town.Hub.GetStreamsAsync(Cancel));
        var runs = town.Log.Lines.Count(line => line.Id == RunEnded);
        await town.Hub.ResumeAsync(caller, HubInProcess.Permits, Cancel);
        await town.Log.WaitForAsync(RunEnded, runs + 2);
        var resumed = Assert.Single(await town.Hub.GetStreamsAsync(Cancel));
        await town.StopAsync(Cancel);

        Assert.Null(paused.NextRunAt);
        Assert.NotNull(paused.Pause);
        Assert.NotNull(resumed.NextRunAt);
    }

    [Fact]
    public async Task A_schedule_that_changes_in_its_file_is_in_force_without_a_restart()
    {
        await town.StartAsync(Cancel);
        await town.Log.WaitForAsync(RunEnded);

        var file = town.Disk.In("streams/permits.stream.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace("every: 1s", "every: 3h", StringComparison.Ordinal), Cancel);
        await town.Log.WaitForAsync(lines.Planned, 2);
        var stream = Assert.Single(await town.Hub.GetStreamsAsync(Cancel));
        await town.StopAsync(Cancel);

        Assert.InRange(stream.NextRunAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(2), TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1));
    }

    void AddToStreamFile(string text) => File.AppendAllText(town.Disk.In("streams/permits.stream.yaml"), text + "\n");
}
