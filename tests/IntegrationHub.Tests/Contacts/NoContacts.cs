using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Storage;

namespace IntegrationHub.Tests.Contacts;

/// <summary>Nobody ever got in touch.</summary>
sealed class NoContacts : IContactStore
{
    public ValueTask<Written<ContactDone>> CreateAsync(TenantId tenant, StoredContact contact, IReadOnlyList<StoredQuestion> questions, OnceWrite<ContactDone>? once, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Written<ContactDone>> ChangeAsync(TenantId tenant, StoredContact contact, long version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Written<ContactDone>> AddQuestionAsync(TenantId tenant, ContactId contact, Func<int, StoredQuestion> question, OnceWrite<ContactDone>? once, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Written<ContactDone>> ChangeQuestionAsync(TenantId tenant, ContactId contact, StoredQuestion question, long version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<FoundContact?> GetAsync(TenantId tenant, ContactId id, ContactFilter filter, CancellationToken cancellationToken) => new((FoundContact?)null);

    public ValueTask<IReadOnlyList<FoundContact>> FindAsync(TenantId tenant, IReadOnlyList<LookupKey> keys, ContactFilter filter, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask<IReadOnlyList<FoundContact>> OfCaseAsync(TenantId tenant, CaseId id, ContactFilter filter, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset startedBefore, DateTimeOffset now, int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();
}
