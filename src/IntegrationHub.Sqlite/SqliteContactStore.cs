using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Sqlite;

/// <summary>Contacts beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class SqliteContactStore(IndexFile index) : IContactStore
{
    public ValueTask<Written<ContactDone>> CreateAsync(TenantId tenant, StoredContact contact, IReadOnlyList<StoredQuestion> questions, OnceWrite<ContactDone>? once, CancellationToken cancellationToken) =>
        WriteAsync(tenant, (commit, requests) => commit.Create(contact, questions, once, requests), cancellationToken);

    public ValueTask<Written<ContactDone>> ChangeAsync(TenantId tenant, StoredContact contact, long version, CancellationToken cancellationToken) =>
        WriteAsync(tenant, (commit, _) => commit.Change(contact, version), cancellationToken);

    public ValueTask<Written<ContactDone>> AddQuestionAsync(TenantId tenant, ContactId contact, Func<int, StoredQuestion> question, OnceWrite<ContactDone>? once, CancellationToken cancellationToken) =>
        WriteAsync(tenant, (commit, requests) => commit.AddQuestion(contact, question, once, requests), cancellationToken);

    public ValueTask<Written<ContactDone>> ChangeQuestionAsync(TenantId tenant, ContactId contact, StoredQuestion question, long version, CancellationToken cancellationToken) =>
        WriteAsync(tenant, (commit, _) => commit.ChangeQuestion(contact, question, version), cancellationToken);

    public async ValueTask<FoundContact?> GetAsync(TenantId tenant, ContactId id, ContactFilter filter, CancellationToken cancellationToken) =>
        await QueryAsync(tenant, filter, queries => queries.Get(id), cancellationToken) is [var found] ? found : null;

    public ValueTask<IReadOnlyList<FoundContact>> FindAsync(TenantId tenant, IReadOnlyList<LookupKey> keys, ContactFilter filter, int limit, CancellationToken cancellationToken) =>
        keys.Count == 0 ? ValueTask.FromResult<IReadOnlyList<FoundContact>>([]) : QueryAsync(tenant, filter, queries => queries.Find(keys, limit), cancellationToken);

    public ValueTask<IReadOnlyList<FoundContact>> OfCaseAsync(TenantId tenant, CaseId id, ContactFilter filter, int limit, CancellationToken cancellationToken) =>
        QueryAsync(tenant, filter, (connection, number, queries) => queries.OfCase(id, NumbersOf(connection, number, id), limit), cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset startedBefore, DateTimeOffset now, int atMost, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => index.Names.Tenant(connection, tenant) is { } number ? new ContactRows(connection, index.Rows, number).Erase(startedBefore, now, atMost) : 0, cancellationToken);

    async ValueTask<Written<ContactDone>> WriteAsync(TenantId tenant, Func<ContactCommit, OnceCommit, Written<ContactDone>> write, CancellationToken cancellationToken) =>
        await index.WriteDurablyAsync(connection =>
        {
            var number = index.Names.Tenant(connection, tenant) ?? Names.Register(connection, tenant);
            return write(new ContactCommit(new ContactRows(connection, index.Rows, number)), new OnceCommit(new OnceRows(connection, index.Rows, number)));
        }, cancellationToken);

    // Those too of the cases that became part of it: their keys lead to it.
    static List<UInt128> NumbersOf(Connection connection, long tenant, CaseId id) => [.. connection.Prepare("""
        SELECT c.keys FROM cases c WHERE c.tenant = ?1 AND c.public_id = ?2 AND c.keys IS NOT NULL
        UNION ALL SELECT m.keys FROM cases c JOIN cases m ON m.tenant = c.tenant AND m.source = c.source AND m.merged_into = c.key WHERE c.tenant = ?1 AND c.public_id = ?2 AND m.keys IS NOT NULL
        """).Bind(tenant).Bind(id.Value).All(row => LookupKeyChanges.Unpack(row.Blob(0))).SelectMany(keys => keys).Where(key => key.Kind == LookupKind.CaseNumber).Select(key => key.Value)];

    ValueTask<IReadOnlyList<FoundContact>> QueryAsync(TenantId tenant, ContactFilter filter, Func<ContactQueries, CaseQuery> query, CancellationToken cancellationToken) =>
        QueryAsync(tenant, filter, (_, _, queries) => query(queries), cancellationToken);

    ValueTask<IReadOnlyList<FoundContact>> QueryAsync(TenantId tenant, ContactFilter filter, Func<Connection, long, ContactQueries, CaseQuery> query, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<FoundContact>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            return [.. query(connection, number, Queries(connection, number, filter)).Run(connection).All(Read, cancellationToken)
                .Select(found => new FoundContact(found.Contact, Questions(connection, number, filter, found.Row, cancellationToken)))];
        }, cancellationToken);

    ContactQueries Queries(Connection connection, long tenant, ContactFilter filter) => new(connection, index.Names, tenant, filter);

    List<StoredQuestion> Questions(Connection connection, long tenant, ContactFilter filter, long contact, CancellationToken cancellationToken)
    {
        var cases = connection.Prepare($"""
            SELECT number, case_id FROM contact_cases WHERE tenant = ?1 AND contact = ?2
            UNION SELECT n.number, c.public_id FROM contact_numbers n CROSS JOIN lookup_keys h CROSS JOIN cases c ON c.id = h.case_id
            WHERE n.tenant = ?1 AND n.contact = ?2 AND {ContactQueries.Numbered} ORDER BY 1, 2
            """).Bind(tenant).Bind(contact)
            .All(row => (Number: row.Int32(0), Case: new CaseId(row.Key(1))), cancellationToken).ToLookup(link => link.Number, link => link.Case);
        return Queries(connection, tenant, filter).Questions(contact).Run(connection).All(row => new StoredQuestion
        {
            Number = row.Int32(0),
            Version = row.Int64(1),
            Result = row.TextOrNull(2),
            Department = row.TextOrNull(3),
            Confidentiality = (Confidentiality)row.Int32(4),
            ChangedAt = row.Time(5),
            Private = row.Blob(6),
            Cases = [.. cases[row.Int32(0)]],
        }, cancellationToken);
    }

    static (long Row, StoredContact Contact) Read(Statement row) => (row.Int64(0), new StoredContact
    {
        Id = new ContactId(row.Key(1)),
        Version = row.Int64(2),
        Channel = row.Text(3),
        StartedAt = row.Time(4),
        EndedAt = row.TimeOrNull(5),
        Private = row.Blob(6),
        Keys = LookupKeyChanges.Unpack(row.Blob(7)),
        Source = row.TextOrNull(8) is { } source ? new SourceId(source) : null,
    });
}
