using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the queries of contacts: what may not be told never leaves the store.</summary>
internal sealed class ContactQueries
{
    const string Columns = "k.id, k.public_id, k.version, k.channel, k.started_at, k.ended_at, k.private, k.keys, k.source";
    const string NewestFirst = "ORDER BY k.started_at DESC, k.public_id";

    /// <summary>Joins a case <c>c</c> by a look-up key <c>h</c> of its number to a number <c>n</c> of a question.</summary>
    public static readonly string Numbered = $"""
        h.tenant = n.tenant AND h.kind = {(int)LookupKind.CaseNumber} AND h.value = n.value
            AND (n.source = '' OR c.source = (SELECT o.id FROM sources o WHERE o.tenant = n.tenant AND o.name = n.source))
        """;

    readonly QueryValues values = new();
    readonly string tenant;
    readonly string toldQuestion;
    readonly string toldContact;

    public ContactQueries(Connection connection, Names names, long tenantNumber, ContactFilter filter)
    {
        tenant = values.Add(tenantNumber);
        var ofQuestion = new FilterSql(filter.Questions, values, _ => null, "q").Disclosure("q.confidentiality");
        var ofCase = new FilterSql(filter.Cases, values, source => names.Source(connection, tenantNumber, source)).Disclosure(FilterSql.CaseConfidentiality);
        // A case that the index does not have cannot be asked for how closed it is.
        toldQuestion = $"""
            {ofQuestion} = 2 AND NOT EXISTS (
                SELECT 1 FROM contact_cases l LEFT JOIN cases c ON c.tenant = l.tenant AND c.public_id = l.case_id
                WHERE l.tenant = q.tenant AND l.contact = q.contact AND l.number = q.number AND (c.id IS NULL OR {ofCase} < 2))
            AND NOT EXISTS (
                SELECT 1 FROM contact_numbers n WHERE n.tenant = q.tenant AND n.contact = q.contact AND n.number = q.number
                AND coalesce((SELECT min({ofCase}) FROM lookup_keys h CROSS JOIN cases c ON c.id = h.case_id WHERE {Numbered}), 0) < 2)
            """;
        toldContact = $"""
            (EXISTS (SELECT 1 FROM contact_questions q WHERE q.tenant = {tenant} AND q.contact = k.id AND {toldQuestion})
            OR ({(filter.TellsEmpty ? 1 : 0)} AND NOT EXISTS (SELECT 1 FROM contact_questions q WHERE q.tenant = {tenant} AND q.contact = k.id)))
            """;
    }

    public CaseQuery Get(ContactId id) => Of($"SELECT {Columns} FROM contacts k WHERE k.tenant = {tenant} AND k.public_id = {values.Add(id.Value)} AND {toldContact}");

    public CaseQuery Find(IReadOnlyList<LookupKey> keys, int limit)
    {
        var any = keys.Distinct().GroupBy(key => key.Kind).Select(kind => $"""
            SELECT contact FROM contact_keys WHERE tenant = {tenant} AND kind = {(int)kind.Key} AND value IN ({values.AddAll(kind.Select(key => (object)key.Value))})
            """);
        return Of($"SELECT {Columns} FROM contacts k WHERE k.id IN ({string.Join(" UNION ", any)}) AND +k.tenant = {tenant} AND {toldContact} {NewestFirst} LIMIT {values.Add((long)limit)}");
    }

    /// <param name="id">The case.</param>
    /// <param name="numbers">The values of the look-up keys of its numbers.</param>
    /// <param name="limit">How many at most.</param>
    public CaseQuery OfCase(CaseId id, IReadOnlyList<UInt128> numbers, int limit) => Of($"""
        SELECT {Columns} FROM contacts k
        WHERE +k.tenant = {tenant} AND k.id IN (
            SELECT q.contact FROM contact_cases of CROSS JOIN contact_questions q ON q.tenant = of.tenant AND q.contact = of.contact AND q.number = of.number
            WHERE of.tenant = {tenant} AND of.case_id = {values.Add(id.Value)} AND {toldQuestion}
            {(numbers.Count == 0 ? "" : $"""
            UNION
            SELECT q.contact FROM contact_numbers n CROSS JOIN contact_questions q ON q.tenant = n.tenant AND q.contact = n.contact AND q.number = n.number
            WHERE n.tenant = {tenant} AND n.value IN ({values.AddAll(numbers.Select(value => (object)value))}) AND {toldQuestion}
                AND EXISTS (SELECT 1 FROM cases c JOIN lookup_keys h ON h.case_id = c.id WHERE c.tenant = {tenant} AND c.public_id = {values.Add(id.Value)} AND {Numbered})
            """)})
        {NewestFirst} LIMIT {values.Add((long)limit)}
        """);

    public CaseQuery Questions(long contact) => Of($"""
        SELECT q.number, q.version, q.result, q.department, q.confidentiality, q.changed_at, q.private FROM contact_questions q
        WHERE q.tenant = {tenant} AND q.contact = {values.Add(contact)} AND {toldQuestion} ORDER BY q.number
        """);

    CaseQuery Of(string text) => new(text, values);
}
