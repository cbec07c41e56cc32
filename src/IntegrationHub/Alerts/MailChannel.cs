using System.Net.Mail;
using IntegrationHub.Configuration;
using IntegrationHub.Mails;

namespace IntegrationHub.Alerts;

/// <summary>Tells of alerts by mail. Mail that was taken may be lost behind the server; who must be reached is told by the webhook too.</summary>
sealed class MailChannel(AlertSettings settings, ISettingSource values, string name, TimeZoneInfo zone) : IAlertChannel
{
    const string Section = "alerts.mail";

    readonly MailSender sender = new(values);

    public async Task<AlertDelivery> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var texts = new TextFiller(values);
        var mail = settings.Mail!;
        var to = mail.To.Select(one => texts.Of($"{Section}.to", one)).ToList();
        if (texts.Fault is { } missing) return new AlertDelivery(false, missing);
        if (!to.TrueForAll(one => MailAddress.TryCreate(one, out _))) return new AlertDelivery(false, $"{Section}.to holds something that is no mail address");

        var outcome = await sender.SendAsync(mail, Section, new Mail(message.Id, to, AlertWords.Subject(message, name), AlertWords.Text(message, name, settings.Link, zone)), cancellationToken);
        return new AlertDelivery(outcome.Taken, outcome.Fault);
    }
}
