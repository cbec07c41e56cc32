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

    static NotificationLater After(int attempts) => NotificationRetry.AfterFault(new WaitingNotification(1, "B-1", Now, attempts), Notify, Fault, Now);

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

    [Fact]
    public void A_case_that_the_vendor_does_not_know_is_asked_for_again_once_it_must_be_visible_and_then_no_more()
    {
        var settle = TimeSpan.FromMinutes(1);
        var waiting = new WaitingNotification(1, "B-1", Now, 0);

        var later = NotificationRetry.WhenUnknown(waiting, settle, Now.AddSeconds(59));

        Assert.Equal(new NotificationLater(1, 0, Now + settle, Dead: false, Fault: null), later);
        Assert.Null(NotificationRetry.WhenUnknown(waiting, settle, Now + settle));
    }
}
