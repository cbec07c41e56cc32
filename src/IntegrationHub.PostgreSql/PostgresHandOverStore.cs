using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.WriteBack;

namespace IntegrationHub.PostgreSql;

/// <summary>Hand-overs beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class PostgresHandOverStore(Database database) : IHandOverStore
{
    public async ValueTask<Written<HandOverDone>> CreateAsync(TenantId tenant, StoredHandOver handOver, StoredStep step, OnceWrite<HandOverDone>? once, CancellationToken cancellationToken) =>
        await database.WriteAsync(open => Commit(open, NumberOf(open, tenant)).Create(handOver, step, once), cancellationToken);

    public async ValueTask<Written<HandOverDone>> AppendAsync(
        TenantId tenant, HandOverId id, HandOverStanding standing, StoredStep step, OnceWrite<HandOverDone>? once, CancellationToken cancellationToken, HandOverCommand? command = null, CommandTakenBack? takenBack = null) =>
        await database.WriteAsync(open =>
        {
            var number = NumberOf(open, tenant);
            return Commit(open, number).Append(id, standing, step, once, () =>
            {
                var outbox = new OutboxRows(open, number);
                if (takenBack is not null) outbox.Change(takenBack.Id, takenBack.Version, takenBack.Change);
                if (command is not null) outbox.Insert(open.Names.Stream(open.Connection, command.Stream) ?? Names.Register(open.Connection, command.Stream), command.Command);
            });
        }, cancellationToken);

    public async ValueTask<bool> PutOffMailAsync(TenantId tenant, HandOverId id, DateTimeOffset due, DateTimeOffset until, int attempts, CancellationToken cancellationToken) =>
        await database.WriteAsync(open => open.Names.Tenant(open.Connection, tenant) is { } number && new HandOverRows(open, number).PutOffMail(id, due, until, attempts), cancellationToken);

    public ValueTask<IReadOnlyList<FoundHandOver>> ListAsync(TenantId tenant, HandOverQuery query, HandOverFilter? filter, CancellationToken cancellationToken) =>
        QueryAsync<FoundHandOver>(tenant, filter, async (connection, number, queries) =>
        {
            var found = await queries().List(query).On(connection).AllAsync(Read);
            if (found.Count == 0) return [];

            var rows = found.ConvertAll(one => one.Row);
            var cases = (await queries().Cases(rows).On(connection).AllAsync(row => (HandOver: row.Int64(0), Case: new CaseId(row.Key(1))))).ToLookup(link => link.HandOver, link => link.Case);
            var steps = (await connection.Prepare("SELECT handover, number, kind, at, private FROM handover_steps WHERE tenant = $1 AND handover = ANY($2) ORDER BY handover, number").Bind(number).BindAll(rows)
                .AllAsync(row => (HandOver: row.Int64(0), Step: new StoredStep(row.Int32(1), (HandOverStepKind)row.Int32(2), row.Time(3), row.Blob(4))))).ToLookup(one => one.HandOver, one => one.Step);
            // One that was erased since the first of the three queries has no step any more; of one that has got a step since then the newest is left for the next time.
            return [.. found.Where(one => steps.Contains(one.Row)).Select(one => new FoundHandOver(
                one.HandOver with { Cases = [.. cases[one.Row]] }, [.. steps[one.Row].Where(step => step.Number <= one.HandOver.Version)]))];
        }, cancellationToken);

    public ValueTask<IReadOnlyList<UnitCount>> CountAsync(TenantId tenant, DateTimeOffset now, HandOverFilter? filter, CancellationToken cancellationToken) =>
        QueryAsync<UnitCount>(tenant, filter, async (connection, _, queries) =>
            await queries().Counts(now).On(connection).AllAsync(row => new UnitCount(row.Text(0), row.Int64(1), row.Int64(2), row.Int64(3))), cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset endedBefore, int atMost, CancellationToken cancellationToken) =>
        await database.WriteBatchAsync(write => write.Names.Tenant(write.Connection, tenant) is { } number ? new HandOverRows(write, number).Erase(endedBefore, atMost) : 0, cancellationToken);

    static long NumberOf(Write open, TenantId tenant) => open.Names.Tenant(open.Connection, tenant) ?? Names.Register(open.Connection, tenant);

    static HandOverCommit Commit(Write open, long tenant) => new(new HandOverRows(open, tenant), new OnceCommit(new OnceRows(open, tenant)));

    ValueTask<IReadOnlyList<T>> QueryAsync<T>(
        TenantId tenant, HandOverFilter? filter, Func<Connection, long, Func<HandOverQueries>, ValueTask<IReadOnlyList<T>>> query, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            var sources = new Dictionary<SourceId, long>();
            if (filter is not null)
                foreach (var source in FilterSql.SourcesOf(filter.Cases))
                    if (await database.Names.SourceAsync(connection, number, source) is { } id) sources[source] = id;
            return await query(connection, number, () => new HandOverQueries(number, filter, sources));
        }, cancellationToken);

    static (long Row, StoredHandOver HandOver) Read(Row row) => (row.Int64(0), new StoredHandOver
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
