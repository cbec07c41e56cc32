using IntegrationHub.Cases;
using IntegrationHub.HandOvers;
using IntegrationHub.Lookup;

namespace ContactCentre.Wording;

/// <summary>What the desk says. A language that lacks a text does not compile.</summary>
sealed class Texts
{
    public required string Title { get; init; }
    public required string SkipToContent { get; init; }
    public required string SignIn { get; init; }
    public required string SignInLead { get; init; }
    public required string YourName { get; init; }
    public required string NameAgain { get; init; }
    public required string ExampleOnly { get; init; }
    public required string SignOut { get; init; }
    public required string LookUpLabel { get; init; }
    public required string LookUpHint { get; init; }
    public required string LookUp { get; init; }
    public required string GuessedAs { get; init; }
    public required string Purpose { get; init; }
    public required string Ringing { get; init; }
    public required string RingingSince { get; init; }
    public required string AnswerCall { get; init; }
    public required string AnsweredElsewhere { get; init; }
    public required string NobodyRings { get; init; }
    public required string Empty { get; init; }
    public required string AllFresh { get; init; }
    public required string NotWhole { get; init; }
    public required string NoCase { get; init; }
    public required string NoCaseYet { get; init; }
    public required string CenturyUnknown { get; init; }
    public required string MoreCases { get; init; }
    public required string Existence { get; init; }
    public required string ProtectedIdentity { get; init; }
    public required string ProtectedHint { get; init; }
    public required string OpenMatters { get; init; }
    public required string ClosedMatters { get; init; }
    public required string Possible { get; init; }
    public required string Outdated { get; init; }
    public required string ChangedAgo { get; init; }
    public required string Next { get; init; }
    public required string NextBy { get; init; }
    public required string Handler { get; init; }
    public required string LastEvent { get; init; }
    public required string Timeline { get; init; }
    public required string NoEvents { get; init; }
    public required string Close { get; init; }
    public required string CaseGone { get; init; }
    public required string AboutThis { get; init; }
    public required string Earlier { get; init; }
    public required string NoEarlier { get; init; }
    public required string Conversation { get; init; }
    public required string Channel { get; init; }
    public required string PersonName { get; init; }
    public required string Phone { get; init; }
    public required string Question { get; init; }
    public required string Subject { get; init; }
    public required string Notes { get; init; }
    public required string Answer { get; init; }
    public required string Result { get; init; }
    public required string NoResult { get; init; }
    public required string AddQuestion { get; init; }
    public required string Finish { get; init; }
    public required string NotBegun { get; init; }
    public required string Saving { get; init; }
    public required string SavedAt { get; init; }
    public required string NotSaved { get; init; }
    public required string ChangedElsewhere { get; init; }
    public required string TakeMine { get; init; }
    public required string TakeTheirs { get; init; }
    public required string Finished { get; init; }
    public required string Promise { get; init; }
    public required string PromiseKind { get; init; }
    public required string KindCallBack { get; init; }
    public required string KindHandOver { get; init; }
    public required string Unit { get; init; }
    public required string ChooseUnit { get; init; }
    public required string WhatToDo { get; init; }
    public required string DueBy { get; init; }
    public required string NoDue { get; init; }
    public required string DueToday { get; init; }
    public required string DueTomorrow { get; init; }
    public required string DueWeek { get; init; }
    public required string SendPromise { get; init; }
    public required string Promised { get; init; }
    public required string Promises { get; init; }
    public required string HasIt { get; init; }
    public required string Since { get; init; }
    public required string DueAt { get; init; }
    public required string Overdue { get; init; }
    public required string StateWaiting { get; init; }
    public required string StateAccepted { get; init; }
    public required string StateDone { get; init; }
    public required string StateWithdrawn { get; init; }
    public required string Desk { get; init; }
    public required string UnitList { get; init; }
    public required string UnitListLead { get; init; }
    public required string NothingOpen { get; init; }
    public required string AllUnits { get; init; }
    public required string UnitCounts { get; init; }
    public required string More { get; init; }
    public required string Steps { get; init; }
    public required string CallNumber { get; init; }
    public required string NumberIs { get; init; }
    public required string NumberProtected { get; init; }
    public required string Take { get; init; }
    public required string GiveBack { get; init; }
    public required string PassOn { get; init; }
    public required string Attempt { get; init; }
    public required string MarkDone { get; init; }
    public required string TakeBack { get; init; }
    public required string Note { get; init; }
    public required string Reply { get; init; }
    public required string WhyOrWhat { get; init; }
    public required string Do { get; init; }
    public required string Cancel { get; init; }
    public required string ChangedList { get; init; }
    public required string KeyPromise { get; init; }
    public required string PurposeOfList { get; init; }
    public required string PurposeOfCall { get; init; }
    public required string HubAway { get; init; }
    public required string KeyLookUp { get; init; }
    public required string KeyAnswer { get; init; }
    public required string KeyNote { get; init; }
    public required string KeyFinish { get; init; }
    public required string JustNow { get; init; }
    public required string MinutesAgo { get; init; }
    public required string HoursAgo { get; init; }
    public required string Reconnecting { get; init; }
    public required string ConnectionLost { get; init; }
    public required string LoadAgain { get; init; }
    public required string WhoItIs { get; init; }
    public required string Facts { get; init; }
    public required Func<CaseStatus, string> StatusName { get; init; }
    public required Func<LookupBy, string> KindName { get; init; }
    public required Func<HandOverStepKind, string> StepName { get; init; }

    public static Texts Swedish { get; } = new()
    {
        Title = "Kundcenter",
        SkipToContent = "Till innehållet",
        SignIn = "Logga in",
        SignInLead = "Vem sitter vid skrivbordet? Namnet står i loggen över allt som slås upp och skrivs.",
        YourName = "Ditt namn eller användarnamn",
        NameAgain = "Skriv ett namn på högst 60 tecken.",
        ExampleOnly = "Det här är ett exempel: det tror på vem du säger att du är.",
        SignOut = "Logga ut",
        LookUpLabel = "Vem eller vad gäller det?",
        LookUpHint = "Personnummer, telefon, ärendenummer, adress, namn eller ord",
        LookUp = "Slå upp",
        GuessedAs = "Tolkas som {0}.",
        Purpose = "den som frågar är i kontakt med kundcenter",
        Ringing = "Det ringer: {0}",
        RingingSince = "sedan {0}",
        AnswerCall = "Svara",
        AnsweredElsewhere = "Någon annan svarade.",
        NobodyRings = "Inga samtal väntar.",
        Empty = "Svara på ett samtal med F4, eller skriv vem det gäller. En kontakt öppnas med den första tangenten i anteckningen.",
        AllFresh = "Svaret är färskt och helt: {0}.",
        NotWhole = "Svaret är inte helt. {0}",
        NoCase = "Inget ärende finns.",
        NoCaseYet = "Inget hittades, men svaret är inte helt: det kan finnas ett ärende ändå.",
        CenturyUnknown = "Numret skrevs utan sekel och kan vara mer än en persons.",
        MoreCases = "Fler ärenden finns än de som visas.",
        Existence = "Det finns ett ärende hos {0}. Hänvisa till {1}.",
        ProtectedIdentity = "Skyddad identitet.",
        ProtectedHint = "Säg ingenting om var personen bor eller kan nås.",
        OpenMatters = "Pågående ärenden",
        ClosedMatters = "Avslutade ärenden ({0})",
        Possible = "Kan vara någon annans",
        Outdated = "En nyare uppgift kunde inte läsas: det som står kan vara inaktuellt.",
        ChangedAgo = "ändrat {0}",
        Next = "Härnäst",
        NextBy = "senast {0}",
        Handler = "Har det",
        LastEvent = "Senast",
        Timeline = "Vad som hänt",
        NoEvents = "Inget har berättats.",
        Close = "Stäng",
        CaseGone = "Ärendet finns inte längre.",
        AboutThis = "Gäller {0}",
        Earlier = "Tidigare kontakter",
        NoEarlier = "Inga tidigare kontakter.",
        Conversation = "Samtalet",
        Channel = "Kanal",
        PersonName = "Namn",
        Phone = "Telefon",
        Question = "Fråga {0}",
        Subject = "Vad gäller det?",
        Notes = "Anteckning",
        Answer = "Svar som gavs",
        Result = "Resultat",
        NoResult = "inget än",
        AddQuestion = "En fråga till",
        Finish = "Avsluta kontakten",
        NotBegun = "Inget är skrivet än.",
        Saving = "Sparar …",
        SavedAt = "Sparat {0}",
        NotSaved = "Inte sparat: {0} Det du skrev står kvar här.",
        ChangedElsewhere = "Någon annan har skrivit i frågan. Läs den igen och skriv vidare.",
        TakeMine = "Behåll min text",
        TakeTheirs = "Ta den andras",
        Finished = "Kontakten är avslutad och sparad.",
        Promise = "Återuppringning eller överlämning",
        PromiseKind = "Vad",
        KindCallBack = "Någon ringer upp",
        KindHandOver = "Lämna över",
        Unit = "Till",
        ChooseUnit = "välj enhet",
        WhatToDo = "Vad ska de göra eller svara på?",
        DueBy = "Senast",
        NoDue = "ingen tid lovad",
        DueToday = "i dag 16:00",
        DueTomorrow = "i morgon 12:00",
        DueWeek = "inom en vecka",
        SendPromise = "Lova",
        Promised = "Lovat: {0} har det.",
        Promises = "Löften",
        HasIt = "{0} har det {1}",
        Since = "sedan {0}",
        DueAt = "senast {0}",
        Overdue = "försenat",
        StateWaiting = "väntar på att någon tar det",
        StateAccepted = "någon arbetar med det",
        StateDone = "klart",
        StateWithdrawn = "återkallat",
        Desk = "Skrivbordet",
        UnitList = "Enhetens lista",
        UnitListLead = "Det som inte är klart, det äldsta först: vem som har det och sedan när.",
        NothingOpen = "Inget är öppet här.",
        AllUnits = "alla enheter",
        UnitCounts = "{0} väntar, {1} tagna, {2} försenade",
        More = "Fler",
        Steps = "Vad som hänt med det",
        CallNumber = "Visa numret",
        NumberIs = "Ring {0}",
        NumberProtected = "Skyddad identitet: numret är för dig, och skrivs inte ned.",
        Take = "Ta det",
        GiveBack = "Lämna tillbaka",
        PassOn = "Skicka vidare",
        Attempt = "Ej nådd",
        MarkDone = "Klart",
        TakeBack = "Återkalla",
        Note = "Anteckna",
        Reply = "Svar kom",
        WhyOrWhat = "Varför, eller vad som svarades",
        Do = "Gör",
        Cancel = "Avbryt",
        ChangedList = "Någon annan hann före. Listan är läst på nytt.",
        KeyPromise = "lova något",
        PurposeOfList = "enhetens lista läses",
        PurposeOfCall = "den som lovades blir uppringd",
        HubAway = "Hubben svarar inte ({0}).",
        KeyLookUp = "ny uppslagning",
        KeyAnswer = "svara på samtalet",
        KeyNote = "till anteckningen",
        KeyFinish = "avsluta kontakten",
        JustNow = "nyss",
        MinutesAgo = "för {0} min sedan",
        HoursAgo = "för {0} tim sedan",
        Reconnecting = "Förbindelsen är bruten. Försöker igen …",
        ConnectionLost = "Förbindelsen är borta.",
        LoadAgain = "Ladda om",
        WhoItIs = "Vem det gäller",
        Facts = "Svaret",
        StatusName = value => value switch
        {
            CaseStatus.Received => "mottaget",
            CaseStatus.InProgress => "handläggs",
            CaseStatus.WaitingForCitizen => "väntar på den sökande",
            CaseStatus.WaitingForOther => "väntar på annan",
            CaseStatus.Decided => "beslutat",
            CaseStatus.Closed => "avslutat",
            CaseStatus.Withdrawn => "återkallat",
            _ => "okänt läge",
        },
        KindName = value => value switch
        {
            LookupBy.Person => "personnummer",
            LookupBy.Organisation => "organisationsnummer",
            LookupBy.CaseNumber => "ärendenummer",
            LookupBy.Phone => "telefon",
            LookupBy.Email => "e-post",
            LookupBy.Address => "adress",
            LookupBy.Property => "fastighet",
            LookupBy.Name => "namn",
            _ => "ord",
        },
        StepName = value => value switch
        {
            HandOverStepKind.Created => "lovat",
            HandOverStepKind.Accepted => "taget",
            HandOverStepKind.Returned => "lämnat tillbaka",
            HandOverStepKind.PassedOn => "skickat vidare",
            HandOverStepKind.Attempted => "försökt nå",
            HandOverStepKind.Noted => "antecknat",
            HandOverStepKind.Done => "klart",
            HandOverStepKind.Withdrawn => "återkallat",
            HandOverStepKind.Reminded => "påmint",
            _ => "svar kom",
        },
    };

    public static Texts English { get; } = new()
    {
        Title = "Contact centre",
        SkipToContent = "Skip to the content",
        SignIn = "Sign in",
        SignInLead = "Who sits at the desk? The name stands in the audit of everything that is looked up and written.",
        YourName = "Your name or user name",
        NameAgain = "Write a name of at most 60 characters.",
        ExampleOnly = "This is an example: it believes who you say you are.",
        SignOut = "Sign out",
        LookUpLabel = "Who or what is it about?",
        LookUpHint = "Personal number, phone, case number, address, name or words",
        LookUp = "Look up",
        GuessedAs = "Taken as {0}.",
        Purpose = "whoever asks is in touch with the contact centre",
        Ringing = "A call: {0}",
        RingingSince = "since {0}",
        AnswerCall = "Answer",
        AnsweredElsewhere = "Somebody else answered.",
        NobodyRings = "No call waits.",
        Empty = "Answer a call with F4, or write who it is about. A contact is opened with the first key of the note.",
        AllFresh = "The answer is fresh and complete: {0}.",
        NotWhole = "The answer is not complete. {0}",
        NoCase = "There is no case.",
        NoCaseYet = "Nothing was found, but the answer is not complete: there may be a case all the same.",
        CenturyUnknown = "The number was written without its century, so it can be more than one person's.",
        MoreCases = "There are more cases than are shown.",
        Existence = "There is a matter at {0}. Refer to {1}.",
        ProtectedIdentity = "Protected identity.",
        ProtectedHint = "Say nothing of where the person lives or can be reached.",
        OpenMatters = "Open matters",
        ClosedMatters = "Closed matters ({0})",
        Possible = "May be somebody else's",
        Outdated = "A newer record could not be read: what stands here may be outdated.",
        ChangedAgo = "changed {0}",
        Next = "Next",
        NextBy = "by {0}",
        Handler = "Has it",
        LastEvent = "Last",
        Timeline = "What happened",
        NoEvents = "Nothing has been told.",
        Close = "Close",
        CaseGone = "The case is not there any more.",
        AboutThis = "About {0}",
        Earlier = "Earlier contacts",
        NoEarlier = "No earlier contacts.",
        Conversation = "The conversation",
        Channel = "Channel",
        PersonName = "Name",
        Phone = "Phone",
        Question = "Question {0}",
        Subject = "What is it about?",
        Notes = "Note",
        Answer = "Answer that was given",
        Result = "Result",
        NoResult = "none yet",
        AddQuestion = "Another question",
        Finish = "End the contact",
        NotBegun = "Nothing is written yet.",
        Saving = "Saving …",
        SavedAt = "Saved {0}",
        NotSaved = "Not saved: {0} What you wrote stays here.",
        ChangedElsewhere = "Somebody else has written on this question. Read it again and go on from there.",
        TakeMine = "Keep my text",
        TakeTheirs = "Take theirs",
        Finished = "The contact is ended and saved.",
        Promise = "Callback or hand-over",
        PromiseKind = "What",
        KindCallBack = "Somebody calls back",
        KindHandOver = "Hand over",
        Unit = "To",
        ChooseUnit = "choose a unit",
        WhatToDo = "What are they to do or to answer?",
        DueBy = "By",
        NoDue = "no time promised",
        DueToday = "today 16:00",
        DueTomorrow = "tomorrow 12:00",
        DueWeek = "within a week",
        SendPromise = "Promise",
        Promised = "Promised: {0} has it.",
        Promises = "Promises",
        HasIt = "{0} has it {1}",
        Since = "since {0}",
        DueAt = "by {0}",
        Overdue = "overdue",
        StateWaiting = "waits for somebody to take it",
        StateAccepted = "somebody works on it",
        StateDone = "done",
        StateWithdrawn = "withdrawn",
        Desk = "The desk",
        UnitList = "The unit's list",
        UnitListLead = "What is not done, the oldest first: who has it, and since when.",
        NothingOpen = "Nothing is open here.",
        AllUnits = "all units",
        UnitCounts = "{0} waiting, {1} taken, {2} overdue",
        More = "More",
        Steps = "What became of it",
        CallNumber = "Show the number",
        NumberIs = "Call {0}",
        NumberProtected = "Protected identity: the number is for you, and is written down nowhere.",
        Take = "Take it",
        GiveBack = "Give back",
        PassOn = "Pass on",
        Attempt = "Not reached",
        MarkDone = "Done",
        TakeBack = "Withdraw",
        Note = "Note",
        Reply = "A reply came",
        WhyOrWhat = "Why, or what was answered",
        Do = "Do it",
        Cancel = "Cancel",
        ChangedList = "Somebody else was first. The list is read anew.",
        KeyPromise = "promise something",
        PurposeOfList = "the unit's list is read",
        PurposeOfCall = "whoever was promised is called",
        HubAway = "The hub does not answer ({0}).",
        KeyLookUp = "look up",
        KeyAnswer = "answer the call",
        KeyNote = "to the note",
        KeyFinish = "end the contact",
        JustNow = "just now",
        MinutesAgo = "{0} min ago",
        HoursAgo = "{0} h ago",
        Reconnecting = "The connection is broken. Trying again …",
        ConnectionLost = "The connection is lost.",
        LoadAgain = "Load again",
        WhoItIs = "Who it is about",
        Facts = "The answer",
        StatusName = value => value switch
        {
            CaseStatus.Received => "received",
            CaseStatus.InProgress => "being worked on",
            CaseStatus.WaitingForCitizen => "waiting for the citizen",
            CaseStatus.WaitingForOther => "waiting for somebody else",
            CaseStatus.Decided => "decided",
            CaseStatus.Closed => "closed",
            CaseStatus.Withdrawn => "withdrawn",
            _ => "unknown state",
        },
        KindName = value => value switch
        {
            LookupBy.Person => "personal number",
            LookupBy.Organisation => "organisation number",
            LookupBy.CaseNumber => "case number",
            LookupBy.Phone => "phone",
            LookupBy.Email => "e-mail",
            LookupBy.Address => "address",
            LookupBy.Property => "property",
            LookupBy.Name => "name",
            _ => "words",
        },
        StepName = value => value switch
        {
            HandOverStepKind.Created => "promised",
            HandOverStepKind.Accepted => "taken",
            HandOverStepKind.Returned => "given back",
            HandOverStepKind.PassedOn => "passed on",
            HandOverStepKind.Attempted => "tried to reach",
            HandOverStepKind.Noted => "noted",
            HandOverStepKind.Done => "done",
            HandOverStepKind.Withdrawn => "withdrawn",
            HandOverStepKind.Reminded => "reminded",
            _ => "a reply came",
        },
    };
}
