using IntegrationHub.Scheduling;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Scheduling;

public sealed class NextRunTests
{
    static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    static readonly StreamName Permits = new("permits");
    static readonly DateTimeOffset Nine = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly RunSchedule Every5 = new() { Every = TimeSpan.FromMinutes(5) };
    static readonly RunSchedule Nightly = new() { Cron = Cron("0 0 2 * * ?") };

    [Fact]
    public void A_stream_that_never_ran_is_due_at_once() => Assert.Equal(Nine, Turn(Every5, last: null, Nine));

    [Fact]
    public void A_stream_that_never_ran_and_has_a_cron_waits_for_its_time() => Assert.Equal(Nine.AddHours(17), Turn(Nightly, last: null, Nine));

    [Fact]
    public void The_next_run_is_counted_from_the_turn_of_the_last_so_that_the_rhythm_does_not_drift() =>
        Assert.Equal(Nine.AddMinutes(5), Turn(Every5, last: Nine, Nine.AddSeconds(130)));

    [Fact]
    public void Turns_that_passed_are_made_up_for_by_one_run_at_once() =>
        Assert.Equal(Nine.AddMinutes(17), Turn(Every5, last: Nine, Nine.AddMinutes(17)));

    [Fact]
    public void Turns_that_passed_are_left_out_if_the_stream_says_so() =>
        Assert.Equal(Nine.AddMinutes(20), Turn(Every5 with { Misfire = MisfirePolicy.Skip }, last: Nine, Nine.AddMinutes(17)));

    [Fact]
    public void A_time_of_a_cron_that_passed_is_made_up_for_at_once_or_left_out()
    {
        var last = Nine.AddDays(-3);

        Assert.Equal(Nine, Turn(Nightly, last, Nine));
        Assert.Equal(Nine.AddHours(17), Turn(Nightly with { Misfire = MisfirePolicy.Skip }, last, Nine));
        Assert.Equal(Nine.AddHours(17), Turn(Nightly, last: Nine.AddHours(-7), Nine));
    }

    [Fact]
    public void A_turn_outside_the_windows_waits_for_the_opening()
    {
        var office = Every5 with { Windows = RunWindowsTests.Windows("mon-fri 07:00-18:00") };

        Assert.Equal(At("2026-03-11T07:00:00+01:00"), Turn(office, last: At("2026-03-10T17:57:00+01:00"), At("2026-03-10T17:58:00+01:00")));
        Assert.Equal(At("2026-03-16T07:00:00+01:00"), Turn(office, last: null, At("2026-03-14T12:00:00+01:00")));
    }

    [Fact]
    public void A_time_of_a_cron_outside_the_windows_is_left_out_and_not_moved()
    {
        var hourly = new RunSchedule { Cron = Cron("0 15 * * * ?"), Windows = RunWindowsTests.Windows("07:30-18:00") };

        Assert.Equal(At("2026-03-11T08:15:00+01:00"), Turn(hourly, last: At("2026-03-10T17:15:00+01:00"), At("2026-03-10T17:16:00+01:00")));
    }

    [Fact]
    public void A_missed_time_of_a_cron_is_made_up_for_within_the_windows_only()
    {
        var nightly = Nightly with { Windows = RunWindowsTests.Windows("01:00-05:00") };

        Assert.Equal(At("2026-03-11T01:00:00+01:00"), Turn(nightly, last: Nine.AddDays(-3), Nine));
    }

    [Fact]
    public void An_interval_is_real_time_also_when_the_clock_is_changed() =>
        Assert.Equal(At("2026-03-29T04:30:00+02:00"), Turn(new RunSchedule { Every = TimeSpan.FromHours(2) }, At("2026-03-29T01:30:00+01:00"), At("2026-03-29T01:31:00+01:00")));

    [Fact]
    public void Jitter_moves_the_run_and_not_the_rhythm()
    {
        var schedule = Every5 with { Jitter = TimeSpan.FromSeconds(30) };

        var runs = Enumerable.Range(0, 200).Select(n => NextRun.After(schedule, Permits, Stockholm, Nine.AddMinutes(5 * n), Nine.AddMinutes(5 * n))!.Value).ToList();

        Assert.Equal(Enumerable.Range(1, 200).Select(n => Nine.AddMinutes(5 * n)), runs.Select(run => run.Turn));
        Assert.All(runs, run => Assert.InRange(run.At - run.Turn, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(runs.Select(run => run.At - run.Turn).Distinct().Count() > 150);
    }

    [Fact]
    public void Jitter_is_the_same_on_every_machine_and_another_for_another_stream()
    {
        var schedule = Every5 with { Jitter = TimeSpan.FromSeconds(30) };

        Assert.Equal(NextRun.After(schedule, Permits, Stockholm, Nine, Nine), NextRun.After(schedule, Permits, Stockholm, Nine, Nine.AddSeconds(40)));
        Assert.NotEqual(NextRun.After(schedule, Permits, Stockholm, Nine, Nine), NextRun.After(schedule, new StreamName("support"), Stockholm, Nine, Nine));
    }

    [Fact]
    public void Jitter_never_leads_out_of_the_window()
    {
        var schedule = Every5 with { Jitter = TimeSpan.FromMinutes(4), Windows = RunWindowsTests.Windows("09:00-09:06") };

        for (var n = 0; n < 50; n++)
        {
            var run = NextRun.After(schedule, Permits, Stockholm, Nine.AddDays(n), Nine.AddDays(n))!.Value;
            Assert.True(schedule.Windows.Contain(run.At, Stockholm), $"{run.At:o}");
        }
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_as_soon_as_the_windows_let_it()
    {
        Assert.Equal(Nine, NextRun.AsSoonAsItMay(Nightly, Permits, Stockholm, Nine)?.At);
        Assert.Equal(At("2026-03-11T01:00:00+01:00"), NextRun.AsSoonAsItMay(Nightly with { Windows = RunWindowsTests.Windows("01:00-05:00") }, Permits, Stockholm, Nine)?.At);
    }

    [Theory]
    [InlineData(RunOutcome.Interrupted, MisfirePolicy.RunOnce, 0)]
    [InlineData(RunOutcome.Stopped, MisfirePolicy.RunOnce, 0)]
    [InlineData(RunOutcome.Running, MisfirePolicy.RunOnce, 0)]
    [InlineData(RunOutcome.Stopped, MisfirePolicy.Skip, 4)]
    [InlineData(RunOutcome.Failed, MisfirePolicy.RunOnce, 4)]
    [InlineData(RunOutcome.Succeeded, MisfirePolicy.RunOnce, 4)]
    public void What_did_not_come_to_its_end_goes_on_at_once_after_a_start_unless_late_runs_are_left_out(RunOutcome last, MisfirePolicy misfire, int minutes)
    {
        var ran = new RunRecord
        {
            Id = 1, Stream = Permits, Epoch = 1, Trigger = RunTrigger.Schedule, Kind = default, StartedAt = Nine.AddMinutes(-1), Outcome = last, Counters = default, Progress = default, Commits = 1,
        };

        Assert.Equal(Nine.AddMinutes(minutes), NextRun.First(Every5 with { Misfire = misfire }, Permits, Stockholm, ran, Nine)?.At);
    }

    [Theory]
    [InlineData(MisfirePolicy.RunOnce, 0, false)]
    [InlineData(MisfirePolicy.RunOnce, 3600, false)]
    [InlineData(MisfirePolicy.Skip, 59, false)]
    [InlineData(MisfirePolicy.Skip, 61, true)]
    public void A_run_that_comes_too_late_is_left_out_if_the_stream_says_so(MisfirePolicy misfire, int seconds, bool leftOut) =>
        Assert.Equal(leftOut, NextRun.IsLeftOut(Every5 with { Misfire = misfire }, new PlannedRun(Nine, Nine), Stockholm, Nine.AddSeconds(seconds)));

    [Fact]
    public void A_run_that_comes_after_its_window_has_closed_is_left_out() =>
        Assert.True(NextRun.IsLeftOut(Every5 with { Windows = RunWindowsTests.Windows("08:00-09:01") }, new PlannedRun(Nine, Nine), Stockholm, Nine.AddMinutes(1)));

    [Theory]
    [InlineData("0 0 2 * * ?", 25, 24)]
    [InlineData("0 0 2 ? * MON-FRI", 73, 24)]
    [InlineData("0 0 * * * ?", 1, 1)]
    [InlineData("0 0 2 1 * ?", 31 * 24 + 1, 28 * 24)]
    public void The_rhythm_of_a_cron_is_its_longest_and_its_shortest_gap(string cron, int longest, int shortest) =>
        Assert.Equal(new RunRhythm(TimeSpan.FromHours(longest), TimeSpan.FromHours(shortest)), RunRhythm.Of(new RunSchedule { Cron = Cron(cron) }));

    [Fact]
    public void The_rhythm_of_a_window_counts_the_time_it_is_closed()
    {
        var rhythm = RunRhythm.Of(Every5 with { Windows = RunWindowsTests.Windows("06:00-20:00") })!.Value;

        Assert.Equal(TimeSpan.FromMinutes(5), rhythm.Shortest);
        Assert.Equal(TimeSpan.FromHours(11) + TimeSpan.FromMinutes(5), rhythm.Longest);
    }

    [Theory]
    [InlineData("mon-fri 07:00-18:00", 61 + 1)]
    [InlineData("00:00-24:00", 0)]
    [InlineData("06:00-12:00,12:00-20:00", 10 + 1)]
    [InlineData("fri 22:00-05:00", 7 * 24 - 7 + 1)]
    public void The_longest_time_of_an_interval_goes_over_the_nights_and_weekends(string windows, int closedHours)
    {
        var rhythm = RunRhythm.Of(new RunSchedule { Every = TimeSpan.FromMinutes(1), Windows = RunWindowsTests.Windows(windows.Split(',')) })!.Value;

        Assert.Equal(TimeSpan.FromHours(closedHours) + TimeSpan.FromMinutes(1), rhythm.Longest);
    }

    [Fact]
    public void A_schedule_whose_times_fall_into_no_window_has_no_rhythm() =>
        Assert.Null(RunRhythm.Of(Nightly with { Windows = RunWindowsTests.Windows("06:00-20:00") }));

    static DateTimeOffset? Turn(RunSchedule schedule, DateTimeOffset? last, DateTimeOffset now) => NextRun.After(schedule, Permits, Stockholm, last, now)?.Turn;

    static CronTimes Cron(string text)
    {
        Assert.Null(CronTimes.Read(text, out var cron));
        return cron!;
    }

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
