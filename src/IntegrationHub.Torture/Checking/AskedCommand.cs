using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Checking;

/// <summary>A command of which a worker said that it is in the outbox.</summary>
/// <param name="Number">Its number; of one case they are asked for in the order of their numbers.</param>
/// <param name="Id">Its id in the outbox.</param>
/// <param name="Source">The source of its case.</param>
/// <param name="Key">The key of its case.</param>
/// <param name="Kind">What is written.</param>
internal sealed record AskedCommand(int Number, WriteCommandId Id, string Source, string Key, WriteKind Kind)
{
    /// <summary>Whether a person took it back, or sent a dead one again: then it may come behind others of its case.</summary>
    public bool MayBeLate { get; init; }

    /// <summary>The times it waited for a person, who then looked at the vendor.</summary>
    public IReadOnlyList<CommandWait> Waits { get; init; } = [];
}

/// <summary>A command waited for a person.</summary>
/// <param name="State">How it stood.</param>
/// <param name="Reason">Why it waited.</param>
/// <param name="IsThere">Whether the vendor had it, when all that was on its way had arrived.</param>
internal sealed record CommandWait(WriteState State, WriteReason? Reason, bool IsThere);

/// <summary>A command as it stands in the outbox.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Raised with each change.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it waits for a person; null when it does not.</param>
/// <param name="MayBeDone">Whether it says that an attempt may have been carried out.</param>
internal sealed record IndexedCommand(WriteCommandId Id, long Version, WriteState State, WriteReason? Reason, bool MayBeDone);
