using IntegrationHub.Cases;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Storage.Writing;

/// <summary>A hand-over's row.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Version">The number of its last step.</param>
internal sealed record HandOverRow(long Row, long Version);

/// <summary>The rows of hand-overs in one transaction of one tenant.</summary>
internal interface IHandOverRows
{
    /// <summary>The hand-over's row, kept from being changed by others until the transaction ends; null when there is none.</summary>
    HandOverRow? Find(HandOverId id);

    /// <summary>Adds a hand-over in version 1, with its cases and what it is found by.</summary>
    /// <returns>The number of its row.</returns>
    long Insert(StoredHandOver handOver);

    /// <summary>Writes where it stands now.</summary>
    void Stand(long row, HandOverStanding standing, long version);

    /// <summary>Adds a step.</summary>
    void Add(long row, StoredStep step);

    /// <summary>Writes down that a unit has or had it in hand; harmless when it stands there.</summary>
    void AddUnit(long row, string unit);
}

/// <summary>Decides what becomes of a step that somebody takes.</summary>
internal sealed class HandOverCommit(IHandOverRows rows, OnceCommit requests)
{
    public Written<HandOverDone> Create(StoredHandOver handOver, StoredStep step, OnceWrite<HandOverDone>? once) => requests.Write(once, () =>
    {
        var row = rows.Insert(handOver);
        rows.Add(row, step);
        if (handOver.OriginUnit is { } origin) rows.AddUnit(row, origin);
        rows.AddUnit(row, handOver.Standing.Unit);
        return Done(handOver.Id, step, handOver.Standing);
    });

    /// <param name="id">The hand-over.</param>
    /// <param name="standing">Where it stands with the step.</param>
    /// <param name="step">The step.</param>
    /// <param name="once">The request that it is part of.</param>
    /// <param name="commands">Stores the command that goes with the step, and takes back the one that is not wanted any more.</param>
    public Written<HandOverDone> Append(HandOverId id, HandOverStanding standing, StoredStep step, OnceWrite<HandOverDone>? once, Action commands) => requests.Write(once, () =>
    {
        if (rows.Find(id) is not { } stands) return new Written<HandOverDone>.Missing();
        // A version is the number of the last step, so the chain has no gap and no fork.
        if (stands.Version + 1 != step.Number) return new Written<HandOverDone>.Changed(stands.Version);

        rows.Add(stands.Row, step);
        rows.Stand(stands.Row, standing, step.Number);
        rows.AddUnit(stands.Row, standing.Unit);
        commands();
        return Done(id, step, standing);
    });

    static Written<HandOverDone> Done(HandOverId id, StoredStep step, HandOverStanding standing) => new Written<HandOverDone>.Done(new HandOverDone(id, step.Number, standing.State));
}
