using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Notifications;

public sealed class NotificationRetryTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 14, 0, 0, TimeSpan.Zero);
    static readonly StreamNotify Notify = new() { Kind = NotifyKind.StandardWebhooks, Secrets = [], Key = ["id"], Attempts = 8 };
    static readonly RunFault Fault = new(FaultKind.Refused, "IH6201", "The source says no.");

    static NotificationLater After(int attempts) => NotificationRetry.AfterFault(new WaitingNotification(1, "B-1", Now, attempts, Now), Notify, Fault, Now);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(6, 64)]
    [InlineData(20, 360)]
    [InlineData(1_000_000, 360)]
    public void Each_wait_is_twice_the_one_before_and_none_longer_than_six_hours(int attempts, int minutes) => Assert.Equal(Now.AddMinutes(minutes), After(attempts).DueAt);

    [Fact]
    public void The_last_attempt_makes_a_dead_letter_with_its_fault()
    {
        Assert.False(After(6).Dead);
        Assert.Equal((true, 8, Fault), (After(7).Dead, After(7).Attempts, After(7).Fault));
    }

    static readonly TimeSpan Settle = TimeSpan.FromMinutes(1);

    static WaitingNotification Came(long number, int secondsAgo) => new(number, "B-1", Now.AddSeconds(-secondsAgo), 0, Now.AddSeconds(-secondsAgo));

    static IReadOnlyList<NotificationLater> Later(params WaitingNotification[] ofOneCase) => NotificationRetry.AfterAnswer(ofOneCase, Settle, Now);

    [Fact]
    public void A_case_is_asked_for_again_once_the_change_must_be_visible_and_then_no_more()
    {
        Assert.Equal(new NotificationLater(1, 0, Now.AddSeconds(1), Dead: false, Fault: null), Assert.Single(Later(Came(1, secondsAgo: 59))));
        Assert.Empty(Later(Came(1, secondsAgo: 60)));
    }

    [Fact]
    public void A_burst_about_one_case_is_looked_at_once_more_together_when_the_last_of_it_must_be_visible()
    {
        var later = Later(Came(1, secondsAgo: 300), Came(3, secondsAgo: 1), Came(2, secondsAgo: 40));

        Assert.Equal([(2L, Now.AddSeconds(59)), (3L, Now.AddSeconds(59))], later.Select(n => (n.Number, n.DueAt)).Order());
    }

    [Fact]
    public void What_came_by_a_clock_that_was_ahead_waits_from_now_on()
    {
        var later = Assert.Single(Later(Came(1, secondsAgo: -86_400)));

        Assert.Equal(Now + Settle, later.DueAt);
    }

    [Fact]
    public void What_came_by_a_clock_that_was_ahead_is_done_when_its_case_was_read_again_after_that_and_does_not_wait_until_that_clock_was_right()
    {
        var ahead = Came(1, secondsAgo: -86_400) with { DueAt = Now };

        Assert.Empty(Later(ahead));
        Assert.Single(Later(ahead with { DueAt = Now.AddSeconds(1) }));
    }

    [Fact]
    public void However_long_a_change_may_be_invisible_no_notification_waits_for_longer_than_six_hours()
    {
        var later = NotificationRetry.AfterAnswer([Came(1, secondsAgo: 0), Came(2, secondsAgo: 6 * 3600)], TimeSpan.FromDays(31), Now);

        Assert.Equal([(1L, Now.AddHours(6))], later.Select(n => (n.Number, n.DueAt)));
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(13, 0)]
    public void What_is_put_off_for_longer_than_anything_waits_is_due_now(int ahead, int expected) =>
        Assert.Equal(Now.AddHours(expected), NotificationRetry.DueAt(Now.AddHours(ahead), Now));
}
