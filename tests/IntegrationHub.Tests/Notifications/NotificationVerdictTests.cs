using System.Text;
using IntegrationHub.Notifications;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Notifications;

public sealed class NotificationVerdictTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 14, 0, 0, TimeSpan.Zero);

    static NotificationVerdict Standard(string json, NotificationRules? rules = null, DateTimeOffset? sentAt = null) =>
        NotificationVerdict.Decide(rules ?? NotificationRulesOf.Standard(), SignedDelivery.Of(json, sentAt ?? Now).Came(), Now);

    static NotificationVerdict Zgw(string json, string? authorization = NotificationRulesOf.Authorization, params string[] only) =>
        NotificationVerdict.Decide(NotificationRulesOf.Zgw(only), NotificationRulesOf.Zgw(json, authorization), Now);

    static string? KeyOf(NotificationVerdict verdict) => (verdict as NotificationVerdict.Take)?.Key;

    static NotificationRefusal? WhyNot(NotificationVerdict verdict) => (verdict as NotificationVerdict.Refuse)?.Why;

    [Theory]
    [InlineData("""{"type":"case.updated","data":{"id":"B-1"}}""", "B-1")]
    [InlineData("""{"data":{"id":4711}}""", "4711")]
    [InlineData("""{"data":{"more":[1,{"id":2}],"id":"B 2026-000001"}}""", "B 2026-000001")]
    public void A_signed_notification_names_its_case_where_the_stream_file_says(string json, string key) => Assert.Equal(key, KeyOf(Standard(json)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":"B-1"}""")]
    [InlineData("""{"data":{"id":null}}""")]
    [InlineData("""{"data":{"id":""}}""")]
    [InlineData("""{"data":{"id":"  "}}""")]
    [InlineData("""{"data":{"id":["B-1"]}}""")]
    [InlineData("""{"data":{"id":1.5}}""")]
    [InlineData("""{"data":{"id":-1}}""")]
    [InlineData("""{"data":{"id":true}}""")]
    [InlineData("""{"data":{"id":"B\n1"}}""")]
    [InlineData("""{"data":{"id":"\uD800"}}""")]
    [InlineData("""{"DATA":{"id":"B-1"}}""")]
    public void What_stands_there_and_cannot_be_a_key_is_refused(string json) => Assert.Equal(NotificationRefusal.NoCase, WhyNot(Standard(json)));

    [Fact]
    public void A_key_longer_than_any_is_refused() => Assert.Equal(NotificationRefusal.NoCase, WhyNot(Standard("{\"data\":{\"id\":\"" + new string('1', 201) + "\"}}")));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"B-1\"")]
    [InlineData("{")]
    [InlineData("""{"data":{"id":"B-1"}} {}""")]
    [InlineData("""{"data":{"id":"B-1","id":"B-2"}}""")]
    [InlineData("""{"data":{"id":"B-1"},}""")]
    [InlineData("""{"data":{"id":"B-1"}/* */}""")]
    public void A_signed_body_that_is_no_plain_JSON_object_is_refused(string json) => Assert.Equal(NotificationRefusal.Malformed, WhyNot(Standard(json)));

    [Fact]
    public void A_body_nested_deeper_than_any_is_refused() =>
        Assert.Equal(NotificationRefusal.Malformed, WhyNot(Standard("""{"data":""" + new string('[', 100) + new string(']', 100) + "}")));

    [Fact]
    public void Nothing_of_a_body_is_looked_at_before_it_is_proved()
    {
        var came = SignedDelivery.Of("""{"data":{"id":"B-1"}}""", Now).Came();

        Assert.Equal(NotificationRefusal.NotProved, WhyNot(NotificationVerdict.Decide(NotificationRulesOf.Standard(), came with { Body = Encoding.UTF8.GetBytes("no JSON at all") }, Now)));
        Assert.Equal(NotificationRefusal.NotProved, WhyNot(NotificationVerdict.Decide(NotificationRulesOf.Standard(SignedDelivery.OtherSecret), came, Now)));
        Assert.Equal(NotificationRefusal.NotProved, WhyNot(NotificationVerdict.Decide(NotificationRulesOf.Standard(), came with { Signature = null }, Now)));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void A_signature_for_another_time_is_refused(int seconds) =>
        Assert.Equal(NotificationRefusal.Stale, WhyNot(Standard("""{"data":{"id":"B-1"}}""", sentAt: Now.AddSeconds(seconds))));

    [Fact]
    public void That_it_is_stale_is_told_only_of_what_is_proved() =>
        Assert.Equal(NotificationRefusal.NotProved, WhyNot(NotificationVerdict.Decide(
            NotificationRulesOf.Standard(), SignedDelivery.Of("{}", Now.AddDays(-1)).Came(signature: "v1,AAAA"), Now)));

    [Fact]
    public void The_tolerance_is_the_stream_files()
    {
        var rules = NotificationRulesOf.Standard();
        rules = rules with { Notify = rules.Notify with { Tolerance = TimeSpan.FromSeconds(30) } };

        Assert.Equal(NotificationRefusal.Stale, WhyNot(Standard("""{"data":{"id":"B-1"}}""", rules, Now.AddSeconds(-31))));
        Assert.Equal("B-1", KeyOf(Standard("""{"data":{"id":"B-1"}}""", rules, Now.AddSeconds(-30))));
    }

    [Fact]
    public void A_type_that_is_not_wanted_is_left_alone()
    {
        var rules = NotificationRulesOf.Standard();
        rules = rules with { Notify = rules.Notify with { Only = ["case.created", "case.updated"] } };

        Assert.Equal("B-1", KeyOf(Standard("""{"type":"case.updated","data":{"id":"B-1"}}""", rules)));
        Assert.IsType<NotificationVerdict.Leave>(Standard("""{"type":"ping"}""", rules));
        Assert.IsType<NotificationVerdict.Leave>(Standard("""{"data":{"id":"B-1"}}""", rules));
    }

    [Fact]
    public void Two_deliveries_of_one_notification_have_one_id_and_two_attempts()
    {
        var first = Assert.IsType<NotificationVerdict.Take>(Standard("""{"data":{"id":"B-1"}}""", sentAt: Now.AddSeconds(-5))).Delivery;
        var second = Assert.IsType<NotificationVerdict.Take>(Standard("""{"data":{"id":"B-1"}}""")).Delivery;

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Content, second.Content);
        Assert.Equal(5, second.Attempt - first.Attempt);
    }

    [Fact]
    public void An_address_in_a_signed_notification_must_lie_under_the_base_too()
    {
        var rules = NotificationRulesOf.Standard(key: ["data", "url"]) with { Base = new Uri("https://vendor.example/api/") };
        rules = rules with { Notify = rules.Notify with { Case = "cases/{key}" } };

        Assert.Equal("7", KeyOf(Standard("""{"data":{"url":"https://vendor.example/api/cases/7"}}""", rules)));
        Assert.Equal(NotificationRefusal.OtherAddress, WhyNot(Standard("""{"data":{"url":"https://evil.example/api/cases/7"}}""", rules)));
        Assert.Equal(NotificationRefusal.NoCase, WhyNot(Standard("""{"data":{"url":"https://vendor.example/api/people/7"}}""", rules)));
    }

    const string Zaak = "https://zaken.demodam.example/zaken/api/v1/zaken/00000001-aaaa-4bbb-8ccc-0123456789ab";

    static string Notification(string main = Zaak, string resource = Zaak, string channel = "zaken", string action = "create", string made = "2026-03-02T09:00:00Z") => $$$"""
        {"kanaal":"{{{channel}}}","hoofdObject":"{{{main}}}","resource":"zaak","resourceUrl":"{{{resource}}}","actie":"{{{action}}}","aanmaakdatum":"{{{made}}}",
         "kenmerken":{"bronorganisatie":"517439943","zaaktype.catalogus":"https://zaken.demodam.example/catalogi/api/v1/catalogussen/1"}}
        """;

    [Theory]
    [InlineData("create")]
    [InlineData("partial_update")]
    [InlineData("destroy")]
    public void A_ZGW_notification_names_the_case_that_it_is_about_whatever_was_done(string action) =>
        Assert.Equal("00000001-aaaa-4bbb-8ccc-0123456789ab", KeyOf(Zgw(Notification(action: action))));

    [Fact]
    public void A_new_status_names_its_case_and_not_itself() =>
        Assert.Equal("00000001-aaaa-4bbb-8ccc-0123456789ab", KeyOf(Zgw(Notification(resource: "https://zaken.demodam.example/zaken/api/v1/statussen/00000012"))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer demodam-hub-0002")]
    [InlineData("bearer demodam-hub-0001")]
    [InlineData("Bearer demodam-hub-0001 ")]
    [InlineData("demodam-hub-0001")]
    public void Without_the_header_that_it_was_subscribed_with_it_is_not_believed(string? authorization)
    {
        Assert.Equal(NotificationRefusal.NotProved, WhyNot(Zgw(Notification(), authorization)));
        Assert.Equal(NotificationRefusal.NotProved, WhyNot(Zgw(Notification(channel: "test"), authorization)));
    }

    [Fact]
    public void The_test_of_a_subscription_is_answered_and_left_though_its_addresses_are_not_the_vendors() =>
        Assert.IsType<NotificationVerdict.Leave>(Zgw(Notification("http://some.hoofdobject.nl/", "http://some.resource.nl/", "test")));

    [Theory]
    [InlineData(Zaak, "https://evil.example/zaken/api/v1/zaken/1")]
    [InlineData("https://evil.example/zaken/api/v1/zaken/1", Zaak)]
    [InlineData("http://169.254.169.254/latest/meta-data", "http://169.254.169.254/latest/meta-data")]
    public void An_address_that_is_not_the_vendors_is_refused(string main, string resource) =>
        Assert.Equal(NotificationRefusal.OtherAddress, WhyNot(Zgw(Notification(main, resource))));

    [Fact]
    public void The_main_object_of_another_channel_is_no_case() =>
        Assert.Equal(NotificationRefusal.NoCase, WhyNot(Zgw(Notification("https://zaken.demodam.example/zaken/api/v1/besluiten/1"))));

    [Fact]
    public void A_channel_that_is_not_wanted_is_left_alone() =>
        Assert.IsType<NotificationVerdict.Leave>(Zgw(Notification("https://elsewhere.example/besluiten/1", channel: "besluiten"), only: "zaken"));

    [Theory]
    [InlineData("kanaal")]
    [InlineData("resourceUrl")]
    [InlineData("actie")]
    [InlineData("aanmaakdatum")]
    public void What_every_ZGW_notification_has_must_be_there(string member) =>
        Assert.Equal(NotificationRefusal.Malformed, WhyNot(Zgw(Notification().Replace($"\"{member}\"", "\"other\"", StringComparison.Ordinal))));

    [Fact]
    public void Two_ZGW_notifications_are_the_same_when_channel_resource_action_and_time_are()
    {
        var id = IdOf(Notification());

        Assert.Equal(id, IdOf(Notification().Replace("517439943", "000000000", StringComparison.Ordinal)));
        Assert.NotEqual(id, IdOf(Notification(action: "update")));
        Assert.NotEqual(id, IdOf(Notification(made: "2026-03-02T09:00:01Z")));
        Assert.NotEqual(id, IdOf(Notification(resource: Zaak + "1")));
        Assert.NotEqual(id, IdOf(Notification(channel: "zakenx")));
    }

    static byte[] IdOf(string json) => Assert.IsType<NotificationVerdict.Take>(Zgw(json)).Delivery.Id;
}
