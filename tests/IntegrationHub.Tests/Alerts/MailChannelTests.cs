using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Alerts;

/// <summary>Alerts as mails, with a mail server on a real socket.</summary>
public sealed class MailChannelTests
{
    static readonly GivenSettings Values = new();

    readonly ManualClock clock = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_tells_stream_rule_count_and_since_when_in_the_municipalitys_time()
    {
        await using var server = new MailServer();
        var settings = new AlertSettings
        {
            Link = new Uri("https://hub.example/operations"),
            Mail = new AlertMailSettings(new TextWithReferences("127.0.0.1", default), server.Port, Encrypted: false, new TextWithReferences("hub@sundby.example", default), [new TextWithReferences("drift@sundby.example", default)]),
        };
        var channel = new MailChannel(settings, Values, "Sundbys kommun", TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        var state = new AlertState(AlertRule.Quarantine, "permits", "byggr", clock.GetUtcNow(), 40) { FiredAt = clock.GetUtcNow() };

        var delivery = await channel.SendAsync(new AlertMessage("msg_1", "mail", clock.GetUtcNow(), "alerts") { Firing = [state], FiringInAll = 3 }, Stop);

        Assert.True(delivery.Taken, delivery.Fault);
        // A long line is broken with '=' at its end.
        var mail = (await server.Received).Replace("=" + Environment.NewLine, "", StringComparison.Ordinal);
        Assert.Contains("Subject: Sundbys kommun: permits has records in quarantine", mail, StringComparison.Ordinal);
        Assert.Contains("permits: has records in quarantine (40 records), since 2026-03-10 09:00", mail, StringComparison.Ordinal);
        // Lines end as mail programs know it: some show a line feed alone as nothing.
        Assert.Contains("=0D=0A=0D=0A3 in all.=0D=0A", mail, StringComparison.Ordinal);
        Assert.Contains("<msg_1@sundby.example>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_not_sent_in_the_clear_to_a_server_that_speaks_no_STARTTLS()
    {
        await using var server = new MailServer();
        var settings = new AlertSettings
        {
            Mail = new AlertMailSettings(new TextWithReferences("127.0.0.1", default), server.Port, Encrypted: true, new TextWithReferences("hub@sundby.example", default), [new TextWithReferences("drift@sundby.example", default)]),
        };

        var delivery = await new MailChannel(settings, Values, "Sundby", TimeZoneInfo.Utc).SendAsync(new AlertMessage("msg_1", "mail", clock.GetUtcNow(), "test"), Stop);

        Assert.Equal("the mail server offers no STARTTLS", delivery.Fault);
        Assert.False(server.Received.IsCompleted);
    }

    [Fact]
    public async Task A_mail_is_not_sent_to_a_server_whose_certificate_is_not_trusted_and_that_is_what_is_told()
    {
        await using var server = new MailServer { Certificate = Signed.ByItself("127.0.0.1") };

        var delivery = await SendAsync(server, encrypted: true);

        Assert.StartsWith("this machine does not trust the mail server's certificate (", delivery.Fault, StringComparison.Ordinal);
        Assert.False(server.Received.IsCompleted);
    }

    [Fact]
    public async Task A_mail_is_not_sent_to_a_server_whose_certificate_is_for_another_name()
    {
        await using var server = new MailServer { Certificate = Signed.ByItself("mail.other.example") };

        Assert.Equal("the mail server's certificate is for another name than alerts.mail.host", (await SendAsync(server, encrypted: true)).Fault);
    }

    [Fact]
    public async Task A_mail_signs_in_with_user_and_password()
    {
        await using var server = new MailServer { Password = "geheim-7" };

        var delivery = await SendAsync(server, encrypted: false, password: "geheim-7");

        Assert.True(delivery.Taken, delivery.Fault);
    }

    [Fact]
    public async Task A_password_that_is_not_taken_is_told_as_that_and_by_name_only()
    {
        await using var server = new MailServer { Password = "geheim-7" };

        var delivery = await SendAsync(server, encrypted: false, password: "geheim-8");

        Assert.Equal("the mail server does not let alerts.mail.user in with this password (530), or offers no sign-in by LOGIN", delivery.Fault);
        Assert.Equal("the mail server wants a user and a password, or encryption (530)", (await SendAsync(new MailServer { Password = "geheim-7" }, encrypted: false)).Fault);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_is_told_as_that()
    {
        var server = new MailServer();
        await server.DisposeAsync();

        Assert.Equal("the mail server cannot be reached (ConnectionRefused)", (await SendAsync(server, encrypted: true)).Fault);
    }

    async Task<AlertDelivery> SendAsync(MailServer server, bool encrypted, string? password = null)
    {
        var mail = new AlertMailSettings(new TextWithReferences("127.0.0.1", default), server.Port, encrypted, new TextWithReferences("hub@sundby.example", default), [new TextWithReferences("drift@sundby.example", default)]);
        if (password is not null) mail = mail with { User = new TextWithReferences("hub", default), Password = new TextWithReferences(password, default) };
        return await new MailChannel(new AlertSettings { Mail = mail }, Values, "Sundby", TimeZoneInfo.Utc).SendAsync(new AlertMessage("msg_1", "mail", clock.GetUtcNow(), "test"), Stop);
    }

    static class Signed
    {
        public static X509Certificate2 ByItself(string name)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        }
    }
}
