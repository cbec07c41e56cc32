using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>What the hub expects of a job engine that runs its streams: each engine's tests inherit it.</summary>
public abstract class JobEngineConformance
{
    static readonly RunSchedule Every5 = new() { Every = TimeSpan.FromMinutes(5) };
    static readonly DateTimeOffset Eight = FakeHub.Began;

    /// <summary>A hub with one stream of this schedule, which the engine runs.</summary>
    protected abstract ScheduledHub Over(RunSchedule schedule);

    [Fact]
    public async Task A_stream_runs_at_once_the_first_time_and_then_at_each_turn()
    {
        await using var town = Over(Every5);
        await town.StartAsync();
        await town.PlannedAgainAsync();

        for (var turn = 2; turn <= 4; turn++)
        {
            town.Advance(TimeSpan.FromMinutes(5));
            await town.PlannedAgainAsync(turn);
        }

        Assert.Equal([Eight, Eight.AddMinutes(5), Eight.AddMinutes(10), Eight.AddMinutes(15)], town.RunsOf(FakeHub.Permits));
        Assert.Equal(Eight.AddMinutes(20), town.NextRunAt(FakeHub.Permits));
    }

    [Fact]
    public async Task A_run_that_throws_does_not_end_its_schedule()
    {
        await using var town = Over(Every5);
        town.OnRun = (_, _) => throw new InvalidOperationException("the value 19121212-1212");
        await town.StartAsync();
        await town.PlannedAgainAsync();
        town.Advance(TimeSpan.FromMinutes(5));
        await town.PlannedAgainAsync(2);

        Assert.Equal(2, town.RunsOf(FakeHub.Permits).Count);
        Assert.Equal(2, town.Log.Lines.Count(line => line.Id == town.Lines.RunBroke));
        Assert.DoesNotContain(town.Log.Lines, line => line.Text.Contains("1912", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_restart_the_rhythm_goes_on_where_it_was()
    {
        await using var town = Over(Every5);
        town.Hub.LastRuns[FakeHub.Permits] = town.Ended(FakeHub.Permits) with { StartedAt = Eight.AddMinutes(-2) };
        await town.StartAsync();
        await town.PlannedAsync();

        Assert.Equal(Eight.AddMinutes(3), town.NextRunAt(FakeHub.Permits));
        Assert.Empty(town.RunsOf(FakeHub.Permits));
    }

    [Theory]
    [InlineData(RunOutcome.Stopped)]
    [InlineData(RunOutcome.Interrupted)]
    [InlineData(RunOutcome.Running)]
    public async Task A_run_that_did_not_come_to_its_end_goes_on_after_the_restart(RunOutcome outcome)
    {
        await using var town = Over(Every5);
        town.Hub.LastRuns[FakeHub.Permits] = town.Ended(FakeHub.Permits, outcome) with { StartedAt = Eight.AddMinutes(-2) };
        await town.StartAsync();
        await town.PlannedAgainAsync();

        Assert.Equal([Eight], town.RunsOf(FakeHub.Permits));
    }

    [Fact]
    public async Task A_paused_stream_is_not_run_and_makes_up_for_it_when_it_is_resumed()
    {
        await using var town = Over(Every5);
        town.Add(FakeHub.Support, Every5);
        town.Hub.Pauses[FakeHub.Permits] = new StreamPause(Eight, "anna");
        town.Hub.LastRuns[FakeHub.Permits] = town.Ended(FakeHub.Permits);
        await town.StartAsync();
        for (var turn = 1; turn <= 3; turn++)
        {
            await town.PlannedAgainAsync(turn, about: "social-support");
            town.Advance(TimeSpan.FromMinutes(5));
        }

        await town.PlannedAgainAsync(4, about: "social-support");
        var whilePaused = (town.RunsOf(FakeHub.Permits).Count, town.NextRunAt(FakeHub.Permits));
        town.Hub.Pauses.Clear();
        town.LookAgain();
        await town.PlannedAgainAsync(1, about: "byggr-permits");

        Assert.Equal((0, null), whilePaused);
        Assert.Equal([Eight.AddMinutes(15)], town.RunsOf(FakeHub.Permits));
    }

    [Fact]
    public async Task A_stream_that_is_paused_while_it_runs_is_not_planned_again()
    {
        await using var town = Over(Every5);
        var (begun, end) = Hold(town);
        await town.StartAsync();
        await begun.Task;

        town.Hub.Pauses[FakeHub.Permits] = new StreamPause(Eight, "anna");
        town.LookAgain();
        await town.Log.WaitForAsync(town.Lines.NotPlanned);
        end.SetResult(town.Ended(FakeHub.Permits));
        await town.StopAsync();

        Assert.Null(town.NextRunAt(FakeHub.Permits));
        Assert.DoesNotContain(town.Log.Lines, line => line.Id == town.Lines.PlannedAgain);
    }

    [Fact]
    public async Task A_stream_that_another_run_has_is_tried_again_soon_and_keeps_its_rhythm()
    {
        await using var town = Over(Every5);
        var free = false;
        town.OnRun = (stream, _) => Task.FromResult(free ? town.Ended(stream) : null);
        await town.StartAsync();
        await town.Log.WaitForAsync(town.Lines.TriedAgain);
        town.Advance(TimeSpan.FromSeconds(10));
        await town.Log.WaitForAsync(town.Lines.StillTriedAgain);
        free = true;
        town.Advance(TimeSpan.FromSeconds(10));
        await town.PlannedAgainAsync();

        Assert.Single(town.Log.Lines, line => line.Id == town.Lines.TriedAgain);
        Assert.Equal([Eight, Eight.AddSeconds(10), Eight.AddSeconds(20)], town.RunsOf(FakeHub.Permits));
        Assert.Equal(Eight.AddMinutes(5), town.NextRunAt(FakeHub.Permits));
    }

    [Fact]
    public async Task Streams_that_appear_change_or_vanish_are_followed()
    {
        await using var town = Over(Every5);
        await town.StartAsync();
        await town.PlannedAgainAsync();

        town.Add(FakeHub.Support, Every5);
        town.Advance(TimeSpan.FromSeconds(5));
        await town.PlannedAgainAsync(1, about: "social-support");
        town.Change(FakeHub.Permits, stream => stream with { Schedule = Every5 with { Every = TimeSpan.FromHours(1) } });
        town.LookAgain();
        await town.PlannedAsync(2, about: "byggr-permits");
        town.Hub.Streams = [.. town.Hub.Streams.Take(1)];
        town.LookAgain();
        await town.Log.WaitForAsync(town.Lines.NotPlanned, 1, about: "social-support");

        Assert.Equal(Eight.AddHours(1), town.NextRunAt(FakeHub.Permits));
        Assert.Null(town.NextRunAt(FakeHub.Support));
        Assert.Equal([Eight.AddSeconds(5)], town.RunsOf(FakeHub.Support));
    }

    [Fact]
    public async Task A_slow_stream_holds_up_no_other_and_never_runs_twice_at_once()
    {
        await using var town = Over(Every5);
        town.Add(FakeHub.Support, Every5);
        var (begun, end) = Hold(town);
        await town.StartAsync();
        await begun.Task;
        for (var turn = 1; turn <= 3; turn++)
        {
            await town.PlannedAgainAsync(turn, about: "social-support");
            town.Advance(TimeSpan.FromMinutes(5));
        }

        await town.PlannedAgainAsync(4, about: "social-support");
        var whileSlow = town.RunsOf(FakeHub.Permits).Count;
        end.SetResult(town.Ended(FakeHub.Permits));
        await town.PlannedAgainAsync(2, about: "byggr-permits");

        Assert.Equal(1, whileSlow);
        Assert.Equal([Eight, Eight.AddMinutes(15)], town.RunsOf(FakeHub.Permits));
        Assert.Equal(4, town.RunsOf(FakeHub.Support).Count);
    }

    [Fact]
    public async Task While_a_stream_runs_the_run_after_it_is_told()
    {
        await using var town = Over(Every5);
        var (begun, end) = Hold(town);
        await town.StartAsync();
        await begun.Task;

        Assert.Equal(Eight.AddMinutes(5), town.NextRunAt(FakeHub.Permits));
        end.SetResult(town.Ended(FakeHub.Permits));
    }

    [Fact]
    public async Task A_run_waits_for_its_window()
    {
        // It is nine in Stockholm.
        await using var town = Over(Schedule("{ every: 5m, windows: [\"10:00-20:00\"] }"));
        await town.StartAsync();
        await town.PlannedAsync();
        town.Advance(TimeSpan.FromHours(1));
        await town.PlannedAgainAsync();

        Assert.Equal([Eight.AddHours(1)], town.RunsOf(FakeHub.Permits));
    }

    [Fact]
    public async Task A_run_that_comes_too_late_is_left_out_if_the_stream_says_so()
    {
        await using var town = Over(Every5 with { Misfire = MisfirePolicy.Skip });
        await town.StartAsync();
        await town.PlannedAgainAsync();

        // The machine slept.
        town.Advance(TimeSpan.FromMinutes(17));
        await town.Log.WaitForAsync(town.Lines.LeftOut);
        await town.PlannedAgainAsync(2);

        Assert.Equal([Eight], town.RunsOf(FakeHub.Permits));
        Assert.Equal(Eight.AddMinutes(20), town.NextRunAt(FakeHub.Permits));
    }

    [Fact]
    public async Task Stopping_stops_the_runs_and_waits_for_them()
    {
        await using var town = Over(Every5);
        var begun = new TaskCompletionSource();
        var ended = false;
        town.OnRun = async (stream, cancellation) =>
        {
            var stopped = new TaskCompletionSource();
            await using var registration = cancellation.Register(stopped.SetResult);
            begun.SetResult();
            await stopped.Task;
            ended = true;
            return town.Ended(stream, RunOutcome.Stopped);
        };
        await town.StartAsync();
        await begun.Task;

        await town.StopAsync();

        Assert.True(ended);
    }

    [Fact]
    public async Task A_hub_that_cannot_be_asked_for_a_while_keeps_the_schedules_that_are_known()
    {
        await using var town = Over(Every5);
        await town.StartAsync();
        await town.PlannedAgainAsync();
        var streams = town.Hub.Streams;

        town.Hub.Streams = null!;
        town.LookAgain();
        await town.Log.WaitForAsync(town.Lines.NotLookedAt);
        town.Hub.Streams = streams;
        town.Advance(TimeSpan.FromMinutes(5));
        await town.PlannedAgainAsync(2);

        Assert.Equal([Eight, Eight.AddMinutes(5)], town.RunsOf(FakeHub.Permits));
    }

    [Fact]
    public async Task Two_hubs_in_one_process_have_schedules_of_their_own()
    {
        await using var one = Over(Every5);
        await using var other = Over(Every5);

        await one.StartAsync();
        await other.StartAsync();
        await one.PlannedAgainAsync();
        await other.PlannedAgainAsync();

        Assert.Equal((1, 1), (one.RunsOf(FakeHub.Permits).Count, other.RunsOf(FakeHub.Permits).Count));
    }

    // The first stream's first run goes on until the test ends it.
    static (TaskCompletionSource Begun, TaskCompletionSource<RunRecord?> End) Hold(ScheduledHub town)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource<RunRecord?>(TaskCreationOptions.RunContinuationsAsynchronously);
        town.OnRun = (stream, _) => stream == FakeHub.Permits && begun.TrySetResult() ? end.Task : Task.FromResult<RunRecord?>(town.Ended(stream));
        return (begun, end);
    }

    static RunSchedule Schedule(string text) => StreamFiles.Read(text).Schedule;
}
