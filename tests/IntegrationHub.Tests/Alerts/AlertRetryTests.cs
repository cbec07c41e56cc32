using System.Net;
using System.Net.Http.Headers;
using IntegrationHub.Alerts;

namespace IntegrationHub.Tests.Alerts;

public sealed class AlertRetryTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly AlertMessage Message = new("msg_1", "webhook", Now, "alerts") { DueAt = Now };

    [Fact]
    public void A_message_that_is_never_taken_is_tried_ten_times_over_about_three_days_and_then_given_up()
    {
        var (message, now, tries) = (Message, Now, 0);
        while (message.DueAt is { } due && ++tries < 100)
        {
            now = due > now ? due : now;
            message = AlertRetry.Sent(AlertRetry.Claimed(message, now), new AlertDelivery(false, "HTTP 500"), 0, now);
        }

        Assert.Equal(10, tries);
        Assert.InRange((now - Now).TotalDays, 3, 3.5);
        Assert.Equal(("HTTP 500", (DateTimeOffset?)null), (message.Fault, message.SentAt));
    }

    [Fact]
    public void A_claimed_message_comes_up_again_when_its_process_has_ended()
    {
        var claimed = AlertRetry.Claimed(Message, Now);

        Assert.Equal((Now + AlertRetry.Claim, 1), (claimed.DueAt, claimed.Attempts));
        Assert.Equal(Message.Id, claimed.Id);
    }

    [Theory]
    [InlineData(200, true, false)]
    [InlineData(204, true, false)]
    [InlineData(302, false, false)]
    [InlineData(404, false, false)]
    [InlineData(410, false, true)]
    [InlineData(500, false, false)]
    public void Only_a_success_is_taken_and_only_gone_is_final(int status, bool taken, bool gone)
    {
        var delivery = WebhookChannel.Judge((HttpStatusCode)status, null, Now);

        Assert.Equal((taken, gone), (delivery.Taken, delivery.Gone));
        Assert.Equal(!taken && !gone, AlertRetry.Sent(AlertRetry.Claimed(Message, Now), delivery, 0, Now).DueAt is not null);
    }

    [Fact]
    public void Whoever_asks_to_be_left_alone_is_left_alone_in_seconds_or_until_a_date()
    {
        var seconds = WebhookChannel.Judge(HttpStatusCode.TooManyRequests, new RetryConditionHeaderValue(TimeSpan.FromMinutes(3)), Now);
        var date = WebhookChannel.Judge(HttpStatusCode.ServiceUnavailable, new RetryConditionHeaderValue(Now.AddMinutes(4)), Now);

        Assert.Equal(Now.AddMinutes(3), AlertRetry.Sent(AlertRetry.Claimed(Message, Now), seconds, 1, Now).DueAt);
        Assert.Equal(Now.AddMinutes(4), AlertRetry.Sent(AlertRetry.Claimed(Message, Now), date, 1, Now).DueAt);
    }

    [Fact]
    public void Waits_are_spread_so_that_many_that_were_refused_together_do_not_come_back_together()
    {
        var soon = AlertRetry.Sent(AlertRetry.Claimed(Message, Now), new AlertDelivery(false), 0, Now).DueAt;
        var late = AlertRetry.Sent(AlertRetry.Claimed(Message, Now), new AlertDelivery(false), 1, Now).DueAt;

        Assert.Equal((Now.AddSeconds(5), Now.AddSeconds(6)), (soon!.Value, late!.Value));
    }

    [Fact]
    public void A_test_is_sent_once() => Assert.Null(AlertRetry.Sent(AlertRetry.Claimed(Message with { Kind = "test" }, Now), new AlertDelivery(false, "HTTP 500"), 0, Now).DueAt);
}
