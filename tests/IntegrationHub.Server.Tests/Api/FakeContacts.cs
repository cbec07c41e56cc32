using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Takes whatever is written, and has one contact.</summary>
sealed class FakeContacts : IContacts
{
    static readonly ContactId One = new(42);

    static readonly AnswerContact Contact = new() { Id = One.ToString(), Version = 1, Channel = "phone", StartedAt = DateTimeOffset.UnixEpoch, Questions = [] };

    public ContactOptions Lists { get; } = new();

    public Task<WriteOutcome<ContactReceipt>> BeginAsync(Caller caller, Contact contact, IReadOnlyList<ContactQuestion> questions, OnceKey? once, CancellationToken cancellationToken) => Written(null);

    public Task<WriteOutcome<ContactReceipt>> ChangeAsync(Caller caller, ContactId id, Contact contact, long version, CancellationToken cancellationToken) => Written(null);

    public Task<WriteOutcome<ContactReceipt>> AskAsync(Caller caller, ContactId id, ContactQuestion question, OnceKey? once, CancellationToken cancellationToken) => Written(1);

    public Task<WriteOutcome<ContactReceipt>> WriteAsync(Caller caller, ContactId id, int question, ContactQuestion text, long version, CancellationToken cancellationToken) => Written(question);

    public Task<AnswerContact?> ReadAsync(Caller caller, ContactId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<AnswerContact?>(Contact);

    public Task<ContactsAnswer> FindAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken) => Task.FromResult(new ContactsAnswer([Contact], []));

    public Task<ContactsAnswer?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<ContactsAnswer?>(new ContactsAnswer([Contact], []));

    static Task<WriteOutcome<ContactReceipt>> Written(int? question) => Task.FromResult<WriteOutcome<ContactReceipt>>(new WriteOutcome<ContactReceipt>.Written(new ContactReceipt(One.ToString(), question, 1), Before: false));
}
