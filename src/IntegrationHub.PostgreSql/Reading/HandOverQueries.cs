using IntegrationHub.Cases;
using IntegrationHub.HandOvers;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the queries of hand-overs: what may not be told never leaves the store.</summary>
internal sealed class HandOverQueries
{
    const string Columns = """
        h.id, h.public_id, h.version, h.kind, h.state, h.contact, h.question, h.department, h.confidentiality, h.unit, h.holder, h.since, h.created_at, h.due_at, h.remind_at, h.remind_next, h.ended_at,
        h.private, h.keys, h.reply, h.reply_until, h.mail, h.mail_due, h.mail_attempts, h.command, h.command_taken
        """;

    readonly QueryValues values = new();
    readonly string tenant;
    readonly string told = "true";
    readonly string toldCase = "true";

    /// <param name="tenantNumber">The tenant's number.</param>
    /// <param name="filter">What the caller may know; null when the hub itself asks.</param>
    /// <param name="sources">The numbers of the sources that the filter names.</param>
    public HandOverQueries(long tenantNumber, HandOverFilter? filter, IReadOnlyDictionary<SourceId, long> sources)
    {
        tenant = values.Add(tenantNumber);
        if (filter is null) return;

        var own = new FilterSql(filter.Own, values, sources, "h").Disclosure("h.confidentiality");
        var held = new FilterSql(filter.Held, values, sources, "h").Disclosure("h.confidentiality");
        toldCase = new FilterSql(filter.Cases, values, sources).Disclosure(FilterSql.CaseConfidentiality) + " = 2";
        // A case that the index does not have cannot be asked for how closed it is.
        told = $"""
            (({own} = 2 AND NOT EXISTS (
                SELECT 1 FROM handover_cases l LEFT JOIN cases c ON c.tenant = l.tenant AND c.public_id = l.case_id
                WHERE l.tenant = h.tenant AND l.handover = h.id AND (c.id IS NULL OR NOT ({toldCase}))))
            OR ({held} = 2 AND EXISTS (SELECT 1 FROM handover_units u WHERE u.tenant = h.tenant AND u.handover = h.id AND u.unit = ANY({values.Add(filter.Units.ToArray())}))))
            """;
    }

    public CaseQuery List(HandOverQuery query)
    {
        var all = new List<string> { "h.tenant = " + tenant };
        if (query.Id is { } id) all.Add($"h.public_id = {values.Add(id.Value)}");
        if (query.Keys is { } keys)
        {
            var any = keys.Distinct().GroupBy(key => key.Kind)
                .Select(kind => $"SELECT handover FROM handover_keys WHERE tenant = {tenant} AND kind = {(int)kind.Key} AND value = ANY({values.Add(kind.Select(key => key.Value).ToArray())})").ToList();
            all.Add(any.Count == 0 ? "false" : $"h.id IN ({string.Join(" UNION ", any)})");
        }

        if (query.Case is { } of) all.Add($"h.id IN (SELECT handover FROM handover_cases WHERE tenant = {tenant} AND case_id = {values.Add(of.Value)})");
        if (query.Contact is { } contact) all.Add($"h.contact = {values.Add(contact.Value)}");
        if (query.Unit is { } unit) all.Add($"h.unit = {values.Add(unit)}");
        if (query.Holders is { } holders) all.Add(holders.Count == 0 ? "false" : $"h.holder = ANY({values.Add(holders.ToArray())})");
        if (query.States is { } states)
        {
            all.Add(states.Count == 0 ? "false" : $"h.state IN ({string.Join(", ", states.Select(state => (int)state))})");
            if (states.All(state => state is HandOverState.Waiting or HandOverState.Accepted)) all.Add("h.ended_at IS NULL");
        }

        if (query.Kind is { } kindOf) all.Add($"h.kind = {(int)kindOf}");
        if (query.DueBefore is { } due) all.Add($"h.ended_at IS NULL AND h.due_at < {values.Add(due.UtcTicks)}");
        if (query.RemindBy is { } remind) all.Add($"h.remind_next <= {values.Add(remind.UtcTicks)}");
        if (query.Reply is { } reply) all.Add($"h.reply = {values.Add(reply)}");
        if (query.MailBy is { } mail) all.Add($"h.mail_due <= {values.Add(mail.UtcTicks)}");
        // One row of the outbox and one of the cases, by their indexes.
        if (query.CommandNews)
            all.Add($"""
                h.command IS NOT NULL AND EXISTS (
                    SELECT 1 FROM outbox o LEFT JOIN cases c ON c.tenant = o.tenant AND c.source = o.source AND c.key = coalesce(o.key, o.reference COLLATE "C") AND c.removed_at IS NULL
                    WHERE o.tenant = h.tenant AND o.public_id = h.command AND CASE WHEN h.command_taken THEN c.status IN ({(int)CaseStatus.Closed}, {(int)CaseStatus.Withdrawn}) ELSE o.state > {(int)WriteBack.WriteState.Unknown} END)
                """);
        if (query.After is { } after) all.Add($"(h.created_at, h.public_id) {(query.NewestFirst ? "<" : ">")} ({values.Add(after.CreatedAt.UtcTicks)}, {values.Add(after.Id.Value)})");
        var order = query.NewestFirst ? "DESC" : "ASC";
        return Of($"SELECT {Columns} FROM handovers h WHERE {string.Join(" AND ", all)} AND {told} ORDER BY h.created_at {order}, h.public_id {order} LIMIT {values.Add((long)query.Limit)}");
    }

    public CaseQuery Counts(DateTimeOffset now) => Of($"""
        SELECT h.unit, count(*) FILTER (WHERE h.state = 0), count(*) FILTER (WHERE h.state = 1), count(*) FILTER (WHERE h.due_at < {values.Add(now.UtcTicks)})
        FROM handovers h WHERE h.tenant = {tenant} AND h.ended_at IS NULL AND {told} GROUP BY h.unit ORDER BY h.unit
        """);

    public CaseQuery Cases(IReadOnlyList<long> handOvers) => Of($"""
        SELECT l.handover, l.case_id FROM handover_cases l JOIN cases c ON c.tenant = l.tenant AND c.public_id = l.case_id
        WHERE l.tenant = {tenant} AND l.handover = ANY({values.Add(handOvers.ToArray())}) AND {toldCase} ORDER BY l.handover, l.case_id
        """);

    CaseQuery Of(string text) => new(text, values);
}
