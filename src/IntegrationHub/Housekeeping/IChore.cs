namespace IntegrationHub.Housekeeping;

/// <summary>Something that time alone makes due.</summary>
interface IChore
{
    /// <summary>Does what is due by now. What was done once is not due again, so several processes may do it at the same time.</summary>
    /// <exception cref="Sync.CommitFailedException">The store could not write.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written.</exception>
    Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
