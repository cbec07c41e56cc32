using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Sqlite;

/// <summary>Contacts beside the cases, so that what may be told of them is asked in one query.</summary>
internal sealed class SqliteContactStore(IndexFile index) : IContactStore
{
    public ValueTask<Written<ContactDone>> CreateAsync(TenantId tenant, StoredContact contact, IReadOnlyList<StoredQuestion> questions, OnceWrite<ContactDone>? once, CancellationToken cancellationToken) =>
        WriteAsync(tenant, commit => commit.Create(contact, questions, once), cancellationToken);

    public ValueTask<Written<ContactDone>> ChangeAsync(TenantId tenant, StoredContact contact, long version, CancellationToken cancellationToken) =>
        WriteAsync(tenant, commit => commit.Change(contact, version), cancellationToken);

    public ValueTask<Written<ContactDone>> AddQuestionAsync(TenantId tenant, ContactId contact, Func<int, StoredQuestion> question, OnceWrite<ContactDone>? once, CancellationToken cancellationToken) =>
        WriteAsync(tenant, commit => commit.AddQuestion(contact, question, once), cancellationToken);

    public ValueTask<Written<ContactDone>> ChangeQuestionAsync(TenantId tenant, ContactId contact, StoredQuestion question, long version, CancellationToken cancellationToken) =>
        WriteAsync(tenant, commit => commit.ChangeQuestion(contact, question, version), cancellationToken);

    public async ValueTask<FoundContact?> GetAsync(TenantId tenant, ContactId id, ContactFilter filter, CancellationToken cancellationToken) =>
        await QueryAsync(tenant, filter, queries => queries.Get(id), cancellationToken) is [var found] ? found : null;

    public ValueTask<IReadOnlyList<FoundContact>> FindAsync(TenantId tenant, IReadOnlyList<LookupKey> keys, ContactFilter filter, int limit, CancellationToken cancellationToken) =>
        keys.Count == 0 ? ValueTask.FromResult<IReadOnlyList<FoundContact>>([]) : QueryAsync(tenant, filter, queries => queries.Find(keys, limit), cancellationToken);

    public ValueTask<IReadOnlyList<FoundContact>> OfCaseAsync(TenantId tenant, CaseId id, ContactFilter filter, int limit, CancellationToken cancellationToken) =>
        QueryAsync(tenant, filter, queries => queries.OfCase(id, limit), cancellationToken);

    public async ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset startedBefore, DateTimeOffset now, int atMost, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => index.Names.Tenant(connection, tenant) is { } number ? new ContactRows(connection, index.Rows, number).Erase(startedBefore, now, atMost) : 0, cancellationToken);

    async ValueTask<Written<ContactDone>> WriteAsync(TenantId tenant, Func<ContactCommit, Written<ContactDone>> write, CancellationToken cancellationToken) =>
        await index.WriteDurablyAsync(connection =>
        {
            var number = index.Names.Tenant(connection, tenant) ?? Names.Register(connection, tenant);
            return write(new ContactCommit(new ContactRows(connection, index.Rows, number), new OnceCommit(new OnceRows(connection, index.Rows, number))));
        }, cancellationToken);

    ValueTask<IReadOnlyList<FoundContact>> QueryAsync(TenantId tenant, ContactFilter filter, Func<ContactQueries, CaseQuery> query, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<FoundContact>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            return [.. query(Queries(connection, number, filter)).Run(connection).All(Read, cancellationToken)
                .Select(found => new FoundContact(found.Contact, Questions(connection, number, filter, found.Row, cancellationToken)))];
        }, cancellationToken);

    ContactQueries Queries(Connection connection, long tenant, ContactFilter filter) => new(connection, index.Names, tenant, filter);

    List<StoredQuestion> Questions(Connection connection, long tenant, ContactFilter filter, long contact, CancellationToken cancellationToken)
    {
        var cases = connection.Prepare("SELECT number, case_id FROM contact_cases WHERE tenant = ? AND contact = ? ORDER BY number, case_id").Bind(tenant).Bind(contact)
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
    });
}
