namespace IntegrationHub.Quarantine;

/// <summary>What came of mapping records in quarantine again.</summary>
public abstract record ReplayOutcome
{
    ReplayOutcome()
    {
    }

    /// <summary>There is no such entry in quarantine.</summary>
    public sealed record NotFound : ReplayOutcome;

    /// <summary>A run has the stream and did not end in time: nothing was mapped, or no more than <paramref name="SoFar"/> tells. Ask again.</summary>
    /// <param name="SoFar">What was done before a run took the stream over; null when nothing was.</param>
    public sealed record Busy(Replayed? SoFar) : ReplayOutcome;

    /// <summary>All that was asked for was mapped again.</summary>
    /// <param name="Result">What became of it.</param>
    public sealed record Done(Replayed Result) : ReplayOutcome;
}

/// <summary>What became of records that were mapped again.</summary>
public sealed record Replayed
{
    /// <summary>How many were mapped again.</summary>
    public required long Records { get; init; }

    /// <summary>How many are in the index now, or left out on purpose by the mapping.</summary>
    public required long CameIn { get; init; }

    /// <summary>How many are older than what the index has: they left quarantine and changed nothing.</summary>
    public required long Older { get; init; }

    /// <summary>How many still cannot be mapped or stored.</summary>
    public required long StillHeld { get; init; }

    /// <summary>How many cannot be opened with the keys there are.</summary>
    public required long NotOpened { get; init; }

    /// <summary>How many have no contents any more that could be mapped: they have expired, and come in when their source sends them again.</summary>
    public required long Expired { get; init; }

    /// <summary>What is wrong now with those that still are held, the largest group first.</summary>
    public required IReadOnlyList<ReplayFault> Faults { get; init; }
}

/// <summary>What is wrong with records that still cannot be mapped.</summary>
/// <param name="Code">The stable code of the first fault.</param>
/// <param name="Field">The target field of the first fault.</param>
/// <param name="Diagnostic">The first fault of one of them: place in the mapping, code, what is wrong and what to do.</param>
/// <param name="Count">How many.</param>
public sealed record ReplayFault(string Code, string Field, string Diagnostic, long Count);
