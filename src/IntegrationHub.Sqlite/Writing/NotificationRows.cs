using IntegrationHub.Notifications;
using IntegrationHub.Protection;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the tables of notifications.</summary>
internal sealed class NotificationRows(WriteScope scope)
{
    long? waiting;

    /// <summary>Stores a notification, unless it is known or too many wait.</summary>
    public NotificationAdded Add(NewNotification notification, int maxWaiting)
    {
        if (waiting is null) Forget();
        waiting ??= scope.Sql("SELECT count(*) FROM notifications INDEXED BY notifications_waiting WHERE tenant = ? AND stream = ? AND dead_at IS NULL")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => row.Int64(0));
        if (Known(notification) is { } known) return known;
        if (waiting >= maxWaiting) return NotificationAdded.Full;

        var delivery = notification.Delivery;
        scope.Rows.Add(Table.Notifications, scope.Sql("INSERT INTO notification_ids (tenant, stream, id, attempt, content, remember_until) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(delivery.Id.AsSpan()).Bind(delivery.Attempt).Bind(delivery.Content.AsSpan()).Bind(notification.RememberUntil).Run());
        scope.Rows.Add(Table.Notifications, scope.Sql("INSERT INTO notifications (public_id, tenant, stream, key, received_at, due_at) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(RandomId.NewText()).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(notification.Key).Bind(notification.ReceivedAt).Bind(notification.DueAt).Run());
        waiting++;
        return NotificationAdded.Stored;
    }

    /// <summary>Takes those off that are done, and writes down what became of the others.</summary>
    public void Settle(NotificationsSettled settled)
    {
        foreach (var number in settled.Done)
            scope.Rows.Add(Table.Notifications, scope.Sql("DELETE FROM notifications WHERE id = ? AND tenant = ? AND stream = ? AND dead_at IS NULL")
                .Bind(number).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run());

        foreach (var later in settled.Later)
            scope.Rows.Add(Table.Notifications, scope.Sql("""
                UPDATE notifications SET attempts = ?, due_at = ?, dead_at = ?, fault_kind = ?, fault_code = ?, fault_message = ?
                WHERE id = ? AND tenant = ? AND stream = ? AND dead_at IS NULL
                """)
                .Bind(later.Attempts).Bind(later.DueAt).Bind(later.Dead ? scope.Now : (DateTimeOffset?)null)
                .Bind((long?)later.Fault?.Kind).Bind(later.Fault?.Code).Bind(later.Fault?.Message)
                .Bind(later.Number).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run());
    }

    /// <summary>Lets dead letters wait again; how many.</summary>
    public int Replay(string? id, DateTimeOffset at) =>
        scope.Rows.Add(Table.Notifications, Dead("UPDATE notifications SET dead_at = NULL, attempts = 0, due_at = ?", id, at));

    /// <summary>Throws dead letters away; how many.</summary>
    public int Discard(string? id) => scope.Rows.Add(Table.Notifications, Dead("DELETE FROM notifications", id, at: null));

    int Dead(string what, string? id, DateTimeOffset? at)
    {
        var statement = scope.Sql($"{what} WHERE tenant = ? AND stream = ? AND dead_at IS NOT NULL{(id is null ? "" : " AND public_id = ?")}");
        if (at is { } time) statement.Bind(time);
        statement.Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream);
        if (id is not null) statement.Bind(id);
        return statement.Run();
    }

    NotificationAdded? Known(NewNotification notification)
    {
        var delivery = notification.Delivery;
        var known = scope.Sql("SELECT attempt, content FROM notification_ids WHERE tenant = ? AND stream = ? AND id = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(delivery.Id.AsSpan())
            .First(row => ((long? Attempt, byte[] Content)?)(row.Int64OrNull(0), row.Blob(1)));
        if (known is not { } before) return null;
        if (!before.Content.AsSpan().SequenceEqual(delivery.Content)) return NotificationAdded.IdReused;
        if (delivery.Attempt <= before.Attempt) return NotificationAdded.Replayed;

        // The same delivery must not be taken for another one later on.
        scope.Rows.Add(Table.Notifications, scope.Sql("UPDATE notification_ids SET attempt = ?, remember_until = ? WHERE tenant = ? AND stream = ? AND id = ?")
            .Bind(delivery.Attempt).Bind(notification.RememberUntil).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(delivery.Id.AsSpan()).Run());
        return NotificationAdded.Repeated;
    }

    void Forget() => scope.Rows.Add(Table.Notifications, scope.Sql("DELETE FROM notification_ids WHERE remember_until < ?").Bind(scope.Now).Run());
}
