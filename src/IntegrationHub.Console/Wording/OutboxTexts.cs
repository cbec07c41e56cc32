using IntegrationHub.Console.Outbox;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Console.Wording;

/// <summary>What the pages say of commands to the systems that own the cases.</summary>
sealed class OutboxTexts
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string OnlyOf { get; init; }
    public required string AllStreams { get; init; }
    public required string ForAPerson { get; init; }
    public required string Queued { get; init; }
    public required string Sending { get; init; }
    public required string Unknown { get; init; }
    public required string Misconfigured { get; init; }
    public required string Oldest { get; init; }
    public required string PersonTitle { get; init; }
    public required string NobodyNeeded { get; init; }
    public required string WayTitle { get; init; }
    public required string NothingOnItsWay { get; init; }
    public required string OnlySoMany { get; init; }
    public required string AskedFor { get; init; }
    public required string Tried { get; init; }
    public required string NextTry { get; init; }
    public required string MayBeDone { get; init; }
    public required string ActOf { get; init; }
    public required string Reason { get; init; }
    public required string ReasonHint { get; init; }
    public required string NotNow { get; init; }
    public required string Changed { get; init; }
    public required string NotThere { get; init; }
    public required Func<WriteKind, string> KindOf { get; init; }
    public required Func<WriteState, string> StateOf { get; init; }
    public required Func<OutboxItem, string> WhyOf { get; init; }
    public required Func<OutboxItem, string> RemedyOf { get; init; }
    public required Func<OutboxAct, OutboxItem, string> NameOf { get; init; }
    public required Func<OutboxAct, OutboxItem, string> Confirm { get; init; }
    public required Func<WriteDecision, string> DoneOf { get; init; }

    public static OutboxTexts English { get; } = new()
    {
        Title = "Outbox",
        Lead = "What is to be written to the departments' systems. What it says, and whose case it is about, is not shown here: whoever sees the case sees it there.",
        OnlyOf = "Only of {0}.",
        AllStreams = "All streams",
        ForAPerson = "For a person",
        Queued = "Queued",
        Sending = "Being sent",
        Unknown = "Unknown",
        Misconfigured = "Wrong setting",
        Oldest = "Oldest on its way",
        PersonTitle = "Waits for a person",
        NobodyNeeded = "Nothing waits for a person.",
        WayTitle = "On its way",
        NothingOnItsWay = "Nothing is on its way.",
        OnlySoMany = "The {0} oldest are shown.",
        AskedFor = "asked for",
        Tried = "failed {0}",
        NextTry = "next try",
        MayBeDone = "It may have been carried out.",
        ActOf = "{0}: {1}, {2}, asked for {3}",
        Reason = "Why",
        ReasonHint = "3 to 200 characters, no personal number. It stands in the audit with your name.",
        NotNow = "That cannot be decided of it any more: it is {0}.",
        Changed = "It has changed since you looked, and nothing was done. Look at the system again, and decide on what stands here now.",
        NotThere = "It is not there any more.",
        KindOf = kind => kind switch
        {
            WriteKind.Note => "Note",
            WriteKind.Message => "Message to the citizen",
            WriteKind.Status => "Status",
            WriteKind.Create => "New case",
            WriteKind.Attach => "File",
            _ => "Hand-over",
        },
        StateOf = state => state switch
        {
            WriteState.Queued => "queued",
            WriteState.Sending => "being sent",
            WriteState.Unknown => "unknown",
            WriteState.Accepted => "accepted",
            WriteState.Refused => "refused",
            WriteState.Dead => "given up",
            _ => "taken back",
        },
        WhyOf = item => item switch
        {
            { State: WriteState.Unknown, Reason: WriteReason.UsedUp } => "It was sent, nobody knows whether it was carried out, and all tries to find out are used up.",
            { State: WriteState.Unknown, Reason: not null } => "It was sent, and the hub cannot find out whether it was carried out.",
            { State: WriteState.Dead } => "All tries are used up, and the system is known not to have it.",
            { Fault.Kind: FaultKind.Misconfigured } => "A setting is wrong.",
            { State: WriteState.Sending } => "It is being sent.",
            { State: WriteState.Unknown } => "It was sent, and no clear answer came. The hub finds out by itself.",
            { Fault: not null } => "The last try failed. It is sent again by itself.",
            _ => "It is sent when it is its turn.",
        },
        RemedyOf = item => item switch
        {
            { State: WriteState.Unknown, Reason: not null } => "Look in the department's system. What comes after it for the same case waits until you have decided.",
            { State: WriteState.Dead } => "Mend what was wrong, and send it again; or take it back.",
            { Fault.Kind: FaultKind.Misconfigured } => "Mend the stream file or the key: it is tried again every quarter of an hour.",
            _ => "",
        },
        NameOf = (what, item) => what switch
        {
            OutboxAct.Resend => item.State == WriteState.Unknown ? "It is not there: send again" : "Send again",
            OutboxAct.Settle => "It is there",
            _ => "Take back",
        },
        Confirm = (what, item) => what switch
        {
            OutboxAct.Resend => item.State == WriteState.Unknown ? "Send it once more? If it is in the system after all, it is there twice then." : "Send it once more?",
            OutboxAct.Settle => "It counts as accepted then, and what comes after it for its case goes on.",
            _ => item.MayBeDone ? "It is not sent any more then; it may be in the system all the same. What comes after it for its case goes on." : "It is not sent any more then, and what comes after it for its case goes on.",
        },
        DoneOf = decision => decision switch
        {
            WriteDecision.Resend => "It is sent again.",
            WriteDecision.Withdraw => "It is not sent any more.",
            _ => "It counts as accepted.",
        },
    };

    public static OutboxTexts Swedish { get; } = new()
    {
        Title = "Utkorg",
        Lead = "Det som ska skrivas till förvaltningarnas system. Vad det står i det, och vems ärende det gäller, visas inte här: den som ser ärendet ser det där.",
        OnlyOf = "Bara från {0}.",
        AllStreams = "Visa alla strömmar",
        ForAPerson = "Väntar på någon",
        Queued = "I kö",
        Sending = "Skickas nu",
        Unknown = "Okänt",
        Misconfigured = "Fel inställning",
        Oldest = "Äldst på väg",
        PersonTitle = "Väntar på att någon bestämmer",
        NobodyNeeded = "Inget väntar på någon.",
        WayTitle = "På väg",
        NothingOnItsWay = "Inget är på väg.",
        OnlySoMany = "De {0} äldsta visas.",
        AskedFor = "begärt",
        Tried = "misslyckats {0}",
        NextTry = "nästa försök",
        MayBeDone = "Det kan ha blivit gjort.",
        ActOf = "{0}: {1}, {2}, begärt {3}",
        Reason = "Varför",
        ReasonHint = "3 till 200 tecken, inget personnummer. Det står i loggen med ditt namn.",
        NotNow = "Det går inte att bestämma längre: det är {0}.",
        Changed = "Det har ändrats sedan du såg det, och inget gjordes. Titta i systemet igen och bestäm utifrån det som står här nu.",
        NotThere = "Det finns inte längre.",
        KindOf = kind => kind switch
        {
            WriteKind.Note => "Anteckning",
            WriteKind.Message => "Meddelande till invånaren",
            WriteKind.Status => "Statusändring",
            WriteKind.Create => "Nytt ärende",
            WriteKind.Attach => "Fil",
            _ => "Överlämning",
        },
        StateOf = state => state switch
        {
            WriteState.Queued => "i kö",
            WriteState.Sending => "på väg ut",
            WriteState.Unknown => "okänt",
            WriteState.Accepted => "mottaget",
            WriteState.Refused => "avvisat",
            WriteState.Dead => "uppgivet",
            _ => "återtaget",
        },
        WhyOf = item => item switch
        {
            { State: WriteState.Unknown, Reason: WriteReason.UsedUp } => "Det skickades, ingen vet om det blev gjort, och alla försök att ta reda på det är förbrukade.",
            { State: WriteState.Unknown, Reason: not null } => "Det skickades, och hubben kan inte ta reda på om det blev gjort.",
            { State: WriteState.Dead } => "Alla försök är förbrukade, och systemet har det bevisligen inte.",
            { Fault.Kind: FaultKind.Misconfigured } => "En inställning är fel.",
            { State: WriteState.Sending } => "Det skickas nu.",
            { State: WriteState.Unknown } => "Det skickades, och inget tydligt svar kom. Hubben tar själv reda på hur det gick.",
            { Fault: not null } => "Det senaste försöket misslyckades. Det skickas igen av sig självt.",
            _ => "Det skickas när det är dess tur.",
        },
        RemedyOf = item => item switch
        {
            { State: WriteState.Unknown, Reason: not null } => "Titta i förvaltningens system. Det som kommer efter i samma ärende väntar tills du har bestämt.",
            { State: WriteState.Dead } => "Rätta det som var fel och skicka igen, eller ta tillbaka det.",
            { Fault.Kind: FaultKind.Misconfigured } => "Rätta strömmens fil eller nyckeln: det prövas igen varje kvart.",
            _ => "",
        },
        NameOf = (what, item) => what switch
        {
            OutboxAct.Resend => item.State == WriteState.Unknown ? "Det finns inte där: skicka igen" : "Skicka igen",
            OutboxAct.Settle => "Det finns där",
            _ => "Ta tillbaka",
        },
        Confirm = (what, item) => what switch
        {
            OutboxAct.Resend => item.State == WriteState.Unknown ? "Skicka det en gång till? Om det ändå finns i systemet blir det dubbelt där." : "Skicka det en gång till?",
            OutboxAct.Settle => "Då räknas det som mottaget, och det som kommer efter i samma ärende går vidare.",
            _ => item.MayBeDone ? "Då skickas det inte mer, men det kan finnas i systemet ändå. Det som kommer efter i samma ärende går vidare." : "Då skickas det inte mer, och det som kommer efter i samma ärende går vidare.",
        },
        DoneOf = decision => decision switch
        {
            WriteDecision.Resend => "Det skickas igen.",
            WriteDecision.Withdraw => "Det skickas inte mer.",
            _ => "Det räknas som mottaget.",
        },
    };
}
