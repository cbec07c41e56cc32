using IntegrationHub.Outbound;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

public sealed class BreakerTests
{
    static readonly TimeSpan OpenFor = TimeSpan.FromMinutes(2);
    readonly ManualClock clock = new();
    readonly Breaker breaker;

    public BreakerTests() => breaker = new Breaker(clock);

    [Fact]
    public void It_opens_at_the_last_of_so_many_outages_in_a_row()
    {
        Assert.False(Fail());
        Assert.False(Fail());
        Assert.True(Fail());

        var verdict = breaker.Enter();
        Assert.False(verdict.MayGo);
        Assert.Equal((OpenFor, 3, "IH6002"), (verdict.RetryAfter, verdict.Failures, verdict.LastCode));
    }

    [Fact]
    public void An_answer_in_between_begins_the_count_anew()
    {
        Fail();
        Fail();
        breaker.Answered();
        Fail();
        Fail();

        Assert.True(breaker.Enter().MayGo);
    }

    [Fact]
    public void After_a_while_one_call_goes_to_see_and_the_others_wait_for_it()
    {
        Open();
        clock.Advance(OpenFor);

        var first = breaker.Enter();
        var second = breaker.Enter();

        Assert.True(first is { MayGo: true, IsProbe: true });
        Assert.False(second.MayGo);
    }

    [Fact]
    public void It_closes_when_the_one_that_went_to_see_is_answered()
    {
        Open();
        clock.Advance(OpenFor);
        breaker.Enter();

        Assert.True(breaker.Answered());
        Assert.True(breaker.Enter() is { MayGo: true, IsProbe: false });
    }

    [Fact]
    public void It_stays_open_as_long_again_when_the_one_that_went_to_see_fails()
    {
        Open();
        clock.Advance(OpenFor);

        Assert.True(Fail());
        Assert.Equal(OpenFor, breaker.Enter().RetryAfter);
    }

    [Fact]
    public void One_that_went_to_see_and_was_stopped_leaves_its_place_to_the_next()
    {
        Open();
        clock.Advance(OpenFor);

        breaker.Left(breaker.Enter());

        Assert.True(breaker.Enter() is { MayGo: true, IsProbe: true });
    }

    [Fact]
    public void Calls_that_set_out_before_it_opened_do_not_prolong_it()
    {
        var late = breaker.Enter();
        Open();
        clock.Advance(TimeSpan.FromMinutes(1));

        var opened = breaker.Failed(late, "IH6001", openAfter: 3, OpenFor);

        Assert.False(opened);
        Assert.Equal(TimeSpan.FromMinutes(1), breaker.Enter().RetryAfter);
    }

    bool Fail() => breaker.Failed(breaker.Enter(), "IH6002", openAfter: 3, OpenFor);

    void Open()
    {
        for (var i = 0; i < 3; i++) Fail();
    }
}
