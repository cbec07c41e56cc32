using IntegrationHub.Disclosure;
using IntegrationHub.Faults;
using IntegrationHub.Hangfire;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Extras.Tests.Hangfire;

public sealed class DecisionTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly RunSchedule Every5 = new() { Every = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData(RunOutcome.Succeeded, null, false, nameof(RunVerdict.Done))]
    [InlineData(RunOutcome.Incomplete, null, true, nameof(RunVerdict.Done))]
    [InlineData(RunOutcome.Fenced, null, false, nameof(RunVerdict.Done))]
    [InlineData(RunOutcome.Failed, FaultKind.Unavailable, false, nameof(RunVerdict.Retry))]
    [InlineData(RunOutcome.Failed, FaultKind.Unavailable, true, nameof(RunVerdict.FailedAgain))]
    [InlineData(RunOutcome.Failed, FaultKind.Misconfigured, false, nameof(RunVerdict.Failed))]
    [InlineData(RunOutcome.Failed, FaultKind.Refused, false, nameof(RunVerdict.Failed))]
    [InlineData(RunOutcome.Failed, FaultKind.Unreadable, true, nameof(RunVerdict.FailedAgain))]
    [InlineData(RunOutcome.Failed, null, false, nameof(RunVerdict.Failed))]
    public void Only_an_outage_that_has_just_begun_is_tried_again_by_Hangfire(RunOutcome outcome, FaultKind? fault, bool failedBefore, string verdict) =>
        Assert.Equal(verdict, RunVerdictDecision.Decide(outcome, fault, failedBefore).ToString());

    [Theory]
    [InlineData(60, 0, nameof(FiredRun.Asked))]
    [InlineData(3, 0, nameof(FiredRun.Scheduled))]
    [InlineData(0, 0, nameof(FiredRun.Scheduled))]
    [InlineData(-300, 0, nameof(FiredRun.Scheduled))]
    [InlineData(-300, 2, nameof(FiredRun.Scheduled))]
    public void A_job_before_its_time_is_a_persons_and_a_late_one_makes_up_for_the_turn(int dueInSeconds, int retries, string what) =>
        Assert.Equal(what, FiredRunDecision.Decide(Every5, Due(dueInSeconds), retries, TimeZoneInfo.Utc, Now).ToString());

    [Theory]
    [InlineData(-300, 0, nameof(FiredRun.LeftOut))]
    [InlineData(-30, 0, nameof(FiredRun.Scheduled))]
    [InlineData(-300, 1, nameof(FiredRun.Scheduled))]
    public void A_stream_that_leaves_late_runs_out_leaves_no_retry_out(int dueInSeconds, int retries, string what) =>
        Assert.Equal(what, FiredRunDecision.Decide(Every5 with { Misfire = MisfirePolicy.Skip }, Due(dueInSeconds), retries, TimeZoneInfo.Utc, Now).ToString());

    [Fact]
    public void A_stream_without_a_recurring_job_gets_one_also_when_a_person_has_removed_it() => Assert.Equal(new PlanDecision.Plan(new PlannedRun(Now, Now)), Decide(known: Every5, entry: null));

    [Fact]
    public void A_recurring_job_that_waits_is_left_alone() => Assert.Equal(new PlanDecision.Keep(), Decide(Every5, Waiting(Now.AddMinutes(3))));

    [Fact]
    public void A_schedule_that_has_changed_is_planned_by_what_it_says_now() =>
        Assert.Equal(new PlanDecision.Plan(new PlannedRun(Now, Now)), Decide(Every5 with { Every = TimeSpan.FromHours(1) }, Waiting(Now.AddMinutes(3))));

    [Theory]
    [InlineData("Enqueued")]
    [InlineData("Processing")]
    [InlineData("Scheduled")]
    public void What_another_process_has_in_hand_is_not_planned_by_one_that_starts(string state) => Assert.Equal(new PlanDecision.Keep(), Decide(known: null, Fired(Now.AddMinutes(-3), lastJob: state)));

    [Fact]
    public void A_process_that_starts_plans_from_the_run_history_what_nobody_has_in_hand() => Assert.Equal(new PlanDecision.Plan(new PlannedRun(Now, Now)), Decide(known: null, Waiting(Now.AddHours(3))));

    [Theory]
    [InlineData("Deleted", null, true)]
    [InlineData(null, null, true)]
    [InlineData("Deleted", "Processing", false)]
    [InlineData("Enqueued", null, false)]
    public void A_turn_whose_job_is_gone_is_planned_anew_unless_the_run_that_planned_it_goes_on(string? lastJob, string? plannedDuring, bool anew) =>
        Assert.Equal(anew, Decide(Every5, Fired(Now.AddMinutes(-2), lastJob) with { PlannedDuring = plannedDuring }) is PlanDecision.Plan);

    [Fact]
    public void A_job_that_Hangfire_makes_late_is_not_planned_past_it() => Assert.Equal(new PlanDecision.Keep(), Decide(Every5, Waiting(Now.AddMinutes(-2))));

    [Fact]
    public void A_moment_that_could_not_be_written_is_written_when_it_has_come_within_a_year()
    {
        var planned = new PlannedRun(Now.AddDays(300), Now.AddDays(300));

        Assert.Equal(new PlanDecision.Plan(planned), Decide(Every5, new RecurringStream(planned, ExactCron.Never, null, null)));
        Assert.Equal(new PlanDecision.Keep(), Decide(Every5, new RecurringStream(new PlannedRun(Now.AddDays(400), Now.AddDays(400)), ExactCron.Never, null, null)));
    }

    [Theory]
    [InlineData(null, nameof(DashboardEntry.SignIn))]
    [InlineData(CallerRole.Agent, nameof(DashboardEntry.Refused))]
    [InlineData(CallerRole.Specialist, nameof(DashboardEntry.Refused))]
    [InlineData(CallerRole.Operations, nameof(DashboardEntry.Open))]
    [InlineData(CallerRole.Administrator, nameof(DashboardEntry.Open))]
    [InlineData((CallerRole)17, nameof(DashboardEntry.Refused))]
    public void The_dashboard_is_for_those_who_keep_the_hub_running(CallerRole? role, string entry) => Assert.Equal(entry, DashboardAccess.Decide(role).ToString());

    static PlannedRun Due(int inSeconds) => new(Now.AddSeconds(inSeconds), Now.AddSeconds(inSeconds));

    static RecurringStream Waiting(DateTimeOffset at) => new(new PlannedRun(at, at), ExactCron.Of(at, Now), null, null) { NextJobAt = at };

    static RecurringStream Fired(DateTimeOffset at, string? lastJob) => Waiting(at) with { LastJobState = lastJob, NextJobAt = at.AddYears(1) };

    static PlanDecision Decide(RunSchedule? known, RecurringStream? entry)
    {
        var hub = new FakeHub();
        var stream = new StreamOverview(hub.Streams[0] with { Schedule = Every5 }, State: null, Answers.Complete);
        return PlanDecision.Decide(stream, known, entry, TimeZoneInfo.Utc, Now);
    }
}
