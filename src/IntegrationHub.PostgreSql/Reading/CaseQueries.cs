using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Remapping;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the queries of look-ups.</summary>
/// <param name="tenant">The tenant's number.</param>
/// <param name="filter">What the caller may know.</param>
/// <param name="sources">The numbers of the sources that the filter names.</param>
internal sealed class CaseQueries(long tenant, AccessFilter filter, IReadOnlyDictionary<SourceId, long> sources)
{
    const string Columns = """
        c.source, c.department, c.public_title, c.held, c.public_id, c.stream, c.key, c.number, c.type, c.title, c.status, c.source_status,
        c.confidentiality, c.protected_party, c.opened_at, c.updated_at, c.due_at, c.closed_at, c.private, c.keys, c.content_hash, c.search_text,
        (SELECT e.at FROM edited e WHERE e.tenant = c.tenant AND e.stream = c.stream AND e.key = c.key LIMIT 1) AS edited_at, m.name, m.version, m.fingerprint
        """;

    const int EditedColumn = 22;
    const int MappingColumn = 23;
    const int DisclosureColumn = 26;
    const int MatchedColumn = 27;

    // What the version that stands was made with.
    const string WithMapping = """
        LEFT JOIN record_state v ON v.tenant = c.tenant AND v.stream = c.stream AND v.key = c.key
        LEFT JOIN mappings m ON m.tenant = c.tenant AND m.id = v.mapping
        """;

    readonly QueryValues values = new();

    public CaseQuery Find(IReadOnlyList<LookupKey> keys, int limit)
    {
        var (number, disclosure) = Begin();
        var kinds = keys.Distinct().GroupBy(key => key.Kind).Select(kind => $"""
            SELECT case_id, {1L << (int)kind.Key}::bigint AS mark FROM lookup_keys
            WHERE tenant = {number} AND kind = {(int)kind.Key} AND value = ANY({values.Add(kind.Select(key => key.Value).ToArray())})
            """);
        return Newest(number, $"""
            SELECT c.id, c.opened_at, c.public_id, {disclosure} AS disclosure, hits.marks
            FROM (SELECT case_id, bit_or(mark) AS marks FROM ({string.Join(" UNION ALL ", kinds)}) AS found GROUP BY case_id) AS hits
            JOIN cases c ON c.tenant = {number} AND c.id = hits.case_id
            WHERE c.removed_at IS NULL
            """, "disclosure > 0", limit);
    }

    // OFFSET 0 keeps the words first, whatever PostgreSQL guesses of tables that it has not looked at yet.
    public CaseQuery Search(string words, int limit)
    {
        var (number, disclosure) = Begin();
        return Newest(number, $"""
            SELECT c.id, c.opened_at, c.public_id, {disclosure} AS disclosure, 0::bigint AS marks
            FROM (SELECT case_id FROM search WHERE tenant = {number} AND words @@ {values.Add(words)}::tsquery OFFSET 0) AS hits JOIN cases c ON c.tenant = {number} AND c.id = hits.case_id
            WHERE c.removed_at IS NULL
            """, "disclosure = 2", limit);
    }

    public CaseQuery Get(CaseId id)
    {
        var (number, disclosure) = Begin();
        return new CaseQuery($"""
            SELECT {Columns}, {disclosure} AS disclosure, 0::bigint FROM cases c {WithMapping}
            WHERE c.tenant = {number} AND c.public_id = {values.Add(id.Value)} AND c.removed_at IS NULL AND {disclosure} > 0
            """, values);
    }

    public CaseQuery Timelines(IReadOnlyList<CaseId> ids, int limit)
    {
        var number = values.Add(tenant);
        var sql = new FilterSql(filter, values, sources);
        // The same event may come with its case and in a stream of events: it is shown once, and the more closed word on it stands.
        return new CaseQuery($"""
            SELECT * FROM (
                SELECT e.source, e.case_key, e.event_id, e.at, e.kind, e.confidentiality, e.private, e.content_hash,
                    c.public_id, row_number() OVER (PARTITION BY c.public_id ORDER BY e.at DESC, e.event_id) AS place
                FROM cases c JOIN events e ON e.tenant = c.tenant AND e.source = c.source AND e.case_key = c.key
                WHERE c.tenant = {number} AND c.public_id = ANY({values.Add(ids.Select(id => id.Value).ToArray())}) AND c.removed_at IS NULL
                    AND {sql.Disclosure(FilterSql.CaseConfidentiality)} = 2 AND {sql.Disclosure(FilterSql.EventConfidentiality)} = 2
                    AND NOT EXISTS (
                        SELECT 1 FROM events o
                        WHERE o.tenant = e.tenant AND o.source = e.source AND o.case_key = e.case_key AND o.event_id = e.event_id
                            AND (o.confidentiality > e.confidentiality OR (o.confidentiality = e.confidentiality AND o.stream < e.stream)))) AS told
            WHERE place <= {values.Add((long)limit)} ORDER BY public_id, place
            """, values);
    }

    /// <summary>A row as it may be told: of a case that is disclosed by its existence only, nothing else leaves the store.</summary>
    public static FoundCase Read(Connection connection, Names names, long tenant, Row row)
    {
        var disclosure = (Disclosure.Disclosure)row.Int32(DisclosureColumn);
        var kinds = Kinds(row.Int64(MatchedColumn));
        return disclosure == Disclosure.Disclosure.Full
            ? new FoundCase(Full(connection, names, tenant, row), disclosure, row.Flag(3), kinds) { EditedAt = row.TimeOrNull(EditedColumn), MappedWith = With(row) }
            : new FoundCase(Existence(connection, names, tenant, row), disclosure, row.Flag(3), kinds);
    }

    /// <summary>A row of <see cref="Timelines"/>.</summary>
    public static (CaseId Case, StoredEvent Event) ReadEvent(Connection connection, Names names, long tenant, Row row) =>
        (new CaseId(row.Key(8)), new StoredEvent
        {
            Source = names.SourceName(connection, tenant, row.Int64(0)),
            CaseKey = row.Text(1),
            Id = row.Text(2),
            At = row.Time(3),
            Kind = (EventKind)row.Int32(4),
            Confidentiality = (Confidentiality)row.Int32(5),
            Private = row.Blob(6),
            ContentHash = row.Blob(7),
        });

    static MappedWith? With(Row row) =>
        row.TextOrNull(MappingColumn) is { } name ? new MappedWith(name, row.Text(MappingColumn + 1), row.Text(MappingColumn + 2)) : null;

    (string Tenant, string Disclosure) Begin() => (values.Add(tenant), new FilterSql(filter, values, sources).Disclosure(FilterSql.CaseConfidentiality));

    // Sorted by what sorting needs alone, and read whole afterwards: a common word or a large owner hits thousands of cases, and twenty are told.
    CaseQuery Newest(string number, string hits, string told, int limit) => new($"""
        WITH newest AS MATERIALIZED (SELECT * FROM ({hits}) AS hit WHERE {told} ORDER BY opened_at DESC NULLS LAST, public_id LIMIT {values.Add((long)limit)})
        SELECT {Columns}, newest.disclosure, newest.marks FROM newest JOIN cases c ON c.tenant = {number} AND c.id = newest.id {WithMapping}
        ORDER BY c.opened_at DESC NULLS LAST, c.public_id
        """, values);

    static StoredCase Full(Connection connection, Names names, long tenant, Row row) => new()
    {
        Source = names.SourceName(connection, tenant, row.Int64(0)),
        Department = row.TextOrNull(1),
        PublicTitle = row.TextOrNull(2),
        Id = new CaseId(row.Key(4)),
        Stream = names.StreamName(connection, tenant, row.Int64(5)),
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

    static StoredCase Existence(Connection connection, Names names, long tenant, Row row) => new()
    {
        Source = names.SourceName(connection, tenant, row.Int64(0)),
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
