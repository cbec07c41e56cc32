using IntegrationHub.Configuration;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Alerts;

/// <summary>The keys of the section <c>alerts</c> in <c>hub.yaml</c>.</summary>
static class AlertKeys
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static KeySpec Alerts { get; } = Section("alerts", "What the hub tells of by itself, and whom; alerts.md explains the rules.",
        Duration("every", TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), "How often the streams are looked at.") with { Default = "1m" },
        Duration("clearAfter", TimeSpan.Zero, Day, "For how long all must have been well before an alert is over.") with { Default = "10m" },
        Duration("repeat", TimeSpan.FromMinutes(10), TimeSpan.FromDays(30), "After how long an alert that lasts is told again.") with { Default = "1d" },
        Text("link", "The address of the operations page, for whoever reads an alert.") with { Example = "https://hub.sundby.example/operations" },
        Section("quiet", "When only urgent alerts are told, by the municipality's clock; the others wait, and are told in one message when it ends.",
            Text("from", "When it begins.") with { IsRequired = true, Example = "22:00", Pattern = ClockPattern },
            Text("until", "When it ends; before it begins, it is the next morning's.") with { IsRequired = true, Example = "07:00", Pattern = ClockPattern }) with { Default = "never" },
        Section("rules", "What is told, and when. A rule that is not named holds as it stands in alerts.md.",
            Rule("late", "What is known of a stream is older than its goal; it is not told of a paused stream.", "10m", urgent: true),
            Rule("failing", "Runs of a stream fail, one after the other; it is not told of a paused stream.", "15m", urgent: true, Above("runs in a row")),
            Rule("quarantine", "Records of a stream are in quarantine.", "15m", urgent: false, Above("records")),
            Rule("heldDeletes", "Cases may be gone, and somebody must decide.", "0s", urgent: false, Above("cases")),
            Rule("unknownCodes", "Records hold codes that stand in no row of their table.", "1h", urgent: false, Above("codes")),
            Rule("silentCases", "Open cases of which nothing is heard: their source has changed nothing, and nothing has happened in them. Told only when it is named here.", "0s", urgent: false, Above("cases"),
                Duration("age", Day, TimeSpan.FromDays(3650), "For how long nothing was heard.") with { Default = "90d" }),
            Rule("deadLetters", "Notifications were put aside because their cases could not be read.", "5m", urgent: false, Above("notifications")),
            Rule("waitingNotifications", "Notifications wait too long to be read.", "5m", urgent: false, Above("notifications"),
                Duration("age", TimeSpan.FromMinutes(1), Day, "How long the oldest may wait, beside the settle time of its stream.") with { Default = "15m" }),
            Rule("overdueHandOvers", "Callbacks and hand-overs that a unit has in hand are past their time.", "15m", urgent: false, Above("hand-overs")),
            Rule("commandsForAPerson", "Commands to a vendor wait for a person: dead letters, and those of which nobody knows whether they were carried out.", "5m", urgent: false, Above("commands")),
            Rule("waitingCommands", "Commands to a vendor have been on their way for too long; it is not told of a paused stream.", "5m", urgent: false, Above("commands"),
                Duration("age", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3), "How long ago the oldest may have been asked for.") with { Default = "1h" })),
        Section("webhook", "The webhook that is told, signed by the rules of Standard Webhooks.",
            Text("url", "Its address.") with { IsRequired = true, Example = "https://alerts.sundby.example/hub" },
            new("secrets", KeyKind.Texts, "What is signed with; two while one takes the place of the other.") { IsRequired = true, Example = "${secret:ALERTS}" }),
        Section("mail", "The mail that is sent.",
            [.. MailServer, new("to", KeyKind.Texts, "Who gets it.") { IsRequired = true, Example = "drift@sundby.example" }]),
        new("networks", KeyKind.Texts, "Networks of the municipality's own in which the webhook's host may live.") { Default = "none", Example = "10.0.0.0/8" }) with { Default = "nobody is told anything" };

    /// <summary>The keys of a mail server, wherever one is told of.</summary>
    public static IReadOnlyList<KeySpec> MailServer =>
    [
        Text("host", "The mail server.") with { IsRequired = true, Example = "smtp.sundby.example" },
        Number("port", 1, 65535, "Its port.") with { Default = "587" },
        Choice("security", "Whether the connection must be encrypted. TLS from the first byte (port 465) is not known here.", "starttls", "none") with { Default = "starttls" },
        Text("user", "The account.") with { Default = "none", Example = "hub" },
        Text("password", "Its password, as a reference.") with { Example = "${secret:MAIL}" },
        Text("from", "Who it comes from.") with { IsRequired = true, Example = "hub@sundby.example" },
    ];

    const string ClockPattern = "([01][0-9]|2[0-3]):[0-5][0-9]";

    static KeySpec Rule(string name, string what, string after, bool urgent, params IReadOnlyList<KeySpec> own) => Section(name, what,
        [
            Flag("off", "true: it is not told.") with { Default = "false" },
            Duration("after", TimeSpan.Zero, TimeSpan.FromDays(30), "For how long it must hold.") with { Default = after },
            Flag("urgent", "Whether it is told in quiet hours too.") with { Default = urgent ? "true" : "false" },
            .. own,
        ]);

    static KeySpec Above(string what) => Number("above", 0, 1_000_000, $"Above how many {what}.") with { Default = "0" };
}
