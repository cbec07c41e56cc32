namespace IntegrationHub.HandOvers;

/// <summary>Where a hand-over stands: it follows from its steps and from nothing else.</summary>
/// <param name="State">Whether it waits, is taken, or is over.</param>
/// <param name="Holder">Who has it in hand.</param>
/// <param name="Since">Since when they have.</param>
/// <param name="Givers">To whom it goes back, the last of them first.</param>
/// <param name="Origin">Who began it.</param>
/// <param name="Version">The number of the last step.</param>
sealed record HandOverCourse(HandOverState State, HandOverHolder Holder, DateTimeOffset Since, IReadOnlyList<HandOverHolder> Givers, HandOverHolder Origin, int Version)
{
    public bool IsOpen => State is HandOverState.Waiting or HandOverState.Accepted;

    public static HandOverCourse Of(IEnumerable<HandOverStep> steps) =>
        steps.Aggregate((HandOverCourse?)null, (before, step) => before is null ? Begun(step) : before.After(step)) ?? throw new ArgumentException("A hand-over has a first step.", nameof(steps));

    public static HandOverCourse Begun(HandOverStep created) => new(HandOverState.Waiting, created.To, created.At, [created.From], created.From, created.Number);

    /// <summary>Where it stands after one step more.</summary>
    public HandOverCourse After(HandOverStep step)
    {
        var after = this with { Holder = step.To, Since = step.To.IsSameAs(Holder) ? Since : step.At, Version = step.Number };
        return step.Kind switch
        {
            HandOverStepKind.Accepted => after with { State = HandOverState.Accepted },
            HandOverStepKind.Returned or HandOverStepKind.Replied or HandOverStepKind.NotSent or HandOverStepKind.Closed => after with { State = HandOverState.Waiting, Givers = [.. Givers.Skip(1)] },
            HandOverStepKind.PassedOn => after with { State = HandOverState.Waiting, Givers = [Holder, .. Givers] },
            HandOverStepKind.Done => after with { State = HandOverState.Done },
            HandOverStepKind.Withdrawn => after with { State = HandOverState.Withdrawn },
            _ => after,
        };
    }
}
