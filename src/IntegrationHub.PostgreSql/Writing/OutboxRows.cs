using IntegrationHub.Storage.Writing;
using IntegrationHub.WriteBack;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the table of commands, in one transaction of one tenant. Leases go by PostgreSQL's clock.</summary>
internal sealed class OutboxRows(Write write, long tenant)
{
    // Any number will do that no other program uses for the same.
    const int Turn = 0x6f757462;

    const string LeaseUntil = "clock_timestamp() + $4 * interval '1 millisecond'";

    public void Insert(StreamNumbers stream, NewCommand command) => Count(Sql("""
        INSERT INTO outbox (tenant, public_id, sent_as, source, stream, key, kind, state, asked_at, since, due_at, changed_at, cut, private, attachment)
        VALUES ($1, $2, $2, $3, $4, $5, $6, 1, $7, $7, $7, $7, $8, $9, $10)
        """)
        .Bind(tenant).Bind(command.Id.Value).Bind(stream.Source).Bind(stream.Stream).Bind(command.Key).Bind((long)command.Kind).Bind(command.AskedAt).Bind(command.Cut)
        .Bind(command.Private).Bind(command.Attachment));

    /// <summary>Takes the next command; null when there is none to take. One node at a time: two would find the same one, or two of one case.</summary>
    public TakenCommand? Take(TenantId of, CommandTake take)
    {
        Sql("SELECT pg_advisory_xact_lock($1::integer, $2::integer)").Bind(Turn).Bind(tenant).Run();
        var leave = take.Leave.Select(stream => write.Names.Stream(write.Connection, stream)?.Stream).OfType<long>();
        if (Sql($"""
            SELECT o.id FROM outbox o
            WHERE o.tenant = $1 AND o.state <= 3 AND o.reason IS NULL AND (o.state = 2 OR o.due_at <= $2 OR o.due_at > $3 OR o.changed_at > $6) AND {Free("o")} AND o.stream <> ALL ($4)
                AND o.source NOT IN (SELECT f.source FROM outbox f WHERE f.tenant = $1 AND f.state <= 3 AND NOT {Free("f")} GROUP BY f.source HAVING count(*) >= $5)
                AND (o.key IS NULL OR NOT EXISTS (
                    SELECT 1 FROM outbox b WHERE b.tenant = o.tenant AND b.source = o.source AND b.key = o.key AND b.state <= 3 AND (b.id < o.id OR (b.id > o.id AND NOT {Free("b")}))))
            ORDER BY o.due_at, o.id LIMIT 1
            """).Bind(tenant).Bind(take.Now).Bind(take.Never).BindAll(leave).Bind(take.PerSource).Bind(take.Ahead).First(row => (long?)row.Int64(0)) is not { } number) return null;

        // A person may have changed it since it was found.
        var epoch = Sql($"UPDATE outbox o SET epoch = epoch + 1, lease_owner = $3, lease_until = {LeaseUntil} WHERE tenant = $1 AND id = $2 AND state <= 3 AND reason IS NULL AND {Free("o")} RETURNING epoch")
            .Bind(tenant).Bind(number).Bind(take.Owner).Bind((long)take.Duration.TotalMilliseconds).First(row => (long?)row.Int64(0));
        if (epoch is not { } raised) return null;

        write.Rows.Add(Table.Outbox, 1);
        return Sql($"SELECT {OutboxQueries.Columns}, o.attachment FROM outbox o {OutboxQueries.WithCase} WHERE o.tenant = $1 AND o.id = $2").Bind(tenant).Bind(number)
            .First(row => new TakenCommand(new CommandLease(of, number, raised), OutboxQueries.Read(of, row), row.BlobOrNull(OutboxQueries.ColumnCount)));
    }

    public bool Renew(CommandLease lease, TimeSpan duration) =>
        Count(Held($"UPDATE outbox SET lease_until = {LeaseUntil} WHERE tenant = $1 AND id = $2 AND epoch = $3 AND lease_owner IS NOT NULL", lease).Bind((long)duration.TotalMilliseconds)) > 0;

    public bool MarkSending(CommandLease lease, TimeSpan duration, DateTimeOffset at, DateTimeOffset? unknownAt) => Count(Held($"""
        UPDATE outbox SET lease_until = {LeaseUntil}, state = 2, sent_at = $5, changed_at = $5, unknown_at = $6, version = version + 1
        WHERE tenant = $1 AND id = $2 AND epoch = $3 AND lease_owner IS NOT NULL AND state <= 3
        """, lease).Bind((long)duration.TotalMilliseconds).Bind(at).Bind(unknownAt)) > 0;

    /// <summary>The stream of a command that was written of; null when somebody else has it.</summary>
    public StreamNumbers? Settle(CommandLease lease, CommandSettled settled)
    {
        var stream = Set(Held($"UPDATE outbox SET {Settled} WHERE tenant = $1 AND id = $2 AND epoch = $3 AND lease_owner IS NOT NULL AND state <= 3 RETURNING source, stream", lease), settled)
            .First(row => (StreamNumbers?)new StreamNumbers(tenant, row.Int64(0), row.Int64(1)));
        if (stream is not null) write.Rows.Add(Table.Outbox, 1);
        return stream;
    }

    public bool Change(WriteCommandId id, long version, CommandChange change) => Count(Set(Sql($"""
        UPDATE outbox o SET {Settled}, epoch = epoch + 1, since = coalesce($14, since), sent_as = coalesce($15, sent_as), private = coalesce($16, private), cut = $17
        WHERE tenant = $1 AND public_id = $2 AND version = $3 AND {Free("o")}
        """).Bind(tenant).Bind(id.Value).Bind(version), change.Settled)
        .Bind(change.Since).Bind(change.SentAs?.Value).Bind(change.Private).Bind(change.Cut)) > 0;

    public int Erase(DateTimeOffset finishedBefore, int atMost) => Count(Sql(
        "DELETE FROM outbox WHERE tenant = $1 AND id IN (SELECT id FROM outbox WHERE tenant = $1 AND state > 3 AND changed_at < $2 ORDER BY changed_at LIMIT $3)").Bind(tenant).Bind(finishedBefore).Bind(atMost));

    const string Settled = """
        state = $4, attempts = $5, due_at = $6, changed_at = $7, unknown_at = $8, reason = $9, reference = coalesce($10, reference), fault_kind = $11, code = $12, outcome = $13,
        version = version + 1, lease_owner = NULL, lease_until = NULL
        """;

    static Statement Set(Statement statement, CommandSettled settled) => statement
        .Bind((long)settled.State).Bind(settled.Attempts).Bind(settled.DueAt).Bind(settled.At).Bind(settled.UnknownAt).Bind((long?)settled.Reason).Bind(settled.Reference)
        .Bind((long?)settled.FaultKind).Bind(settled.Code).Bind(settled.Outcome);

    static string Free(string row) => $"({row}.lease_until IS NULL OR {row}.lease_until <= clock_timestamp())";

    Statement Held(string text, CommandLease lease) => Sql(text).Bind(tenant).Bind(lease.Number).Bind(lease.Epoch);

    Statement Sql(string text) => write.Connection.Prepare(text);

    int Count(Statement statement) => write.Rows.Add(Table.Outbox, statement.Run());
}

/// <summary>Takes away what is left of a case among the commands.</summary>
internal sealed class OutboxTraces(WriteScope scope) : IOutboxTraces
{
    public void Erase(string caseKey) => scope.Written.Add(Table.Outbox, scope.Sql("DELETE FROM outbox WHERE tenant = $1 AND source = $2 AND coalesce(key, reference COLLATE \"C\") = $3")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Run());
}
