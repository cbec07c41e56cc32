using System.Net;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mails;

namespace IntegrationHub.Alerts;

/// <summary>What <c>alerts</c> in <c>hub.yaml</c> says: what is told, to whom, and when not.</summary>
public sealed record AlertSettings
{
    /// <summary>How often the streams are looked at.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long all must have been well before an alert counts as over.</summary>
    public TimeSpan ClearAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After how long an alert that lasts is told again.</summary>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromDays(1);

    /// <summary>When only urgent alerts are told; null for never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Where the operations page is, for whoever reads an alert; null when it is not to be named.</summary>
    public Uri? Link { get; init; }

    /// <summary>What each rule that is in force tells, and when.</summary>
    public IReadOnlyDictionary<AlertRule, AlertRuleSettings> Rules { get; init; } = AlertRuleSettings.Standard;

    /// <summary>The webhook that is told; null for none.</summary>
    public AlertWebhookSettings? Webhook { get; init; }

    /// <summary>The mail that is sent; null for none.</summary>
    public AlertMailSettings? Mail { get; init; }

    /// <summary>Networks of the municipality's own in which the webhook's host may live.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>The names of the channels that alerts go to.</summary>
    public IReadOnlyList<string> Channels => [.. new[] { Webhook is null ? null : AlertChannels.Webhook, Mail is null ? null : AlertChannels.Mail }.OfType<string>()];
}

/// <summary>The names of the channels.</summary>
public static class AlertChannels
{
    /// <summary>The webhook.</summary>
    public const string Webhook = "webhook";

    /// <summary>The mail.</summary>
    public const string Mail = "mail";
}

/// <summary>When a rule tells.</summary>
/// <param name="After">For how long it must hold.</param>
/// <param name="Above">Above how many it holds.</param>
/// <param name="Urgent">Whether it is told in quiet hours too.</param>
public sealed record AlertRuleSettings(TimeSpan After, long Above = 0, bool Urgent = false)
{
    /// <summary>For how long nothing was heard of a case that counts as silent; of the other rules, how old the oldest may be.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>What holds unless the file says otherwise. Silent cases are told only where the file asks for it: what is long differs from town to town.</summary>
    public static IReadOnlyDictionary<AlertRule, AlertRuleSettings> Standard { get; } = new Dictionary<AlertRule, AlertRuleSettings>
    {
        [AlertRule.Late] = new(TimeSpan.FromMinutes(10), Urgent: true),
        [AlertRule.Failing] = new(TimeSpan.FromMinutes(15), Urgent: true),
        [AlertRule.Quarantine] = new(TimeSpan.FromMinutes(15)),
        [AlertRule.HeldDeletes] = new(TimeSpan.Zero),
        [AlertRule.UnknownCodes] = new(TimeSpan.FromHours(1)),
        [AlertRule.DeadLetters] = new(TimeSpan.FromMinutes(5)),
        [AlertRule.WaitingNotifications] = new(TimeSpan.FromMinutes(5)) { Age = TimeSpan.FromMinutes(15) },
        [AlertRule.OverdueHandOvers] = new(TimeSpan.FromMinutes(15)),
        [AlertRule.CommandsForAPerson] = new(TimeSpan.FromMinutes(5)),
        [AlertRule.WaitingCommands] = new(TimeSpan.FromMinutes(5)) { Age = TimeSpan.FromHours(1) },
    };

    /// <summary>What holds of silent cases once the file asks for them.</summary>
    public static AlertRuleSettings SilentCases { get; } = new(TimeSpan.Zero) { Age = TimeSpan.FromDays(90) };
}

/// <summary>The webhook that is told, by the rules of Standard Webhooks.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Secrets">What is signed with: one, or two while one takes the place of the other.</param>
public sealed record AlertWebhookSettings(TextWithReferences Url, IReadOnlyList<TextWithReferences> Secrets);

/// <summary>The mail that is sent.</summary>
/// <param name="Host">The mail server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Encrypted">Whether the connection must be encrypted (STARTTLS).</param>
/// <param name="From">Who it comes from.</param>
/// <param name="To">Who gets it.</param>
public sealed record AlertMailSettings(TextWithReferences Host, int Port, bool Encrypted, TextWithReferences From, IReadOnlyList<TextWithReferences> To) : MailServerSettings(Host, Port, Encrypted, From);
