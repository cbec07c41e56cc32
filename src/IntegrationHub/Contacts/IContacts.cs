using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Contacts;

/// <summary>Conversations with people: begun, written on while they go on, and found again by whoever helps the person next.</summary>
/// <remarks>
/// A question is told to whom its cases are told in full, and who may know of it by itself: open ones agents and specialists, more closed ones the specialists of its department.
/// Every member may throw <see cref="LookupDeniedException"/> (the role sees no cases), <see cref="AuditUnavailableException"/>, and <see cref="CommitFailedException"/> where it writes.
/// </remarks>
public interface IContacts
{
    /// <summary>The municipality's channels and results, by their codes.</summary>
    ContactOptions Lists { get; }

    /// <summary>Begins a contact, with the questions that it begins with.</summary>
    /// <param name="caller">Who writes.</param>
    /// <param name="contact">The contact; <see cref="Contact.By"/> is set by the hub.</param>
    /// <param name="questions">Its questions, in their order.</param>
    /// <param name="once">Carries it out once, however often it is sent; null carries it out each time.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    Task<WriteOutcome<ContactReceipt>> BeginAsync(Caller caller, Contact contact, IReadOnlyList<ContactQuestion> questions, OnceKey? once, CancellationToken cancellationToken);

    /// <summary>Replaces what is said of a contact itself, if it still stands in this version.</summary>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    Task<WriteOutcome<ContactReceipt>> ChangeAsync(Caller caller, ContactId id, Contact contact, long version, CancellationToken cancellationToken);

    /// <summary>Adds a question to a contact.</summary>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    Task<WriteOutcome<ContactReceipt>> AskAsync(Caller caller, ContactId id, ContactQuestion question, OnceKey? once, CancellationToken cancellationToken);

    /// <summary>Replaces a question, with its notes, if it still stands in this version.</summary>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    Task<WriteOutcome<ContactReceipt>> WriteAsync(Caller caller, ContactId id, int question, ContactQuestion text, long version, CancellationToken cancellationToken);

    /// <summary>Reads a contact; null when there is none of which the caller may know.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<AnswerContact?> ReadAsync(Caller caller, ContactId id, string purpose, CancellationToken cancellationToken);

    /// <summary>The newest contacts of a person or an organisation, by their number, telephone number, e-mail address or name.</summary>
    /// <exception cref="LookupInvalidException">The value, what it is, or the purpose makes no sense.</exception>
    Task<ContactsAnswer> FindAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken);

    /// <summary>The newest contacts about a case; null when there is no such case of which the caller may know everything.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    Task<ContactsAnswer?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken);
}
