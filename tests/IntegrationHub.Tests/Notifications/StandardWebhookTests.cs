using System.Globalization;
using System.Text;
using IntegrationHub.Notifications;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Notifications;

public sealed class StandardWebhookTests
{
    // The published vector of the reference libraries.
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    const string Payload = """{"test": 2432232314}""";

    static readonly IncomingNotification Published = new()
    {
        Body = Encoding.UTF8.GetBytes(Payload),
        Id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
        Timestamp = "1614265330",
        Signature = Signature,
    };

    static bool Signed(IncomingNotification came, params string[] secrets) => StandardWebhook.IsSigned(came, [.. (secrets.Length > 0 ? secrets : [Secret]).Select(s => StandardWebhook.Secret(s)!)]);

    [Fact]
    public void The_published_signature_is_recognised() => Assert.True(Signed(Published));

    [Fact]
    public void A_secret_counts_with_and_without_its_prefix() => Assert.True(Signed(Published, Secret["whsec_".Length..]));

    [Theory]
    [InlineData("v1,+hY+G5io9k3HTlFTzKDrwZwkSaEclYff4PljH13aozs= " + Signature)]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= " + Signature)]
    [InlineData("v1a,AAAA " + Signature)]
    [InlineData(Signature + " nonsense")]
    public void One_right_signature_among_others_is_enough(string signatures) => Assert.True(Signed(Published with { Signature = signatures }));

    [Theory]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OEA")]
    [InlineData("v1,")]
    [InlineData("v1,====")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmI\tKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("")]
    [InlineData(" ")]
    public void Whatever_else_stands_there_is_no_signature(string signatures) => Assert.False(Signed(Published with { Signature = signatures }));

    [Fact]
    public void More_signatures_than_anybody_needs_are_not_looked_through() =>
        Assert.False(Signed(Published with { Signature = string.Concat(Enumerable.Repeat("v1,AAAA ", 16)) + Signature }));

    [Theory]
    [InlineData("""{"test":2432232314}""")]
    [InlineData("""{"test": 2432232314} """)]
    [InlineData("""{"test": 2432232315}""")]
    [InlineData("")]
    public void A_body_that_was_written_anew_is_not_the_one_that_was_signed(string body) => Assert.False(Signed(Published with { Body = Encoding.UTF8.GetBytes(body) }));

    [Theory]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJekx")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("msg p5jXN8AQM9LWM0D4loKWxJek")]
    [InlineData("msg_å")]
    public void The_id_is_signed_too(string? id) => Assert.False(Signed(Published with { Id = id }));

    [Theory]
    [InlineData("1614265331")]
    [InlineData("01614265330")]
    [InlineData("+1614265330")]
    [InlineData(" 1614265330")]
    [InlineData("1614265330.0")]
    [InlineData("99999999999999999999")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData(null)]
    public void The_time_is_signed_too(string? timestamp) => Assert.False(Signed(Published with { Timestamp = timestamp }));

    [Fact]
    public void Any_secret_in_force_will_do_and_one_that_is_not_will_not()
    {
        Assert.True(Signed(Published, SignedDelivery.Secret, Secret));
        Assert.True(Signed(Published, Secret, SignedDelivery.Secret));
        Assert.False(Signed(Published, SignedDelivery.Secret, SignedDelivery.OtherSecret));
        Assert.False(StandardWebhook.IsSigned(Published, []));
    }

    [Fact]
    public void A_body_with_letters_of_other_languages_is_signed_over_its_bytes() => Assert.True(Signed(new IncomingNotification
    {
        Body = Encoding.UTF8.GetBytes("""{"titel":"Ärende Åsa – klart"}"""),
        Id = "msg_utf8",
        Timestamp = "1614265330",
        Signature = "v1,HqyrjDimoBWzaduVanDKbXZFf4qwQKf5ywfLPE7Nv0Y=",
    }));

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_time_counts_within_the_tolerance_both_ways(int late, bool counts) =>
        Assert.Equal(counts, StandardWebhook.IsFresh(1614265330, DateTimeOffset.FromUnixTimeSeconds(1614265330 + late), TimeSpan.FromMinutes(5)));

    [Fact]
    public void Parts_of_a_second_do_not_make_a_time_stale() =>
        Assert.True(StandardWebhook.IsFresh(1614265330, DateTimeOffset.FromUnixTimeMilliseconds(1614265630_999), TimeSpan.FromMinutes(5)));

    [Theory]
    [InlineData("0")]
    [InlineData("999999999999")]
    public void No_time_is_too_long_ago_or_too_far_ahead_to_be_compared(string timestamp) =>
        Assert.False(StandardWebhook.IsFresh(StandardWebhook.Seconds(timestamp)!.Value, DateTimeOffset.FromUnixTimeSeconds(1614265330), TimeSpan.FromMinutes(5)));

    [Theory]
    [InlineData("whsec_")]
    [InlineData("")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("a password of somebody")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void What_is_no_secret_is_not_taken_for_one(string text) => Assert.Null(StandardWebhook.Secret(text));

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool accepted) => Assert.Equal(accepted, StandardWebhook.Secret("whsec_" + Convert.ToBase64String(new byte[bytes])) is not null);

    [Fact]
    public void The_signature_that_tests_make_is_one() // and so is every test that signs with it
    {
        var delivery = SignedDelivery.Of(Payload, DateTimeOffset.FromUnixTimeSeconds(1614265330), Published.Id!);

        Assert.Equal(Signature, delivery.SignatureWith(Secret));
        Assert.Equal("1614265330", delivery.Seconds.ToString(CultureInfo.InvariantCulture));
    }
}
