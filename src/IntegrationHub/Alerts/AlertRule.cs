namespace IntegrationHub.Alerts;

/// <summary>What the hub tells of by itself.</summary>
public enum AlertRule
{
    /// <summary>What is known of a stream is older than its goal.</summary>
    Late,

    /// <summary>Runs of a stream fail, one after the other.</summary>
    Failing,

    /// <summary>Records of a stream are in quarantine.</summary>
    Quarantine,

    /// <summary>Cases may be gone, and somebody must decide.</summary>
    HeldDeletes,

    /// <summary>Records hold codes that stand in no row of their table.</summary>
    UnknownCodes,

    /// <summary>Open cases of which nothing has been heard for long.</summary>
    SilentCases,

    /// <summary>Notifications of a vendor were put aside because their cases could not be read.</summary>
    DeadLetters,

    /// <summary>Notifications of a vendor have waited too long to be read.</summary>
    WaitingNotifications,

    /// <summary>Callbacks and hand-overs that a unit has in hand are past their time.</summary>
    OverdueHandOvers,

    /// <summary>Commands to a vendor wait for a person: dead letters, and those of which nobody knows whether they were carried out.</summary>
    CommandsForAPerson,

    /// <summary>Commands to a vendor have been on their way for too long.</summary>
    WaitingCommands,
}
