namespace IntegrationHub.Console.Wording;

/// <summary>What the operations page says of refused files, of notifications that could not be read, and of reading a period again. A language that lacks one does not compile.</summary>
sealed class OperationTexts
{
    public required string FilesRefusedChip { get; init; }
    public required string SummaryFilesRefused { get; init; }
    public required string FilesRefused { get; init; }
    public required string FilesRefusedSince { get; init; }
    public required string FilesRefusedRemedy { get; init; }
    public required string NewFilesRefused { get; init; }
    public required string NewFilesRefusedRemedy { get; init; }
    public required string DeadTitle { get; init; }
    public required string DeadLead { get; init; }
    public required string DeadOfStream { get; init; }
    public required string DeadCase { get; init; }
    public required string DeadCame { get; init; }
    public required string DeadTries { get; init; }
    public required string DeadMore { get; init; }
    public required string Retry { get; init; }
    public required string RetryOf { get; init; }
    public required string RetryAll { get; init; }
    public required string Discard { get; init; }
    public required string DiscardOf { get; init; }
    public required string DiscardAll { get; init; }
    public required string DiscardConfirm { get; init; }
    public required string DiscardYes { get; init; }
    public required string Retried { get; init; }
    public required string Discarded { get; init; }
    public required string NothingLeft { get; init; }
    public required string Backfill { get; init; }
    public required string BackfillOf { get; init; }
    public required string BackfillLead { get; init; }
    public required string From { get; init; }
    public required string Until { get; init; }
    public required string BackfillYes { get; init; }
    public required string BackfillBegun { get; init; }
    public required string RefusedPeriod { get; init; }
    public required string InQuarantineOf { get; init; }

    public static OperationTexts English { get; } = new()
    {
        FilesRefusedChip = "file change refused",
        SummaryFilesRefused = "{0} runs on the last good version of its files: a change of {1} is refused.",
        FilesRefused = "A change of this stream's files is refused. What was in force before stays in force, so the stream is read as before.",
        FilesRefusedSince = "refused since {0}",
        FilesRefusedRemedy = "Mend the places that are named; the change is then taken in by itself.",
        NewFilesRefused = "Files that are new or belong to no stream are refused. All streams that are shown are read as before.",
        NewFilesRefusedRemedy = "Mend the places that are named, or take the files away.",
        DeadTitle = "Notifications that could not be read",
        DeadLead = "The vendor told that these cases changed, and they could not be read again and again. The stream's own runs still read them; here they can be tried again at once, or thrown away.",
        DeadOfStream = "{0} notifications",
        DeadCase = "Case {0}",
        DeadCame = "came",
        DeadTries = "tried {0}",
        DeadMore = "… and {0} more",
        Retry = "Try again",
        RetryOf = "Try again: {0} of {1}",
        RetryAll = "Try all of {0} again",
        Discard = "Throw away",
        DiscardOf = "Throw away: {0} of {1}",
        DiscardAll = "Throw all of {0} away",
        DiscardConfirm = "Throw {0} notifications of {1} away? Their cases are still read by the stream's runs.",
        DiscardYes = "Yes, throw away",
        Retried = "{0} notifications of {1} are tried again.",
        Discarded = "{0} notifications of {1} were thrown away.",
        NothingLeft = "They are gone: somebody else has seen to them.",
        Backfill = "Read a period again",
        BackfillOf = "Read a period again: {0}",
        BackfillLead = "Reads again what changed in {0} in a period. Where the stream goes on stays as it is, and nothing is removed.",
        From = "From",
        Until = "Until",
        BackfillYes = "Read it again",
        BackfillBegun = "{0} is being read again for the period.",
        RefusedPeriod = "The period makes no sense: it must begin before it ends, and in the past. A stream that is read whole in every run has no periods; run it instead.",
        InQuarantineOf = "{0} in quarantine of {1}",
    };

    public static OperationTexts Swedish { get; } = new()
    {
        FilesRefusedChip = "filändring avvisad",
        SummaryFilesRefused = "{0} körs med den senaste godkända versionen av sina filer: en ändring från {1} är avvisad.",
        FilesRefused = "En ändring i strömmens filer är avvisad. Det som gällde förut gäller fortfarande, så strömmen läses som förut.",
        FilesRefusedSince = "avvisad sedan {0}",
        FilesRefusedRemedy = "Rätta ställena som nämns; ändringen tas sedan in av sig själv.",
        NewFilesRefused = "Filer som är nya eller inte hör till någon ström är avvisade. Alla strömmar som visas läses som förut.",
        NewFilesRefusedRemedy = "Rätta ställena som nämns, eller ta bort filerna.",
        DeadTitle = "Meddelanden som inte kunde läsas",
        DeadLead = "Källan har sagt att de här ärendena ändrats, men de gick inte att läsa trots flera försök. Strömmens egna körningar läser dem ändå; här kan de prövas igen genast, eller kastas.",
        DeadOfStream = "{0} meddelanden",
        DeadCase = "Ärende {0}",
        DeadCame = "kom",
        DeadTries = "prövat {0}",
        DeadMore = "… och {0} till",
        Retry = "Pröva igen",
        RetryOf = "Pröva igen: {0} i {1}",
        RetryAll = "Pröva alla i {0} igen",
        Discard = "Kasta",
        DiscardOf = "Kasta: {0} i {1}",
        DiscardAll = "Kasta alla i {0}",
        DiscardConfirm = "Kasta {0} meddelanden i {1}? Ärendena läses ändå av strömmens körningar.",
        DiscardYes = "Ja, kasta",
        Retried = "{0} meddelanden i {1} prövas igen.",
        Discarded = "{0} meddelanden i {1} kastades.",
        NothingLeft = "De är borta: någon annan har tagit hand om dem.",
        Backfill = "Läs om en period",
        BackfillOf = "Läs om en period: {0}",
        BackfillLead = "Läser om det som ändrades i {0} under en period. Var strömmen fortsätter ändras inte, och inget tas bort.",
        From = "Från",
        Until = "Till",
        BackfillYes = "Läs om",
        BackfillBegun = "{0} läses om för perioden.",
        RefusedPeriod = "Perioden går inte att läsa: den måste börja innan den slutar, och i det förflutna. En ström som läses hel i varje körning har inga perioder; kör den i stället.",
        InQuarantineOf = "{0} i karantän i {1}",
    };
}
