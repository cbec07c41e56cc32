using IntegrationHub.Cases;

namespace IntegrationHub.Quarantine;

/// <summary>What came of an edit.</summary>
public abstract record EditOutcome
{
    EditOutcome()
    {
    }

    /// <summary>There is no such entry in quarantine.</summary>
    public sealed record NotFound : EditOutcome;

    /// <summary>A run has the stream and did not end in time: nothing was stored. Ask again.</summary>
    public sealed record Busy : EditOutcome;

    /// <summary>The source has sent another version since the record was read: nothing was stored. Read it again.</summary>
    public sealed record Changed : EditOutcome;

    /// <summary>The edited record cannot be mapped, or not stored: nothing was stored.</summary>
    /// <param name="Diagnostics">All its faults, without values from it.</param>
    public sealed record Unmappable(IReadOnlyList<string> Diagnostics) : EditOutcome;

    /// <summary>An edit may not do this: nothing was stored.</summary>
    /// <param name="Message">What, and what to do instead.</param>
    public sealed record NotAllowed(string Message) : EditOutcome;

    /// <summary>The index has a newer version than the edited record: nothing was stored, and the entry stays.</summary>
    public sealed record Older : EditOutcome;

    /// <summary>The edited record is in the index, and its entry has left quarantine.</summary>
    /// <param name="Case">The case; null when it was an event of one.</param>
    public sealed record Stored(CaseId? Case) : EditOutcome;
}
