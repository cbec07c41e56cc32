namespace IntegrationHub.Sync;

/// <summary>Asks for the cases of a stream that are to be read again by their keys: those that are neither closed nor withdrawn, and some of the others.</summary>
public sealed record RereadQuery
{
    /// <summary>Only keys after this one, in the store's order; null begins.</summary>
    public string? AfterKey { get; init; }

    /// <summary>Cases that were closed or withdrawn after this time are wanted too; null wants none of them. Where the source tells no such time, its last change stands for it, or else the read that brought it.</summary>
    public DateTimeOffset? ClosedAfter { get; init; }

    /// <summary>
    /// Closed cases are wanted too when a stream of events of the same source has brought an event of them that was committed no earlier than this,
    /// and no earlier than <see cref="Settle"/> before the last read of the case itself began: the event may be of its re-opening.
    /// </summary>
    public DateTimeOffset EventsCommittedFrom { get; init; }

    /// <summary>
    /// Records in quarantine are wanted too, by this time: each when it has lain there as long again as when it was last read. So what came broken is asked for at once, and
    /// what stays broken ever more rarely. Null wants none of them.
    /// </summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>How long the source takes to show everywhere what has happened: a case that was read so much after an event was committed holds what the event tells.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>Leaves out what this complete read has seen; null leaves out nothing.</summary>
    public string? SweepId { get; init; }

    /// <summary>How many keys at most.</summary>
    public required int Limit { get; init; }
}

/// <summary>A case that is to be read again.</summary>
/// <param name="Key">Its key.</param>
/// <param name="HasNewerEvent">Whether it is wanted for an event that may be newer than its last read: then that read is to be written down, even if it brings nothing new.</param>
public readonly record struct CaseToReread(string Key, bool HasNewerEvent);
