using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Storage.Writing;
using IntegrationHub.WriteBack;

namespace IntegrationHub.PostgreSql;

/// <summary>Commands to vendors beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class PostgresOutboxStore(Database database, TimeProvider time) : IOutboxStore
{
    public async ValueTask<Written<NewCommand>> AddAsync(StreamKey stream, NewCommand command, OnceWrite<NewCommand>? once, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);

        return await database.WriteAsync(write =>
        {
            var numbers = write.Names.Stream(write.Connection, stream) ?? Names.Register(write.Connection, stream);
            return new OnceCommit(new OnceRows(write, numbers.Tenant)).Write(once, () =>
            {
                new OutboxRows(write, numbers.Tenant).Insert(numbers, command);
                return new Written<NewCommand>.Done(command);
            });
        }, cancellationToken, name: OutboxWrites.Add);
    }

    public async ValueTask<StoredCommand?> GetAsync(TenantId tenant, WriteCommandId id, AccessFilter filter, CancellationToken cancellationToken) =>
        await AllAsync(tenant, filter, (number, sources) => OutboxQueries.Get(number, id, filter, sources), cancellationToken) is [var found] ? found : null;

    public async ValueTask<StoredCommand?> GetForOperatorAsync(TenantId tenant, WriteCommandId id, CancellationToken cancellationToken) =>
        await AllAsync(tenant, (connection, number) => connection.Prepare($"SELECT {OutboxQueries.Columns} FROM outbox o {OutboxQueries.WithCase} WHERE o.tenant = $1 AND o.public_id = $2").Bind(number).Bind(id.Value), cancellationToken)
            is [var found] ? found : null;

    public ValueTask<IReadOnlyList<StoredCommand>> OfCaseAsync(TenantId tenant, CaseId id, AccessFilter filter, int limit, CancellationToken cancellationToken) =>
        AllAsync(tenant, filter, (number, sources) => OutboxQueries.OfCase(number, id, filter, sources, limit), cancellationToken);

    public async ValueTask<TakenCommand?> TakeAsync(TenantId tenant, CommandTake take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);

        return await WriteAsync(tenant, rows => rows.Take(tenant, take), OutboxWrites.Take, cancellationToken);
    }

    public async ValueTask<bool> RenewAsync(CommandLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        return await WriteAsync(lease.Tenant, rows => rows.Renew(lease, duration), OutboxWrites.Renew, cancellationToken);
    }

    public async ValueTask<bool> MarkSendingAsync(CommandLease lease, TimeSpan duration, DateTimeOffset at, DateTimeOffset? unknownAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        return await WriteAsync(lease.Tenant, rows => rows.MarkSending(lease, duration, at, unknownAt), OutboxWrites.Mark, cancellationToken);
    }

    public async ValueTask<bool> SettleAsync(CommandLease lease, CommandSettled settled, CommandTold? told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(settled);

        return await database.WriteAsync(write =>
        {
            if (write.Names.Tenant(write.Connection, lease.Tenant) is not { } number || new OutboxRows(write, number).Settle(lease, settled) is not { } stream) return false;
            if (told is null) return true;

            var rows = new NotificationRows(write, stream, time.GetUtcNow());
            rows.TakeTurn();
            rows.Add(told.Notification, told.MaxWaiting);
            return true;
        }, cancellationToken, name: OutboxWrites.Settle);
    }

    public async ValueTask<bool> ChangeAsync(TenantId tenant, WriteCommandId id, long version, CommandChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        return await WriteAsync(tenant, rows => rows.Change(id, version, change), OutboxWrites.Change, cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, OutboxQueue>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, OutboxQueue>();

            return (await connection.Prepare(OutboxQueries.CountSql).Bind(number).AllAsync(row => (
                new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1))),
                new OutboxQueue(row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5), row.TimeOrNull(7), row.TimeOrNull(8)) { Misconfigured = row.Int64(6) })))
                .ToDictionary(queue => queue.Item1, queue => queue.Item2);
        }, cancellationToken);

    public ValueTask<IReadOnlyList<StoredCommand>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        AllAsync(tenant, (connection, number) => connection.Prepare($"""
            SELECT {OutboxQueries.Columns} FROM outbox o {OutboxQueries.WithCase}
            WHERE o.tenant = $1 AND {(dead ? "o.reason IS NOT NULL" : "o.state <= 3 AND o.reason IS NULL")} AND ($2 IS NULL OR r.name = $2) ORDER BY o.id LIMIT $3
            """).Bind(number).Bind(stream?.Value).Bind(limit), cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset finishedBefore, int atMost, CancellationToken cancellationToken) =>
        await database.WriteBatchAsync(write => write.Names.Tenant(write.Connection, tenant) is { } number ? new OutboxRows(write, number).Erase(finishedBefore, atMost) : 0, cancellationToken);

    Task<T?> WriteAsync<T>(TenantId tenant, Func<OutboxRows, T?> work, string name, CancellationToken cancellationToken) =>
        database.WriteAsync(write => write.Names.Tenant(write.Connection, tenant) is { } number ? work(new OutboxRows(write, number)) : default, cancellationToken, name: name);

    ValueTask<IReadOnlyList<StoredCommand>> AllAsync(TenantId tenant, AccessFilter filter, Func<long, IReadOnlyDictionary<SourceId, long>, CaseQuery> query, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<StoredCommand>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            var sources = new Dictionary<SourceId, long>();
            foreach (var source in FilterSql.SourcesOf(filter))
                if (await database.Names.SourceAsync(connection, number, source) is { } id) sources[source] = id;
            return await query(number, sources).On(connection).AllAsync(row => OutboxQueries.Read(tenant, row));
        }, cancellationToken);

    ValueTask<IReadOnlyList<StoredCommand>> AllAsync(TenantId tenant, Func<Connection, long, Statement> query, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<StoredCommand>>(async connection =>
            await database.Names.TenantAsync(connection, tenant) is { } number ? await query(connection, number).AllAsync(row => OutboxQueries.Read(tenant, row)) : [], cancellationToken);
}
