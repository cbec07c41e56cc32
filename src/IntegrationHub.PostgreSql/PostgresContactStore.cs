using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;

namespace IntegrationHub.PostgreSql;

/// <summary>Contacts beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class PostgresContactStore(Database database) : IContactStore
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
        QueryAsync(tenant, filter, async (connection, number, queries) => queries.OfCase(id, await NumbersOfAsync(connection, number, id), limit), cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset startedBefore, DateTimeOffset now, int atMost, CancellationToken cancellationToken) =>
        await database.WriteBatchAsync(write => write.Names.Tenant(write.Connection, tenant) is { } number ? new ContactRows(write, number).Erase(startedBefore, now, atMost) : 0, cancellationToken);

    async ValueTask<Written<ContactDone>> WriteAsync(TenantId tenant, Func<ContactCommit, OnceCommit, Written<ContactDone>> write, CancellationToken cancellationToken) =>
        await database.WriteAsync(open =>
        {
            var number = open.Names.Tenant(open.Connection, tenant) ?? Names.Register(open.Connection, tenant);
            return write(new ContactCommit(new ContactRows(open, number)), new OnceCommit(new OnceRows(open, number)));
        }, cancellationToken);

    // Those too of the cases that became part of it: their keys lead to it.
    static async ValueTask<IReadOnlyList<UInt128>> NumbersOfAsync(Connection connection, long tenant, CaseId id) => [.. (await connection.Prepare("""
        SELECT c.keys FROM cases c WHERE c.tenant = $1 AND c.public_id = $2 AND c.keys IS NOT NULL
        UNION ALL SELECT m.keys FROM cases c JOIN cases m ON m.tenant = c.tenant AND m.source = c.source AND m.merged_into = c.key WHERE c.tenant = $1 AND c.public_id = $2 AND m.keys IS NOT NULL
        """).Bind(tenant).Bind(id.Value).AllAsync(row => LookupKeyChanges.Unpack(row.Blob(0)))).SelectMany(keys => keys).Where(key => key.Kind == LookupKind.CaseNumber).Select(key => key.Value)];

    ValueTask<IReadOnlyList<FoundContact>> QueryAsync(TenantId tenant, ContactFilter filter, Func<ContactQueries, CaseQuery> query, CancellationToken cancellationToken) =>
        QueryAsync(tenant, filter, (_, _, queries) => ValueTask.FromResult(query(queries)), cancellationToken);

    ValueTask<IReadOnlyList<FoundContact>> QueryAsync(TenantId tenant, ContactFilter filter, Func<Connection, long, ContactQueries, ValueTask<CaseQuery>> query, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<FoundContact>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            var sources = new Dictionary<SourceId, long>();
            foreach (var source in FilterSql.SourcesOf(filter.Cases))
                if (await database.Names.SourceAsync(connection, number, source) is { } id) sources[source] = id;

            var found = await (await query(connection, number, new ContactQueries(number, filter, sources))).On(connection).AllAsync(Read);
            if (found.Count == 0) return [];

            // A question that was closed since the first of the three queries is asked for as it stands now.
            var rows = found.ConvertAll(one => one.Row);
            var cases = (await connection.Prepare($"""
                SELECT contact, number, case_id FROM contact_cases WHERE tenant = $1 AND contact = ANY($2)
                UNION SELECT n.contact, n.number, c.public_id FROM contact_numbers n JOIN lookup_keys h ON h.tenant = n.tenant JOIN cases c ON c.tenant = h.tenant AND c.id = h.case_id
                WHERE n.tenant = $1 AND n.contact = ANY($2) AND {ContactQueries.Numbered} ORDER BY 1, 2, 3
                """).Bind(number).BindAll(rows)
                .AllAsync(row => (Question: (row.Int64(0), row.Int32(1)), Case: new CaseId(row.Key(2))))).ToLookup(link => link.Question, link => link.Case);
            var questions = (await new ContactQueries(number, filter, sources).Questions(rows).On(connection).AllAsync(row => (Contact: row.Int64(0), Question: Question(row, cases)))).ToLookup(one => one.Contact, one => one.Question);
            return [.. found.Select(one => new FoundContact(one.Contact, [.. questions[one.Row]]))];
        }, cancellationToken);

    static StoredQuestion Question(Row row, ILookup<(long, int), CaseId> cases) => new()
    {
        Number = row.Int32(1),
        Version = row.Int64(2),
        Result = row.TextOrNull(3),
        Department = row.TextOrNull(4),
        Confidentiality = (Confidentiality)row.Int32(5),
        ChangedAt = row.Time(6),
        Private = row.Blob(7),
        Cases = [.. cases[(row.Int64(0), row.Int32(1))]],
    };

    static (long Row, StoredContact Contact) Read(Row row) => (row.Int64(0), new StoredContact
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
