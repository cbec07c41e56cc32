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

    /// <summary>Has a command sent once more, as it is or written anew: one that was refused or given up, or one that may have been carried out, because somebody looked and it is not there.</summary>
    /// <param name="id">The command.</param>
    /// <param name="version">The version that was seen (<see cref="AnswerWrite.Version"/>); when it has changed since, nothing is sent and the outcome is <see cref="WriteOutcome{TReceipt}.Changed"/>.</param>
    /// <param name="cancellationToken">Stops waiting; it may be decided all the same.</param>
    /// <param name="text">Its text, written anew; null leaves it. With another text it is another command towards the vendor.</param>
    /// <param name="subject">What it is about, written anew; null leaves it.</param>
    /// <param name="why">Why, in 3 to 200 characters; it stands in the audit. Null when nobody said.</param>
    public Task<WriteOutcome<WriteAsked>> ResendAsync(WriteCommandId id, long version, CancellationToken cancellationToken, string? text = null, string? subject = null, string? why = null) =>
        DecideAsync(id, "resend", new SentResend(version, text, subject), why, cancellationToken);

    /// <summary>Takes a command back: it is not sent any more, and what comes after it for its case goes on.</summary>
    public Task<WriteOutcome<WriteAsked>> WithdrawAsync(WriteCommandId id, CancellationToken cancellationToken, string? why = null) => DecideAsync(id, "withdraw", body: null, why, cancellationToken);

    /// <summary>Says of a command of which nobody knew that somebody looked, and the vendor has it.</summary>
    /// <param name="id">The command.</param>
    /// <param name="version">The version that was seen (<see cref="AnswerWrite.Version"/>); when it has changed since, nothing is done and the outcome is <see cref="WriteOutcome{TReceipt}.Changed"/>.</param>
    /// <param name="cancellationToken">Stops waiting; it may be decided all the same.</param>
    /// <param name="why">Why, in 3 to 200 characters; it stands in the audit. Null when nobody said.</param>
    public Task<WriteOutcome<WriteAsked>> SettleAsync(WriteCommandId id, long version, CancellationToken cancellationToken, string? why = null) =>
        DecideAsync(id, "settle", new SentSettle(version), why, cancellationToken);

    Task<WriteOutcome<WriteAsked>> DecideAsync(WriteCommandId id, string what, object? body, string? why, CancellationToken cancellationToken) =>
        connection.WriteAsync<WriteAsked>(new HubRequest(HttpMethod.Post, $"writes/{id}/{what}", person) { Purpose = why, Body = body }, ProblemCodes.NoSuchCommand, cancellationToken);

    sealed record FoundWrites(IReadOnlyList<AnswerWrite> Writes);

    static IReadOnlyDictionary<string, string>? SentFields(WriteRequest request) => request.Fields.Count > 0 ? request.Fields : null;

    sealed record FoundTargets(IReadOnlyList<WriteTarget> Targets);

    sealed record SentWrite(WriteKind Kind, string? Subject, string Text, string? Status, SentFile? Attachment, IReadOnlyDictionary<string, string>? Fields);

    sealed record SentCase(string Source, string? Stream, string? Subject, string Text, ContactPerson? Person, IReadOnlyDictionary<string, string>? Fields);

    sealed record SentResend(long Version, string? Text, string? Subject);

    sealed record SentSettle(long Version);

    sealed record SentFile(string Name, string MediaType, string Content);
}
