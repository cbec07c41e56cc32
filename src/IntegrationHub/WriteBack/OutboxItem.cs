using IntegrationHub.Sync;

namespace IntegrationHub.WriteBack;

/// <summary>A command as operators see it: that it is there, and where it stands.</summary>
public sealed record OutboxItem
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Raised with each change; whoever decides of it names the version that they saw.</summary>
    public required long Version { get; init; }

    /// <summary>The stream of its case.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The source of its case.</summary>
    public required SourceId Source { get; init; }

    /// <summary>What kind of thing is written.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required WriteState State { get; init; }

    /// <summary>Why it waits for a person; null when it does not.</summary>
    public WriteReason? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it last came to where it stands.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether it may have been carried out although nobody knows.</summary>
    public required bool MayBeDone { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried, and failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>What was wrong at last; null when nothing was.</summary>
    public RunFault? Fault { get; init; }
}

/// <summary>How many commands of a stream stand where.</summary>
/// <param name="Queued">How many wait to be sent.</param>
/// <param name="Sending">How many are being sent.</param>
/// <param name="Unknown">Of how many nobody knows whether they were carried out; those that wait for a person are not among them.</param>
/// <param name="Dead">How many wait for a person.</param>
/// <param name="OldestAt">When the oldest of the others was asked for; null when there are none.</param>
/// <param name="DueAt">When the first of them is to be taken; null when there are none.</param>
public sealed record OutboxQueue(long Queued, long Sending, long Unknown, long Dead, DateTimeOffset? OldestAt, DateTimeOffset? DueAt)
{
    /// <summary>None at all.</summary>
    public static OutboxQueue Empty { get; } = new(0, 0, 0, 0, null, null);

    /// <summary>How many of them wait because a setting is wrong.</summary>
    public long Misconfigured { get; init; }

    /// <summary>How many are on their way.</summary>
    public long Waiting => Queued + Sending + Unknown;
}
