using IntegrationHub.Sync;

namespace IntegrationHub.Removals;

/// <summary>Held deletes, and what it takes to bring a case back.</summary>
public interface IRemovalStore
{
    /// <summary>Held deletes, newest first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="waitingOnly">Only those that wait for a decision.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<HeldDelete>> GetHeldAsync(TenantId tenant, StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken);

    /// <summary>One held delete; null when the tenant has none of this number.</summary>
    ValueTask<HeldDelete?> GetHeldAsync(TenantId tenant, long id, CancellationToken cancellationToken);

    /// <summary>The cases of a held delete that have not been read again, by their keys.</summary>
    ValueTask<IReadOnlyList<HeldCase>> GetHeldCasesAsync(TenantId tenant, long id, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes tombstones of the cases of a held delete that still wait and have not been read again, in one transaction that compares the epoch: no run of the stream goes on meanwhile,
    /// so none can be reading what is removed.
    /// </summary>
    /// <returns>How many went; null when it does not wait for a decision any more.</returns>
    /// <exception cref="StreamFencedException">The lease was lost.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<long?> ApproveAsync(StreamLease lease, long id, HeldDeleteDecision decision, CancellationToken cancellationToken);

    /// <summary>Keeps the cases of a held delete until a time, whatever complete reads do not hold them; a case that is read again needs no keeping any more.</summary>
    /// <returns>How many are kept; null when it does not wait for a decision any more.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<long?> RejectAsync(TenantId tenant, long id, HeldDeleteDecision decision, DateTimeOffset keepUntil, CancellationToken cancellationToken);

    /// <summary>Cases that left and can be brought back, the latest first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<RemovedCase>> GetRemovedAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken);

    /// <summary>Brings cases of a stream back as they left, and keeps them until a time, whatever complete reads do not hold them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="which">The case, or all that a run removed.</param>
    /// <param name="keepUntil">Until when.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <returns>How many came back: of those that the choice names, all that have left and were not destroyed.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<long> RestoreAsync(StreamKey stream, RestoreChoice which, DateTimeOffset keepUntil, CancellationToken cancellationToken);

    /// <summary>Destroys the contents of cases that left before a time; a case that its source sends again comes in anew.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="removedBefore">The time.</param>
    /// <param name="limit">How many at most in this transaction.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> EmptyTombstonesAsync(TenantId tenant, DateTimeOffset removedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Writes down which held deletes have waited too long, and drops what no decision needs any more.</summary>
    /// <returns>The held deletes that have expired now.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<IReadOnlyList<HeldDelete>> ExpireAsync(TenantId tenant, CancellationToken cancellationToken);
}

/// <summary>Which cases are brought back.</summary>
public abstract record RestoreChoice
{
    RestoreChoice()
    {
    }

    /// <summary>One.</summary>
    /// <param name="Key">The source's key.</param>
    public sealed record Case(string Key) : RestoreChoice;

    /// <summary>All that one run removed.</summary>
    /// <param name="Run">The run's number.</param>
    public sealed record OfRun(long Run) : RestoreChoice;
}
