using IntegrationHub.Storage.Writing;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the table of commands, in one transaction of one tenant. Leases go by the machine's clock; those of a process that is gone are over.</summary>
internal sealed class OutboxRows(Connection connection, RowsWritten rows, long tenant, ILeaseClock clock, ProcessMark mark)
{
    public void Insert(StreamNumbers stream, NewCommand command) => rows.Add(Table.Outbox, connection.Prepare("""
        INSERT INTO outbox (tenant, public_id, sent_as, source, stream, key, kind, state, asked_at, since, due_at, changed_at, cut, private, attachment)
        VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7, ?7, ?7, ?8, ?9, ?10)
        """)
        .Bind(tenant).Bind(command.Id.Value).Bind(stream.Source).Bind(stream.Stream).Bind(command.Key).Bind((long)command.Kind).Bind(command.AskedAt).Bind(command.Cut)
        .Bind(command.Private).Bind(command.Attachment).Run());

    /// <summary>Takes the next command; null when there is none to take.</summary>
    public (CommandLease Lease, StoredCommand Command, byte[]? Attachment)? Take(TenantId of, Names names, CommandTake take)
    {
        var values = new QueryValues();
        var number = values.Add(tenant);
        var now = values.Add(clock.Milliseconds);
        var boot = values.Add(clock.Boot);
        var gone = connection.Prepare("SELECT DISTINCT lease_holder FROM outbox WHERE tenant = ? AND state <= 3 AND lease_holder IS NOT NULL").Bind(tenant)
            .All(row => row.Text(0)).Where(holder => !mark.IsAlive(holder)).ToList();
        var dead = values.AddAll(gone);
        var by = values.Add(take.Now.UtcTicks);
        var leave = values.AddAll(take.Leave.Select(stream => names.Stream(connection, stream)?.Stream).OfType<long>().Cast<object>());
        var found = connection.Prepare($"""
            SELECT {OutboxQueries.Columns}, o.id, o.epoch, o.attachment FROM outbox o {OutboxQueries.WithCase}
            WHERE o.tenant = {number} AND o.state <= 3 AND o.reason IS NULL AND (o.state = 2 OR o.due_at <= {by} OR o.due_at > {values.Add(take.Never.UtcTicks)} OR o.changed_at > {values.Add(take.Ahead.UtcTicks)}) AND {Free("o")}
                AND o.stream NOT IN ({leave})
                AND o.source NOT IN (SELECT f.source FROM outbox f WHERE f.tenant = {number} AND f.state <= 3 AND NOT {Free("f")} GROUP BY f.source HAVING count(*) >= {values.Add((long)take.PerSource)})
                AND (o.key IS NULL OR NOT EXISTS (
                    SELECT 1 FROM outbox b WHERE b.tenant = o.tenant AND b.source = o.source AND b.key = o.key AND b.state <= 3 AND (b.id < o.id OR (b.id > o.id AND NOT {Free("b")}))))
            ORDER BY o.due_at, o.id LIMIT 1
            """).Bind(values.InOrder).First(row => (
                Command: OutboxQueries.Read(connection, names, of, row),
                Number: row.Int64(OutboxQueries.ColumnCount),
                Epoch: row.Int64(OutboxQueries.ColumnCount + 1),
                Attachment: row.IsNull(OutboxQueries.ColumnCount + 2) ? null : row.Blob(OutboxQueries.ColumnCount + 2)));
        if (found.Command is null) return null;

        var lease = new CommandLease(of, found.Number, found.Epoch + 1);
        Count(Until(connection.Prepare("UPDATE outbox SET lease_boot = ?, lease_from = ?, lease_until = ?, epoch = ?, lease_owner = ?, lease_holder = ? WHERE tenant = ? AND id = ?"), take.Duration)
            .Bind(lease.Epoch).Bind(take.Owner).Bind(mark.Name).Bind(tenant).Bind(lease.Number));
        return (lease, found.Command, found.Attachment);

        string Free(string row) => $"({row}.lease_until IS NULL OR {row}.lease_boot <> {boot} OR {row}.lease_from > {now} OR {row}.lease_until <= {now} OR {row}.lease_holder IN ({dead}))";
    }

    public bool Renew(CommandLease lease, TimeSpan duration) =>
        Count(Until(connection.Prepare("UPDATE outbox SET lease_boot = ?, lease_from = ?, lease_until = ? WHERE tenant = ? AND id = ? AND epoch = ? AND lease_owner IS NOT NULL"), duration)
            .Bind(tenant).Bind(lease.Number).Bind(lease.Epoch)) > 0;

    public bool MarkSending(CommandLease lease, TimeSpan duration, DateTimeOffset at, DateTimeOffset? unknownAt) =>
        Count(Until(connection.Prepare("""
            UPDATE outbox SET lease_boot = ?, lease_from = ?, lease_until = ?, state = 2, sent_at = ?4, changed_at = ?4, unknown_at = ?5, version = version + 1
            WHERE tenant = ?6 AND id = ?7 AND epoch = ?8 AND lease_owner IS NOT NULL AND state <= 3
            """), duration).Bind(at).Bind(unknownAt).Bind(tenant).Bind(lease.Number).Bind(lease.Epoch)) > 0;

    /// <summary>The stream and the key of the case of a command that was written of; null when somebody else has it.</summary>
    public StreamNumbers? Settle(CommandLease lease, CommandSettled settled)
    {
        var written = Count(Set(connection.Prepare($"UPDATE outbox SET {Settled} WHERE tenant = ?11 AND id = ?12 AND epoch = ?13 AND lease_owner IS NOT NULL AND state <= 3"), settled)
            .Bind(tenant).Bind(lease.Number).Bind(lease.Epoch)) > 0;
        return written ? connection.Prepare("SELECT source, stream FROM outbox WHERE tenant = ? AND id = ?").Bind(tenant).Bind(lease.Number).First(row => new StreamNumbers(tenant, row.Int64(0), row.Int64(1))) : null;
    }

    public bool Change(WriteCommandId id, long version, CommandChange change)
    {
        // Whoever has it decides first.
        var holder = connection.Prepare("SELECT lease_boot, lease_from, lease_until, lease_holder FROM outbox WHERE tenant = ? AND public_id = ?").Bind(tenant).Bind(id.Value)
            .First(row => (Boot: row.TextOrNull(0), From: row.Int64OrNull(1), Until: row.Int64OrNull(2), Holder: row.TextOrNull(3)));
        var now = clock.Milliseconds;
        if (holder.Until > now && holder.From <= now && holder.Boot == clock.Boot && (holder.Holder is null || mark.IsAlive(holder.Holder))) return false;

        return Count(Set(connection.Prepare($"""
            UPDATE outbox SET {Settled}, epoch = epoch + 1, since = coalesce(?11, since), sent_as = coalesce(?12, sent_as), private = coalesce(?13, private), cut = ?14
            WHERE tenant = ?15 AND public_id = ?16 AND version = ?17
            """), change.Settled)
            .Bind(change.Since).Bind(change.SentAs is { } sentAs ? Protection.StableIds.Of(sentAs.Value) : null).Bind(change.Private).Bind(change.Cut).Bind(tenant).Bind(id.Value).Bind(version)) > 0;
    }

    public int Erase(DateTimeOffset finishedBefore, int atMost) => Count(connection.Prepare(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE tenant = ? AND state > 3 AND changed_at < ? ORDER BY changed_at LIMIT ?)").Bind(tenant).Bind(finishedBefore).Bind(atMost));

    const string Settled = """
        state = ?1, attempts = ?2, due_at = ?3, changed_at = ?4, unknown_at = ?5, reason = ?6, reference = coalesce(?7, reference), fault_kind = ?8, code = ?9, outcome = ?10,
        version = version + 1, lease_owner = NULL, lease_holder = NULL, lease_boot = NULL, lease_from = NULL, lease_until = NULL
        """;

    static Statement Set(Statement statement, CommandSettled settled) => statement
        .Bind((long)settled.State).Bind(settled.Attempts).Bind(settled.DueAt).Bind(settled.At).Bind(settled.UnknownAt).Bind((long?)settled.Reason).Bind(settled.Reference)
        .Bind((long?)settled.FaultKind).Bind(settled.Code).Bind(settled.Outcome);

    Statement Until(Statement statement, TimeSpan duration)
    {
        var now = clock.Milliseconds;
        return statement.Bind(clock.Boot).Bind(now).Bind(now + (long)duration.TotalMilliseconds);
    }

    int Count(Statement statement) => rows.Add(Table.Outbox, statement.Run());
}

/// <summary>Takes away what is left of a case among the commands.</summary>
internal sealed class OutboxTraces(WriteScope scope) : IOutboxTraces
{
    public void Erase(string caseKey) => scope.Rows.Add(Table.Outbox, scope.Sql("DELETE FROM outbox WHERE tenant = ? AND source = ? AND coalesce(key, reference) = ?")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(caseKey).Run());
}
