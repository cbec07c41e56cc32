using IntegrationHub.Disclosure;

namespace IntegrationHub.Removals;

/// <summary>What operators decide of cases that leave the index: held deletes, and bringing back what has left. What they do is in the audit before it is done.</summary>
/// <remarks>That the caller may is for whoever let them in to see to.</remarks>
public interface IRemovals
{
    /// <summary>Held deletes, newest first.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="waitingOnly">Only those that wait for a decision.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<HeldDelete>> GetHeldAsync(StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken);

    /// <summary>One held delete with the first of its cases; null when there is none of this number.</summary>
    Task<HeldDeleteDetail?> GetHeldAsync(long id, int cases, CancellationToken cancellationToken);

    /// <summary>Removes the cases of a held delete that have not been read again since.</summary>
    /// <exception cref="Operation.OrderRefusedException">The reason is too long, or holds a personal number.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<DecisionOutcome> ApproveAsync(Caller caller, long id, string? reason, CancellationToken cancellationToken);

    /// <summary>Keeps the cases of a held delete: for 30 days no complete read removes them or asks about them again, unless they are read again before.</summary>
    /// <exception cref="Operation.OrderRefusedException">There is no reason, it is too long, or it holds a personal number.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<DecisionOutcome> RejectAsync(Caller caller, long id, string reason, CancellationToken cancellationToken);

    /// <summary>Cases that left in the last 90 days and can be brought back, the latest first.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<RemovedCase>> GetRemovedAsync(StreamName? stream, int limit, CancellationToken cancellationToken);

    /// <summary>Brings back one case, or all that a run removed. For 30 days no complete read removes them, unless they are read again before.</summary>
    /// <returns>How many came back.</returns>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<long> RestoreAsync(Caller caller, StreamName stream, RestoreChoice which, CancellationToken cancellationToken);
}

/// <summary>A held delete with cases of it.</summary>
/// <param name="Held">The held delete.</param>
/// <param name="Cases">The cases that would go, by their keys; as many as were asked for.</param>
public sealed record HeldDeleteDetail(HeldDelete Held, IReadOnlyList<HeldCase> Cases);

/// <summary>What came of a decision.</summary>
public abstract record DecisionOutcome
{
    DecisionOutcome()
    {
    }

    /// <summary>It was done.</summary>
    /// <param name="Held">The held delete as it stands now.</param>
    /// <param name="Cases">How many cases went, or are kept.</param>
    public sealed record Done(HeldDelete Held, long Cases) : DecisionOutcome;

    /// <summary>There is no such held delete.</summary>
    public sealed record NotFound : DecisionOutcome;

    /// <summary>It does not wait for a decision any more.</summary>
    /// <param name="Held">The held delete as it stands.</param>
    public sealed record NotWaiting(HeldDelete Held) : DecisionOutcome;

    /// <summary>A run of the stream goes on, and may be reading what would go.</summary>
    /// <param name="Held">The held delete as it stands.</param>
    public sealed record StreamRuns(HeldDelete Held) : DecisionOutcome;
}
