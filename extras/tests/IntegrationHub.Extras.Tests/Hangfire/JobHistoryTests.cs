using Hangfire;
using IntegrationHub.Faults;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Extras.Tests.Hangfire;

/// <summary>What a person sees of the runs in Hangfire, and what their buttons there do.</summary>
public sealed class JobHistoryTests
{
    static readonly RunSchedule Every5 = new() { Every = TimeSpan.FromMinutes(5) };
    static readonly DateTimeOffset Eight = FakeHub.Began;

    [Fact]
    public async Task What_a_run_brought_stands_in_the_history_of_its_job()
    {
        await using var town = new HangfireHub(Every5);
        await town.StartAsync();
        await town.StateAsync("Succeeded");
        await town.StopAsync();

        var job = Assert.Single(town.Details);
        Assert.Equal("Run 1 succeeded: 10 read = 4 written + 3 unchanged + 2 skipped + 1 quarantined; 0 tombstones.", job.History[0].Reason);
        Assert.Equal("1", job.Properties["HubRun"]);
    }

    [Fact]
    public async Task An_outage_is_tried_again_by_Hangfire_and_the_schedule_goes_on_beside_it()
    {
        await using var town = new HangfireHub(Every5);
        town.OnRun = (stream, _) => Failed(town, stream, FaultKind.Unavailable);
        await town.StartAsync();
        await town.StateAsync("Scheduled", reason: "Retry attempt 1 of 3: IH6003 in run 1");
        await town.StopAsync();

        Assert.Equal(Eight.AddMinutes(5), town.NextRunAt(FakeHub.Permits));
    }

    [Fact]
    public async Task A_fault_that_a_person_must_mend_is_one_failed_job_and_not_one_per_turn()
    {
        await using var town = new HangfireHub(Every5);
        town.OnRun = (stream, _) => Failed(town, stream, FaultKind.Misconfigured);
        await town.StartAsync();
        await town.StateAsync("Failed", reason: "IH6003 in run 1 of byggr-permits: 10 read");
        town.Advance(TimeSpan.FromMinutes(5));
        await town.StateAsync("Deleted", reason: "IH6003 in run 2");
        await town.StopAsync();

        Assert.Equal((1, 1), (town.Storage.GetMonitoringApi().FailedCount(), town.Storage.GetMonitoringApi().DeletedListCount()));
    }

    [Fact]
    public async Task Nothing_of_an_exception_but_its_type_comes_into_the_storage_of_Hangfire()
    {
        await using var town = new HangfireHub(Every5);
        town.OnRun = (_, _) => throw new InvalidOperationException($"{Canary.Secret} of 19121212-1212", new IOException(Canary.Secret));
        await town.StartAsync();
        await town.StateAsync("Scheduled");
        await town.StopAsync();

        var job = Assert.Single(town.Details);
        var stored = string.Join(' ', [.. job.Properties.Values, .. job.History.SelectMany(h => h.Data.Values.Prepend(h.Reason))]);
        Assert.Contains("InvalidOperationException", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary.Secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("1912", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trigger_now_is_a_run_that_somebody_asked_for_and_moves_no_turn()
    {
        await using var town = new HangfireHub(Every5);
        await town.StartAsync();
        await town.StateAsync("Succeeded");

        town.Jobs.Trigger(town.RecurringId);
        await town.StateAsync("Succeeded", 2);

        Assert.Equal([("hangfire", "run", FakeHub.Permits)], town.Hub.Operations.Select(o => (o.Caller.Name, o.Did, o.Stream)));
        Assert.Equal(Eight.AddMinutes(5), town.NextRunAt(FakeHub.Permits));
    }

    [Fact]
    public async Task A_run_that_is_asked_for_on_the_hubs_page_is_audited_with_the_person_also_while_the_stream_is_paused()
    {
        await using var town = new HangfireHub(Every5);
        town.Hub.Pauses[FakeHub.Permits] = new StreamPause(Eight, "anna");
        await town.StartAsync();

        town.Recurring.RunNow(FakeHub.Permits, "console", "anna.ek");
        await town.StateAsync("Succeeded");

        var asked = Assert.Single(town.Hub.Operations);
        Assert.Equal(("console", "anna.ek", "run"), (asked.Caller.Name, asked.Caller.OnBehalfOf, asked.Did));
    }

    [Fact]
    public async Task An_old_job_that_a_person_puts_back_runs_once_more_and_leaves_the_plan_alone()
    {
        await using var town = new HangfireHub(Every5);
        await town.StartAsync();
        await town.StateAsync("Succeeded");
        town.Advance(TimeSpan.FromMinutes(5));
        await town.StateAsync("Succeeded", 2);

        new BackgroundJobClient(town.Storage).Requeue("1");
        await town.StateAsync("Succeeded", 3);

        Assert.Equal(3, town.RunsOf(FakeHub.Permits).Count);
        Assert.Equal(Eight.AddMinutes(10), town.NextRunAt(FakeHub.Permits));
        Assert.Equal(Eight.AddMinutes(10), town.Recurring.Find(FakeHub.Permits)!.Planned.At);
    }

    [Fact]
    public async Task A_second_job_of_a_stream_that_is_being_run_is_no_failure()
    {
        await using var town = new HangfireHub(Every5);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource<RunRecord?>(TaskCreationOptions.RunContinuationsAsynchronously);
        town.OnRun = (_, _) =>
        {
            begun.TrySetResult();
            return end.Task;
        };
        await town.StartAsync();
        await begun.Task;

        town.Jobs.Trigger(town.RecurringId);
        await town.StateAsync("Deleted", reason: "Not run: another job of this stream is being run.");
        end.SetResult(town.Ended(FakeHub.Permits));
        await town.StateAsync("Succeeded");

        Assert.Single(town.RunsOf(FakeHub.Permits));
    }

    [Fact]
    public async Task A_retry_is_for_nothing_when_the_stream_was_read_meanwhile()
    {
        await using var town = new HangfireHub(Every5);
        town.OnRun = (stream, _) => Failed(town, stream, FaultKind.Unavailable);
        await town.StartAsync();
        await town.StateAsync("Scheduled");
        town.OnRun = (stream, _) => Task.FromResult<RunRecord?>(town.Ended(stream));
        town.Advance(TimeSpan.FromMinutes(5));
        await town.StateAsync("Succeeded");

        new BackgroundJobClient(town.Storage).Requeue("1");
        await town.StateAsync("Succeeded", reason: "Not run: run 2 has read the stream since the first try.");

        Assert.Equal(2, town.RunsOf(FakeHub.Permits).Count);
    }

    [Fact]
    public async Task A_recurring_job_that_a_person_removes_comes_back_with_the_next_look()
    {
        await using var town = new HangfireHub(Every5);
        await town.StartAsync();
        await town.StateAsync("Succeeded");

        town.Jobs.RemoveIfExists(town.RecurringId);
        town.LookAgain();
        await town.PlannedAsync(2);

        Assert.Equal(Eight.AddMinutes(5), town.Recurring.Find(FakeHub.Permits)!.Planned.At);
    }

    [Fact]
    public async Task A_stream_that_is_paused_has_no_recurring_job_also_when_another_process_had_planned_it()
    {
        await using var town = new HangfireHub(Every5);
        town.Hub.Pauses[FakeHub.Permits] = new StreamPause(Eight, "anna");
        town.Recurring.Set(FakeHub.Permits, new PlannedRun(Eight.AddMinutes(1), Eight.AddMinutes(1)), during: null);
        town.Add(FakeHub.Support, Every5);
        await town.StartAsync();
        await town.PlannedAsync(1, about: "social-support");

        Assert.Null(town.Recurring.Find(FakeHub.Permits));
    }

    [Fact]
    public async Task A_stream_whose_file_was_taken_away_while_no_hub_ran_leaves_no_recurring_job_behind_and_nothing_of_others_is_touched()
    {
        await using var town = new HangfireHub(Every5);
        town.Recurring.Set(FakeHub.Support, new PlannedRun(Eight.AddMinutes(1), Eight.AddMinutes(1)), during: null);
        new RecurringJobManager(town.Storage).AddOrUpdate("integrationhub:othertown:social-support", () => GC.Collect(), Cron.Daily());
        await town.StartAsync();
        await town.PlannedAsync();

        Assert.Null(town.Recurring.Find(FakeHub.Support));
        using var connection = town.Storage.GetConnection();
        Assert.Equal(["integrationhub:othertown:social-support", town.RecurringId], global::Hangfire.Storage.StorageConnectionExtensions.GetRecurringJobs(connection).Select(job => job.Id).Order(StringComparer.Ordinal));
    }

    static Task<RunRecord?> Failed(HangfireHub town, StreamName stream, FaultKind kind) => Task.FromResult<RunRecord?>(
        town.Ended(stream, RunOutcome.Failed) with { Fault = new RunFault(kind, "IH6003", $"the vendor said {Canary.Secret}") });
}
