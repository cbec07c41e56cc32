using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class WriteTurnsTests
{
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    readonly WriteTurns turns = new();

    [Fact]
    public void Where_writers_do_not_wait_for_each_other_a_batch_is_one_transaction() => Assert.Equal(5000, turns.Next(5000, turn: null));

    [Fact]
    public void Before_anything_was_measured_a_usual_machine_is_assumed() => Assert.Equal(100, turns.Next(5000, Turn));

    [Fact]
    public void What_was_slow_makes_the_next_transaction_shorter_at_once_and_what_was_quick_makes_it_longer_little_by_little()
    {
        turns.Took(100, TimeSpan.FromMilliseconds(100));
        Assert.Equal(10, turns.Next(5000, Turn));

        turns.Took(100, TimeSpan.FromMilliseconds(5));
        var after = turns.Next(5000, Turn);
        Assert.InRange(after, 11, 50);
        for (var times = 0; times < 20; times++) turns.Took(100, TimeSpan.FromMilliseconds(5));
        Assert.InRange(turns.Next(5000, Turn), 190, 210);
    }

    [Fact]
    public void However_slow_it_is_a_transaction_takes_some_records()
    {
        turns.Took(10, TimeSpan.FromMinutes(1));

        Assert.Equal(WriteTurns.Least, turns.Next(5000, Turn));
    }

    [Fact]
    public void A_few_that_would_be_left_go_with_the_others()
    {
        Assert.Equal(110, turns.Next(110, Turn));
        Assert.Equal(100, turns.Next(140, Turn));
        Assert.Equal(0, turns.Next(0, Turn));
    }

    [Fact]
    public void A_few_records_say_nothing_of_how_long_many_take()
    {
        turns.Took(1, TimeSpan.FromSeconds(1));

        Assert.Equal(100, turns.Next(5000, Turn));
    }

    [Fact]
    public void A_clock_that_stands_still_measures_nothing()
    {
        for (var times = 0; times < 200; times++) turns.Took(1000, TimeSpan.Zero);

        Assert.Equal(5000, turns.Next(5000, Turn));
    }
}
