namespace IntegrationHub.Cases;

/// <summary>Where a case stands, on the scale that all sources share.</summary>
public enum CaseStatus
{
    /// <summary>The source's word is in no code table; the word itself is kept.</summary>
    Unknown,

    /// <summary>It has come in; nobody has begun.</summary>
    Received,

    /// <summary>Somebody works on it.</summary>
    InProgress,

    /// <summary>The citizen or company has something to do first.</summary>
    WaitingForCitizen,

    /// <summary>Somebody else than the citizen has something to do first.</summary>
    WaitingForOther,

    /// <summary>There is a decision; the case is still open.</summary>
    Decided,

    /// <summary>It is finished.</summary>
    Closed,

    /// <summary>It was taken back.</summary>
    Withdrawn,
}

/// <summary>Who may know of a case or an event, from the least to the most closed.</summary>
public enum Confidentiality
{
    /// <summary>Ordinary: the contact centre may see it.</summary>
    Open,

    /// <summary>For the department, and for others only as far as the municipality has decided.</summary>
    Restricted,

    /// <summary>Under secrecy.</summary>
    Secret,

    /// <summary>The most closed, and what anything unmapped counts as.</summary>
    Protected,
}

/// <summary>What a party is to a case.</summary>
public enum PartyRole
{
    /// <summary>A role that the mapping does not tell apart.</summary>
    Other,

    /// <summary>Applied for something.</summary>
    Applicant,

    /// <summary>Acts for somebody else.</summary>
    Representative,

    /// <summary>Is affected: a neighbour, for instance.</summary>
    Affected,

    /// <summary>Receives support.</summary>
    Client,

    /// <summary>Reported something.</summary>
    Reporter,

    /// <summary>Owns the property.</summary>
    Owner,

    /// <summary>Is to be contacted about the case.</summary>
    Contact,

    /// <summary>Pays.</summary>
    Payer,
}

/// <summary>What kind of happening an event is.</summary>
public enum EventKind
{
    /// <summary>Something that the mapping does not tell apart.</summary>
    Other,

    /// <summary>The matter, or a supplement to it, came in.</summary>
    Received,

    /// <summary>Somebody was given the case.</summary>
    Assigned,

    /// <summary>The case moved to another status.</summary>
    StatusChanged,

    /// <summary>The citizen was asked for more.</summary>
    SupplementRequested,

    /// <summary>A message to or from the citizen.</summary>
    Message,

    /// <summary>A document was added.</summary>
    Document,

    /// <summary>Somebody else was asked for an opinion.</summary>
    Referral,

    /// <summary>Something was decided.</summary>
    Decision,

    /// <summary>A visit or an inspection.</summary>
    Inspection,

    /// <summary>A note.</summary>
    Note,

    /// <summary>The case was closed.</summary>
    Closed,
}

/// <summary>Why a case left the index.</summary>
public enum TombstoneReason
{
    /// <summary>The source said that it deleted the case.</summary>
    Deleted,

    /// <summary>The case no longer is among those that the stream reads.</summary>
    OutOfScope,

    /// <summary>The case became part of another.</summary>
    Merged,

    /// <summary>A verified complete read did not hold it any more.</summary>
    Vanished,
}
