namespace IntegrationHub.WriteBack;

/// <summary>Where a command stands.</summary>
public enum WriteState
{
    /// <summary>It waits to be sent; the vendor has not been asked, or is known not to have carried it out.</summary>
    Queued = 1,

    /// <summary>It is being sent.</summary>
    Sending = 2,

    /// <summary>It was sent, and nobody knows whether it was carried out. What comes after it for the same case waits.</summary>
    Unknown = 3,

    /// <summary>The vendor has it.</summary>
    Accepted = 4,

    /// <summary>The vendor said no.</summary>
    Refused = 5,

    /// <summary>It was given up; the vendor is known not to have it.</summary>
    Dead = 6,

    /// <summary>A person took it back.</summary>
    Withdrawn = 7,
}

/// <summary>Why a command waits for a person.</summary>
public enum WriteReason
{
    /// <summary>It may have been carried out, and the vendor neither knows it again nor shows it: only a person can look.</summary>
    OnlyAPersonCanTell = 1,

    /// <summary>It has used up its attempts, or its time.</summary>
    UsedUp = 2,
}
