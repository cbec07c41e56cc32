using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using IntegrationHub.Configuration;

namespace IntegrationHub.Alerts;

/// <summary>Sends a mail through the municipality's mail server.</summary>
/// <remarks>
/// The framework's own client: it knows STARTTLS and passwords (LOGIN; neither PLAIN nor CRAM-MD5), and neither TLS from the first byte (port 465) nor OAuth. Mail that was taken may be lost behind the server;
/// who must be reached is told by the webhook too.
/// </remarks>
sealed class MailChannel(AlertSettings settings, ISettingSource values, string name, TimeZoneInfo zone) : IAlertChannel
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<AlertDelivery> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var texts = new AlertTexts(values);
        var mail = settings.Mail!;
        var (host, from) = (texts.Of("alerts.mail.host", mail.Host), texts.Of("alerts.mail.from", mail.From));
        var to = mail.To.Select(one => texts.Of("alerts.mail.to", one)).ToList();
        var (user, password) = (mail.User is { } account ? texts.Of("alerts.mail.user", account) : null, mail.Password is { } secret ? texts.Of("alerts.mail.password", secret) : null);
        if (texts.Fault is { } missing) return new AlertDelivery(false, missing);
        if (!MailAddress.TryCreate(from, out var sender)) return new AlertDelivery(false, "alerts.mail.from is no mail address");
        if (!to.TrueForAll(one => MailAddress.TryCreate(one, out _))) return new AlertDelivery(false, "alerts.mail.to holds something that is no mail address");

        using var sent = new MailMessage { From = sender, Subject = AlertWords.Subject(message, name), Body = AlertWords.Text(message, name, settings.Link, zone).ReplaceLineEndings("\r\n") };
        foreach (var one in to) sent.To.Add(one);
        // The same however often it is sent, so that a mail program shows it once.
        sent.Headers.Add("Message-ID", string.Create(CultureInfo.InvariantCulture, $"<{message.Id}@{sender.Host}>"));
        // Nobody's holiday answers this.
        sent.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient(host, mail.Port) { EnableSsl = mail.Encrypted, Credentials = user is null ? null : new NetworkCredential(user, password) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(sent, patience.Token);
            return AlertDelivery.Done;
        }
        // What the server says may name a recipient.
        catch (SmtpException fault)
        {
            return new AlertDelivery(false, Told(fault, mail));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AlertDelivery(false, $"the mail server took nothing within {Patience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or FormatException or AuthenticationException)
        {
            return new AlertDelivery(false, $"the mail could not be sent ({fault.GetType().Name})");
        }
    }

    // The client goes on without a sign-in that failed, and tells what the server says to that.
    static string Told(SmtpException fault, AlertMailSettings mail) => fault switch
    {
        { InnerException: AuthenticationException certificate } when certificate.Message.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal) =>
            "the mail server's certificate is for another name than alerts.mail.host",
        { InnerException: AuthenticationException certificate } => $"this machine does not trust the mail server's certificate ({Last(certificate.Message)}); whoever signed it must be among the authorities that it trusts",
        { InnerException: SocketException socket } => $"the mail server cannot be reached ({socket.SocketErrorCode})",
        { StatusCode: SmtpStatusCode.GeneralFailure, InnerException: null } when mail.Encrypted => "the mail server offers no STARTTLS",
        { StatusCode: SmtpStatusCode.GeneralFailure } => $"the mail server broke off ({fault.InnerException?.GetType().Name ?? "no answer"})",
        { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst } when mail.User is not null => "the mail server does not let alerts.mail.user in with this password (530), or offers no sign-in by LOGIN",
        { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst } => "the mail server wants a user and a password, or encryption (530)",
        _ => $"the mail server answers {(int)fault.StatusCode}",
    };

    static string Last(string message) => message[(message.LastIndexOf(' ') + 1)..];
}
