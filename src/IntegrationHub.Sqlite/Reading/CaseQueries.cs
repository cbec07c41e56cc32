using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Remapping;

namespace IntegrationHub.Sqlite;

/// <summary>A query's text with its values.</summary>
internal sealed record CaseQuery(string Text, QueryValues Values)
{
    public Statement Run(Connection connection) => connection.Prepare(Text).Bind(Values.InOrder);
}

/// <summary>Writes the queries of look-ups. Null where nothing is stored for the tenant.</summary>
/// <remarks>
/// CROSS JOIN and the unary plus keep the plan: keys or words outside, the case by its row number inside. Tests read the plans.
/// </remarks>
internal static class CaseQueries
{
    const string Columns = """
        c.source, c.department, c.public_title, c.held, c.public_id, c.stream, c.key, c.number, c.type, c.title, c.status, c.source_status,
        c.confidentiality, c.protected_party, c.opened_at, c.updated_at, c.due_at, c.closed_at, c.private, c.keys, c.content_hash, c.search_text,
        (SELECT e.at FROM edited e INDEXED BY edited_by_key WHERE e.tenant = c.tenant AND e.stream = c.stream AND e.key = c.key) AS edited_at, m.name, m.version, m.fingerprint
        """;

    const int EditedColumn = 22;
    const int MappingColumn = 23;
    const int DisclosureColumn = 26;
    const int MatchedColumn = 27;
    const string NewestFirst = "ORDER BY c.opened_at DESC, c.public_id";

    // What the version that stands was made with.
    const string WithMapping = "LEFT JOIN record_state v ON v.tenant = c.tenant AND v.stream = c.stream AND v.key = c.key LEFT JOIN mappings m ON m.id = v.mapping";

    public static CaseQuery? Find(
        Connection connection, Names names, TenantId tenant, IReadOnlyList<LookupKey> keys, AccessFilter filter, int limit) =>
        Write(connection, names, tenant, filter, (number, values, disclosure) =>
        {
            var kinds = keys.Distinct().GroupBy(key => key.Kind).Select(kind => $"""
                SELECT case_id, {1 << (int)kind.Key} AS mark FROM lookup_keys
                WHERE tenant = {number} AND kind = {(int)kind.Key} AND value IN ({values.AddAll(kind.Select(key => (object)key.Value))})
                """);
            // UNION counts a kind once, so the sum of its marks is the set of kinds.
            return Newest($"""
                SELECT c.id, {disclosure} AS disclosure, hits.marks AS marks
                FROM (SELECT case_id, sum(mark) AS marks FROM ({string.Join(" UNION ", kinds)} UNION SELECT NULL, 0 WHERE 0) GROUP BY case_id) AS hits
                CROSS JOIN cases c ON c.id = hits.case_id
                WHERE +c.tenant = {number} AND +c.removed_at IS NULL AND disclosure > 0
                """, values, limit);
        });

    public static CaseQuery? Search(Connection connection, Names names, TenantId tenant, string words, AccessFilter filter, int limit) =>
        Write(connection, names, tenant, filter, (number, values, disclosure) => Newest($"""
            SELECT c.id, {disclosure} AS disclosure, 0 AS marks
            FROM search CROSS JOIN cases c ON c.id = search.rowid
            WHERE search MATCH {values.Add(words)} AND +c.tenant = {number} AND +c.removed_at IS NULL AND disclosure = 2
            """, values, limit));

    public static CaseQuery? Get(Connection connection, Names names, TenantId tenant, CaseId id, AccessFilter filter) =>
        Write(connection, names, tenant, filter, (number, values, disclosure) => $"""
            SELECT {Columns}, {disclosure} AS disclosure, 0
            FROM cases c INDEXED BY cases_by_public_id {WithMapping}
            WHERE c.tenant = {number} AND c.public_id = {values.Add(id.Value)} AND +c.removed_at IS NULL AND disclosure > 0
            """);

    public static CaseQuery? Timelines(Connection connection, Names names, TenantId tenant, IReadOnlyList<CaseId> ids, AccessFilter filter, int limit)
    {
        if (names.Tenant(connection, tenant) is not { } found) return null;

        var values = new QueryValues();
        var number = values.Add(found);
        var sql = new FilterSql(filter, values, source => names.Source(connection, found, source));
        // The same event may come with its case and in a stream of events: it is shown once, and the more closed word on it stands.
        return new CaseQuery($"""
            SELECT * FROM (
                SELECT e.source, e.case_key, e.event_id, e.at, e.kind, e.confidentiality, e.private, e.content_hash,
                    c.public_id, row_number() OVER (PARTITION BY c.public_id ORDER BY e.at DESC, e.event_id) AS place
                FROM cases c INDEXED BY cases_by_public_id
                CROSS JOIN events e INDEXED BY events_by_key ON e.tenant = c.tenant AND e.source = c.source AND e.case_key = c.key
                WHERE c.tenant = {number} AND c.public_id IN ({values.AddAll(ids.Select(id => (object)id.Value))}) AND +c.removed_at IS NULL
                    AND {sql.Disclosure(FilterSql.CaseConfidentiality)} = 2 AND {sql.Disclosure(FilterSql.EventConfidentiality)} = 2
                    AND NOT EXISTS (
                        SELECT 1 FROM events o INDEXED BY events_by_key
                        WHERE o.tenant = e.tenant AND o.source = e.source AND o.case_key = e.case_key AND o.event_id = e.event_id
                            AND (o.confidentiality > e.confidentiality OR (o.confidentiality = e.confidentiality AND o.stream < e.stream))))
            WHERE place <= {values.Add((long)limit)} ORDER BY public_id, place
            """, values);
    }

    /// <summary>A row as it may be told: of a case that is disclosed by its existence only, nothing else leaves the store.</summary>
    public static FoundCase Read(Connection connection, Names names, Statement row)
    {
        var disclosure = (Disclosure.Disclosure)row.Int32(DisclosureColumn);
        var kinds = Kinds(row.Int64(MatchedColumn));
        return disclosure == Disclosure.Disclosure.Full
            ? new FoundCase(Full(connection, names, row), disclosure, row.Flag(3), kinds) { EditedAt = row.TimeOrNull(EditedColumn), MappedWith = With(row) }
            : new FoundCase(Existence(connection, names, row), disclosure, row.Flag(3), kinds);
    }

    /// <summary>A row of <see cref="Timelines"/>.</summary>
    public static (CaseId Case, StoredEvent Event) ReadEvent(Connection connection, Names names, Statement row) =>
        (new CaseId(row.Key(8)), new StoredEvent
        {
            Source = names.SourceName(connection, row.Int64(0)),
            CaseKey = row.Text(1),
            Id = row.Text(2),
            At = row.Time(3),
            Kind = (EventKind)row.Int32(4),
            Confidentiality = (Confidentiality)row.Int32(5),
            Private = row.Blob(6),
            ContentHash = row.Blob(7),
        });

    // Sorted by number alone, and read whole afterwards: a common word or a large owner hits thousands of cases, and twenty are told.
    static string Newest(string hits, QueryValues values, int limit) => $"""
        WITH newest AS MATERIALIZED ({hits} {NewestFirst} LIMIT {values.Add((long)limit)})
        SELECT {Columns}, newest.disclosure, newest.marks FROM newest CROSS JOIN cases c ON c.id = newest.id {WithMapping} {NewestFirst}
        """;

    static CaseQuery? Write(
        Connection connection, Names names, TenantId tenant, AccessFilter filter, Func<string, QueryValues, string, string> write)
    {
        if (names.Tenant(connection, tenant) is not { } found) return null;

        var values = new QueryValues();
        var number = values.Add(found);
        var disclosure = new FilterSql(filter, values, source => names.Source(connection, found, source)).Disclosure(FilterSql.CaseConfidentiality);
        return new CaseQuery(write(number, values, disclosure), values);
    }

    static MappedWith? With(Statement row) =>
        row.TextOrNull(MappingColumn) is { } name ? new MappedWith(name, row.Text(MappingColumn + 1), row.Text(MappingColumn + 2)) : null;

    static StoredCase Full(Connection connection, Names names, Statement row) => new()
    {
        Source = names.SourceName(connection, row.Int64(0)),
        Department = row.TextOrNull(1),
        PublicTitle = row.TextOrNull(2),
        Id = new CaseId(row.Key(4)),
        Stream = names.StreamName(connection, row.Int64(5)),
        Key = row.Text(6),
        Number = row.Text(7),
        Type = row.TextOrNull(8),
        Title = row.Text(9),
        Status = (CaseStatus)row.Int32(10),
        SourceStatus = row.TextOrNull(11),
        Confidentiality = (Confidentiality)row.Int32(12),
        HasProtectedParty = row.Flag(13),
        OpenedAt = row.TimeOrNull(14),
        UpdatedAt = row.TimeOrNull(15),
        DueAt = row.TimeOrNull(16),
        ClosedAt = row.TimeOrNull(17),
        Private = row.Blob(18),
        Keys = LookupKeyChanges.Unpack(row.Blob(19)),
        ContentHash = row.Blob(20),
        SearchText = row.TextOrNull(21),
    };

    static StoredCase Existence(Connection connection, Names names, Statement row) => new()
    {
        Source = names.SourceName(connection, row.Int64(0)),
        Department = row.TextOrNull(1),
        PublicTitle = row.TextOrNull(2),
        Id = default,
        Stream = new StreamName(""),
        Key = "",
        Number = "",
        Title = "",
        Confidentiality = Confidentiality.Protected,
        Private = [],
        Keys = [],
        ContentHash = [],
    };

    static LookupKind[] Kinds(long marks) =>
        [.. Enum.GetValues<LookupKind>().Where(kind => (marks & (1L << (int)kind)) != 0)];
}
