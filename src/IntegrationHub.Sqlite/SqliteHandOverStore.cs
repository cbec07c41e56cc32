using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Sqlite;

/// <summary>Hand-overs beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class SqliteHandOverStore(IndexFile index, ILeaseClock clock, ProcessMark mark) : IHandOverStore
{
    public async ValueTask<Written<HandOverDone>> CreateAsync(TenantId tenant, StoredHandOver handOver, StoredStep step, OnceWrite<HandOverDone>? once, CancellationToken cancellationToken) =>
        await index.WriteDurablyAsync(connection => Commit(connection, NumberOf(connection, tenant)).Create(handOver, step, once), cancellationToken);

    public async ValueTask<Written<HandOverDone>> AppendAsync(
        TenantId tenant, HandOverId id, HandOverStanding standing, StoredStep step, OnceWrite<HandOverDone>? once, CancellationToken cancellationToken, HandOverCommand? command = null, CommandTakenBack? takenBack = null) =>
        await index.WriteDurablyAsync(connection =>
        {
            var number = NumberOf(connection, tenant);
            return Commit(connection, number).Append(id, standing, step, once, () =>
            {
                var outbox = new OutboxRows(connection, index.Rows, number, clock, mark);
                if (takenBack is not null) outbox.Change(takenBack.Id, takenBack.Version, takenBack.Change);
                if (command is not null) outbox.Insert(index.Names.Stream(connection, command.Stream) ?? Names.Register(connection, command.Stream), command.Command);
            });
        }, cancellationToken);

    public async ValueTask<bool> PutOffMailAsync(TenantId tenant, HandOverId id, DateTimeOffset due, DateTimeOffset until, int attempts, CancellationToken cancellationToken) =>
        await index.WriteDurablyAsync(connection => index.Names.Tenant(connection, tenant) is { } number && new HandOverRows(connection, index.Rows, number).PutOffMail(id, due, until, attempts), cancellationToken);

    public ValueTask<IReadOnlyList<FoundHandOver>> ListAsync(TenantId tenant, HandOverQuery query, HandOverFilter? filter, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<FoundHandOver>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            // One that was erased since the first of the queries has no step any more; of one that has got a step since then the newest is left for the next time.
            return [.. Queries(connection, number, filter).List(query).Run(connection).All(Read, cancellationToken).Select(found => new FoundHandOver(
                found.HandOver with { Cases = Queries(connection, number, filter).Cases(found.Row).Run(connection).All(row => new CaseId(row.Key(0)), cancellationToken) },
                connection.Prepare("SELECT number, kind, at, private FROM handover_steps WHERE tenant = ? AND handover = ? AND number <= ? ORDER BY number").Bind(number).Bind(found.Row).Bind(found.HandOver.Version)
                    .All(row => new StoredStep(row.Int32(0), (HandOverStepKind)row.Int32(1), row.Time(2), row.Blob(3)), cancellationToken))).Where(found => found.Steps.Count > 0)];
        }, cancellationToken);

    public ValueTask<IReadOnlyList<UnitCount>> CountAsync(TenantId tenant, DateTimeOffset now, HandOverFilter? filter, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<UnitCount>>(connection => index.Names.Tenant(connection, tenant) is { } number
            ? Queries(connection, number, filter).Counts(now).Run(connection).All(row => new UnitCount(row.Text(0), row.Int64(1), row.Int64(2), row.Int64(3)), cancellationToken)
            : [], cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset endedBefore, int atMost, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => index.Names.Tenant(connection, tenant) is { } number ? new HandOverRows(connection, index.Rows, number).Erase(endedBefore, atMost) : 0, cancellationToken);

    long NumberOf(Connection connection, TenantId tenant) => index.Names.Tenant(connection, tenant) ?? Names.Register(connection, tenant);

    HandOverCommit Commit(Connection connection, long tenant) => new(new HandOverRows(connection, index.Rows, tenant), new OnceCommit(new OnceRows(connection, index.Rows, tenant)));

    HandOverQueries Queries(Connection connection, long tenant, HandOverFilter? filter) => new(connection, index.Names, tenant, filter);

    static (long Row, StoredHandOver HandOver) Read(Statement row) => (row.Int64(0), new StoredHandOver
    {
        Id = new HandOverId(row.Key(1)),
        Version = row.Int64(2),
        Kind = (HandOverKind)row.Int32(3),
        Standing = new HandOverStanding((HandOverState)row.Int32(4), row.Text(9), row.Time(11))
        {
            Holder = row.IsNull(10) ? null : row.Key(10),
            RemindNext = row.TimeOrNull(15),
            EndedAt = row.TimeOrNull(16),
            Out = row.IsNull(19) && row.IsNull(24) ? null : new HandOverOut
            {
                Reply = row.IsNull(19) ? null : row.Key(19),
                ReplyUntil = row.TimeOrNull(20),
                Mail = row.IsNull(21) ? null : row.Key(21),
                MailDue = row.TimeOrNull(22),
                MailAttempts = row.Int32(23),
                Command = row.IsNull(24) ? null : new WriteCommandId(row.Key(24)),
                CommandTaken = row.Flag(25),
            },
        },
        Contact = row.IsNull(5) ? null : new ContactId(row.Key(5)),
        Question = row.IsNull(6) ? null : row.Int32(6),
        Department = row.TextOrNull(7),
        Confidentiality = (Confidentiality)row.Int32(8),
        CreatedAt = row.Time(12),
        DueAt = row.TimeOrNull(13),
        RemindAt = row.TimeOrNull(14),
        Private = row.Blob(17),
        Keys = LookupKeyChanges.Unpack(row.Blob(18)),
        Cases = [],
    });
}
