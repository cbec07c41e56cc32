namespace IntegrationHub.Notifications;

/// <summary>What became of a notification that came in.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Refusal">Why it was refused; null unless it was.</param>
public sealed record NotificationReceipt(NotificationOutcome Outcome, NotificationRefusal? Refusal = null);

/// <summary>What became of a notification that came in.</summary>
public enum NotificationOutcome
{
    /// <summary>It is on the disk, and its case will be read.</summary>
    Stored,

    /// <summary>It was stored before: its sender sent it again because it did not hear of that.</summary>
    Repeated,

    /// <summary>It is genuine and needs nothing: a test, or of a type that the stream file does not want.</summary>
    Left,

    /// <summary>Nothing of it was stored.</summary>
    Refused,
}

/// <summary>Why a notification was refused.</summary>
public enum NotificationRefusal
{
    /// <summary>It does not prove that it comes from the vendor: no signature or secret, or not the right one.</summary>
    NotProved,

    /// <summary>It is signed, for a time that is too far from now.</summary>
    Stale,

    /// <summary>The very same delivery has come before.</summary>
    Replayed,

    /// <summary>Its id has come before, with another body.</summary>
    IdReused,

    /// <summary>Its body is not what the stream file says.</summary>
    Malformed,

    /// <summary>It names no case where the stream file says that it does.</summary>
    NoCase,

    /// <summary>An address in it does not lie under the vendor's.</summary>
    OtherAddress,

    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>The hub cannot check it: a secret has no value.</summary>
    NotConfigured,
}
