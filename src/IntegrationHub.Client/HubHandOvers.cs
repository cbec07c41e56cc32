using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.Client;

/// <summary>Callbacks and hand-overs: who has something in hand since when.</summary>
/// <remarks>
/// What is begun or carried on is carried out once under its key, a new one for each call unless the caller gives one. A step that may not follow is a <see cref="HubRefusedException"/> (IH7097) that says where
/// it stands; what may follow is told with each answer, in <see cref="AnswerHandOver.Possible"/>.
/// </remarks>
public sealed class HubHandOvers
{
    readonly HubConnection connection;
    readonly string person;

    internal HubHandOvers(HubConnection connection, string person) => (this.connection, this.person) = (connection, person);

    /// <summary>The municipality's units, with what of what the caller may know each has in hand.</summary>
    public async Task<IReadOnlyList<UnitHandOvers>> ReadUnitsAsync(CancellationToken cancellationToken) =>
        (await connection.AskAsync<FoundUnits>(new HubRequest(HttpMethod.Get, "handovers/units", person), cancellationToken)).Units;

    /// <summary>Begins a callback or a hand-over, and puts it into somebody's hand.</summary>
    /// <param name="handOver">The hand-over. What it leaves out the hub takes from its contact.</param>
    /// <param name="to">Into whose hand.</param>
    /// <param name="cancellationToken">Stops waiting; it may be written all the same.</param>
    /// <param name="from">The unit that begins it; needed of a key that belongs to several.</param>
    /// <param name="key">A name of the caller's own for this request; null takes a new one.</param>
    public Task<WriteOutcome<HandOverReceipt>> BeginAsync(HandOver handOver, HandOverHolder to, CancellationToken cancellationToken, string? from = null, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(handOver);
        ArgumentNullException.ThrowIfNull(to);
        var body = new SentHandOver(
            handOver.Kind, SentHolder.Of(to), from, handOver.Contact?.ToString(), handOver.Question, handOver.Cases is { } cases ? [.. cases.Select(id => id.ToString())] : null, handOver.Subject, handOver.Text,
            handOver.Person, handOver.Department, handOver.Confidentiality == Confidentiality.Open ? null : handOver.Confidentiality, handOver.DueAt, handOver.RemindAt, handOver.Letter);
        return WriteAsync(new HubRequest(HttpMethod.Post, "handovers", person) { Key = key ?? HubConnection.NewKey(), Body = body }, cancellationToken);
    }

    /// <summary>Takes a step, if the one before it is still the last.</summary>
    /// <param name="id">The hand-over.</param>
    /// <param name="order">The step.</param>
    /// <param name="version">The version that it is written on.</param>
    /// <param name="cancellationToken">Stops waiting; it may be written all the same.</param>
    /// <param name="key">A name of the caller's own for this request; null takes a new one.</param>
    public Task<WriteOutcome<HandOverReceipt>> StepAsync(HandOverId id, HandOverOrder order, long version, CancellationToken cancellationToken, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        var body = new SentStep(order.Kind, order.Text, order.To is { } to ? SentHolder.Of(to) : null, order.Outcome, order.Letter, order.Case, version);
        return WriteAsync(new HubRequest(HttpMethod.Post, $"handovers/{id}/steps", person) { Key = key ?? HubConnection.NewKey(), Body = body }, cancellationToken);
    }

    /// <summary>What would come of a hand-over if a system made a case of it; null when there is none of which the caller may know. Passing it on with the same <see cref="HandOverOrder.Case"/> carries it out.</summary>
    public Task<HandOverPreview?> PreviewAsync(HandOverId id, string system, HandOverCase made, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<HandOverPreview>(new HubRequest(HttpMethod.Post, $"handovers/{id}/preview", person) { Purpose = purpose, Body = new { system, @case = made } }, cancellationToken);

    /// <summary>One hand-over; null when there is none of which the caller may know.</summary>
    public Task<AnswerHandOver?> ReadAsync(HandOverId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<AnswerHandOver>(new HubRequest(HttpMethod.Get, $"handovers/{id}", person) { Purpose = purpose }, cancellationToken);

    /// <summary>How the person of a callback is reached; told only to the person who has taken it. Null when there is none of which the caller may know.</summary>
    public Task<AnswerReach?> ReachAsync(HandOverId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<AnswerReach>(new HubRequest(HttpMethod.Post, $"handovers/{id}/phone", person) { Purpose = purpose }, cancellationToken);

    /// <summary>A page of a unit's open ones, the oldest first.</summary>
    /// <param name="unit">The unit's code; null for every unit.</param>
    /// <param name="purpose">Why it is read; it stands in the audit.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="mine">Only what the person who asks has in hand.</param>
    /// <param name="after">Where the page begins: <see cref="HandOverPage.Next"/> of the one before.</param>
    public Task<HandOverPage> ListAsync(string? unit, string purpose, CancellationToken cancellationToken, bool mine = false, string? after = null)
    {
        var query = string.Join('&', new[] { unit is null ? null : $"unit={Uri.EscapeDataString(unit)}", mine ? "mine=true" : null, after is null ? null : $"after={Uri.EscapeDataString(after)}" }.OfType<string>());
        return connection.AskAsync<HandOverPage>(new HubRequest(HttpMethod.Get, query.Length == 0 ? "handovers" : $"handovers?{query}", person) { Purpose = purpose }, cancellationToken);
    }

    /// <summary>The newest for a person or an organisation.</summary>
    public async Task<IReadOnlyList<AnswerHandOver>> FindAsync(LookupBy by, string value, string purpose, CancellationToken cancellationToken) =>
        (await connection.AskAsync<FoundHandOvers>(new HubRequest(HttpMethod.Post, "handovers/find", person) { Body = new { by, value, purpose } }, cancellationToken)).HandOvers;

    /// <summary>What was promised in a contact, and what came of it; null when there is no such contact of which the caller may know.</summary>
    public Task<IReadOnlyList<AnswerHandOver>?> OfContactAsync(ContactId id, string purpose, CancellationToken cancellationToken) => OfAsync($"contacts/{id}/handovers", purpose, cancellationToken);

    /// <summary>The newest about a case; null when there is no such case of which the caller may know everything.</summary>
    public Task<IReadOnlyList<AnswerHandOver>?> OfCaseAsync(CaseId id, string purpose, CancellationToken cancellationToken) => OfAsync($"cases/{id}/handovers", purpose, cancellationToken);

    async Task<IReadOnlyList<AnswerHandOver>?> OfAsync(string path, string purpose, CancellationToken cancellationToken) =>
        (await connection.AskOrNullAsync<FoundHandOvers>(new HubRequest(HttpMethod.Get, path, person) { Purpose = purpose }, cancellationToken))?.HandOvers;

    Task<WriteOutcome<HandOverReceipt>> WriteAsync(HubRequest request, CancellationToken cancellationToken) => connection.WriteAsync<HandOverReceipt>(request, ProblemCodes.NoSuchHandOver, cancellationToken);

    sealed record FoundUnits(IReadOnlyList<UnitHandOvers> Units);

    sealed record FoundHandOvers(IReadOnlyList<AnswerHandOver> HandOvers);

    sealed record SentHolder(HolderKind Kind, string? Unit, string? Name, string? Email)
    {
        public static SentHolder Of(HandOverHolder holder) => new(holder.Kind, holder.Unit.Length == 0 || holder.Kind is HolderKind.External or HolderKind.System ? null : holder.Unit, holder.Name, holder.Email);
    }

    sealed record SentHandOver(
        HandOverKind Kind, SentHolder To, string? From, string? Contact, int? Question, IReadOnlyList<string>? Cases, string Subject, string Text, ContactPerson? Person, string? Department,
        Confidentiality? Confidentiality, DateTimeOffset? DueAt, DateTimeOffset? RemindAt, HandOverLetter? Letter);

    sealed record SentStep(HandOverStepKind Step, string? Text, SentHolder? To, AttemptOutcome? Outcome, HandOverLetter? Letter, HandOverCase? Case, long Version);
}
