using IntegrationHub.Remapping;

namespace IntegrationHub.Tests.Remapping;

public sealed class RemapRuleTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly MappedWith With = new("permits", "1.0.0", "aa/Open");
    static readonly RemapProgress Ended = new() { To = With, BeganAt = Now, CountedAt = Now, EndedAt = Now, KeepsRecords = true };

    [Fact]
    public void A_stream_that_was_never_looked_at_is_counted() => Assert.Equal(RemapStep.Begin, Next(null));

    [Fact]
    public void Another_mapping_begins_anew_wherever_the_one_before_had_come() =>
        Assert.Equal([RemapStep.Begin, RemapStep.Begin, RemapStep.Begin], [Next(Other(Ended)), Next(Other(Ended with { EndedAt = null })), Next(Other(Ended with { EndedAt = null, StoppedAbove = 0.2 }))]);

    [Fact]
    public void A_version_text_alone_changes_nothing() => Assert.Equal(RemapStep.Nothing, Next(Ended with { To = With with { Version = "9.9.9" } }));

    [Fact]
    public void What_was_begun_goes_on() => Assert.Equal(RemapStep.GoOn, Next(Ended with { EndedAt = null }));

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.1, false)]
    [InlineData(0.5, true)]
    public void What_stopped_goes_on_only_when_more_is_allowed(double allowed, bool goesOn) =>
        Assert.Equal(goesOn ? RemapStep.GoOn : RemapStep.Nothing, RemapRule.Next(Ended with { EndedAt = null, StoppedAbove = 0.2 }, With, allowed, keepsRecords: true, Now));

    [Fact]
    public void What_is_still_old_is_counted_again_after_an_hour_and_when_the_clock_went_back()
    {
        var old = Ended with { Old = 3 };

        Assert.Equal(RemapStep.Nothing, RemapRule.Next(old, With, 0.2, true, Now.AddMinutes(59)));
        Assert.Equal(RemapStep.Begin, RemapRule.Next(old, With, 0.2, true, Now.AddMinutes(60)));
        Assert.Equal(RemapStep.Begin, RemapRule.Next(old, With, 0.2, true, Now.AddMinutes(-1)));
    }

    [Fact]
    public void When_nothing_is_old_nothing_is_counted_again() => Assert.Equal(RemapStep.Nothing, RemapRule.Next(Ended, With, 0.2, true, Now.AddDays(30)));

    [Fact]
    public void What_the_stream_keeps_is_settled_when_its_file_says_otherwise() => Assert.Equal(RemapStep.Settle, RemapRule.Next(Ended, With, 0.2, keepsRecords: false, Now));

    [Fact]
    public void A_recount_that_finds_nothing_to_do_keeps_the_reasons_of_what_stays()
    {
        var before = Ended with { Total = 10, Old = 10, Waiting = 8, Changed = 5, Held = 2, LeftOut = 1 };

        var after = RemapRule.Begin(before, With, new MappedCount(Total: 11, Old: 4, Waiting: 0), Now.AddHours(1));

        Assert.Equal((11, 4, 1, 2, 1), (after.Total, after.StillOld, after.NotKept, after.Held, after.LeftOut));
    }

    [Theory]
    [InlineData(19, 19, false)]
    [InlineData(4, 20, false)]
    [InlineData(5, 20, true)]
    [InlineData(200, 1000, false)]
    [InlineData(201, 1000, true)]
    public void It_stops_when_more_than_the_share_is_held_once_there_are_twenty(long held, long done, bool stops) => Assert.Equal(stops, RemapRule.Stops(held, done, 0.2));

    [Fact]
    public void It_rests_four_times_as_long_as_it_worked_and_never_not_at_all()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(200), RemapRule.RestAfter(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(TimeSpan.FromMilliseconds(20), RemapRule.RestAfter(TimeSpan.Zero));
    }

    static RemapProgress Other(RemapProgress progress) => progress with { To = new MappedWith("permits", "0.9.0", "bb/Open") };

    static RemapStep Next(RemapProgress? progress) => RemapRule.Next(progress, With, 0.2, keepsRecords: true, Now);
}
