using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Console.Wording;

/// <summary>All texts of the pages. A language that lacks one does not compile.</summary>
/// <remarks>What varies stands in braces; a test compares them between the languages.</remarks>
sealed partial class Texts
{
    /// <summary>The texts of a language.</summary>
    public static Texts Of(Language language) => language == Language.English ? English : Swedish;

    public required RemovalTexts Removals { get; init; }
    public required DriftTexts Drift { get; init; }
    public required OperationTexts Operation { get; init; }
    public required ConsoleTexts Console { get; init; }

    public required AlertTexts Alerts { get; init; }

    public required OutboxTexts Outbox { get; init; }

    public required NodeTexts Nodes { get; init; }
    public required string SkipToContent { get; init; }
    public required string Navigation { get; init; }
    public required string Desk { get; init; }
    public required string Operations { get; init; }
    public required string SignIn { get; init; }
    public required string SignOut { get; init; }
    public required string SignedInAs { get; init; }
    public required string SignInLead { get; init; }
    public required string SignInWith { get; init; }
    public required string OrWithKey { get; init; }
    public required string NoKeysHere { get; init; }
    public required string NoRoleElsewhere { get; init; }
    public required string SignInFailedElsewhere { get; init; }
    public required string YourName { get; init; }
    public required string YourNameHint { get; init; }
    public required string Key { get; init; }
    public required string KeyHint { get; init; }
    public required string WrongKey { get; init; }
    public required string NoPerson { get; init; }
    public required string NoSignInAudit { get; init; }
    public required string Locked { get; init; }
    public required string SessionEnded { get; init; }
    public required string SignedOut { get; init; }
    public required string NotForYouTitle { get; init; }
    public required string NotForYou { get; init; }
    public required string GoOn { get; init; }
    public required string FormTooOldTitle { get; init; }
    public required string FormTooOld { get; init; }
    public required string Reconnecting { get; init; }
    public required string ConnectionLost { get; init; }
    public required string LoadAgain { get; init; }
    public required string And { get; init; }
    public required string JustNow { get; init; }
    public required string Ago { get; init; }
    public required string In { get; init; }
    public required string Now { get; init; }
    public required string Seconds { get; init; }
    public required string Minutes { get; init; }
    public required string Hours { get; init; }
    public required string Days { get; init; }
    public required string UnknownTime { get; init; }
    public required string NoAudit { get; init; }
    public required string NoCasesForYou { get; init; }
    public required string HubFailed { get; init; }
    public required string LookUp { get; init; }
    public required string LookupLabel { get; init; }
    public required string PurposeLabel { get; init; }
    public required string DefaultPurpose { get; init; }
    public required string ByItself { get; init; }
    public required string GuessedAs { get; init; }
    public required string OtherKinds { get; init; }
    public required string TypeSomething { get; init; }
    public required string DeskEmpty { get; init; }
    public required string KeyNew { get; init; }
    public required string KeyEnter { get; init; }
    public required string KeyArrows { get; init; }
    public required string KeyEscape { get; init; }
    public required string AnswerFor { get; init; }
    public required string OpenCount { get; init; }
    public required string FoundSpoken { get; init; }
    public required string UpdatedLabel { get; init; }
    public required string UpdatedSpoken { get; init; }
    public required string WhoItIsAbout { get; init; }
    public required string ProtectedIdentity { get; init; }
    public required string ProtectedIdentityHint { get; init; }
    public required string ThereIsAMatter { get; init; }
    public required string OpenMatters { get; init; }
    public required string ClosedMatters { get; init; }
    public required string AMatter { get; init; }
    public required string Since { get; init; }
    public required string PossibleMatch { get; init; }
    public required string MayBeOutdated { get; init; }
    public required string Next { get; init; }
    public required string AStep { get; init; }
    public required string ByDay { get; init; }
    public required string DoneBy { get; init; }
    public required string Handler { get; init; }
    public required string LastEvent { get; init; }
    public required string NoCaseFound { get; init; }
    public required string NothingFoundYet { get; init; }
    public required string CenturyUnknown { get; init; }
    public required string MoreCases { get; init; }
    public required string CoverageLabel { get; init; }
    public required string NoSource { get; init; }
    public required string CoverageFresh { get; init; }
    public required string CoverageStale { get; init; }
    public required string CoveragePartial { get; init; }
    public required string CoverageLoading { get; init; }
    public required string CoverageFailing { get; init; }
    public required string CoverageRefused { get; init; }
    public required string CoverageNotConnected { get; init; }
    public required string CoveredFrom { get; init; }
    public required string ShownAsOf { get; init; }
    public required string NothingShown { get; init; }
    public required string Back { get; init; }
    public required string Timeline { get; init; }
    public required string NoEvents { get; init; }
    public required string Facts { get; init; }
    public required string Department { get; init; }
    public required string Opened { get; init; }
    public required string Due { get; init; }
    public required string Closed { get; init; }
    public required string Place { get; init; }
    public required string Related { get; init; }
    public required string ReadNow { get; init; }
    public required string OpenInSystem { get; init; }
    public required string ReadNowNotSupported { get; init; }
    public required string ReadNowFailed { get; init; }
    public required string CaseGone { get; init; }
    public required string Streams { get; init; }
    public required string NoStreams { get; init; }
    public required string NoStreamsHint { get; init; }
    public required string AllFresh { get; init; }
    public required string SomeFresh { get; init; }
    public required string SummaryFailing { get; init; }
    public required string SummaryRefused { get; init; }
    public required string SummaryNotConnected { get; init; }
    public required string SummaryLoading { get; init; }
    public required string SummaryPartial { get; init; }
    public required string SummaryStale { get; init; }
    public required string SummaryPaused { get; init; }
    public required string IndexAnswersFrom { get; init; }
    public required string IndexHasNothing { get; init; }
    public required string State { get; init; }
    public required string Stream { get; init; }
    public required string AgeAndGoal { get; init; }
    public required string LastSuccess { get; init; }
    public required string NextRun { get; init; }
    public required string Read { get; init; }
    public required string ReadRecords { get; init; }
    public required string Written { get; init; }
    public required string Unchanged { get; init; }
    public required string QuarantinedColumn { get; init; }
    public required string Actions { get; init; }
    public required string Paused { get; init; }
    public required string RunsNow { get; init; }
    public required string NotificationsWait { get; init; }
    public required string NotificationsDead { get; init; }
    public required string RunNow { get; init; }
    public required string RunNowOf { get; init; }
    public required string Pause { get; init; }
    public required string PauseOf { get; init; }
    public required string Resume { get; init; }
    public required string ResumeOf { get; init; }
    public required string History { get; init; }
    public required string HistoryOf { get; init; }
    public required string PauseConfirm { get; init; }
    public required string PauseYes { get; init; }
    public required string Cancel { get; init; }
    public required string RunsAlready { get; init; }
    public required string RunBegun { get; init; }
    public required string PausedSpoken { get; init; }
    public required string ResumedSpoken { get; init; }
    public required string StateFresh { get; init; }
    public required string StateStale { get; init; }
    public required string StatePartial { get; init; }
    public required string StateLoading { get; init; }
    public required string StateFailing { get; init; }
    public required string StateRefused { get; init; }
    public required string StateNotConnected { get; init; }
    public required string NoRuns { get; init; }
    public required string Began { get; init; }
    public required string Took { get; init; }
    public required string Outcome { get; init; }
    public required string Quarantine { get; init; }
    public required string NoQuarantine { get; init; }
    public required string Records { get; init; }
    public required string OneRecord { get; init; }
    public required string FirstSeen { get; init; }
    public required string LastSeen { get; init; }
    public required string Keys { get; init; }
    public required string QuarantineRemedy { get; init; }
    public required string MissingCodes { get; init; }
    public required string MissingCodesOf { get; init; }
    public required string MissingCodesRemedy { get; init; }
    public required string VendorAsked { get; init; }
    public required Func<CaseStatus, string> StatusName { get; init; }
    public required string Contact { get; init; }
    public required Func<EventKind, string> EventName { get; init; }
    public required Func<PartyRole, string> RoleOf { get; init; }
    public required Func<LookupBy, string> KindName { get; init; }
    public required Func<RunOutcome, string> OutcomeName { get; init; }
    public required Func<RunTrigger, string> TriggerName { get; init; }
    public required Func<FaultKind, string> RemedyOf { get; init; }
    public required Func<CallerRole, string> RoleName { get; init; }
}
