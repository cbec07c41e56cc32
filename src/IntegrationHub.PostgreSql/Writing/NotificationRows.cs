using IntegrationHub.Notifications;
using IntegrationHub.Protection;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the tables of notifications.</summary>
internal sealed class NotificationRows(Write write, StreamNumbers stream, DateTimeOffset now)
{
    // Any number will do that no other program uses for the same.
    const int Turn = 0x6e6f7469;

    long waiting;

    /// <summary>Keeps other nodes from adding to the stream until the transaction ends, and counts what waits. The stream's row is its run's, which may write for minutes.</summary>
    public void TakeTurn()
    {
        write.Connection.Prepare("SELECT pg_advisory_xact_lock($1::integer, $2::integer)").Bind(Turn).Bind(stream.Stream).Run();
        write.Rows.Add(Table.Notifications, Sql("DELETE FROM notification_ids WHERE tenant = $1 AND stream = $2 AND remember_until < $3").Bind(now).Run());
        waiting = Sql("SELECT count(*) FROM notifications WHERE tenant = $1 AND stream = $2 AND dead_at IS NULL").First(row => row.Int64(0));
    }

    /// <summary>Stores a notification, unless it is known or too many wait.</summary>
    public NotificationAdded Add(NewNotification notification, int maxWaiting)
    {
        if (Known(notification) is { } known) return known;
        if (waiting >= maxWaiting) return NotificationAdded.Full;

        var delivery = notification.Delivery;
        write.Rows.Add(Table.Notifications, Sql("INSERT INTO notification_ids (tenant, stream, id, attempt, content, remember_until) VALUES ($1, $2, $3, $4, $5, $6)")
            .Bind(delivery.Id).Bind(delivery.Attempt).Bind(delivery.Content).Bind(notification.RememberUntil).Run());
        write.Rows.Add(Table.Notifications, Sql("INSERT INTO notifications (tenant, stream, public_id, key, received_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)")
            .Bind(RandomId.NewText()).Bind(notification.Key).Bind(notification.ReceivedAt).Bind(notification.DueAt).Run());
        waiting++;
        return NotificationAdded.Stored;
    }

    /// <summary>Takes those off that are done, and writes down what became of the others.</summary>
    public void Settle(NotificationsSettled settled)
    {
        if (settled.Done.Count > 0)
            write.Rows.Add(Table.Notifications, Sql("DELETE FROM notifications WHERE tenant = $1 AND stream = $2 AND id = ANY($3) AND dead_at IS NULL").BindAll(settled.Done).Run());

        foreach (var later in settled.Later)
            write.Rows.Add(Table.Notifications, Sql("""
                UPDATE notifications SET attempts = $4, due_at = $5, dead_at = $6, fault_kind = $7, fault_code = $8, fault_message = $9
                WHERE tenant = $1 AND stream = $2 AND id = $3 AND dead_at IS NULL
                """)
                .Bind(later.Number).Bind(later.Attempts).Bind(later.DueAt).Bind(later.Dead ? now : (DateTimeOffset?)null)
                .Bind((long?)later.Fault?.Kind).Bind(later.Fault?.Code).Bind(later.Fault?.Message).Run());
    }

    /// <summary>Lets dead letters wait again; how many.</summary>
    public int Replay(string? id, DateTimeOffset at) =>
        write.Rows.Add(Table.Notifications, Sql($"UPDATE notifications SET dead_at = NULL, attempts = 0, due_at = $4 WHERE {Dead}").Bind(id).Bind(at).Run());

    /// <summary>Throws dead letters away; how many.</summary>
    public int Discard(string? id) => write.Rows.Add(Table.Notifications, Sql($"DELETE FROM notifications WHERE {Dead}").Bind(id).Run());

    const string Dead = "tenant = $1 AND stream = $2 AND dead_at IS NOT NULL AND ($3 IS NULL OR public_id = $3)";

    NotificationAdded? Known(NewNotification notification)
    {
        var delivery = notification.Delivery;
        var known = Sql("SELECT attempt, content FROM notification_ids WHERE tenant = $1 AND stream = $2 AND id = $3").Bind(delivery.Id)
            .First(row => ((long? Attempt, byte[] Content)?)(row.Int64OrNull(0), row.Blob(1)));
        if (known is not { } before) return null;
        if (!before.Content.AsSpan().SequenceEqual(delivery.Content)) return NotificationAdded.IdReused;
        if (delivery.Attempt <= before.Attempt) return NotificationAdded.Replayed;

        // The same delivery must not be taken for another one later on.
        write.Rows.Add(Table.Notifications, Sql("UPDATE notification_ids SET attempt = $4, remember_until = $5 WHERE tenant = $1 AND stream = $2 AND id = $3")
            .Bind(delivery.Id).Bind(delivery.Attempt).Bind(notification.RememberUntil).Run());
        return NotificationAdded.Repeated;
    }

    Statement Sql(string text) => write.Connection.Prepare(text).Bind(stream.Tenant).Bind(stream.Stream);
}
