using IntegrationHub.Alerts;
using IntegrationHub.Configuration;

namespace IntegrationHub.Tests.Alerts;

public sealed class AlertNewsTests
{
    static readonly DateTimeOffset Noon = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Night = new(2026, 3, 10, 23, 30, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Morning = new(2026, 3, 11, 6, 5, 0, TimeSpan.Zero);

    static readonly AlertSettings Settings = new()
    {
        Webhook = new AlertWebhookSettings(new TextWithReferences("https://alerts.example/", default), []),
        Mail = new AlertMailSettings(new TextWithReferences("smtp.example", default), 587, true, new TextWithReferences("a@b.example", default), []),
        Quiet = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")),
    };

    [Fact]
    public void All_that_is_new_goes_into_one_message_for_each_channel()
    {
        var book = Tell(Firing(AlertRule.Late, "permits"), Firing(AlertRule.Quarantine, "reports", 40), Firing(AlertRule.Failing, "pending") with { FiredAt = null });

        Assert.Equal([("webhook", 2, 2), ("mail", 2, 2)], book.Messages.Select(m => (m.Channel, m.Firing.Count, m.FiringInAll)));
        Assert.Equal(2, book.Messages.Select(m => m.Id).Distinct().Count());
        Assert.All(book.Messages, m => Assert.Equal(Noon, m.DueAt));
    }

    [Fact]
    public void What_was_told_is_not_told_again_before_its_time()
    {
        var told = Tell(Firing(AlertRule.Late, "permits"));

        Assert.Equal(2, AlertNews.Tell(told, Settings, Id, Noon.AddHours(10)).Messages.Count);
        var again = AlertNews.Tell(told, Settings, Id, Noon.AddDays(1));
        Assert.Equal(4, again.Messages.Count);
    }

    [Fact]
    public void What_has_doubled_is_told_again_at_once_and_what_has_grown_a_little_is_not()
    {
        var told = Tell(Firing(AlertRule.Quarantine, "permits", 40));

        Assert.Equal(2, AlertNews.Tell(told with { Alerts = [told.Alerts[0] with { Count = 79 }] }, Settings, Id, Noon.AddMinutes(1)).Messages.Count);
        var grown = AlertNews.Tell(told with { Alerts = [told.Alerts[0] with { Count = 80 }] }, Settings, Id, Noon.AddMinutes(1));
        Assert.Equal(4, grown.Messages.Count);
        Assert.Equal(80, grown.Alerts[0].ToldCount);
    }

    [Fact]
    public void In_quiet_hours_only_what_is_urgent_is_told_and_the_rest_in_one_message_in_the_morning()
    {
        var book = new AlertBook
        {
            Alerts = [Firing(AlertRule.Failing, "permits"), Firing(AlertRule.Quarantine, "reports", 40), Firing(AlertRule.HeldDeletes, "reports", 7)],
            Cleared = [Firing(AlertRule.UnknownCodes, "reports") with { WellSince = Night, ClearedAt = Night }],
        };

        var night = AlertNews.Tell(book, Settings, Id, Night);
        var morning = AlertNews.Tell(night with { Messages = [] }, Settings, Id, Morning);

        Assert.All(night.Messages, m => Assert.Equal([AlertRule.Failing], m.Firing.Select(a => a.Rule)));
        Assert.All(night.Messages, m => Assert.Empty(m.Cleared));
        Assert.All(morning.Messages, m => Assert.Equal([AlertRule.Quarantine, AlertRule.HeldDeletes], m.Firing.Select(a => a.Rule)));
        Assert.All(morning.Messages, m => Assert.Equal([AlertRule.UnknownCodes], m.Cleared.Select(a => a.Rule)));
        Assert.Equal(3, morning.Messages[0].FiringInAll);
        Assert.Empty(morning.Cleared);
    }

    [Fact]
    public void A_channel_that_is_closed_gets_nothing()
    {
        var book = new AlertBook { Alerts = [Firing(AlertRule.Late, "permits")], Closed = new Dictionary<string, string> { ["webhook"] = "HTTP 410" } };

        Assert.Equal(["mail"], AlertNews.Tell(book, Settings, Id, Noon).Messages.Select(m => m.Channel));
    }

    [Fact]
    public void Nothing_new_is_no_message() => Assert.Empty(Tell().Messages);

    [Theory]
    [InlineData("2026-03-10T20:59:00Z", false)]
    [InlineData("2026-03-10T21:00:00Z", true)]
    [InlineData("2026-03-11T05:59:00Z", true)]
    [InlineData("2026-03-11T06:00:00Z", false)]
    [InlineData("2026-07-10T20:00:00Z", true)]
    public void Quiet_hours_go_over_midnight_and_by_the_municipalitys_clock(string now, bool quiet) =>
        Assert.Equal(quiet, Settings.Quiet!.Hold(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_book_comes_back_from_its_text_as_it_was()
    {
        var book = Tell(Firing(AlertRule.Late, "permits")) with { Closed = new Dictionary<string, string> { ["mail"] = "gone" }, SilentAt = Noon, Silent = new Dictionary<string, long> { ["permits"] = 3 } };

        Assert.Equivalent(book, AlertBook.Read(book.Write()), strict: true);
    }

    static AlertBook Tell(params AlertState[] alerts) => AlertNews.Tell(new AlertBook { Alerts = alerts }, Settings, Id, Noon);

    static string Id() => Guid.NewGuid().ToString("n");

    static AlertState Firing(AlertRule rule, string stream, long count = 1) => new(rule, stream, "byggr", Noon.AddHours(-1), count) { FiredAt = Noon };
}
