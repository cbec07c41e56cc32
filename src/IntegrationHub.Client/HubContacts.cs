using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.Client;

/// <summary>Conversations with people: begun, written on while they go on, found again.</summary>
/// <remarks>
/// What is added carries a key, a new one for each call unless the caller gives one: give one, and send the same again under it, when an application may be stopped in between. What makes no sense
/// is told with every field that is wrong, in <see cref="HubProblem.Errors"/> of a <see cref="HubRefusedException"/>. Over HTTP it is not told whether something was written before
/// (<see cref="WriteOutcome{TReceipt}.Written.Before"/> is false): the answer is the same.
/// </remarks>
public sealed class HubContacts
{
    readonly HubConnection connection;
    readonly string person;

    internal HubContacts(HubConnection connection, string person) => (this.connection, this.person) = (connection, person);

    /// <summary>The municipality's channels and results.</summary>
    public Task<ContactLists> ReadListsAsync(CancellationToken cancellationToken) =>
        connection.AskAsync<ContactLists>(new HubRequest(HttpMethod.Get, "contacts/lists", person), cancellationToken);

    /// <summary>Begins a contact, with the questions that it begins with.</summary>
    /// <param name="contact">The contact; who holds it is the person that the client asks for.</param>
    /// <param name="questions">Its questions, in their order.</param>
    /// <param name="cancellationToken">Stops waiting; it may be written all the same.</param>
    /// <param name="key">A name of the caller's own for this request; null takes a new one.</param>
    public Task<WriteOutcome<ContactReceipt>> BeginAsync(Contact contact, IReadOnlyList<ContactQuestion> questions, CancellationToken cancellationToken, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(questions);
        return WriteAsync(new HubRequest(HttpMethod.Post, "contacts", person) { Key = key ?? HubConnection.NewKey(), Body = SentContact.Of(contact, questions, version: null) }, cancellationToken);
    }

    /// <summary>Replaces what is said of a contact itself, if it still stands in this version; its questions stay.</summary>
    public Task<WriteOutcome<ContactReceipt>> ChangeAsync(ContactId id, Contact contact, long version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return WriteAsync(new HubRequest(HttpMethod.Put, $"contacts/{id}", person) { Body = SentContact.Of(contact, questions: null, version) }, cancellationToken);
    }

    /// <summary>Adds a question to a contact.</summary>
    /// <param name="id">The contact.</param>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Stops waiting; it may be written all the same.</param>
    /// <param name="key">A name of the caller's own for this request; null takes a new one.</param>
    public Task<WriteOutcome<ContactReceipt>> AskAsync(ContactId id, ContactQuestion question, CancellationToken cancellationToken, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        return WriteAsync(new HubRequest(HttpMethod.Post, $"contacts/{id}/questions", person) { Key = key ?? HubConnection.NewKey(), Body = SentQuestion.Of(question, version: null) }, cancellationToken);
    }

    /// <summary>Replaces a question with its notes, if it still stands in this version.</summary>
    public Task<WriteOutcome<ContactReceipt>> WriteAsync(ContactId id, int number, ContactQuestion question, long version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        return WriteAsync(new HubRequest(HttpMethod.Put, $"contacts/{id}/questions/{number}", person) { Body = SentQuestion.Of(question, version) }, cancellationToken);
    }

    /// <summary>One contact; null when there is none of which the caller may know.</summary>
    public Task<AnswerContact?> ReadAsync(ContactId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<AnswerContact>(new HubRequest(HttpMethod.Get, $"contacts/{id}", person) { Purpose = purpose }, cancellationToken);

    /// <summary>The newest contacts of a person or an organisation.</summary>
    /// <param name="by">What kind of value it is: a person's or an organisation's number, a telephone number, an e-mail address or a name.</param>
    /// <param name="value">The value as somebody typed it.</param>
    /// <param name="purpose">Why they are looked up; it stands in the audit.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ContactsAnswer> FindAsync(LookupBy by, string value, string purpose, CancellationToken cancellationToken) =>
        connection.AskAsync<ContactsAnswer>(new HubRequest(HttpMethod.Post, "contacts/find", person) { Body = new { by, value, purpose } }, cancellationToken);

    /// <summary>The newest contacts about a case; null when there is no such case of which the caller may know everything.</summary>
    public Task<ContactsAnswer?> OfCaseAsync(CaseId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<ContactsAnswer>(new HubRequest(HttpMethod.Get, $"cases/{id}/contacts", person) { Purpose = purpose }, cancellationToken);

    Task<WriteOutcome<ContactReceipt>> WriteAsync(HubRequest request, CancellationToken cancellationToken) => connection.WriteAsync<ContactReceipt>(request, ProblemCodes.NoSuchContact, cancellationToken);
}

/// <summary>The municipality's own words for contacts.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="Results">What may come of a question.</param>
public sealed record ContactLists(IReadOnlyList<CodeAndTitle> Channels, IReadOnlyList<CodeAndTitle> Results);

/// <summary>A code with what people call it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">What people call it.</param>
public sealed record CodeAndTitle(string Code, string Title);
