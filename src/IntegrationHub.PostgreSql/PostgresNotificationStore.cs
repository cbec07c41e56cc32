using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Notifications beside the cases, so that they go in the transaction that brings those.</summary>
internal sealed class PostgresNotificationStore : INotificationStore, IDisposable
{
    /// <summary>Those that are due, first that which has been due for longest; behind them those that a clock which was ahead has put off until after so long.</summary>
    internal const string DueSql = """
        (SELECT id, key, received_at, attempts, due_at, 0 AS late FROM notifications WHERE tenant = $1 AND stream = $2 AND dead_at IS NULL AND due_at <= $3 ORDER BY due_at, id LIMIT $5)
        UNION ALL
        (SELECT id, key, received_at, attempts, due_at, 1 AS late FROM notifications WHERE tenant = $1 AND stream = $2 AND dead_at IS NULL AND due_at > $4 ORDER BY due_at, id LIMIT $5)
        ORDER BY late, due_at, id LIMIT $5
        """;

    internal const string CountSql = """
        SELECT s.source, s.name, count(*) FILTER (WHERE n.dead_at IS NULL), min(n.received_at) FILTER (WHERE n.dead_at IS NULL), min(n.due_at) FILTER (WHERE n.dead_at IS NULL),
            count(*) FILTER (WHERE n.dead_at IS NOT NULL)
        FROM notifications n JOIN streams s ON s.tenant = $1 AND s.id = n.stream WHERE n.tenant = $1 GROUP BY s.source, s.name
        """;

    readonly Database database;
    readonly TimeProvider time;
    readonly SemaphoreSlim arriving = new(1);
    readonly GroupCommit<Write, (StreamKey Stream, NewNotification Notification, int MaxWaiting), NotificationAdded> arrivals;

    public PostgresNotificationStore(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
        arrivals = new(WriteAsync, Add);
    }

    public ValueTask<NotificationAdded> AddAsync(StreamKey stream, NewNotification notification, int maxWaiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);

        return arrivals.AddAsync((stream, notification, maxWaiting), cancellationToken);
    }

    public ValueTask<IReadOnlyList<WaitingNotification>> GetDueAsync(StreamKey stream, DateTimeOffset by, DateTimeOffset never, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<WaitingNotification>>(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            ? await connection.Prepare(DueSql).Bind(numbers.Tenant).Bind(numbers.Stream).Bind(by).Bind(never).Bind(limit)
                .AllAsync(row => new WaitingNotification(row.Int64(0), row.Text(1), row.Time(2), row.Int32(3), row.Time(4)))
            : [], cancellationToken);

    public async ValueTask<BatchResult> SettleAsync(StreamKey stream, IReadOnlyList<BatchItem> items, NotificationsSettled settled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(settled);

        return await database.WriteAsync(write =>
        {
            var numbers = Numbers(write, stream);
            var result = new BatchCommit(write.Scope(numbers, time.GetUtcNow()), stream).ApplyBeside(items);
            new NotificationRows(write, numbers, time.GetUtcNow()).Settle(settled);
            return result;
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<StreamKey, NotificationQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, NotificationQueue>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, NotificationQueue>();

            return (await connection.Prepare(CountSql).Bind(number).AllAsync(row => (
                new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1))),
                new NotificationQueue(row.Int64(2), row.TimeOrNull(3), row.TimeOrNull(4), row.Int64(5))))).ToDictionary(queue => queue.Item1, queue => queue.Item2);
        }, cancellationToken);

    public ValueTask<IReadOnlyList<StoredNotification>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<StoredNotification>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            return await connection.Prepare($"""
                SELECT public_id, stream, key, received_at, due_at, dead_at, attempts, fault_kind, fault_code, fault_message FROM notifications
                WHERE tenant = $1 AND dead_at IS {(dead ? "NOT " : "")}NULL AND ($2 IS NULL OR stream IN (SELECT id FROM streams WHERE tenant = $1 AND name = $2))
                ORDER BY id DESC LIMIT $3
                """)
                .Bind(number).Bind(stream?.Value).Bind(limit).AllAsync(row => new StoredNotification
                {
                    Id = row.Text(0),
                    Stream = database.Names.StreamName(connection, number, row.Int64(1)),
                    Key = row.Text(2),
                    ReceivedAt = row.Time(3),
                    DueAt = row.IsNull(5) ? row.Time(4) : null,
                    DeadAt = row.TimeOrNull(5),
                    Attempts = row.Int32(6),
                    Fault = row.IsNull(7) ? null : new RunFault((FaultKind)row.Int32(7), row.Text(8), row.Text(9)),
                });
        }, cancellationToken);

    public async ValueTask<int> ReplayAsync(StreamKey stream, string? id, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.WriteAsync(write => new NotificationRows(write, Numbers(write, stream), time.GetUtcNow()).Replay(id, at), cancellationToken);

    public async ValueTask<int> DiscardAsync(StreamKey stream, string? id, CancellationToken cancellationToken) =>
        await database.WriteAsync(write => new NotificationRows(write, Numbers(write, stream), time.GetUtcNow()).Discard(id), cancellationToken);

    public void Dispose() => arriving.Dispose();

    // While one transaction is on its way others wait together for the next one.
    async Task<IReadOnlyList<NotificationAdded>> WriteAsync(Func<Write, IReadOnlyList<NotificationAdded>> work)
    {
        await arriving.WaitAsync();
        try
        {
            return await database.WriteAsync(work, CancellationToken.None, name: nameof(AddAsync));
        }
        finally
        {
            arriving.Release();
        }
    }

    List<NotificationAdded> Add(Write write, IReadOnlyList<(StreamKey Stream, NewNotification Notification, int MaxWaiting)> came)
    {
        // Always in the same order of streams, so that two nodes never wait for each other.
        var rows = came.Select(one => one.Stream).Distinct().Select(stream => (Stream: stream, Numbers: Numbers(write, stream))).OrderBy(of => of.Numbers.Stream)
            .ToDictionary(of => of.Stream, of => new NotificationRows(write, of.Numbers, time.GetUtcNow()));
        foreach (var of in rows.Values) of.TakeTurn();
        return [.. came.Select(one => rows[one.Stream].Add(one.Notification, one.MaxWaiting))];
    }

    // The stream may never have run: a notification may come before its first read.
    static StreamNumbers Numbers(Write write, StreamKey stream) => write.Names.Stream(write.Connection, stream) ?? Names.Register(write.Connection, stream);
}
