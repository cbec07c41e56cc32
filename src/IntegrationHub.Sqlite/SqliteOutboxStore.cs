using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Storage.Writing;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Sqlite;

/// <summary>Commands to vendors beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class SqliteOutboxStore(IndexFile index, ILeaseClock clock, ProcessMark mark, TimeProvider time) : IOutboxStore
{
    public async ValueTask<Written<NewCommand>> AddAsync(StreamKey stream, NewCommand command, OnceWrite<NewCommand>? once, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);

        return await index.WriteDurablyAsync(connection =>
        {
            var numbers = index.Names.Stream(connection, stream) ?? Names.Register(connection, stream);
            return new OnceCommit(new OnceRows(connection, index.Rows, numbers.Tenant)).Write(once, () =>
            {
                Rows(connection, numbers.Tenant).Insert(numbers, command);
                return new Written<NewCommand>.Done(command);
            });
        }, cancellationToken, OutboxWrites.Add);
    }

    public ValueTask<StoredCommand?> GetAsync(TenantId tenant, WriteCommandId id, AccessFilter filter, CancellationToken cancellationToken) =>
        FirstAsync(tenant, (connection, number) => OutboxQueries.Get(connection, index.Names, number, id, filter).Run(connection), cancellationToken);

    public ValueTask<StoredCommand?> GetForOperatorAsync(TenantId tenant, WriteCommandId id, CancellationToken cancellationToken) =>
        FirstAsync(tenant, (connection, number) => connection.Prepare($"SELECT {OutboxQueries.Columns} FROM outbox o {OutboxQueries.WithCase} WHERE o.tenant = ? AND o.public_id = ?").Bind(number).Bind(id.Value), cancellationToken);

    public ValueTask<IReadOnlyList<StoredCommand>> OfCaseAsync(TenantId tenant, CaseId id, AccessFilter filter, int limit, CancellationToken cancellationToken) =>
        AllAsync(tenant, (connection, number) => OutboxQueries.OfCase(connection, index.Names, number, id, filter, limit).Run(connection), cancellationToken);

    public async ValueTask<TakenCommand?> TakeAsync(TenantId tenant, CommandTake take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);

        return await index.WriteAsync(Urgency.Interactive, connection =>
            index.Names.Tenant(connection, tenant) is { } number && Rows(connection, number).Take(tenant, index.Names, take) is var (lease, command, attachment) ? new TakenCommand(lease, command, attachment) : null,
            cancellationToken, OutboxWrites.Take);
    }

    public async ValueTask<bool> RenewAsync(CommandLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        return await index.WriteAsync(Urgency.Interactive, connection => Rows(connection, lease.Tenant) is { } rows && rows.Renew(lease, duration), cancellationToken, OutboxWrites.Renew);
    }

    public async ValueTask<bool> MarkSendingAsync(CommandLease lease, TimeSpan duration, DateTimeOffset at, DateTimeOffset? unknownAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        return await index.WriteDurablyAsync(connection => Rows(connection, lease.Tenant) is { } rows && rows.MarkSending(lease, duration, at, unknownAt), cancellationToken, OutboxWrites.Mark, isAwaitedByPeople: false);
    }

    public async ValueTask<bool> SettleAsync(CommandLease lease, CommandSettled settled, CommandTold? told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(settled);

        return await index.WriteDurablyAsync(connection =>
        {
            if (Rows(connection, lease.Tenant)?.Settle(lease, settled) is not { } stream) return false;

            if (told is not null) new NotificationRows(new WriteScope(connection, index.Rows, stream, time.GetUtcNow())).Add(told.Notification, told.MaxWaiting);
            return true;
        }, cancellationToken, OutboxWrites.Settle, isAwaitedByPeople: false);
    }

    public async ValueTask<bool> ChangeAsync(TenantId tenant, WriteCommandId id, long version, CommandChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        return await index.WriteDurablyAsync(connection => Rows(connection, tenant) is { } rows && rows.Change(id, version, change), cancellationToken, OutboxWrites.Change);
    }

    public ValueTask<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamKey, OutboxQueue>>(connection =>
        {
            var queues = new Dictionary<StreamKey, OutboxQueue>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return queues;

            connection.Prepare(OutboxQueries.CountSql).Bind(number).Each(
                row => queues[new StreamKey(tenant, index.Names.SourceName(connection, row.Int64(0)), new StreamName(row.Text(1)))] =
                    new OutboxQueue(row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5), row.TimeOrNull(7), row.TimeOrNull(8)) { Misconfigured = row.Int64(6) }, cancellationToken);
            return queues;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<StoredCommand>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        AllAsync(tenant, (connection, number) => connection.Prepare($"""
            SELECT {OutboxQueries.Columns} FROM outbox o {OutboxQueries.WithCase}
            WHERE o.tenant = ?1 AND {(dead ? "o.reason IS NOT NULL" : "o.state <= 3 AND o.reason IS NULL")} AND (?2 IS NULL OR o.stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?2))
            ORDER BY o.id LIMIT ?3
            """).Bind(number).Bind(stream?.Value).Bind(limit), cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset finishedBefore, int atMost, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => Rows(connection, tenant)?.Erase(finishedBefore, atMost) ?? 0, cancellationToken);

    ValueTask<StoredCommand?> FirstAsync(TenantId tenant, Func<Connection, long, Statement> query, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Tenant(connection, tenant) is { } number ? query(connection, number).First(row => OutboxQueries.Read(connection, index.Names, tenant, row)) : null, cancellationToken);

    ValueTask<IReadOnlyList<StoredCommand>> AllAsync(TenantId tenant, Func<Connection, long, Statement> query, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<StoredCommand>>(connection =>
            index.Names.Tenant(connection, tenant) is { } number ? query(connection, number).All(row => OutboxQueries.Read(connection, index.Names, tenant, row), cancellationToken) : [], cancellationToken);

    OutboxRows? Rows(Connection connection, TenantId tenant) => index.Names.Tenant(connection, tenant) is { } number ? Rows(connection, number) : null;

    OutboxRows Rows(Connection connection, long tenant) => new(connection, index.Rows, tenant, clock, mark);
}
