using IntegrationHub.HandOvers;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the tables of hand-overs, in one transaction of one tenant.</summary>
internal sealed class HandOverRows(Connection connection, RowsWritten rows, long tenant) : IHandOverRows
{
    public HandOverRow? Find(HandOverId id) => connection.Prepare("SELECT id, version FROM handovers WHERE tenant = ? AND public_id = ?").Bind(tenant).Bind(id.Value)
        .First(row => new HandOverRow(row.Int64(0), row.Int64(1)));

    public long Insert(StoredHandOver handOver)
    {
        var standing = handOver.Standing;
        var insert = connection.Prepare("""
            INSERT INTO handovers (tenant, public_id, version, kind, state, contact, question, department, confidentiality, unit, holder, since, created_at, due_at, remind_at, remind_next, ended_at, private, keys, reply, reply_until, mail, mail_due, mail_attempts, command, command_taken)
            VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """).Bind(tenant).Bind(handOver.Id.Value).Bind((long)handOver.Kind).Bind((long)standing.State);
        Bind(insert, handOver.Contact?.Value).Bind((long?)handOver.Question).Bind(handOver.Department).Bind((long)handOver.Confidentiality).Bind(standing.Unit);
        Bind(insert, standing.Holder).Bind(standing.Since).Bind(handOver.CreatedAt).Bind(handOver.DueAt).Bind(handOver.RemindAt).Bind(standing.RemindNext).Bind(standing.EndedAt)
            .Bind(handOver.Private).Bind(LookupKeyChanges.Pack(handOver.Keys));
        BindOut(insert, standing.Out);
        Count(insert);
        var row = connection.Prepare("SELECT last_insert_rowid()").First(found => found.Int64(0));
        foreach (var key in handOver.Keys)
            Count(connection.Prepare("INSERT OR IGNORE INTO handover_keys (tenant, kind, value, handover) VALUES (?, ?, ?, ?)").Bind(tenant).Bind((long)key.Kind).Bind(key.Value).Bind(row));
        foreach (var id in handOver.Cases) Count(connection.Prepare("INSERT INTO handover_cases (tenant, handover, case_id) VALUES (?, ?, ?)").Bind(tenant).Bind(row).Bind(id.Value));
        return row;
    }

    public void Stand(long row, HandOverStanding standing, long version)
    {
        var update = connection.Prepare("UPDATE handovers SET version = ?, state = ?, unit = ?, since = ?, remind_next = ?, ended_at = ?, holder = ?, reply = ?, reply_until = ?, mail = ?, mail_due = ?, mail_attempts = ?, command = ?, command_taken = ? WHERE tenant = ? AND id = ?")
            .Bind(version).Bind((long)standing.State).Bind(standing.Unit).Bind(standing.Since).Bind(standing.RemindNext).Bind(standing.EndedAt);
        Bind(update, standing.Holder);
        Count(BindOut(update, standing.Out).Bind(tenant).Bind(row));
    }

    public bool PutOffMail(HandOverId id, DateTimeOffset due, DateTimeOffset until, int attempts) =>
        Count(connection.Prepare("UPDATE handovers SET mail_due = ?, mail_attempts = ? WHERE tenant = ? AND public_id = ? AND mail_due = ?").Bind(until).Bind((long)attempts).Bind(tenant).Bind(id.Value).Bind(due)) > 0;

    public void Add(long row, StoredStep step) => Count(connection.Prepare("INSERT INTO handover_steps (tenant, handover, number, kind, at, private) VALUES (?, ?, ?, ?, ?, ?)")
        .Bind(tenant).Bind(row).Bind((long)step.Number).Bind((long)step.Kind).Bind(step.At).Bind(step.Private));

    public void AddUnit(long row, string unit) => Count(connection.Prepare("INSERT OR IGNORE INTO handover_units (tenant, handover, unit) VALUES (?, ?, ?)").Bind(tenant).Bind(row).Bind(unit));

    /// <summary>Erases hand-overs that ended before then, the first of them first; how many.</summary>
    public int Erase(DateTimeOffset endedBefore, int atMost)
    {
        var old = connection.Prepare("SELECT id, keys FROM handovers WHERE tenant = ? AND ended_at < ? ORDER BY ended_at LIMIT ?").Bind(tenant).Bind(endedBefore).Bind((long)atMost)
            .All(row => (Row: row.Int64(0), Keys: LookupKeyChanges.Unpack(row.Blob(1))));
        foreach (var (row, keys) in old)
        {
            foreach (var key in keys)
                Count(connection.Prepare("DELETE FROM handover_keys WHERE tenant = ? AND kind = ? AND value = ? AND handover = ?").Bind(tenant).Bind((long)key.Kind).Bind(key.Value).Bind(row));
            foreach (var table in new[] { "handover_cases", "handover_units", "handover_steps" }) Count(connection.Prepare($"DELETE FROM {table} WHERE tenant = ? AND handover = ?").Bind(tenant).Bind(row));
            Count(connection.Prepare("DELETE FROM handovers WHERE tenant = ? AND id = ?").Bind(tenant).Bind(row));
        }

        return old.Count;
    }

    static Statement Bind(Statement statement, UInt128? id) => id is { } known ? statement.Bind(known) : statement.BindNull();

    static Statement BindOut(Statement statement, HandOverOut? goesOut)
    {
        Bind(statement, goesOut?.Reply).Bind(goesOut?.ReplyUntil);
        Bind(statement, goesOut?.Mail).Bind(goesOut?.MailDue).Bind((long)(goesOut?.MailAttempts ?? 0));
        return Bind(statement, goesOut?.Command?.Value).Bind(goesOut?.CommandTaken == true);
    }

    int Count(Statement statement) => rows.Add(Table.HandOvers, statement.Run());
}
