using IntegrationHub.Cases;
using IntegrationHub.HandOvers;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the queries of hand-overs: what may not be told never leaves the store.</summary>
internal sealed class HandOverQueries
{
    const string Columns = """
        h.id, h.public_id, h.version, h.kind, h.state, h.contact, h.question, h.department, h.confidentiality, h.unit, h.holder, h.since, h.created_at, h.due_at, h.remind_at, h.remind_next, h.ended_at,
        h.private, h.keys, h.reply, h.reply_until, h.mail, h.mail_due, h.mail_attempts, h.command, h.command_taken
        """;

    readonly QueryValues values = new();
    readonly string tenant;
    readonly string told = "1";
    readonly string toldCase = "1";

    public HandOverQueries(Connection connection, Names names, long tenantNumber, HandOverFilter? filter)
    {
        tenant = values.Add(tenantNumber);
        if (filter is null) return;

        var own = new FilterSql(filter.Own, values, _ => null, "h").Disclosure("h.confidentiality");
        var held = new FilterSql(filter.Held, values, _ => null, "h").Disclosure("h.confidentiality");
        toldCase = $"({new FilterSql(filter.Cases, values, source => names.Source(connection, tenantNumber, source)).Disclosure(FilterSql.CaseConfidentiality)}) = 2";
        // A case that the index does not have cannot be asked for how closed it is.
        told = $"""
            (({own} = 2 AND NOT EXISTS (
                SELECT 1 FROM handover_cases l LEFT JOIN cases c ON c.tenant = l.tenant AND c.public_id = l.case_id
                WHERE l.tenant = h.tenant AND l.handover = h.id AND (c.id IS NULL OR NOT ({toldCase}))))
            OR ({held} = 2 AND EXISTS (SELECT 1 FROM handover_units u WHERE u.tenant = h.tenant AND u.handover = h.id AND u.unit IN ({values.AddAll(filter.Units)}))))
            """;
    }

    public CaseQuery List(HandOverQuery query)
    {
        var all = new List<string> { query.Keys is null && query.Case is null ? $"h.tenant = {tenant}" : $"+h.tenant = {tenant}" };
        if (query.Id is { } id) all.Add($"h.public_id = {values.Add(id.Value)}");
        if (query.Keys is { } keys)
        {
            var any = keys.Distinct().GroupBy(key => key.Kind)
                .Select(kind => $"SELECT handover FROM handover_keys WHERE tenant = {tenant} AND kind = {(int)kind.Key} AND value IN ({values.AddAll(kind.Select(key => (object)key.Value))})").ToList();
            all.Add(any.Count == 0 ? "0" : $"h.id IN ({string.Join(" UNION ", any)})");
        }

        if (query.Case is { } of) all.Add($"h.id IN (SELECT handover FROM handover_cases WHERE tenant = {tenant} AND case_id = {values.Add(of.Value)})");
        if (query.Contact is { } contact) all.Add($"h.contact = {values.Add(contact.Value)}");
        if (query.Unit is { } unit) all.Add($"h.unit = {values.Add(unit)}");
        if (query.Holders is { } holders) all.Add(holders.Count == 0 ? "0" : $"h.holder IN ({values.AddAll(holders.Cast<object>())})");
        if (query.States is { } states)
        {
            all.Add(states.Count == 0 ? "0" : $"h.state IN ({string.Join(", ", states.Select(state => (int)state))})");
            if (states.All(state => state is HandOverState.Waiting or HandOverState.Accepted)) all.Add("h.ended_at IS NULL");
        }

        if (query.Kind is { } kindOf) all.Add($"h.kind = {(int)kindOf}");
        if (query.DueBefore is { } due) all.Add($"h.ended_at IS NULL AND h.due_at < {values.Add(due.UtcTicks)}");
        if (query.RemindBy is { } remind) all.Add($"h.remind_next <= {values.Add(remind.UtcTicks)}");
        if (query.Reply is { } reply) all.Add($"h.reply = {values.Add(reply)}");
        if (query.MailBy is { } mail) all.Add($"h.mail_due <= {values.Add(mail.UtcTicks)}");
        // Those that have one, by their index; of each one row of the outbox and one of the cases, by theirs.
        if (query.CommandNews)
            all.Add($"""
                h.command > x'' AND EXISTS (
                    SELECT 1 FROM outbox o LEFT JOIN cases c ON c.tenant = o.tenant AND c.source = o.source AND c.key = coalesce(o.key, o.reference) AND c.removed_at IS NULL
                    WHERE o.tenant = h.tenant AND o.public_id = h.command AND CASE WHEN h.command_taken THEN c.status IN ({(int)CaseStatus.Closed}, {(int)CaseStatus.Withdrawn}) ELSE o.state > {(int)WriteBack.WriteState.Unknown} END)
                """);
        if (query.After is { } after) all.Add($"(h.created_at, h.public_id) {(query.NewestFirst ? "<" : ">")} ({values.Add(after.CreatedAt.UtcTicks)}, {values.Add(after.Id.Value)})");
        var order = query.NewestFirst ? "DESC" : "ASC";
        // What is asked for by name is few: it is searched and sorted. Everything else is walked in its order, until there is enough of it.
        var age = query is { Contact: null, Holders: null, RemindBy: null, Keys: null, Case: null, Reply: null, MailBy: null, CommandNews: false } ? "h.created_at" : "+h.created_at";
        return Of($"SELECT {Columns} FROM handovers h WHERE {string.Join(" AND ", all)} AND {told} ORDER BY {age} {order}, h.public_id {order} LIMIT {values.Add((long)query.Limit)}");
    }

    public CaseQuery Counts(DateTimeOffset now) => Of($"""
        SELECT h.unit, sum(h.state = 0), sum(h.state = 1), coalesce(sum(h.due_at < {values.Add(now.UtcTicks)}), 0)
        FROM handovers h WHERE h.tenant = {tenant} AND h.ended_at IS NULL AND {told} GROUP BY h.unit ORDER BY h.unit
        """);

    public CaseQuery Cases(long handOver) => Of($"""
        SELECT l.case_id FROM handover_cases l JOIN cases c ON c.tenant = l.tenant AND c.public_id = l.case_id
        WHERE l.tenant = {tenant} AND l.handover = {values.Add(handOver)} AND {toldCase} ORDER BY l.case_id
        """);

    CaseQuery Of(string text) => new(text, values);
}
