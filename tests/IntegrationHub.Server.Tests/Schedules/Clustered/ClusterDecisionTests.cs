using IntegrationHub.Hosting;
using IntegrationHub.Quartz;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Schedules.Clustered;

/// <summary>What nodes that share their schedules decide, without Quartz and without a clock.</summary>
public sealed class ClusterDecisionTests
{
    static readonly RunSchedule Every5 = new() { Every = TimeSpan.FromMinutes(5) };
    static readonly RunSchedule Hourly = new() { Every = TimeSpan.FromHours(1) };
    static readonly DateTimeOffset Eight = FakeHub.Began;
    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_stream_that_nobody_has_planned_is_planned_from_its_history()
    {
        var decision = Look(Stream(Every5, startedAt: Eight.AddMinutes(-2)), [], seen: null);

        Assert.Equal(new StoredPlan(FakeHub.Permits, StoredPlan.Of(Every5), Eight, new PlannedRun(Eight.AddMinutes(3), Eight.AddMinutes(3))), Assert.IsType<LookDecision.Plan>(decision).New);
    }

    [Fact]
    public void What_another_node_has_planned_stays()
    {
        var plan = Planned(Every5);

        Assert.Equal(new LookDecision.Keep(plan), Look(Stream(Every5), [plan], seen: null));
        Assert.Equal(new LookDecision.Keep(plan), Look(Stream(Every5), [plan], StoredPlan.Of(Every5)));
    }

    [Fact]
    public void A_file_that_changes_here_is_planned_anew()
    {
        var decision = Look(Stream(Hourly), [Planned(Every5)], seen: StoredPlan.Of(Every5));

        Assert.Equal(StoredPlan.Of(Hourly), Assert.IsType<LookDecision.Plan>(decision).New!.Schedule);
    }

    [Fact]
    public void A_node_that_starts_puts_its_files_in_force()
    {
        var decision = Look(Stream(Hourly), [Planned(Every5)], seen: null);

        Assert.Equal(StoredPlan.Of(Hourly), Assert.IsType<LookDecision.Plan>(decision).New!.Schedule);
    }

    [Fact]
    public void A_file_that_changed_on_another_node_only_is_not_taken_back_by_one_that_has_the_old_one()
    {
        var newer = Planned(Hourly);

        Assert.Equal(new LookDecision.Keep(newer), Look(Stream(Every5), [newer], seen: StoredPlan.Of(Every5)));
    }

    [Fact]
    public void Of_two_plans_the_one_that_was_put_in_force_later_stays_whoever_looks()
    {
        var (older, newer) = (Planned(Every5), Planned(Hourly) with { PutAt = Eight });

        Assert.Equal(new LookDecision.Keep(newer), Look(Stream(Hourly), [older, newer], seen: StoredPlan.Of(Hourly)));
        Assert.Equal(new LookDecision.Keep(newer), Look(Stream(Every5), [newer, older], seen: StoredPlan.Of(Every5)));
    }

    [Fact]
    public void A_paused_stream_is_not_planned() =>
        Assert.IsType<LookDecision.Remove>(Look(Stream(Every5) with { Pause = new StreamPause(Eight, "anna") }, [Planned(Every5)], seen: StoredPlan.Of(Every5)));

    [Fact]
    public void The_run_after_it_is_planned_before_a_run_begins()
    {
        var fired = FiredDecision.Decide(Planned(Every5), Every5, recovered: false, Zone, Eight.AddSeconds(1));

        Assert.Equal((Eight, true), (fired.Turn, fired.Runs));
        Assert.Equal(Planned(Every5) with { Next = new PlannedRun(Eight.AddMinutes(5), Eight.AddMinutes(5)), Before = Eight }, fired.Following);
    }

    [Fact]
    public void A_run_that_comes_too_late_is_left_out_if_the_stream_says_so()
    {
        var skip = Every5 with { Misfire = MisfirePolicy.Skip };

        var fired = FiredDecision.Decide(Planned(skip), skip, recovered: false, Zone, Eight.AddMinutes(12));

        Assert.False(fired.Runs);
        Assert.Equal((Eight.AddMinutes(15), null), (fired.Following!.Next.At, fired.Following.Before));
    }

    [Fact]
    public void What_a_node_began_that_is_gone_is_done_again_and_the_plan_of_the_run_after_it_stands()
    {
        var plan = Planned(Every5) with { Next = new PlannedRun(Eight.AddMinutes(5), Eight.AddMinutes(5)), Before = Eight };

        var fired = FiredDecision.Decide(plan, Every5, recovered: true, Zone, Eight.AddSeconds(6));

        Assert.Equal(new FiredDecision(Eight, Runs: true, Following: null), fired);
        Assert.Null(fired.After(plan, Every5, FiredEnd.Ended, Zone, Soon, Eight.AddSeconds(9)));
    }

    [Fact]
    public void While_the_lease_of_the_one_that_is_gone_lasts_it_is_tried_again_soon_and_keeps_its_turn()
    {
        var plan = Planned(Every5) with { Next = new PlannedRun(Eight.AddMinutes(5), Eight.AddMinutes(5)), Before = Eight };
        var fired = FiredDecision.Decide(plan, Every5, recovered: true, Zone, Eight.AddSeconds(6));

        var after = fired.After(plan, Every5, FiredEnd.Taken, Zone, Soon, Eight.AddSeconds(6))!;
        var again = FiredDecision.Decide(after, Every5, recovered: false, Zone, Eight.AddSeconds(8));

        Assert.Equal((new PlannedRun(Eight, Eight.AddSeconds(8)), true), (after.Next, after.Waits));
        Assert.Equal((Eight, Eight.AddMinutes(5)), (again.Turn, again.Following!.Next.At));
    }

    [Fact]
    public void A_node_that_stops_hands_its_run_over_at_once()
    {
        var plan = Planned(Every5);
        var fired = FiredDecision.Decide(plan, Every5, recovered: false, Zone, Eight);

        var after = fired.After(plan, Every5, FiredEnd.HandedOver, Zone, Soon, Eight.AddSeconds(40))!;

        Assert.Equal((new PlannedRun(Eight, Eight.AddSeconds(40)), null), (after.Next, after.Before));
    }

    [Fact]
    public void A_run_that_took_longer_than_its_interval_is_followed_by_the_next_as_soon_as_it_may()
    {
        var plan = Planned(Every5);
        var fired = FiredDecision.Decide(plan, Every5, recovered: false, Zone, Eight);

        Assert.Null(fired.After(plan, Every5, FiredEnd.Ended, Zone, Soon, Eight.AddMinutes(4)));
        Assert.Equal(Eight.AddMinutes(12), fired.After(plan, Every5, FiredEnd.Ended, Zone, Soon, Eight.AddMinutes(12))!.Next.At);
    }

    [Fact]
    public void What_is_planned_is_read_as_it_was_written()
    {
        var plan = new StoredPlan(FakeHub.Permits, StoredPlan.Of(Every5), Eight.AddTicks(-1), new PlannedRun(Eight.AddTicks(7), Eight.AddTicks(8)), Eight, Waits: true);
        var written = plan.Write();

        Assert.Equal(plan, StoredPlan.Read(plan.Name, key => written.GetValueOrDefault(key)));
    }

    [Theory]
    [InlineData("permits")]
    [InlineData("Permits! 00")]
    [InlineData("permits 00 00")]
    public void What_somebody_else_wrote_is_no_plan(string name)
    {
        var written = Planned(Every5).Write();

        Assert.Null(StoredPlan.Read(name, key => written.GetValueOrDefault(key)));
        Assert.Null(StoredPlan.Read("permits 00", _ => null));
        Assert.Null(StoredPlan.Read("permits 00", _ => "9999999999999999999"));
    }

    [Fact]
    public void Schedules_that_say_the_same_are_told_from_others_by_every_part()
    {
        RunSchedule[] all = [Every5, Hourly, Every5 with { Jitter = TimeSpan.FromSeconds(1) }, Every5 with { Misfire = MisfirePolicy.Skip }, StreamFiles.Read("{ every: 5m, windows: [\"10:00-20:00\"] }").Schedule, StreamFiles.Read("{ cron: \"0 15 * * * ?\" }").Schedule];

        Assert.Equal(all.Length, all.Select(StoredPlan.Of).Distinct().Count());
        Assert.Equal(StoredPlan.Of(Every5), StoredPlan.Of(StreamFiles.Read("{ every: 5m }").Schedule));
    }

    [Theory]
    [InlineData(10, 2)]
    [InlineData(30, 6)]
    [InlineData(2, 1)] // Quartz takes nothing shorter
    public void Nodes_look_after_each_other_five_times_in_a_lease(double lease, double often) =>
        Assert.Equal(new ClusterTimings(TimeSpan.FromSeconds(often), TimeSpan.FromSeconds(often), TimeSpan.FromSeconds(often)), ClusterTimings.Of(TimeSpan.FromSeconds(lease), TimeSpan.FromSeconds(10)));

    [Fact]
    public void A_stream_that_another_run_has_is_tried_no_later_than_is_set() => Assert.Equal(TimeSpan.FromSeconds(1), ClusterTimings.Of(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)).TryAgain);

    static LookDecision Look(StreamOverview stream, IReadOnlyList<StoredPlan> stored, string? seen) => LookDecision.Decide(stream, stored, seen, Zone, Eight);

    static StoredPlan Planned(RunSchedule schedule) => new(FakeHub.Permits, StoredPlan.Of(schedule), Eight.AddHours(-1), new PlannedRun(Eight, Eight));

    static StreamOverview Stream(RunSchedule schedule, DateTimeOffset? startedAt = null)
    {
        var hub = new FakeHub();
        hub.Streams = [.. hub.Streams.Take(1).Select(s => s with { Schedule = schedule })];
        if (startedAt is { } began) hub.LastRuns[FakeHub.Permits] = FakeHub.Run(1, FakeHub.Permits, RunOutcome.Succeeded) with { StartedAt = began };
        return hub.GetStreamsAsync(CancellationToken.None).Result[0];
    }
}
