using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the queries of commands: what may not be told never leaves the store.</summary>
internal static class OutboxQueries
{
    public const string Columns = """
        o.public_id, o.sent_as, o.source, o.stream, c.public_id, o.key, o.kind, o.state, o.reason, o.attempts, o.version, o.asked_at, o.since, o.due_at, o.changed_at, o.sent_at, o.unknown_at,
        o.reference, o.fault_kind, o.code, o.cut, o.private, o.outcome
        """;

    /// <summary>How many columns there are.</summary>
    public const int ColumnCount = 23;

    /// <summary>A command's case, if the index has it; of a new one by the key that the vendor told.</summary>
    public const string WithCase = "LEFT JOIN cases c ON c.tenant = o.tenant AND c.source = o.source AND c.key = coalesce(o.key, o.reference) AND c.removed_at IS NULL";

    /// <summary>How many stand where, from an index alone.</summary>
    public const string CountSql = """
        SELECT s.source, s.name, n.queued, n.sending, n.unknown, n.dead, n.misconfigured, n.oldest, n.due FROM (
            SELECT stream, sum(state = 1 AND reason IS NULL) AS queued, sum(state = 2) AS sending, sum(state = 3 AND reason IS NULL) AS unknown, sum(reason IS NOT NULL) AS dead,
                sum(state <= 3 AND reason IS NULL AND fault_kind = 3) AS misconfigured, min(iif(reason IS NULL, asked_at, NULL)) AS oldest, min(iif(reason IS NULL, due_at, NULL)) AS due
            FROM outbox INDEXED BY outbox_open WHERE tenant = ? AND (state <= 3 OR reason IS NOT NULL) GROUP BY stream) n
        CROSS JOIN streams s ON s.id = n.stream
        """;

    public static CaseQuery Get(Connection connection, Names names, long tenant, WriteCommandId id, AccessFilter filter)
    {
        var values = new QueryValues();
        var number = values.Add(tenant);
        return new CaseQuery($"""
            SELECT {Columns} FROM outbox o INDEXED BY outbox_by_public_id
            CROSS JOIN cases c INDEXED BY cases_by_key ON c.tenant = o.tenant AND c.source = o.source AND c.key = coalesce(o.key, o.reference)
            WHERE o.tenant = {number} AND o.public_id = {values.Add(id.Value)} AND {Told(connection, names, tenant, filter, values)}
            """, values);
    }

    public static CaseQuery OfCase(Connection connection, Names names, long tenant, CaseId id, AccessFilter filter, int limit)
    {
        var values = new QueryValues();
        var number = values.Add(tenant);
        return new CaseQuery($"""
            SELECT {Columns} FROM cases c INDEXED BY cases_by_public_id
            CROSS JOIN outbox o INDEXED BY outbox_by_case ON o.tenant = c.tenant AND o.source = c.source AND coalesce(o.key, o.reference) = c.key
            WHERE c.tenant = {number} AND c.public_id = {values.Add(id.Value)} AND {Told(connection, names, tenant, filter, values)}
            ORDER BY o.id DESC LIMIT {values.Add((long)limit)}
            """, values);
    }

    public static StoredCommand Read(Connection connection, Names names, TenantId tenant, Statement row) => new()
    {
        Id = new WriteCommandId(row.Key(0)),
        SentAs = new WriteCommandId(row.Key(1)),
        Stream = new StreamKey(tenant, names.SourceName(connection, row.Int64(2)), names.StreamName(connection, row.Int64(3))),
        Case = row.IsNull(4) ? null : new CaseId(row.Key(4)),
        Key = row.TextOrNull(5),
        Kind = (WriteKind)row.Int32(6),
        State = (WriteState)row.Int32(7),
        Reason = (WriteReason?)row.Int64OrNull(8),
        Attempts = row.Int32(9),
        Version = row.Int64(10),
        AskedAt = row.Time(11),
        Since = row.Time(12),
        DueAt = row.Time(13),
        ChangedAt = row.Time(14),
        SentAt = row.TimeOrNull(15),
        UnknownAt = row.TimeOrNull(16),
        Reference = row.TextOrNull(17),
        FaultKind = (FaultKind?)row.Int64OrNull(18),
        Code = row.TextOrNull(19),
        Cut = row.Flag(20),
        Private = row.Blob(21),
        Outcome = row.IsNull(22) ? null : row.Blob(22),
    };

    static string Told(Connection connection, Names names, long tenant, AccessFilter filter, QueryValues values) =>
        $"+c.removed_at IS NULL AND {new FilterSql(filter, values, source => names.Source(connection, tenant, source)).Disclosure(FilterSql.CaseConfidentiality)} = 2";
}
