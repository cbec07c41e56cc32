namespace IntegrationHub.Torture.Checking;

/// <summary>What may be wrong with an index.</summary>
internal enum FindingKind
{
    /// <summary>The newest version of a case, or a note, is neither in the index nor in quarantine.</summary>
    Lost,

    /// <summary>A case, a note or an entry of the change feed is there more often than what it tells of happened.</summary>
    Doubled,

    /// <summary>Something that was committed went back: a revision, an order, a watermark.</summary>
    Regressed,

    /// <summary>A case that is gone at its vendor is live again, or still.</summary>
    Resurrected,

    /// <summary>A case became a tombstone that its vendor had.</summary>
    Deleted,

    /// <summary>Several cases became tombstones at once that their vendor had.</summary>
    MassDeleted,

    /// <summary>A run that had been replaced committed.</summary>
    Fenced,

    /// <summary>A record lies in quarantine that can be mapped.</summary>
    Held,

    /// <summary>The index has what its vendor never had.</summary>
    Invented,

    /// <summary>A notification was answered as taken, and its case was not read for it.</summary>
    NotificationLost,

    /// <summary>Somebody who looked saw fewer cases than before, and their vendor had deleted none.</summary>
    Fewer,

    /// <summary>A node that was asked to end left a lease or a run behind.</summary>
    LeftBehind,

    /// <summary>A command was answered as taken in, and is not in the outbox, or not at the vendor although it is accepted, or never came to an end.</summary>
    CommandLost,

    /// <summary>The vendor has what a command asked for more than once.</summary>
    SentTwice,

    /// <summary>Two commands about one case arrived in another order than they were asked for.</summary>
    OutOfOrder,

    /// <summary>What is said of a command's end is not so, or a person was asked who was not needed.</summary>
    WronglyEnded,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Where">Source or stream, and key.</param>
/// <param name="What">What was found, and what should be there.</param>
internal sealed record Finding(FindingKind Kind, string Where, string What)
{
    public override string ToString() => $"{Kind}: {Where}: {What}";
}
