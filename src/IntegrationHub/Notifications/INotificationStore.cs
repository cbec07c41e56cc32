using IntegrationHub.Sync;

namespace IntegrationHub.Notifications;

/// <summary>Keeps notifications from before they are answered until their cases are read.</summary>
public interface INotificationStore
{
    /// <summary>Stores a notification. When this returns it survives the end of the process and, as far as the disk keeps its word, of the power.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="notification">The notification.</param>
    /// <param name="maxWaiting">How many of the stream may wait.</param>
    /// <param name="cancellationToken">Stops waiting for it; it may be stored all the same.</param>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<NotificationAdded> AddAsync(StreamKey stream, NewNotification notification, int maxWaiting, CancellationToken cancellationToken);

    /// <summary>
    /// The notifications of the stream that are due by then, those first that have been due for longest, and behind them those that are due only after <paramref name="never"/>:
    /// so far ahead is written only by a clock that went wrong. Dead letters are not among them.
    /// </summary>
    ValueTask<IReadOnlyList<WaitingNotification>> GetDueAsync(StreamKey stream, DateTimeOffset by, DateTimeOffset never, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Applies what was read for notifications, and takes exactly those off that are done, in one transaction. It moves no checkpoint and counts for no run;
    /// the order of the records and the start of their read keep an older version from standing, as in a run.
    /// </summary>
    /// <exception cref="BatchRefusedException">The store does not take what the items hold.</exception>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<BatchResult> SettleAsync(StreamKey stream, IReadOnlyList<BatchItem> items, NotificationsSettled settled, CancellationToken cancellationToken);

    /// <summary>How many wait and how many are dead letters, by stream. Streams without any are left out.</summary>
    ValueTask<IReadOnlyDictionary<StreamKey, NotificationQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Notifications as they stand, the newest first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="dead">Dead letters, or those that wait.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<StoredNotification>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken);

    /// <summary>Lets dead letters wait again, as if they had just come.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="id">Only this one, or all of the stream.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> ReplayAsync(StreamKey stream, string? id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Throws dead letters away.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> DiscardAsync(StreamKey stream, string? id, CancellationToken cancellationToken);
}

/// <summary>A notification that is to be stored.</summary>
/// <param name="Key">The key of its case.</param>
/// <param name="Delivery">Tells it from others.</param>
/// <param name="ReceivedAt">When it came, by the hub's clock.</param>
/// <param name="DueAt">When its case is to be read.</param>
/// <param name="RememberUntil">Until when the same notification is recognised.</param>
public sealed record NewNotification(string Key, NotificationDelivery Delivery, DateTimeOffset ReceivedAt, DateTimeOffset DueAt, DateTimeOffset RememberUntil);

/// <summary>What came of storing a notification.</summary>
public enum NotificationAdded
{
    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>It was stored before, and this is another delivery of it, or deliveries cannot be told apart.</summary>
    Repeated,

    /// <summary>It was stored before, and this is the same delivery or an earlier one.</summary>
    Replayed,

    /// <summary>Its id was stored before, with another content.</summary>
    IdReused,

    /// <summary>As many wait as may.</summary>
    Full,
}

/// <summary>A notification whose case is to be read.</summary>
/// <param name="Number">Its number in the store, never used again.</param>
/// <param name="Key">The key of its case.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Attempts">How often its case was tried alone, and could not be read.</param>
/// <param name="DueAt">When its case was to be read.</param>
public sealed record WaitingNotification(long Number, string Key, DateTimeOffset ReceivedAt, int Attempts, DateTimeOffset DueAt);

/// <summary>What became of notifications.</summary>
/// <param name="Done">The numbers of those that are done.</param>
/// <param name="Later">Those that stay.</param>
public sealed record NotificationsSettled(IReadOnlyList<long> Done, IReadOnlyList<NotificationLater> Later)
{
    /// <summary>Nothing became of any.</summary>
    public static NotificationsSettled None { get; } = new([], []);
}

/// <summary>A notification that stays.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Attempts">How often its case has been tried.</param>
/// <param name="DueAt">When it is tried again.</param>
/// <param name="Dead">Whether it becomes a dead letter instead.</param>
/// <param name="Fault">What was wrong; null when nothing was.</param>
public sealed record NotificationLater(long Number, int Attempts, DateTimeOffset DueAt, bool Dead, RunFault? Fault);

/// <summary>How many notifications of a stream stand where.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="OldestAt">When the oldest of them came; null when none waits.</param>
/// <param name="DueAt">When the first of them is due; null when none waits.</param>
/// <param name="Dead">How many are dead letters.</param>
public sealed record NotificationQueue(long Waiting, DateTimeOffset? OldestAt, DateTimeOffset? DueAt, long Dead)
{
    /// <summary>None at all.</summary>
    public static NotificationQueue Empty { get; } = new(0, null, null, 0);
}

/// <summary>A notification as operators see it.</summary>
public sealed record StoredNotification
{
    /// <summary>A random id.</summary>
    public required string Id { get; init; }

    /// <summary>The stream.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The key of its case.</summary>
    public required string Key { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it is tried next; null for a dead letter.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it became a dead letter; null unless it did.</summary>
    public DateTimeOffset? DeadAt { get; init; }

    /// <summary>How often its case was tried alone, and could not be read.</summary>
    public required int Attempts { get; init; }

    /// <summary>What was wrong at last; null when nothing was.</summary>
    public RunFault? Fault { get; init; }
}
