namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>What is planted in the model adapter, one at a time, for the kit to find.</summary>
public enum Defect
{
    None,
    PageSwallowedOnAFault,
    CursorSetBeforeTheWork,
    TieLostBetweenPages,
    DeletesWhatAnEmptyAnswerLeavesOut,
    BrokenOffAnswerTakenForTheEnd,
    CallsAgainAtOnce,
    KeyDiffersFromReadToRead,
    SecretInTheMessage,
    PersonInTheLog,
    FollowsRedirects,
    NeverStopsPaging,
    RewritesNumbers,
    RewritesTexts,
    WrongHourInAutumn,
    GathersEverything,
    IgnoresCancellation,
    SettingNotChecked,
    OtherBytesByKey,
    ForeignPositionTakenForTheEnd,
    TimeCutToTheDay,
}
