using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>What the end of a run says of its stream.</summary>
internal enum RunConsequence
{
    /// <summary>Nothing: stopped, fenced and interrupted runs neither break a row of failures nor lengthen it.</summary>
    None,

    /// <summary>It was read.</summary>
    Success,

    /// <summary>Its source answered.</summary>
    NoFailure,

    /// <summary>One failure more.</summary>
    Failure,
}

/// <summary>Decides it. Pure, so that all stores share it.</summary>
internal static class RunConsequences
{
    public static RunConsequence Of(RunEnd end) => end.Outcome switch
    {
        RunOutcome.Succeeded => RunConsequence.Success,
        // What it read is in the index; somebody only has to decide of what it did not hold.
        RunOutcome.Incomplete when end.Verdict is { Complete: true } => RunConsequence.Success,
        RunOutcome.Incomplete => RunConsequence.NoFailure,
        RunOutcome.Failed => RunConsequence.Failure,
        _ => RunConsequence.None,
    };
}
