using IntegrationHub.HandOvers;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the tables of hand-overs, in one transaction of one tenant.</summary>
internal sealed class HandOverRows(Write write, long tenant) : IHandOverRows
{
    public HandOverRow? Find(HandOverId id) => Sql("SELECT id, version FROM handovers WHERE tenant = $1 AND public_id = $2 FOR UPDATE").Bind(tenant).Bind(id.Value)
        .First(row => new HandOverRow(row.Int64(0), row.Int64(1)));

    public long Insert(StoredHandOver handOver)
    {
        var standing = handOver.Standing;
        write.Rows.Add(Table.HandOvers, 1);
        var row = BindOut(Sql("""
            INSERT INTO handovers (tenant, public_id, version, kind, state, contact, question, department, confidentiality, unit, holder, since, created_at, due_at, remind_at, remind_next, ended_at, private, keys,
                reply, reply_until, mail, mail_due, mail_attempts, command, command_taken)
            VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) RETURNING id
            """).Bind(tenant).Bind(handOver.Id.Value).Bind((long)handOver.Kind).Bind((long)standing.State).Bind(handOver.Contact?.Value).Bind((long?)handOver.Question).Bind(handOver.Department)
            .Bind((long)handOver.Confidentiality).Bind(standing.Unit).Bind(standing.Holder).Bind(standing.Since).Bind(handOver.CreatedAt).Bind(handOver.DueAt).Bind(handOver.RemindAt)
            .Bind(standing.RemindNext).Bind(standing.EndedAt).Bind(handOver.Private).Bind(LookupKeyChanges.Pack(handOver.Keys)), standing.Out).First(found => found.Int64(0));
        Count(Sql("INSERT INTO handover_keys (tenant, kind, value, handover) SELECT $1, t.kind, t.value, $2 FROM unnest($3, $4) AS t (kind, value) ON CONFLICT DO NOTHING")
            .Bind(tenant).Bind(row).BindAll(handOver.Keys.Select(key => (long)key.Kind)).BindAll(handOver.Keys.Select(key => key.Value)));
        Count(Sql("INSERT INTO handover_cases (tenant, handover, case_id) SELECT $1, $2, unnest($3)").Bind(tenant).Bind(row).BindAll(handOver.Cases.Select(id => id.Value)));
        return row;
    }

    public void Stand(long row, HandOverStanding standing, long version) =>
        Count(BindOut(Sql("""
            UPDATE handovers SET version = $1, state = $2, unit = $3, since = $4, remind_next = $5, ended_at = $6, holder = $7, reply = $10, reply_until = $11, mail = $12, mail_due = $13, mail_attempts = $14,
                command = $15, command_taken = $16 WHERE tenant = $8 AND id = $9
            """).Bind(version).Bind((long)standing.State).Bind(standing.Unit).Bind(standing.Since).Bind(standing.RemindNext).Bind(standing.EndedAt).Bind(standing.Holder).Bind(tenant).Bind(row), standing.Out));

    public bool PutOffMail(HandOverId id, DateTimeOffset due, DateTimeOffset until, int attempts) =>
        Count(Sql("UPDATE handovers SET mail_due = $1, mail_attempts = $2 WHERE tenant = $3 AND public_id = $4 AND mail_due = $5").Bind(until).Bind(attempts).Bind(tenant).Bind(id.Value).Bind(due)) > 0;

    public void Add(long row, StoredStep step) => Count(Sql("INSERT INTO handover_steps (tenant, handover, number, kind, at, private) VALUES ($1, $2, $3, $4, $5, $6)")
        .Bind(tenant).Bind(row).Bind((long)step.Number).Bind((long)step.Kind).Bind(step.At).Bind(step.Private));

    public void AddUnit(long row, string unit) => Count(Sql("INSERT INTO handover_units (tenant, handover, unit) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING").Bind(tenant).Bind(row).Bind(unit));

    /// <summary>Erases hand-overs that ended before then, the first of them first; how many.</summary>
    public int Erase(DateTimeOffset endedBefore, int atMost)
    {
        var old = Sql("SELECT id FROM handovers WHERE tenant = $1 AND ended_at < $2 ORDER BY ended_at LIMIT $3 FOR UPDATE").Bind(tenant).Bind(endedBefore).Bind(atMost).All(row => row.Int64(0));
        foreach (var table in new[] { "handover_keys", "handover_cases", "handover_units", "handover_steps" })
            Count(Sql($"DELETE FROM {table} WHERE tenant = $1 AND handover = ANY($2)").Bind(tenant).BindAll(old));
        Count(Sql("DELETE FROM handovers WHERE tenant = $1 AND id = ANY($2)").Bind(tenant).BindAll(old));
        return old.Count;
    }

    static Statement BindOut(Statement statement, HandOverOut? goesOut) => statement
        .Bind(goesOut?.Reply).Bind(goesOut?.ReplyUntil).Bind(goesOut?.Mail).Bind(goesOut?.MailDue).Bind(goesOut?.MailAttempts ?? 0).Bind(goesOut?.Command?.Value).Bind(goesOut?.CommandTaken == true);

    Statement Sql(string text) => write.Connection.Prepare(text);

    int Count(Statement statement) => write.Rows.Add(Table.HandOvers, statement.Run());
}
