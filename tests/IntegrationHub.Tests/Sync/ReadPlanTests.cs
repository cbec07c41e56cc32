using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class ReadPlanTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    static readonly StreamReading Cursor = new() { Strategy = ReadStrategy.Cursor, Lookback = TimeSpan.FromMinutes(10), Settle = TimeSpan.FromMinutes(1) };

    static readonly Checkpoint Read = new() { Watermark = Now.AddHours(-1), FirstReadDone = true, LastFullAt = Now.AddDays(-1) };

    static ReadPlan Decide(StreamReading reading, Checkpoint checkpoint, bool full = false) =>
        ReadPlan.Decide(reading, checkpoint, Now, full, () => "sweep-1");

    [Fact]
    public void The_upper_bound_is_taken_from_the_clock_before_the_read_less_the_settle_time()
    {
        var plan = Decide(Cursor, Read);

        Assert.Equal(Now.AddMinutes(-1), plan.Read.ChangedUntil);
    }

    [Fact]
    public void A_read_of_changes_begins_the_lookback_before_the_watermark()
    {
        var plan = Decide(Cursor, Read);

        Assert.Equal(RunKind.Changes, plan.Kind);
        Assert.Equal(Now.AddHours(-1).AddMinutes(-10), plan.Read.ChangedAfter);
    }

    [Fact]
    public void The_first_read_begins_where_the_stream_file_says()
    {
        var plan = Decide(Cursor with { From = Now.AddYears(-1) }, Checkpoint.Start);

        Assert.Equal(Now.AddYears(-1), plan.Read.ChangedAfter);
        Assert.Null(plan.Read.SweepId);
    }

    [Fact]
    public void A_snapshot_reads_everything_every_time()
    {
        var plan = Decide(new StreamReading { Strategy = ReadStrategy.Snapshot }, Read);

        Assert.Equal(RunKind.Full, plan.Kind);
        Assert.Equal("sweep-1", plan.Read.SweepId);
        Assert.Null(plan.Read.ChangedAfter);
    }

    [Fact]
    public void A_stream_of_changes_is_read_whole_when_the_last_complete_read_is_long_ago()
    {
        var plan = Decide(Cursor with { FullEvery = TimeSpan.FromHours(20) }, Read);

        Assert.Equal(RunKind.Full, plan.Kind);
    }

    [Fact]
    public void A_stream_of_changes_is_not_read_whole_before_its_time()
    {
        var plan = Decide(Cursor with { FullEvery = TimeSpan.FromDays(2) }, Read);

        Assert.Equal(RunKind.Changes, plan.Kind);
    }

    [Fact]
    public void A_broken_off_complete_read_goes_on_where_it_stopped()
    {
        var unfinished = new UnfinishedRead { SweepId = "sweep-0", StartedAt = Now.AddHours(-1), Next = "page 7", Records = 3000 };

        var plan = Decide(new StreamReading { Strategy = ReadStrategy.Snapshot }, Read with { Unfinished = unfinished });

        Assert.True(plan.Resumed);
        Assert.Equal("page 7", plan.Position);
        Assert.Equal(unfinished, plan.Read);
    }

    [Fact]
    public void A_complete_read_that_was_broken_off_long_ago_begins_anew()
    {
        var unfinished = new UnfinishedRead { SweepId = "sweep-0", StartedAt = Now.AddHours(-13), Next = "page 7" };

        var plan = Decide(new StreamReading { Strategy = ReadStrategy.Snapshot }, Read with { Unfinished = unfinished });

        Assert.False(plan.Resumed);
        Assert.Equal("sweep-1", plan.Read.SweepId);
    }

    [Fact]
    public void A_read_of_changes_whose_source_moved_the_watermark_begins_at_the_watermark()
    {
        var unfinished = new UnfinishedRead { StartedAt = Now.AddHours(-2), ChangedAfter = Now.AddHours(-3), Next = "page 7" };

        var plan = Decide(Cursor, Read with { Unfinished = unfinished });

        Assert.False(plan.Resumed);
        Assert.Equal(Now.AddHours(-1).AddMinutes(-10), plan.Read.ChangedAfter);
    }

    [Fact]
    public void A_read_of_changes_whose_source_tells_no_progress_goes_on_at_its_page()
    {
        var unfinished = new UnfinishedRead { StartedAt = Now.AddMinutes(-5), ChangedAfter = Now.AddHours(-1), Next = "page 7" };

        var plan = Decide(Cursor, Read with { Unfinished = unfinished });

        Assert.True(plan.Resumed);
        Assert.Equal("page 7", plan.Position);
    }

    static readonly StreamReading Windowed = Cursor with { Strategy = ReadStrategy.Windowed, From = Now.AddYears(-1) };

    [Fact]
    public void The_first_read_in_windows_has_an_open_end_and_later_ones_end_where_things_have_settled()
    {
        var first = Decide(Windowed, Checkpoint.Start);
        var later = Decide(Windowed, Read);

        Assert.Equal((true, Now.AddYears(-1)), (first.OpenEnd, first.Read.ChangedAfter));
        Assert.Equal((false, Now.AddMinutes(-1)), (later.OpenEnd, later.Read.ChangedUntil));
    }

    [Fact]
    public void A_broken_off_read_of_changes_in_windows_begins_at_the_watermark()
    {
        var plan = Decide(Windowed, Read with { Unfinished = new UnfinishedRead { StartedAt = Now.AddMinutes(-5), ChangedAfter = Now.AddHours(-2) } });

        Assert.Equal((false, Now.AddHours(-1).AddMinutes(-10)), (plan.Resumed, plan.Read.ChangedAfter));
    }

    [Fact]
    public void A_broken_off_complete_read_in_windows_goes_on_behind_its_last_whole_window_up_to_now()
    {
        var unfinished = new UnfinishedRead { SweepId = "sweep-0", StartedAt = Now.AddHours(-3), ChangedAfter = Now.AddDays(-40), ChangedUntil = Now.AddHours(-3) };

        var plan = Decide(Windowed, Read with { Unfinished = unfinished });

        Assert.Equal((RunKind.Full, true, true), (plan.Kind, plan.Resumed, plan.OpenEnd));
        Assert.Equal(unfinished with { ChangedUntil = Now.AddMinutes(-1) }, plan.Read);
    }

    [Fact]
    public void A_person_who_asks_for_everything_gets_everything()
    {
        var plan = Decide(Cursor, Read with { Unfinished = new UnfinishedRead { StartedAt = Now, ChangedAfter = Now, Next = "page 7" } }, full: true);

        Assert.Equal(RunKind.Full, plan.Kind);
        Assert.False(plan.Resumed);
    }
}
