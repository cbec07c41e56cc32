using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mails;
using IntegrationHub.Streams;

namespace IntegrationHub.HandOvers;

/// <summary>How somebody outside is asked by mail, with a link to reply by.</summary>
/// <param name="Address">What the links begin with: where the hub is reached from outside.</param>
/// <param name="Mail">The mail server.</param>
/// <param name="MailSection">Where <c>hub.yaml</c> tells of the mail server.</param>
public sealed record ReplySettings(Uri Address, MailServerSettings Mail, string MailSection)
{
    /// <summary>How long a link can be replied by; thirty days unless set.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Reads <c>handOvers.replies</c>; null when it is not there, or something of it is wrong.</summary>
    internal static ReplySettings? Read(YamlSection handOvers, AlertSettings? alerts, DiagnosticBag diagnostics)
    {
        if (!handOvers.Has("replies")) return null;

        var section = handOvers.Section("replies");
        var (text, validFor) = (section.Text("address"), section.Duration("validFor"));
        var own = section.Has("mail");
        var mail = own ? section.Section("mail") : null;
        var server = mail is null ? alerts?.Mail : IntegrationHub.Mails.MailSection.Read(mail, diagnostics);
        mail?.End();
        section.End();
        var address = text is null ? null : AlertsSection.Address(text.Text);
        if (text is not null && address is null) diagnostics.Error(text.Place, StreamCodes.Address, $"{section.Path("address")} must be an absolute address that begins with https:// or http://, without a user name");
        if (address is { Scheme: "http", IsLoopback: false }) diagnostics.Warning(text!.Place, StreamCodes.Address, $"{section.Path("address")} is not https: whoever listens on the way reads the link and what is behind it");
        if (!own && server is null)
            diagnostics.Error(section.Place, StreamCodes.MissingKey, $"{section.Path("mail")} is missing, and there is no alerts.mail whose server could send; write the mail server");
        return address is null || server is null ? null : new ReplySettings(address, server, own ? section.Path("mail") : "alerts.mail") { ValidFor = validFor ?? TimeSpan.FromDays(30) };
    }
}
