using IntegrationHub.Alerts;

namespace IntegrationHub.Console.Wording;

/// <summary>What the pages say of alerts.</summary>
sealed class AlertTexts
{
    public required string Title { get; init; }
    public required string NotSet { get; init; }
    public required string NoChannel { get; init; }
    public required string ToldBy { get; init; }
    public required string QuietHours { get; init; }
    public required string Closed { get; init; }
    public required string Test { get; init; }
    public required string TestTaken { get; init; }
    public required string TestFailed { get; init; }
    public required string AllTaken { get; init; }
    public required string NotAllTaken { get; init; }
    public required string FiringTitle { get; init; }
    public required string LookedAt { get; init; }
    public required string NothingFires { get; init; }
    public required string Since { get; init; }
    public required string ToldAt { get; init; }
    public required string NotToldYet { get; init; }
    public required string WellSince { get; init; }
    public required string MessagesTitle { get; init; }
    public required string IsTest { get; init; }
    public required string Tells { get; init; }
    public required string Taken { get; init; }
    public required string SentAgain { get; init; }
    public required string Waits { get; init; }
    public required string GivenUp { get; init; }
    public required Func<string, string> ChannelOf { get; init; }
    public required Func<AlertRule, string> RuleOf { get; init; }
    public required Func<AlertRule, string> CountOf { get; init; }

    public static AlertTexts English { get; } = new()
    {
        Title = "Alerts",
        NotSet = "Nobody is told anything: hub.yaml has no section 'alerts'.",
        NoChannel = "Alerts are shown here and nobody is told: hub.yaml names neither a webhook nor mail.",
        ToldBy = "Told by {0}.",
        QuietHours = "From {0} to {1} only what is urgent.",
        Closed = "Nothing more is sent by {0}: {1}. A test that is taken opens it again.",
        Test = "Send a test",
        TestTaken = "The test was taken by {0}.",
        TestFailed = "The test was not taken by {0}: {1}",
        AllTaken = "The test was taken everywhere.",
        NotAllTaken = "The test was not taken everywhere.",
        FiringTitle = "What fires",
        LookedAt = "Looked at",
        NothingFires = "Nothing fires.",
        Since = "since",
        ToldAt = "Told",
        NotToldYet = "Not told yet.",
        WellSince = "Well since",
        MessagesTitle = "What was told",
        IsTest = "a test",
        Tells = "{0} firing, {1} over",
        Taken = "Taken at attempt {0}.",
        SentAgain = "Not taken: {0}. Sent again at {1}.",
        Waits = "Waits to be sent.",
        GivenUp = "Not taken, and given up: {0}",
        ChannelOf = channel => channel == AlertChannels.Mail ? "mail" : "webhook",
        RuleOf = rule => rule switch
        {
            AlertRule.Late => "Older than its goal",
            AlertRule.Failing => "Fails",
            AlertRule.Quarantine => "Records in quarantine",
            AlertRule.HeldDeletes => "Cases that may be gone",
            AlertRule.UnknownCodes => "Codes that no row knows",
            AlertRule.SilentCases => "Open cases of which nothing is heard",
            AlertRule.DeadLetters => "Notifications that could not be read",
            AlertRule.OverdueHandOvers => "Callbacks and hand-overs past their time",
            AlertRule.CommandsForAPerson => "Commands to a vendor that wait for a person",
            AlertRule.WaitingCommands => "Commands to a vendor that do not get through",
            _ => "Notifications that wait too long",
        },
        CountOf = rule => rule switch
        {
            AlertRule.Late => "{0} minutes over it",
            AlertRule.Failing => "{0} runs in a row",
            AlertRule.Quarantine => "{0} records",
            AlertRule.HeldDeletes or AlertRule.SilentCases => "{0} cases",
            AlertRule.UnknownCodes => "{0} codes",
            AlertRule.OverdueHandOvers => "{0} hand-overs",
            AlertRule.CommandsForAPerson or AlertRule.WaitingCommands => "{0} commands",
            _ => "{0} notifications",
        },
    };

    public static AlertTexts Swedish { get; } = new()
    {
        Title = "Larm",
        NotSet = "Ingen får veta något: hub.yaml har inget avsnitt 'alerts'.",
        NoChannel = "Larm visas här men skickas inte: hub.yaml anger varken webhook eller mejl.",
        ToldBy = "Skickas med {0}.",
        QuietHours = "Mellan {0} och {1} bara det som är brådskande.",
        Closed = "Inget mer skickas med {0}: {1}. Ett test som tas emot öppnar igen.",
        Test = "Skicka ett test",
        TestTaken = "Testet togs emot av {0}.",
        TestFailed = "Testet togs inte emot av {0}: {1}",
        AllTaken = "Testet togs emot överallt.",
        NotAllTaken = "Testet togs inte emot överallt.",
        FiringTitle = "Vad som larmar",
        LookedAt = "Kontrollerat",
        NothingFires = "Inget larmar.",
        Since = "sedan",
        ToldAt = "Meddelat",
        NotToldYet = "Inte meddelat än.",
        WellSince = "Bra igen sedan",
        MessagesTitle = "Vad som har skickats",
        IsTest = "ett test",
        Tells = "{0} larmar, {1} över",
        Taken = "Mottaget vid försök {0}.",
        SentAgain = "Inte mottaget: {0}. Skickas igen {1}.",
        Waits = "Väntar på att skickas.",
        GivenUp = "Inte mottaget, och uppgivet: {0}",
        ChannelOf = channel => channel == AlertChannels.Mail ? "mejl" : "webhook",
        RuleOf = rule => rule switch
        {
            AlertRule.Late => "Äldre än målet",
            AlertRule.Failing => "Misslyckas",
            AlertRule.Quarantine => "Poster i karantän",
            AlertRule.HeldDeletes => "Ärenden som kan vara borta",
            AlertRule.UnknownCodes => "Koder som saknar rad",
            AlertRule.SilentCases => "Öppna ärenden som inget hörs om",
            AlertRule.DeadLetters => "Aviseringar som inte gick att läsa",
            AlertRule.OverdueHandOvers => "Återuppringningar och överlämningar som har gått över tiden",
            AlertRule.CommandsForAPerson => "Kommandon till ett verksamhetssystem som väntar på någon",
            AlertRule.WaitingCommands => "Kommandon till ett verksamhetssystem som inte kommer fram",
            _ => "Aviseringar som väntat för länge",
        },
        CountOf = rule => rule switch
        {
            AlertRule.Late => "{0} minuter över",
            AlertRule.Failing => "{0} körningar i rad",
            AlertRule.Quarantine => "{0} poster",
            AlertRule.HeldDeletes or AlertRule.SilentCases => "{0} ärenden",
            AlertRule.UnknownCodes => "{0} koder",
            AlertRule.OverdueHandOvers => "{0} överlämningar",
            AlertRule.CommandsForAPerson or AlertRule.WaitingCommands => "{0} kommandon",
            _ => "{0} aviseringar",
        },
    };
}
