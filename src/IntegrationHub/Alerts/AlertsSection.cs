using System.Globalization;
using System.Net;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mails;
using IntegrationHub.Streams;

namespace IntegrationHub.Alerts;

/// <summary>Reads the section <c>alerts</c> of <c>hub.yaml</c>.</summary>
static class AlertsSection
{
    /// <summary>What the section says; null when it is not there. What is wrong is reported, all of it.</summary>
    public static AlertSettings? Read(YamlSection root, TimeZoneInfo zone, DiagnosticBag diagnostics)
    {
        if (!root.Has("alerts")) return null;

        var section = root.Section("alerts");
        var standard = new AlertSettings();
        var settings = standard with
        {
            Every = section.Duration("every") ?? standard.Every,
            ClearAfter = section.Duration("clearAfter") ?? standard.ClearAfter,
            Repeat = section.Duration("repeat") ?? standard.Repeat,
            Link = Link(section, diagnostics),
            Quiet = Quiet(section, zone, diagnostics),
            Rules = Rules(section.Section("rules")),
            Webhook = Webhook(section, diagnostics),
            Mail = Mail(section, diagnostics),
            Networks = Networks(section, diagnostics),
        };
        section.End();
        if (settings.Channels.Count == 0 && !section.Has("webhook") && !section.Has("mail"))
            diagnostics.Warning(root.PlaceOf("alerts"), StreamCodes.Contradiction, "alerts has neither 'webhook' nor 'mail': alerts are shown on the page and over the API, and nobody is told");
        return settings;
    }

    static Dictionary<AlertRule, AlertRuleSettings> Rules(YamlSection section)
    {
        var rules = new Dictionary<AlertRule, AlertRuleSettings>(AlertRuleSettings.Standard);
        foreach (var rule in Enum.GetValues<AlertRule>())
        {
            var name = EnumNames.Of(rule);
            if (!section.Has(name)) continue;

            var own = section.Section(name);
            var standard = rules.GetValueOrDefault(rule) ?? AlertRuleSettings.SilentCases;
            var off = own.Flag("off") == true;
            rules[rule] = new AlertRuleSettings(
                own.Duration("after") ?? standard.After, (rule == AlertRule.Late ? null : own.Number("above")) ?? standard.Above, own.Flag("urgent") ?? standard.Urgent)
            {
                Age = (rule is AlertRule.SilentCases or AlertRule.WaitingNotifications or AlertRule.WaitingCommands ? own.Duration("age") : null) ?? standard.Age,
            };
            if (off) rules.Remove(rule);
            own.End();
        }

        section.End();
        return rules;
    }

    static QuietHours? Quiet(YamlSection section, TimeZoneInfo zone, DiagnosticBag diagnostics)
    {
        if (!section.Has("quiet")) return null;

        var quiet = section.Section("quiet");
        var (from, until) = (Clock(quiet, "from", diagnostics), Clock(quiet, "until", diagnostics));
        quiet.End();
        return from is { } begins && until is { } ends ? new QuietHours(begins, ends, zone) : null;
    }

    static TimeOnly? Clock(YamlSection section, string key, DiagnosticBag diagnostics)
    {
        if (section.Text(key) is not { } text) return null;
        if (TimeOnly.TryParseExact(text.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) return clock;

        diagnostics.Error(text.Place, StreamCodes.WrongValue, $"{section.Path(key)}: '{text.Text}' is no time of day; write for instance \"22:00\"");
        return null;
    }

    static Uri? Link(YamlSection section, DiagnosticBag diagnostics)
    {
        if (section.Text("link") is not { } text) return null;
        if (Address(text.Text) is { } link) return link;

        diagnostics.Error(text.Place, StreamCodes.Address, $"{section.Path("link")} must be an absolute address that begins with https:// or http://, without a user name");
        return null;
    }

    static AlertWebhookSettings? Webhook(YamlSection section, DiagnosticBag diagnostics)
    {
        if (!section.Has("webhook")) return null;

        var webhook = section.Section("webhook");
        var url = MailSection.Reference(webhook, "url", diagnostics);
        var secrets = webhook.Texts("secrets");
        webhook.End();
        if (url is not null && !url.Text.Contains("${", StringComparison.Ordinal) && Address(url.Text) is null)
            diagnostics.Error(url.Place, StreamCodes.Address, $"{webhook.Path("url")} must be an absolute address that begins with https:// or http://, without a user name");
        if (secrets.Count > 2)
            diagnostics.Error(webhook.PlaceOf("secrets"), StreamCodes.OutOfRange, $"{webhook.Path("secrets")} holds {secrets.Count} secrets; two are enough while one takes the place of the other");
        foreach (var secret in secrets) MailSection.MustBeSecret(webhook, "secrets", secret, diagnostics);
        return url is null || secrets.Count == 0 ? null : new AlertWebhookSettings(url, [.. secrets.Select(secret => new TextWithReferences(secret.Text, secret.Place))]);
    }

    static AlertMailSettings? Mail(YamlSection section, DiagnosticBag diagnostics)
    {
        if (!section.Has("mail")) return null;

        var mail = section.Section("mail");
        var server = MailSection.Read(mail, diagnostics);
        var to = mail.Texts("to");
        mail.End();
        MailSection.MustBeAddresses(mail, "to", to.Select(text => new TextWithReferences(text.Text, text.Place)), diagnostics);
        return server is null || to.Count == 0 ? null : new AlertMailSettings(server.Host, server.Port, server.Encrypted, server.From, [.. to.Select(text => new TextWithReferences(text.Text, text.Place))])
        {
            User = server.User,
            Password = server.Password,
        };
    }

    static List<IPNetwork> Networks(YamlSection section, DiagnosticBag diagnostics)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in section.Texts("networks"))
        {
            if (IPNetwork.TryParse(text.Text, out var network)) networks.Add(network);
            else diagnostics.Error(text.Place, StreamCodes.WrongValue, $"{section.Path("networks")}: '{text.Text}' is no network; write for instance 10.0.0.0/8");
        }

        return networks;
    }

    internal static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0 ? uri : null;
}
