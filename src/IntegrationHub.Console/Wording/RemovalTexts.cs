using IntegrationHub.Sync;

namespace IntegrationHub.Console.Wording;

/// <summary>What the pages say of cases that leave the index, and of reading a stream anew.</summary>
sealed class RemovalTexts
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string Head { get; init; }
    public required string HeldSince { get; init; }
    public required string DecideBefore { get; init; }
    public required string ShowCases { get; init; }
    public required string ShowCasesOf { get; init; }
    public required string AndMore { get; init; }
    public required string Approve { get; init; }
    public required string ApproveOf { get; init; }
    public required string ApproveConfirm { get; init; }
    public required string ApproveYes { get; init; }
    public required string Reject { get; init; }
    public required string RejectOf { get; init; }
    public required string RejectConfirm { get; init; }
    public required string RejectYes { get; init; }
    public required string Reason { get; init; }
    public required string Approved { get; init; }
    public required string Rejected { get; init; }
    public required string NotWaiting { get; init; }
    public required string StreamRuns { get; init; }
    public required string Chip { get; init; }
    public required string SummaryHeld { get; init; }
    public required string SummaryUnverified { get; init; }
    public required string Coverage { get; init; }
    public required string Rebuild { get; init; }
    public required string RebuildOf { get; init; }
    public required string RebuildConfirm { get; init; }
    public required string RebuildYes { get; init; }
    public required string RebuildBegun { get; init; }
    public required string Reset { get; init; }
    public required string ResetOf { get; init; }
    public required string ResetConfirm { get; init; }
    public required string ResetYes { get; init; }
    public required string ResetDone { get; init; }
    public required string RefusedReset { get; init; }
    public required string RefusedReason { get; init; }
    public required Func<RunKind, string?> KindName { get; init; }
    public required Func<SweepVerdict, Words, string> VerdictOf { get; init; }

    public static RemovalTexts English { get; } = new()
    {
        Title = "Cases that may be gone",
        Lead = "A complete read did not hold them, and they are more than may go without a person's word. Until somebody decides they are shown as before.",
        Head = "{0} of {1} cases",
        HeldSince = "held",
        DecideBefore = "decide before {0}",
        ShowCases = "Which cases",
        ShowCasesOf = "Which cases of {0}",
        AndMore = "… and {0} more",
        Approve = "They are gone",
        ApproveOf = "They are gone: {0}",
        ApproveConfirm = "Remove {0} cases of {1}? Those that were read again since stay. They can be brought back for 90 days: ihub deletes restore.",
        ApproveYes = "Yes, remove",
        Reject = "Keep them",
        RejectOf = "Keep them: {0}",
        RejectConfirm = "Keep {0} cases of {1}? For 30 days no complete read removes them or asks again.",
        RejectYes = "Yes, keep",
        Reason = "Why (stands in the record)",
        Approved = "{0} cases of {1} were removed.",
        Rejected = "{0} cases of {1} stay.",
        NotWaiting = "That waits for no decision any more: somebody else decided, or a newer read took its place.",
        StreamRuns = "{0} is being read. Decide when that has ended.",
        Chip = "deletes held",
        SummaryHeld = "{0}: {1} cases may be gone and wait for a decision.",
        SummaryUnverified = "{0} is not verified: its last complete read proved nothing, and nothing was removed.",
        Coverage = "{0}: some of the cases that are shown may be gone; somebody must decide.",
        Rebuild = "Read everything anew",
        RebuildOf = "Read everything anew: {0}",
        RebuildConfirm = "Read everything of {0} anew? The desk answers with what is there until the read is complete; then all of it is replaced at once.",
        RebuildYes = "Yes, read anew",
        RebuildBegun = "The rebuild of {0} has begun.",
        Reset = "Begin from the beginning",
        ResetOf = "Begin from the beginning: {0}",
        ResetConfirm = "Write the name {0} to let its next run begin from the beginning. Nothing is removed; until that run is done, answers call the source unfinished.",
        ResetYes = "Begin from the beginning",
        ResetDone = "{0} begins from the beginning with its next run.",
        RefusedReset = "The name is not {0}. Nothing was done.",
        RefusedReason = "Write why, in at most 200 characters and without personal numbers.",
        KindName = kind => kind switch
        {
            RunKind.Full => "everything",
            RunKind.Rebuild => "rebuild",
            RunKind.Backfill => "backfill",
            _ => null,
        },
        VerdictOf = (verdict, words) => verdict.Reason switch
        {
            SweepReason.Complete when verdict.Count.Gone > 0 => words.Say("Complete: {0} records; {1} cases have left.", verdict.Facts.Records, verdict.Count.Gone),
            SweepReason.Complete => words.Say("Complete: {0} records; nothing has left.", verdict.Facts.Records),
            SweepReason.AboveGuard => words.Say("Complete, but {0} of {1} cases would leave, more than the guard lets go: they wait for a decision.", verdict.Count.Gone, verdict.Count.Live),
            SweepReason.NothingNew => "Nothing new: no newer complete export.",
            SweepReason.ChangesOnly => "Incomplete: the source sent changes only, or its answer was cut. Nothing was removed.",
            SweepReason.Empty => words.Say("Incomplete: the source sent nothing, but the index has {0} cases. Nothing was removed.", verdict.Count.Live),
            SweepReason.OtherCount => words.Say("Incomplete: the source promised {0} records and sent {1}. Nothing was removed.", verdict.Facts.Promised ?? 0, verdict.Facts.Records),
            SweepReason.Repeated => words.Say("Incomplete: of {0} records some came more than once, so others may have been left out. Nothing was removed.", verdict.Facts.Records),
            _ => words.Say("Incomplete: {0} records without a readable key are in quarantine. Nothing was removed.", verdict.Facts.Keyless),
        },
    };

    public static RemovalTexts Swedish { get; } = new()
    {
        Title = "Ärenden som kan vara borta",
        Lead = "En fullständig läsning innehöll dem inte, och de är fler än vad som får försvinna utan att någon säger till. Tills någon bestämmer visas de som förut.",
        Head = "{0} av {1} ärenden",
        HeldSince = "väntar sedan",
        DecideBefore = "bestäm före {0}",
        ShowCases = "Vilka ärenden",
        ShowCasesOf = "Vilka ärenden i {0}",
        AndMore = "… och {0} till",
        Approve = "De är borta",
        ApproveOf = "De är borta: {0}",
        ApproveConfirm = "Ta bort {0} ärenden i {1}? De som har lästs igen sedan dess blir kvar. De kan hämtas tillbaka i 90 dagar: ihub deletes restore.",
        ApproveYes = "Ja, ta bort",
        Reject = "Behåll dem",
        RejectOf = "Behåll dem: {0}",
        RejectConfirm = "Behåll {0} ärenden i {1}? I 30 dagar tar ingen fullständig läsning bort dem eller frågar igen.",
        RejectYes = "Ja, behåll",
        Reason = "Varför (står i loggen)",
        Approved = "{0} ärenden i {1} togs bort.",
        Rejected = "{0} ärenden i {1} blir kvar.",
        NotWaiting = "Det väntar inte längre på något beslut: någon annan har bestämt, eller en nyare läsning har tagit dess plats.",
        StreamRuns = "{0} läses just nu. Bestäm när läsningen är klar.",
        Chip = "väntar på beslut",
        SummaryHeld = "{0}: {1} ärenden kan vara borta och väntar på beslut.",
        SummaryUnverified = "{0} är inte bekräftad: den senaste fullständiga läsningen bevisade inget, och inget togs bort.",
        Coverage = "{0}: några av ärendena som visas kan vara borta; någon måste bestämma.",
        Rebuild = "Läs allt på nytt",
        RebuildOf = "Läs allt på nytt: {0}",
        RebuildConfirm = "Läs allt i {0} på nytt? Disken svarar med det som finns tills läsningen är fullständig; då byts allt på en gång.",
        RebuildYes = "Ja, läs på nytt",
        RebuildBegun = "Ombyggnaden av {0} har börjat.",
        Reset = "Börja från början",
        ResetOf = "Börja från början: {0}",
        ResetConfirm = "Skriv namnet {0} för att nästa körning ska börja från början. Inget tas bort; tills den körningen är klar kallar svaren källan ofärdig.",
        ResetYes = "Börja från början",
        ResetDone = "{0} börjar från början vid nästa körning.",
        RefusedReset = "Namnet är inte {0}. Inget gjordes.",
        RefusedReason = "Skriv varför, med högst 200 tecken och utan personnummer.",
        KindName = kind => kind switch
        {
            RunKind.Full => "allt",
            RunKind.Rebuild => "ombyggnad",
            RunKind.Backfill => "efterläsning",
            _ => null,
        },
        VerdictOf = (verdict, words) => verdict.Reason switch
        {
            SweepReason.Complete when verdict.Count.Gone > 0 => words.Say("Fullständig: {0} poster; {1} ärenden har försvunnit.", verdict.Facts.Records, verdict.Count.Gone),
            SweepReason.Complete => words.Say("Fullständig: {0} poster; inget har försvunnit.", verdict.Facts.Records),
            SweepReason.AboveGuard => words.Say("Fullständig, men {0} av {1} ärenden skulle försvinna, fler än spärren släpper: de väntar på beslut.", verdict.Count.Gone, verdict.Count.Live),
            SweepReason.NothingNew => "Inget nytt: ingen nyare fullständig export.",
            SweepReason.ChangesOnly => "Ofullständig: källan skickade bara ändringar, eller svaret var avkortat. Inget togs bort.",
            SweepReason.Empty => words.Say("Ofullständig: källan skickade inget, men indexet har {0} ärenden. Inget togs bort.", verdict.Count.Live),
            SweepReason.OtherCount => words.Say("Ofullständig: källan lovade {0} poster och skickade {1}. Inget togs bort.", verdict.Facts.Promised ?? 0, verdict.Facts.Records),
            SweepReason.Repeated => words.Say("Ofullständig: av {0} poster kom några mer än en gång, så andra kan ha fallit bort. Inget togs bort.", verdict.Facts.Records),
            _ => words.Say("Ofullständig: {0} poster utan läsbar nyckel ligger i karantän. Inget togs bort.", verdict.Facts.Keyless),
        },
    };
}
