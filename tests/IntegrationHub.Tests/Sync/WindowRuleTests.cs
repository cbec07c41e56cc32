using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class WindowRuleTests
{
    static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    static readonly StreamWindow Limits = new() { First = TimeSpan.FromDays(1), Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromDays(90), Rows = 100 };

    static LearnedWindow? Next(TimeSpan width, int records, bool cut = false, int? most = null, TimeSpan? asked = null, StreamWindow? limits = null) =>
        WindowRule.Next(new LearnedWindow(width, most), new WindowAnswer(asked ?? width, records, cut), limits ?? Limits);

    [Fact]
    public void A_stream_that_has_learned_nothing_begins_with_the_first_width()
    {
        Assert.Equal(new LearnedWindow(TimeSpan.FromDays(1), null), WindowRule.Begin(null, Limits));
    }

    [Fact]
    public void A_stream_begins_with_the_width_that_it_has_learned()
    {
        Assert.Equal(new LearnedWindow(Hour, 200), WindowRule.Begin(new LearnedWindow(Hour, 200), Limits));
    }

    [Theory]
    [InlineData(1, 3600)]
    [InlineData(86_400 * 400, 86_400)]
    public void Limits_that_were_changed_since_hold_for_what_was_learned_before(int learnedSeconds, int expectedSeconds)
    {
        var begun = WindowRule.Begin(new LearnedWindow(TimeSpan.FromSeconds(learnedSeconds), null), Limits with { Min = Hour, Max = TimeSpan.FromDays(1) });

        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), begun.Width);
    }

    [Fact]
    public void A_window_is_as_wide_as_the_pace()
    {
        Assert.Equal(Noon.AddHours(1), WindowRule.Until(Noon, Hour, end: Noon.AddDays(1)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    public void The_last_window_ends_where_the_read_ends_and_is_never_left_out(int minutes)
    {
        Assert.Equal(Noon.AddMinutes(minutes), WindowRule.Until(Noon, Hour, end: Noon.AddMinutes(minutes)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(49)]
    public void A_window_that_brings_fewer_than_half_of_what_is_aimed_at_lets_the_next_be_twice_as_wide(int records)
    {
        Assert.Equal(2 * Hour, Next(Hour, records)!.Width);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void A_window_that_brings_about_what_is_aimed_at_is_followed_by_one_as_wide(int records)
    {
        Assert.Equal(Hour, Next(Hour, records)!.Width);
    }

    [Fact]
    public void A_window_that_brings_more_than_is_aimed_at_lets_the_next_shrink()
    {
        Assert.Equal(Hour / 2, Next(Hour, 101)!.Width);
    }

    [Fact]
    public void A_window_that_was_cut_is_halved()
    {
        Assert.Equal(Hour / 2, Next(Hour, 20, cut: true)!.Width);
    }

    [Fact]
    public void A_last_window_that_was_cut_is_halved_by_its_own_width_and_not_by_the_pace()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Next(TimeSpan.FromDays(1), 20, cut: true, asked: TimeSpan.FromMinutes(10))!.Width);
    }

    [Fact]
    public void A_last_window_that_was_narrow_by_chance_lets_nothing_grow()
    {
        Assert.Equal(Hour, Next(Hour, 0, asked: TimeSpan.FromMinutes(10))!.Width);
    }

    [Fact]
    public void No_window_is_wider_than_the_largest()
    {
        Assert.Equal(Limits.Max, Next(TimeSpan.FromDays(60), 0)!.Width);
    }

    [Fact]
    public void No_window_is_narrower_than_the_smallest()
    {
        Assert.Equal(Limits.Min, Next(TimeSpan.FromSeconds(1.5), 200, cut: true)!.Width);
        Assert.Equal(Limits.Min, Next(TimeSpan.FromSeconds(1.5), 200)!.Width);
    }

    [Fact]
    public void The_smallest_window_that_was_cut_is_not_asked_for_again()
    {
        Assert.Null(Next(Limits.Min, 200, cut: true));
        Assert.Null(Next(Hour, 200, cut: true, asked: Limits.Min / 2));
    }

    [Fact]
    public void What_the_source_sent_when_it_cut_becomes_the_aim_so_that_windows_do_not_grow_into_the_next_cut()
    {
        var learned = Next(Hour, 40, cut: true);

        Assert.Equal(40, learned!.Most);
        Assert.Equal(Hour / 2, Next(Hour / 2, 20, most: 40)!.Width);
        Assert.Equal(Hour, Next(Hour / 2, 19, most: 40)!.Width);
    }

    [Fact]
    public void A_source_that_sends_more_than_it_once_did_raises_the_aim_again()
    {
        Assert.Equal(new LearnedWindow(Hour, 70), Next(Hour, 70, most: 40));
    }

    [Fact]
    public void A_source_that_says_too_much_and_sends_nothing_does_not_stop_the_windows_from_growing_later()
    {
        var learned = Next(Hour, 0, cut: true);

        Assert.Equal(new LearnedWindow(Hour / 2, null), learned);
    }
}
