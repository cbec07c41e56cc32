using System.Net.Mail;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;

namespace IntegrationHub.Mails;

/// <summary>Reads a section of <c>hub.yaml</c> that tells of a mail server, wherever one stands.</summary>
static class MailSection
{
    /// <summary>The mail server; null when something of it is wrong. The caller ends the section.</summary>
    public static MailServerSettings? Read(YamlSection mail, DiagnosticBag diagnostics)
    {
        var (host, from) = (Reference(mail, "host", diagnostics), Reference(mail, "from", diagnostics));
        var (port, encrypted) = (mail.Number("port") ?? 587, mail.Choice("security") != "none");
        var (user, password) = (Reference(mail, "user", diagnostics), mail.Text("password"));
        if (password is not null) MustBeSecret(mail, "password", password, diagnostics);
        if (from is not null) MustBeAddresses(mail, "from", [from], diagnostics);
        if (mail.Has("user") != mail.Has("password"))
            diagnostics.Error(mail.Place, StreamCodes.MissingKey, $"{mail.Path("user")} and {mail.Path("password")} go together; write both, or neither");
        if (port == 465)
            diagnostics.Error(mail.PlaceOf("port"), StreamCodes.OutOfRange, $"{mail.Path("port")} 465 speaks TLS from the first byte, which is not known here; use the server's port for STARTTLS, mostly 587");
        return host is null || from is null ? null : new MailServerSettings(host, port, encrypted, from)
        {
            User = user,
            Password = password is null ? null : new TextWithReferences(password.Text, password.Place),
        };
    }

    /// <summary>Reports what is no mail address; what a reference stands for is not known yet.</summary>
    public static void MustBeAddresses(YamlSection section, string key, IEnumerable<TextWithReferences> addresses, DiagnosticBag diagnostics)
    {
        foreach (var address in addresses.Where(a => !a.Text.Contains("${", StringComparison.Ordinal) && !MailAddress.TryCreate(a.Text, out _)))
            diagnostics.Error(address.Place, StreamCodes.WrongValue, $"{section.Path(key)} takes mail addresses only, for instance drift@sundby.example");
    }

    /// <summary>A text that may hold references.</summary>
    public static TextWithReferences? Reference(YamlSection section, string key, DiagnosticBag diagnostics)
    {
        if (section.Text(key) is not { } text) return null;
        if (SettingText.Parse(text.Text) is not null) return new TextWithReferences(text.Text, text.Place);

        diagnostics.Error(text.Place, StreamCodes.Reference, $"{section.Path(key)} holds a reference that cannot be read; write \"${{NAME}}\"");
        return null;
    }

    // No message holds what stands there: it may be the secret itself.
    public static void MustBeSecret(YamlSection section, string key, YamlText text, DiagnosticBag diagnostics)
    {
        if (SettingText.Parse(text.Text) is not [{ Kind: SettingPartKind.Secret }])
            diagnostics.Error(text.Place, StreamCodes.LiteralSecret, $"{section.Path(key)} must not hold a secret itself; write \"${{secret:NAME}}\" and treat what stood here as known to others");
    }
}
