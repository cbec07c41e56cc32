using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class RereadPlanTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    static readonly StreamReading Windowed = new() { Strategy = ReadStrategy.Windowed };

    static readonly Checkpoint Read = new() { FirstReadDone = true, RereadAt = Now.AddMinutes(-20) };

    static RereadPlan? Decide(StreamReread? reread = null, Checkpoint? before = null, string? sweepId = null) =>
        RereadPlan.Decide(Windowed with { Reread = reread ?? new StreamReread() }, before ?? Read, sweepId, Now);

    [Fact]
    public void Open_cases_are_read_again_in_every_run_unless_the_file_says_otherwise()
    {
        var plan = Decide();

        Assert.Equal(Now, plan!.StartedAt);
        Assert.Null(plan.Query.AfterKey);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void They_are_read_again_as_often_as_the_file_says(int minutes, bool due)
    {
        Assert.Equal(due, Decide(new StreamReread { Every = TimeSpan.FromMinutes(minutes) }) is not null);
    }

    [Fact]
    public void A_file_may_say_never()
    {
        Assert.Null(Decide(new StreamReread { Every = null }));
        Assert.Null(Decide(new StreamReread { Every = null }, sweepId: "sweep"));
    }

    [Theory]
    [InlineData(ReadStrategy.Cursor)]
    [InlineData(ReadStrategy.Snapshot)]
    public void Streams_that_tell_of_changes_themselves_are_not_read_again(ReadStrategy strategy)
    {
        Assert.Null(RereadPlan.Decide(new StreamReading { Strategy = strategy }, Read, null, Now));
    }

    [Fact]
    public void What_a_first_read_brings_is_not_read_twice()
    {
        Assert.Null(Decide(before: Checkpoint.Start));
    }

    [Fact]
    public void A_reread_that_was_broken_off_goes_on_behind_its_last_key_even_before_its_time()
    {
        var began = Now.AddMinutes(-5);

        var plan = Decide(new StreamReread { Every = TimeSpan.FromHours(1) }, Read with { Reread = new UnfinishedReread(began, "K7") });

        Assert.Equal((began, "K7"), (plan!.StartedAt, plan.Query.AfterKey));
    }

    [Fact]
    public void A_complete_read_asks_for_what_it_has_not_seen_from_the_first_key()
    {
        var plan = Decide(new StreamReread { Every = TimeSpan.FromHours(1) }, Read with { Reread = new UnfinishedReread(Now, "K7") }, "sweep");

        Assert.Equal((Now, "sweep", null), (plan!.StartedAt, plan.Query.SweepId, plan.Query.AfterKey));
    }

    [Fact]
    public void Closed_cases_are_read_again_only_by_choice_and_for_as_long_as_chosen()
    {
        Assert.Null(Decide()!.Query.ClosedAfter);
        Assert.Equal(Now.AddDays(-30), Decide(new StreamReread { ClosedFor = TimeSpan.FromDays(30) })!.Query.ClosedAfter);
    }

    [Fact]
    public void Events_are_looked_for_from_a_day_before_the_last_reread_because_it_may_have_gone_on_while_they_were_committed()
    {
        Assert.Equal(Read.RereadAt!.Value.AddDays(-1), Decide()!.Query.EventsCommittedFrom);
        Assert.Equal(DateTimeOffset.MinValue, Decide(before: Read with { RereadAt = null })!.Query.EventsCommittedFrom);
    }

    [Fact]
    public void A_case_holds_what_an_event_tells_when_it_was_read_after_the_time_that_the_source_takes_to_show_it()
    {
        var plan = RereadPlan.Decide(Windowed with { Settle = TimeSpan.FromMinutes(3) }, Read, null, Now);

        Assert.Equal(TimeSpan.FromMinutes(3), plan!.Query.Settle);
    }

    [Theory]
    [InlineData(50, 1000)]
    [InlineData(300, 900)]
    [InlineData(5000, 5000)]
    public void Keys_are_fetched_in_whole_batches(int batch, int limit)
    {
        Assert.Equal(limit, Decide(new StreamReread { Batch = batch })!.Query.Limit);
    }
}
