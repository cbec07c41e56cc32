using IntegrationHub.Disclosure;

namespace IntegrationHub.Quarantine;

/// <summary>Quarantine as a workplace: what could not be mapped, and what a person does about it.</summary>
/// <remarks>
/// What is listed holds no record. The record itself is told to an administrator only, with a reason. What a person does is in the audit before it is done;
/// that the caller may do the rest is for whoever let them in to see to.
/// </remarks>
public interface IQuarantineDesk
{
    /// <summary>Records by what is wrong with them, the largest group first.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<QuarantineGroup>> GroupAsync(StreamName? stream, CancellationToken cancellationToken);

    /// <summary>Records without their contents, newest first by when they first came.</summary>
    Task<IReadOnlyList<QuarantinedRecord>> ListAsync(QuarantineQuery query, CancellationToken cancellationToken);

    /// <summary>One record without its contents; null when there is none.</summary>
    Task<QuarantinedRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The record as its source sent it, for an administrator; null when there is none, or when its contents have expired.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The entry's public id.</param>
    /// <param name="purpose">Why, 3 to 200 characters, no personal number; it goes to the audit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="QuarantineDeniedException">The caller is no administrator; the attempt is in the audit.</exception>
    /// <exception cref="Lookup.LookupInvalidException">The purpose cannot be accepted.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing is told.</exception>
    /// <exception cref="Protection.ProtectedValueException">It cannot be opened with the keys there are.</exception>
    Task<QuarantinedContent?> ReadAsync(Caller caller, string id, string purpose, CancellationToken cancellationToken);

    /// <summary>Maps records again with the mapping and code tables in force, from what was kept of them: without their vendor, and without waiting for the next run.</summary>
    /// <remarks>The stream is leased meanwhile, so no run writes beside it; the order of the records decides as in a run. A run that has the stream is waited for a little.</remarks>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream any more: there is nothing to map with.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<ReplayOutcome> ReplayAsync(Caller caller, QuarantineSelection which, CancellationToken cancellationToken);

    /// <summary>
    /// Maps what an administrator made of a record, and stores it. Until its source sends a newer version, the case says that it stems from an edited record; the same bytes
    /// sent again do not come back into quarantine as long as the edited version stands.
    /// </summary>
    /// <exception cref="QuarantineDeniedException">The caller is no administrator; the attempt is in the audit.</exception>
    /// <exception cref="Lookup.LookupInvalidException">The purpose cannot be accepted.</exception>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream any more.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was stored.</exception>
    Task<EditOutcome> EditAsync(Caller caller, string id, RecordEdit edit, CancellationToken cancellationToken);

    /// <summary>Takes records out for good, because a person says that nobody misses them. The same bytes come back when their source sends them again.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="which">Which. Those that come after it was asked for stay.</param>
    /// <param name="reason">Why, 3 to 200 characters, no personal number; it goes to the audit.</param>
    /// <param name="cancellationToken">Stops it between two transactions.</param>
    /// <returns>How many; null when there is none.</returns>
    /// <exception cref="Lookup.LookupInvalidException">The reason cannot be accepted.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<long?> DiscardAsync(Caller caller, QuarantineSelection which, string reason, CancellationToken cancellationToken);
}

/// <summary>Only an administrator may see a record in quarantine, or edit it. The attempt was written to the audit.</summary>
public sealed class QuarantineDeniedException()
    : Exception("What a record in quarantine holds is told to an administrator only: how closed it is, is not known before it can be mapped.");

/// <summary>How long what could not be mapped is kept, and how long a person waits for a stream.</summary>
public sealed class QuarantineOptions
{
    /// <summary>The contents of a record that its source has not sent for this long are erased; zero keeps them. 90 days unless set.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a replay or an edit waits for a run that has the stream. Five seconds unless set.</summary>
    public TimeSpan WaitForStream { get; set; } = TimeSpan.FromSeconds(5);
}
