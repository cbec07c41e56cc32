using IntegrationHub.Disclosure;

namespace IntegrationHub.Notifications;

/// <summary>What vendors tell of their own accord: taken in, kept, and read after.</summary>
public interface INotifications
{
    /// <summary>The largest notification that the stream takes, in bytes; null when there is no such stream, or it takes none.</summary>
    int? MaxBodyBytes(StreamName stream);

    /// <summary>Takes a notification in. It is on the disk before this returns that it is stored; no vendor is called.</summary>
    /// <returns>What became of it; null when there is no such stream, or it takes none.</returns>
    /// <exception cref="Sync.CommitFailedException">The store could not write, so nothing was stored.</exception>
    Task<NotificationReceipt?> ReceiveAsync(StreamName stream, IncomingNotification notification, CancellationToken cancellationToken);

    /// <summary>Reads the cases of waiting notifications, as they come, until it is cancelled. A process that takes notifications in calls it once; runs read what waits too.</summary>
    Task KeepReadingAsync(CancellationToken cancellationToken);

    /// <summary>Notifications as they stand, the newest first.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="dead">Dead letters, or those that wait.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<StoredNotification>> ListAsync(StreamName? stream, bool dead, int limit, CancellationToken cancellationToken);

    /// <summary>Lets dead letters of a stream be tried again: one, or all when <paramref name="id"/> is null. Who asked is in the audit first.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<int> ReplayAsync(Caller caller, StreamName stream, string? id, CancellationToken cancellationToken);

    /// <summary>Throws dead letters of a stream away: one, or all when <paramref name="id"/> is null. Who asked is in the audit first.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<int> DiscardAsync(Caller caller, StreamName stream, string? id, CancellationToken cancellationToken);
}
