using System.Text;
using IntegrationHub.Notifications;
using IntegrationHub.Tests.Notifications;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Fuzz;

/// <summary>What is sent to a hook, broken: it is taken with a key that can be one, left, or refused by a reason; and what is not proved is never taken.</summary>
public sealed class NotificationFuzzTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 14, 0, 0, TimeSpan.Zero);

    const string Zaak = """
        {"kanaal":"zaken","hoofdObject":"https://zaken.demodam.example/zaken/api/v1/zaken/0001-aaaa","resource":"status","resourceUrl":"https://zaken.demodam.example/zaken/api/v1/statussen/12",
         "actie":"create","aanmaakdatum":"2026-03-10T14:22:31.200Z","kenmerken":{"zaaktype.catalogus":"https://zaken.demodam.example/catalogi/api/v1/catalogussen/9"}}
        """;

    [Fact]
    public void A_signed_body_whatever_it_holds_names_a_key_or_is_refused() =>
        Fuzzing.Bytes([Encoding.UTF8.GetBytes("""{"type":"case.updated","timestamp":"2026-03-10T14:00:00Z","data":{"id":"B-1","more":[1,{"x":null}]}}"""), Encoding.UTF8.GetBytes("""{"data":{"id":4711}}""")], body =>
            Check(NotificationVerdict.Decide(NotificationRulesOf.Standard(), new SignedDelivery("msg_1", Now.ToUnixTimeSeconds(), body).Came(), Now)));

    [Fact]
    public void A_ZGW_body_whatever_it_holds_names_a_key_or_is_refused() =>
        Fuzzing.Bytes([Encoding.UTF8.GetBytes(Zaak)], body =>
            Check(NotificationVerdict.Decide(NotificationRulesOf.Zgw(), new IncomingNotification { Body = body, Authorization = NotificationRulesOf.Authorization }, Now)));

    [Fact]
    public void Headers_whatever_they_hold_prove_only_what_was_signed()
    {
        var genuine = SignedDelivery.Of("""{"data":{"id":"B-1"}}""", Now);
        string[] headers = [genuine.Id, genuine.Timestamp, genuine.SignatureWith(), "v1,AAAA " + genuine.SignatureWith(), NotificationRulesOf.Authorization];
        Fuzzing.Texts(headers, text =>
        {
            var came = genuine.Came();
            foreach (var broken in (IncomingNotification[])[came with { Id = text }, came with { Timestamp = text }])
                if (text != genuine.Id && text != genuine.Timestamp) Assert.IsType<NotificationVerdict.Refuse>(NotificationVerdict.Decide(NotificationRulesOf.Standard(), broken, Now));

            // A right signature may stand among whatever else; without it there is none.
            var signed = NotificationVerdict.Decide(NotificationRulesOf.Standard(), came with { Signature = text }, Now);
            if (!text.Contains(genuine.SignatureWith()[3..^1], StringComparison.Ordinal)) Assert.Equal(NotificationRefusal.NotProved, (signed as NotificationVerdict.Refuse)?.Why);

            var zgw = NotificationVerdict.Decide(NotificationRulesOf.Zgw(), NotificationRulesOf.Zgw(Zaak, text), Now);
            Assert.Equal(text == NotificationRulesOf.Authorization, zgw is NotificationVerdict.Take);
        });
    }

    [Fact]
    public void An_address_whatever_it_holds_lies_under_the_vendors_only_as_every_reader_of_addresses_sees_it()
    {
        var root = NotificationRulesOf.ZakenApi;
        Fuzzing.Texts([root + "zaken/0001-aaaa", "https://zaken.demodam.example:443/zaken/api/v1/zaken/1", "https://evil.example/zaken/api/v1/zaken/1", root.ToString()], text =>
        {
            if (VendorAddress.KeyOf(text, root, "zaken/{key}") is { } key)
            {
                Assert.True(VendorAddress.IsUnder(text, root));
                Assert.Matches("^[A-Za-z0-9._~:\\[\\]-]+$", key);
            }

            if (!VendorAddress.IsUnder(text, root)) return;

            var uri = new Uri(text);
            Assert.Equal((root.Scheme, root.Host, root.Port, ""), (uri.Scheme, uri.Host, uri.Port, uri.UserInfo));
            Assert.StartsWith("/zaken/api/v1/", uri.AbsolutePath, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_secret_whatever_it_holds_is_one_of_the_right_length_or_none() =>
        Fuzzing.Texts([SignedDelivery.Secret, SignedDelivery.OtherSecret["whsec_".Length..]], text =>
        {
            if (StandardWebhook.Secret(text) is { } secret) Assert.InRange(secret.Length, 24, 64);
        });

    static void Check(NotificationVerdict verdict)
    {
        if (verdict is not NotificationVerdict.Take take) return;

        Assert.InRange(take.Key.Length, 1, 200);
        Assert.DoesNotContain(take.Key, char.IsControl);
        Assert.Equal(16, take.Delivery.Id.Length);
    }
}
