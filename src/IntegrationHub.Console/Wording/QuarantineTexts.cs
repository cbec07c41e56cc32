namespace IntegrationHub.Console.Wording;

/// <summary>The texts of the workplace for records in quarantine. A language that lacks one does not compile.</summary>
/// <remarks>What varies stands in braces; a test compares them between the languages.</remarks>
sealed partial class QuarantineTexts
{
    /// <summary>The texts of a language.</summary>
    public static QuarantineTexts Of(Language language) => language == Language.English ? English : Swedish;

    public required string Lead { get; init; }
    public required string Open { get; init; }
    public required string OnlyOf { get; init; }
    public required string AllStreams { get; init; }
    public required string OpenGroup { get; init; }
    public required string OpenRecord { get; init; }
    public required string ToGroups { get; init; }
    public required string ToGroup { get; init; }
    public required string GroupGone { get; init; }
    public required string RecordGone { get; init; }
    public required string WholeRecord { get; init; }
    public required string MappingVersion { get; init; }
    public required string Key { get; init; }
    public required string NoKey { get; init; }
    public required string Where { get; init; }
    public required string FirstSeen { get; init; }
    public required string LastSeen { get; init; }
    public required string WhatIsWrong { get; init; }
    public required string RepairFirst { get; init; }
    public required string More { get; init; }
    public required string ExpiredSome { get; init; }
    public required string ExpiredOne { get; init; }
    public required string ReplayGroup { get; init; }
    public required string ReplayOne { get; init; }
    public required string ReplayAll { get; init; }
    public required string Replaying { get; init; }
    public required string CameIn { get; init; }
    public required string CameInOlder { get; init; }
    public required string CameInHeld { get; init; }
    public required string CameInNotOpened { get; init; }
    public required string Busy { get; init; }
    public required string Discard { get; init; }
    public required string DiscardGroup { get; init; }
    public required string DiscardConfirm { get; init; }
    public required string DiscardYes { get; init; }
    public required string Discarded { get; init; }
    public required string Reason { get; init; }
    public required string ReasonHint { get; init; }
    public required string TheRecord { get; init; }
    public required string RecordForAdministrator { get; init; }
    public required string RecordIsPersonal { get; init; }
    public required string Purpose { get; init; }
    public required string ShowRecord { get; init; }
    public required string RecordFacts { get; init; }
    public required string Edit { get; init; }
    public required string EditLabel { get; init; }
    public required string EditHint { get; init; }
    public required string Save { get; init; }
    public required string NotEditable { get; init; }
    public required string EditStored { get; init; }
    public required string EditChanged { get; init; }
    public required string EditOlder { get; init; }
    public required string EditUnmappable { get; init; }
    public required string EditNotAllowed { get; init; }
    public required string NotOpened { get; init; }
    public required string CaseEdited { get; init; }
}
