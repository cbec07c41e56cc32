using IntegrationHub.WriteBack;

namespace ContactCentre.Desk;

/// <summary>What somebody at the desk decided of a command, on what they saw of it.</summary>
/// <param name="Write">The command as they saw it.</param>
public abstract record DeskDecision(AnswerWrite Write)
{
    // What somebody wrote belongs in no log.
    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    /// <summary>It is sent once more.</summary>
    /// <param name="Write">The command as they saw it.</param>
    /// <param name="Text">Its text, written anew; null leaves it.</param>
    public sealed record Again(AnswerWrite Write, string? Text) : DeskDecision(Write);

    /// <summary>The system has it.</summary>
    /// <param name="Write">The command as they saw it.</param>
    public sealed record IsThere(AnswerWrite Write) : DeskDecision(Write);

    /// <summary>It is not sent any more.</summary>
    /// <param name="Write">The command as they saw it.</param>
    public sealed record TakeBack(AnswerWrite Write) : DeskDecision(Write);
}
