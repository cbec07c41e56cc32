using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the queries of commands: what may not be told never leaves the store.</summary>
internal static class OutboxQueries
{
    // The stream's and the source's names too: a row tells all that there is to know.
    public const string Columns = """
        o.public_id, o.sent_as, s.name, r.name, c.public_id, o.key, o.kind, o.state, o.reason, o.attempts, o.version, o.asked_at, o.since, o.due_at, o.changed_at, o.sent_at, o.unknown_at,
        o.reference, o.fault_kind, o.code, o.cut, o.private, o.outcome
        """;

    /// <summary>How many columns there are.</summary>
    public const int ColumnCount = 23;

    /// <summary>A command's names, and its case, if the index has it; of a new one by the key that the vendor told.</summary>
    public const string WithCase = $$"""{{WithNames}} LEFT JOIN cases c ON c.tenant = o.tenant AND c.source = o.source AND c.key = coalesce(o.key, o.reference COLLATE "C") AND c.removed_at IS NULL""";

    public const string CountSql = """
        SELECT s.source, s.name, count(*) FILTER (WHERE o.state = 1 AND o.reason IS NULL), count(*) FILTER (WHERE o.state = 2), count(*) FILTER (WHERE o.state = 3 AND o.reason IS NULL),
            count(*) FILTER (WHERE o.reason IS NOT NULL), count(*) FILTER (WHERE o.state <= 3 AND o.reason IS NULL AND o.fault_kind = 3),
            min(o.asked_at) FILTER (WHERE o.reason IS NULL), min(o.due_at) FILTER (WHERE o.reason IS NULL)
        FROM outbox o JOIN streams s ON s.tenant = $1 AND s.id = o.stream WHERE o.tenant = $1 AND (o.state <= 3 OR o.reason IS NOT NULL) GROUP BY s.source, s.name
        """;

    const string WithNames = "JOIN sources s ON s.tenant = o.tenant AND s.id = o.source JOIN streams r ON r.tenant = o.tenant AND r.id = o.stream";

    public static CaseQuery Get(long tenant, WriteCommandId id, AccessFilter filter, IReadOnlyDictionary<SourceId, long> sources)
    {
        var values = new QueryValues();
        return new CaseQuery($"""
            SELECT {Columns} FROM outbox o {WithNames} JOIN cases c ON c.tenant = o.tenant AND c.source = o.source AND c.key = coalesce(o.key, o.reference COLLATE "C")
            WHERE o.tenant = {values.Add(tenant)} AND o.public_id = {values.Add(id.Value)} AND {Told(filter, sources, values)}
            """, values);
    }

    public static CaseQuery OfCase(long tenant, CaseId id, AccessFilter filter, IReadOnlyDictionary<SourceId, long> sources, int limit)
    {
        var values = new QueryValues();
        return new CaseQuery($"""
            SELECT {Columns} FROM cases c JOIN outbox o ON o.tenant = c.tenant AND o.source = c.source AND coalesce(o.key, o.reference COLLATE "C") = c.key {WithNames}
            WHERE c.tenant = {values.Add(tenant)} AND c.public_id = {values.Add(id.Value)} AND {Told(filter, sources, values)}
            ORDER BY o.id DESC LIMIT {values.Add((long)limit)}
            """, values);
    }

    public static StoredCommand Read(TenantId tenant, Row row) => new()
    {
        Id = new WriteCommandId(row.Key(0)),
        SentAs = new WriteCommandId(row.Key(1)),
        Stream = new StreamKey(tenant, new SourceId(row.Text(2)), new StreamName(row.Text(3))),
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
        Outcome = row.BlobOrNull(22),
    };

    static string Told(AccessFilter filter, IReadOnlyDictionary<SourceId, long> sources, QueryValues values) =>
        $"c.removed_at IS NULL AND {new FilterSql(filter, values, sources).Disclosure(FilterSql.CaseConfidentiality)} = 2";
}
