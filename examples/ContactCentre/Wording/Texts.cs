using IntegrationHub.Cases;
using IntegrationHub.HandOvers;
using IntegrationHub.Lookup;
using IntegrationHub.WriteBack;

namespace ContactCentre.Wording;

/// <summary>What the desk says. A language that lacks a text does not compile.</summary>
sealed partial class Texts
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
    public required string Contact { get; init; }
    public required string WriteTo { get; init; }
    public required string WriteKindLabel { get; init; }
    public required string WriteText { get; init; }
    public required string SendWrite { get; init; }
    public required string WriteQueued { get; init; }
    public required string WriteSystemSaid { get; init; }
    public required string WriteUnknownHint { get; init; }
    public required string WriteIsThere { get; init; }
    public required string WriteIsNotThere { get; init; }
    public required string WriteAgain { get; init; }
    public required string WriteTakeBack { get; init; }
    public required string WriteChanged { get; init; }
    public required string WriteSettled { get; init; }
    public required string WriteTakenBack { get; init; }
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
    public required Func<WriteKind, string> WriteName { get; init; }
    public required Func<WriteState, string> WriteStateName { get; init; }
}
