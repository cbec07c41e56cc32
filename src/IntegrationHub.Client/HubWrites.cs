using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Client;

/// <summary>What is written to the systems that own the cases: notes, messages, statuses and files, kept by the hub and sent in their order.</summary>
/// <remarks>What may be written to a case stands in its answer (<see cref="Lookup.AnswerCase.Writes"/>); another kind is a <see cref="HubRefusedException"/> (IH7071) that says what may.</remarks>
public sealed class HubWrites
{
    readonly HubConnection connection;
    readonly string person;

    internal HubWrites(HubConnection connection, string person) => (this.connection, this.person) = (connection, person);

    /// <summary>Lets something be written about a case. When this returns that it is written, the hub has it and it is on its way.</summary>
    /// <param name="id">The case.</param>
    /// <param name="request">What is to be written.</param>
    /// <param name="cancellationToken">Stops waiting; it may be written all the same.</param>
    /// <param name="key">A name of the caller's own for this request; null takes a new one.</param>
    public Task<WriteOutcome<WriteAsked>> AskAsync(CaseId id, WriteRequest request, CancellationToken cancellationToken, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var file = request.Attachment is { } attachment ? new SentFile(attachment.Name, attachment.MediaType, Convert.ToBase64String(attachment.Content.Span)) : null;
        return connection.WriteAsync<WriteAsked>(
            new HubRequest(HttpMethod.Post, $"cases/{id}/writes", person) { Key = key ?? HubConnection.NewKey(), Body = new SentWrite(request.Kind, request.Subject, request.Text, request.Status, file, SentFields(request)) },
            ProblemCodes.NoSuchCase, cancellationToken);
    }

    /// <summary>The systems in which the caller may create cases, with what each demands.</summary>
    public async Task<IReadOnlyList<WriteTarget>> ReadTargetsAsync(CancellationToken cancellationToken) =>
        (await connection.AskAsync<FoundTargets>(new HubRequest(HttpMethod.Get, "writes/targets", person), cancellationToken)).Targets;

    /// <summary>Lets a case be made in a department's system. When this returns that it is written, the hub has it and it is on its way; <see cref="ReadAsync"/> tells the case's id once the index has it.</summary>
    /// <param name="source">The system.</param>
    /// <param name="request">What is to be written, of kind <see cref="WriteKind.Create"/>.</param>
    /// <param name="cancellationToken">Stops waiting; it may be written all the same.</param>
    /// <param name="stream">The stream that writes to the system; needed where it has several.</param>
    /// <param name="key">A name of the caller's own for this request; null takes a new one.</param>
    public Task<WriteOutcome<WriteAsked>> CreateAsync(string source, WriteRequest request, CancellationToken cancellationToken, string? stream = null, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return connection.WriteAsync<WriteAsked>(
            new HubRequest(HttpMethod.Post, "writes", person) { Key = key ?? HubConnection.NewKey(), Body = new SentCase(source, stream, request.Subject, request.Text, request.Person, SentFields(request)) },
            ProblemCodes.NoSuchCommand, cancellationToken);
    }

    /// <summary>The newest commands about a case, with where each stands; null when there is no such case of which the caller may know everything.</summary>
    public async Task<IReadOnlyList<AnswerWrite>?> OfCaseAsync(CaseId id, string purpose, CancellationToken cancellationToken) =>
        (await connection.AskOrNullAsync<FoundWrites>(new HubRequest(HttpMethod.Get, $"cases/{id}/writes", person) { Purpose = purpose }, cancellationToken))?.Writes;

    /// <summary>One command; null when there is none of which the caller may know.</summary>
    public Task<AnswerWrite?> ReadAsync(WriteCommandId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<AnswerWrite>(new HubRequest(HttpMethod.Get, $"writes/{id}", person) { Purpose = purpose }, cancellationToken);

    sealed record FoundWrites(IReadOnlyList<AnswerWrite> Writes);

    static IReadOnlyDictionary<string, string>? SentFields(WriteRequest request) => request.Fields.Count > 0 ? request.Fields : null;

    sealed record FoundTargets(IReadOnlyList<WriteTarget> Targets);

    sealed record SentWrite(WriteKind Kind, string? Subject, string Text, string? Status, SentFile? Attachment, IReadOnlyDictionary<string, string>? Fields);

    sealed record SentCase(string Source, string? Stream, string? Subject, string Text, ContactPerson? Person, IReadOnlyDictionary<string, string>? Fields);

    sealed record SentFile(string Name, string MediaType, string Content);
}
