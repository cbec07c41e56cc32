using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Lookup;

public sealed class CoverageDecisionTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly StreamDefinition Stream = LookupSetting.Stream("byggr", "Building permits");
    static readonly StreamState Fresh = LookupSetting.Fresh(Stream, Now);

    [Fact]
    public void A_source_that_is_read_whole_and_fresh_and_without_quarantine_is_complete()
    {
        var coverage = CoverageDecision.Decide(Stream, Fresh, Now);

        Assert.Equal(CoverageState.Complete, coverage.State);
        Assert.Null(coverage.Reason);
        Assert.Null(coverage.Since);
        Assert.Equal(Now.AddMinutes(-5), coverage.AsOf);
    }

    [Fact]
    public void A_source_that_never_ran_is_not_connected()
    {
        Assert.Equal(CoverageState.NotConnected, CoverageDecision.Decide(Stream, null, Now).State);
        Assert.Equal(CoverageState.NotConnected, CoverageDecision.Decide(Stream, Fresh with { LastRun = null }, Now).State);
    }

    [Theory]
    [InlineData(RunOutcome.Running)]
    [InlineData(RunOutcome.Interrupted)]
    [InlineData(RunOutcome.Stopped)]
    [InlineData(RunOutcome.Succeeded)]
    public void Before_its_first_read_is_finished_it_is_loading_whatever_the_last_run_did(RunOutcome outcome)
    {
        var begun = Now.AddHours(-3);
        var state = Fresh with { Checkpoint = new Checkpoint { Unfinished = new UnfinishedRead { StartedAt = begun } }, LastRun = Fresh.LastRun! with { Outcome = outcome } };

        var coverage = CoverageDecision.Decide(Stream, state, Now);

        Assert.Equal((CoverageState.Loading, begun), (coverage.State, coverage.Since));
        Assert.Null(coverage.AsOf);
    }

    [Theory]
    [InlineData(FaultKind.Refused, CoverageState.Refused)]
    [InlineData(FaultKind.Unavailable, CoverageState.Failing)]
    [InlineData(FaultKind.Misconfigured, CoverageState.Failing)]
    [InlineData(FaultKind.Unreadable, CoverageState.Failing)]
    public void After_a_failed_run_it_says_so_since_the_first_failure_and_names_the_code(FaultKind kind, CoverageState expected)
    {
        var state = Failed(new RunFault(kind, "IH6001", "An internal address."));

        var coverage = CoverageDecision.Decide(Stream, state, Now);

        Assert.Equal((expected, Now.AddHours(-1)), (coverage.State, coverage.Since));
        Assert.Equal(Now.AddMinutes(-5), coverage.AsOf);
        Assert.Contains("IH6001", coverage.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("internal address", coverage.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void While_the_next_try_runs_it_still_is_failing()
    {
        var state = Failed(null) with { LastRun = Fresh.LastRun! with { Outcome = RunOutcome.Running } };

        Assert.Equal(CoverageState.Failing, CoverageDecision.Decide(Stream, state, Now).State);
    }

    [Fact]
    public void A_first_read_that_fails_is_failing_and_not_loading() =>
        Assert.Equal(CoverageState.Failing, CoverageDecision.Decide(Stream, Failed(null) with { Checkpoint = Checkpoint.Start }, Now).State);

    [Theory]
    [InlineData(0, CoverageState.Complete)]
    [InlineData(1, CoverageState.Partial)]
    [InlineData(500, CoverageState.Partial)]
    public void A_record_in_quarantine_could_hide_a_match(long quarantined, CoverageState expected) =>
        Assert.Equal(expected, CoverageDecision.Decide(Stream, Fresh with { Quarantined = quarantined }, Now).State);

    [Fact]
    public void A_complete_read_that_was_not_verified_leaves_it_partial() =>
        Assert.Equal(CoverageState.Partial, CoverageDecision.Decide(Stream, Fresh with { LastRun = Fresh.LastRun! with { Outcome = RunOutcome.Incomplete } }, Now).State);

    [Fact]
    public void A_complete_read_of_which_somebody_only_had_to_decide_leaves_it_complete_once_they_did()
    {
        var verdict = SweepVerdict.Decide(new SweepFacts { StartedAt = Now, Records = 10 }, new SweepCount(100, 90), new DeleteGuard());
        var held = Fresh with { HeldDeletes = 90, LastRun = Fresh.LastRun! with { Outcome = RunOutcome.Incomplete, Sweep = verdict } };

        var waiting = CoverageDecision.Decide(Stream, held, Now);
        var decided = CoverageDecision.Decide(Stream, held with { HeldDeletes = 0 }, Now);

        Assert.Equal((CoverageState.Partial, 90L, "90 cases of it may be gone: somebody must decide."), (waiting.State, waiting.MayBeGone!.Value, waiting.Reason));
        Assert.Equal((CoverageState.Complete, null), (decided.State, decided.MayBeGone));
    }

    [Fact]
    public void Records_that_could_not_be_read_weigh_more_than_cases_that_may_be_gone()
    {
        var coverage = CoverageDecision.Decide(Stream, Fresh with { HeldDeletes = 90, Quarantined = 1 }, Now);

        Assert.Equal((CoverageState.Partial, null, "A record of it could not be read."), (coverage.State, coverage.MayBeGone, coverage.Reason));
    }

    [Theory]
    [InlineData(15, CoverageState.Complete)]
    [InlineData(16, CoverageState.Stale)]
    public void Past_its_goal_of_freshness_it_is_stale_since_the_last_time_it_was_seen(int minutes, CoverageState expected)
    {
        var asOf = Now.AddMinutes(-minutes);

        var coverage = CoverageDecision.Decide(Stream, Fresh with { LastSuccessStartedAt = asOf }, Now);

        Assert.Equal(expected, coverage.State);
        Assert.Equal(asOf, coverage.AsOf);
        Assert.Equal(expected == CoverageState.Stale ? asOf : null, coverage.Since);
    }

    [Fact]
    public void It_says_from_when_on_cases_are_covered()
    {
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(from, CoverageDecision.Decide(Stream with { Reading = Stream.Reading with { From = from } }, Fresh, Now).CoveredFrom);
    }

    [Fact]
    public void Of_several_streams_the_worst_stands_whatever_their_order()
    {
        var all = Enum.GetValues<CoverageState>().Select(state => new SourceCoverage { Source = "byggr", Title = "Building permits", State = state, Since = Now.AddMinutes(-(int)state), AsOf = Now.AddHours(-(int)state) }).ToList();
        Prop.ForAll(Gen.Elements(all.ToArray()).NonEmptyListOf().ToArbitrary(), streams =>
        {
            var worst = CoverageDecision.Worst([.. streams]);
            return worst.State == streams.Max(coverage => coverage.State)
                && worst.AsOf == streams.Min(coverage => coverage.AsOf)
                && worst == CoverageDecision.Worst([.. streams.AsEnumerable().Reverse()]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nothing_is_as_of_any_time_when_a_stream_has_not_been_read()
    {
        var one = CoverageDecision.Decide(Stream, Fresh, Now);
        var other = CoverageDecision.Decide(Stream, null, Now);

        Assert.Null(CoverageDecision.Worst([one, other]).AsOf);
    }

    static StreamState Failed(RunFault? fault) => Fresh with
    {
        FailuresInARow = 3,
        FailingSince = Now.AddHours(-1),
        LastRun = Fresh.LastRun! with { Outcome = RunOutcome.Failed, Fault = fault },
    };
}
