using System.Collections.Frozen;

namespace IntegrationHub.HandOvers;

/// <summary>Who asks for a step.</summary>
/// <param name="Name">The person, as the calling system names them.</param>
/// <param name="Units">The units that they belong to.</param>
sealed record HandOverActor(string Name, IReadOnlyList<string> Units)
{
    /// <summary>The hub itself, which reminds, and tells what became of what went out.</summary>
    public static HandOverActor Hub { get; } = new("hub", []);

    public bool BelongsTo(string unit) => Units.Contains(unit, StringComparer.Ordinal);
}

/// <summary>Decides whether a step may follow, and into whose hand it leads. Pure.</summary>
/// <remarks>
/// What the holder may do, everybody of the holder's unit may: people are ill, and whom a calling system names is trusted for no right. So the name tells who did it and never who may.
/// </remarks>
static class HandOverDecision
{
    static readonly FrozenDictionary<(HandOverState State, HandOverStepKind Step), By> Table = new Dictionary<(HandOverState, HandOverStepKind), By>
    {
        [(HandOverState.Waiting, HandOverStepKind.Accepted)] = By.HoldersUnit,
        [(HandOverState.Waiting, HandOverStepKind.Returned)] = By.HoldersUnit,
        [(HandOverState.Waiting, HandOverStepKind.PassedOn)] = By.HoldersUnit,
        [(HandOverState.Waiting, HandOverStepKind.Replied)] = By.HoldersUnit,
        [(HandOverState.Waiting, HandOverStepKind.Noted)] = By.WhoeverIsTold,
        [(HandOverState.Waiting, HandOverStepKind.Withdrawn)] = By.OriginsUnit,
        [(HandOverState.Waiting, HandOverStepKind.Reminded)] = By.Hub,
        [(HandOverState.Waiting, HandOverStepKind.Sent)] = By.Hub,
        [(HandOverState.Waiting, HandOverStepKind.NotSent)] = By.Hub,
        [(HandOverState.Waiting, HandOverStepKind.Closed)] = By.Hub,
        [(HandOverState.Accepted, HandOverStepKind.Accepted)] = By.HoldersUnit,
        [(HandOverState.Accepted, HandOverStepKind.Returned)] = By.HoldersUnit,
        [(HandOverState.Accepted, HandOverStepKind.PassedOn)] = By.HoldersUnit,
        [(HandOverState.Accepted, HandOverStepKind.Attempted)] = By.HoldersUnit,
        [(HandOverState.Accepted, HandOverStepKind.Done)] = By.HoldersUnit,
        [(HandOverState.Accepted, HandOverStepKind.Noted)] = By.WhoeverIsTold,
        [(HandOverState.Accepted, HandOverStepKind.Withdrawn)] = By.OriginsUnit,
        [(HandOverState.Accepted, HandOverStepKind.Reminded)] = By.Hub,
    }.ToFrozenDictionary();

    enum By
    {
        HoldersUnit,
        OriginsUnit,
        WhoeverIsTold,
        Hub,
    }

    /// <summary>The steps that the actor may take as it stands.</summary>
    public static IReadOnlyList<HandOverStepKind> Possible(HandOverCourse course, HandOverActor actor) =>
        [.. Enum.GetValues<HandOverStepKind>().Where(step => IsPossible(course, actor, step))];

    /// <summary>Into whose hand the step leads; null when it may not follow.</summary>
    public static HandOverHolder? Decide(HandOverCourse course, HandOverActor actor, HandOverOrder order)
    {
        if (!IsPossible(course, actor, order.Kind)) return null;

        return order.Kind switch
        {
            HandOverStepKind.Accepted => new HandOverHolder(HolderKind.Person, course.Holder.Unit, actor.Name),
            HandOverStepKind.Returned or HandOverStepKind.Replied or HandOverStepKind.NotSent or HandOverStepKind.Closed => course.Givers[0],
            // It is in that hand already.
            HandOverStepKind.PassedOn => Placed(order.To!, course.Holder.Unit) is var to && to.IsSameAs(course.Holder) ? null : to,
            _ => course.Holder,
        };
    }

    /// <summary>The holder with the unit that answers for it.</summary>
    public static HandOverHolder Placed(HandOverHolder to, string from) => IsOut(to) ? to with { Unit = from } : to;

    /// <summary>Whether it is in the hand of nobody who could take it here.</summary>
    public static bool IsOut(HandOverHolder holder) => holder.Kind is HolderKind.External or HolderKind.System;

    static bool IsPossible(HandOverCourse course, HandOverActor actor, HandOverStepKind step) =>
        Table.TryGetValue((course.State, step), out var by)
        && by switch
        {
            By.HoldersUnit => actor.BelongsTo(course.Holder.Unit),
            By.OriginsUnit => actor.BelongsTo(course.Origin.Unit),
            By.Hub => ReferenceEquals(actor, HandOverActor.Hub),
            _ => !ReferenceEquals(actor, HandOverActor.Hub),
        }
        && step switch
        {
            // A colleague may take it over; who has it already may not take it again.
            HandOverStepKind.Accepted => course.State == HandOverState.Waiting || !course.Holder.IsSameAs(new HandOverHolder(HolderKind.Person, course.Holder.Unit, actor.Name)),
            HandOverStepKind.Returned => course.Givers.Count > 0,
            HandOverStepKind.Replied or HandOverStepKind.Sent or HandOverStepKind.NotSent => course.Givers.Count > 0 && IsOut(course.Holder),
            HandOverStepKind.Closed => course.Givers.Count > 0 && course.Holder.Kind == HolderKind.System,
            _ => true,
        };
}
