using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Notifications in <c>index.db</c>, so that they go in the transaction that brings their cases.</summary>
internal sealed class SqliteNotificationStore : INotificationStore
{
    /// <summary>Those that are due, first that which has been due for longest.</summary>
    internal const string DueSql = """
        SELECT id, key, received_at, attempts, due_at FROM notifications INDEXED BY notifications_waiting
        WHERE tenant = ? AND stream = ? AND dead_at IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?
        """;

    /// <summary>Those that a clock which was ahead has put off until after so long.</summary>
    internal const string PutTooFarOffSql = """
        SELECT id, key, received_at, attempts, due_at FROM notifications INDEXED BY notifications_waiting
        WHERE tenant = ? AND stream = ? AND dead_at IS NULL AND due_at > ? ORDER BY due_at, id LIMIT ?
        """;

    /// <summary>From the indexes alone.</summary>
    internal const string CountSql = """
        SELECT s.source, s.name, sum(n.waiting), min(n.oldest), min(n.due), sum(n.dead) FROM (
            SELECT stream, count(*) AS waiting, min(received_at) AS oldest, min(due_at) AS due, 0 AS dead
                FROM notifications INDEXED BY notifications_waiting WHERE tenant = ?1 AND dead_at IS NULL GROUP BY stream
            UNION ALL
            SELECT stream, 0, NULL, NULL, count(*) FROM notifications INDEXED BY notifications_dead WHERE tenant = ?1 AND dead_at IS NOT NULL GROUP BY stream) n
        CROSS JOIN streams s ON s.id = n.stream GROUP BY n.stream
        """;

    readonly IndexFile index;
    readonly TimeProvider time;
    readonly GroupCommit<Connection, (StreamKey Stream, NewNotification Notification, int MaxWaiting), NotificationAdded> arrivals;

    public SqliteNotificationStore(IndexFile index, TimeProvider time)
    {
        this.index = index;
        this.time = time;
        arrivals = new(work => index.WriteDurablyAsync(work, CancellationToken.None, nameof(AddAsync), isAwaitedByPeople: false), Add);
    }

    public ValueTask<NotificationAdded> AddAsync(StreamKey stream, NewNotification notification, int maxWaiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);

        return arrivals.AddAsync((stream, notification, maxWaiting), cancellationToken);
    }

    public ValueTask<IReadOnlyList<WaitingNotification>> GetDueAsync(StreamKey stream, DateTimeOffset by, DateTimeOffset never, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<WaitingNotification>>(connection =>
        {
            if (index.Names.Stream(connection, stream) is not { } numbers) return [];

            var due = Find(DueSql, by, limit);
            return due.Count < limit ? [.. due, .. Find(PutTooFarOffSql, never, limit - due.Count)] : due;

            List<WaitingNotification> Find(string sql, DateTimeOffset time, int atMost) => connection.Prepare(sql).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(time).Bind(atMost)
                .All(row => new WaitingNotification(row.Int64(0), row.Text(1), row.Time(2), row.Int32(3), row.Time(4)), cancellationToken);
        }, cancellationToken);

    public async ValueTask<BatchResult> SettleAsync(StreamKey stream, IReadOnlyList<BatchItem> items, NotificationsSettled settled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(settled);

        return await index.WriteAsync(Urgency.Interactive, connection =>
        {
            var scope = Scope(connection, stream);
            var result = new BatchCommit(scope, stream).ApplyBeside(items);
            new NotificationRows(scope).Settle(settled);
            return result;
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<StreamKey, NotificationQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamKey, NotificationQueue>>(connection =>
        {
            var queues = new Dictionary<StreamKey, NotificationQueue>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return queues;

            connection.Prepare(CountSql).Bind(number).Each(
                row => queues[new StreamKey(tenant, index.Names.SourceName(connection, row.Int64(0)), new StreamName(row.Text(1)))] =
                    new NotificationQueue(row.Int64(2), row.TimeOrNull(3), row.TimeOrNull(4), row.Int64(5)), cancellationToken);
            return queues;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<StoredNotification>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<StoredNotification>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            var statement = connection.Prepare($"""
                SELECT public_id, stream, key, received_at, due_at, dead_at, attempts, fault_kind, fault_code, fault_message FROM notifications
                WHERE tenant = ?1 AND dead_at IS {(dead ? "NOT " : "")}NULL{(stream is null ? "" : " AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?2)")}
                ORDER BY id DESC LIMIT {(stream is null ? "?2" : "?3")}
                """).Bind(number);
            if (stream is { } name) statement.Bind(name.Value);
            return statement.Bind(limit).All(row => new StoredNotification
            {
                Id = row.Text(0),
                Stream = index.Names.StreamName(connection, row.Int64(1)),
                Key = row.Text(2),
                ReceivedAt = row.Time(3),
                DueAt = row.IsNull(5) ? row.Time(4) : null,
                DeadAt = row.TimeOrNull(5),
                Attempts = row.Int32(6),
                Fault = row.IsNull(7) ? null : new RunFault((FaultKind)row.Int32(7), row.Text(8), row.Text(9)),
            }, cancellationToken);
        }, cancellationToken);

    public async ValueTask<int> ReplayAsync(StreamKey stream, string? id, DateTimeOffset at, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => new NotificationRows(Scope(connection, stream)).Replay(id, at), cancellationToken);

    public async ValueTask<int> DiscardAsync(StreamKey stream, string? id, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => new NotificationRows(Scope(connection, stream)).Discard(id), cancellationToken);

    List<NotificationAdded> Add(Connection connection, IReadOnlyList<(StreamKey Stream, NewNotification Notification, int MaxWaiting)> came)
    {
        var rows = new Dictionary<StreamKey, NotificationRows>();
        var added = new List<NotificationAdded>(came.Count);
        foreach (var (stream, notification, maxWaiting) in came)
        {
            if (!rows.TryGetValue(stream, out var of)) rows[stream] = of = new NotificationRows(Scope(connection, stream));
            added.Add(of.Add(notification, maxWaiting));
        }

        return added;
    }

    // The stream may never have run: a notification may come before its first read.
    WriteScope Scope(Connection connection, StreamKey stream) =>
        new(connection, index.Rows, index.Names.Stream(connection, stream) ?? Names.Register(connection, stream), time.GetUtcNow());
}
