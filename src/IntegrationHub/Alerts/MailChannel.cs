using System.Globalization;
using System.Net;
using System.Net.Mail;
using IntegrationHub.Configuration;

namespace IntegrationHub.Alerts;

/// <summary>Sends a mail through the municipality's mail server.</summary>
/// <remarks>
/// The framework's own client: it knows STARTTLS and passwords, and neither TLS from the first byte (port 465) nor OAuth. Mail that was taken may be lost behind the server;
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

        using var sent = new MailMessage { From = sender, Subject = AlertWords.Subject(message, name), Body = AlertWords.Text(message, name, settings.Link, zone) };
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
            return new AlertDelivery(false, fault.StatusCode == SmtpStatusCode.GeneralFailure ? "the mail server cannot be reached, or speaks no STARTTLS" : $"the mail server answers {(int)fault.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AlertDelivery(false, $"the mail server took nothing within {Patience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or FormatException or System.Security.Authentication.AuthenticationException)
        {
            return new AlertDelivery(false, $"the mail could not be sent ({fault.GetType().Name})");
        }
    }
}
