using IntegrationHub.Cases;
using IntegrationHub.WriteBack;

namespace IntegrationHub.HandOvers;

/// <summary>What came of the case that a system was to make of a hand-over. Pure.</summary>
static class HandOverNews
{
    /// <summary>The step that tells it; null when there is nothing to tell.</summary>
    /// <param name="taken">Whether it was told already that the system has taken it.</param>
    /// <param name="command">The command.</param>
    /// <param name="said">What the vendor and others said of it.</param>
    /// <param name="made">The case, when the index has it.</param>
    public static HubStep? Of(bool taken, StoredCommand command, WriteSaid said, StoredCase? made) => (taken, command.State) switch
    {
        (false, WriteState.Accepted) => new HubStep(HandOverStepKind.Sent, command.Reference, goesOut => goesOut with { CommandTaken = true }),
        (false, WriteState.Refused) => NotSent(said.VendorText ?? said.Message ?? "The system said no."),
        (false, WriteState.Dead) => NotSent(said.Message ?? "It was given up: the system could not be reached for too long."),
        (false, WriteState.Withdrawn) => NotSent("A person took it back before the system had it."),
        (true, _) when made is { Status: CaseStatus.Closed or CaseStatus.Withdrawn } => new HubStep(HandOverStepKind.Closed, made.SourceStatus ?? Configuration.EnumNames.Of(made.Status), goesOut => goesOut),
        _ => null,
    };

    static HubStep NotSent(string why) => new(HandOverStepKind.NotSent, why, goesOut => goesOut);
}
